import type { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { LogAnalyticsWorkspaceTable } from '@cdktf/provider-azurerm/lib/log-analytics-workspace-table';
import { MonitorDataCollectionEndpoint } from '@cdktf/provider-azurerm/lib/monitor-data-collection-endpoint';
import { MonitorDataCollectionRule } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule';
import { MonitorDataCollectionRuleAssociation } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule-association';
import { MonitorWorkspace } from '@cdktf/provider-azurerm/lib/monitor-workspace';
import type { Construct } from 'constructs';
import { audited } from '../../config/model/audit/place';
import { logsGoTo, shipsLogs } from '../../config/model/log-places';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Foundation } from '../contracts';
import { idInFoundation } from './ids';
import { archive, diagnose, mayLeaveCountry } from './telemetry';

/**
 * Logs of the control plane. Not `kube-audit`, which also has every read and is about ten times as large: `kube-audit-admin` has every change.
 * Source: learn.microsoft.com, monitoring data reference of AKS.
 */
const controlPlaneLogs = [
  'kube-apiserver',
  'kube-audit-admin',
  'kube-controller-manager',
  'kube-scheduler',
  'cloud-controller-manager',
  'cluster-autoscaler',
  'csi-azuredisk-controller',
  'guard',
] as const;

/** How the agent of Container Insights collects: once a minute, all namespaces, in the table that is made for logs of containers. */
const insightSettings = { dataCollectionSettings: { interval: '1m', namespaceFilteringMode: 'Off', enableContainerLogV2: true } };

/**
 * What it brings: everything, or all but the logs of pods, which are nearly all of its volume and would be paid for although Loki or a server elsewhere
 * has them already (learn.microsoft.com, Container Insights: data collection settings, streams).
 */
const insightStreams = {
  withLogs: ['Microsoft-ContainerInsights-Group-Default'],
  withoutLogs: [
    'KubeEvents',
    'KubePodInventory',
    'KubeNodeInventory',
    'KubePVInventory',
    'KubeServices',
    'KubeMonAgentEvents',
    'InsightsMetrics',
    'ContainerInventory',
    'ContainerNodeInventory',
    'Perf',
  ].map((table) => `Microsoft-${table}`),
} as const;
const metricStreams = ['Microsoft-PrometheusMetrics'];

/**
 * Container Insights (logs and inventory, into the log workspace of the region), logs of the control plane, and managed Prometheus where telemetry may
 * go to services that Azure places. They cost by what they take in: about 2.80 USD a GB of logs, and 0.16 USD for ten million samples.
 */
export function clusterMonitoring(scope: Construct, config: WorkbenchConfig, foundation: Foundation, cluster: KubernetesCluster): void {
  const { place, logWorkspace } = foundation;
  const shared = { resourceGroupName: place.group, location: place.region, tags: tagsOf(config) };
  diagnose(scope, 'control-plane-logs', logWorkspace.id, { target: cluster.id, logs: controlPlaneLogs });
  if (audited.byCloud(config)) {
    const account = idInFoundation(foundation.network, 'Microsoft.Storage/storageAccounts', foundation.objectStore.auditAccount);
    archive(scope, 'audit', account, { target: cluster.id, logs: ['kube-audit-admin'] });
  }

  const streams = [...(shipsLogs(config) ? insightStreams.withoutLogs : insightStreams.withLogs)];
  const logs = new MonitorDataCollectionRule(scope, 'insights', {
    ...shared,
    name: nameOf(config, 'logWorkspace', 'containers'),
    kind: 'Linux',
    dataSources: {
      extension: [
        {
          name: 'ContainerInsightsExtension',
          extensionName: 'ContainerInsights',
          streams,
          extensionJson: JSON.stringify(insightSettings),
        },
      ],
    },
    destinations: { logAnalytics: [{ name: 'logs', workspaceResourceId: logWorkspace.id }] },
    dataFlow: [{ streams, destinations: ['logs'] }],
  });
  const associate = (id: string, name: string, to: { dataCollectionRuleId: string } | { dataCollectionEndpointId: string }) =>
    new MonitorDataCollectionRuleAssociation(scope, id, { name, targetResourceId: cluster.id, ...to });
  associate('insights-of-cluster', 'ContainerInsightsExtension', { dataCollectionRuleId: logs.id });
  if (logsGoTo(config, 'azure'))
    // The table is there with its workspace; how long it keeps lines is all that is set. Removed from here it keeps them as long as the workspace does.
    new LogAnalyticsWorkspaceTable(scope, 'logs-of-pods', {
      name: 'ContainerLogV2',
      workspaceId: logWorkspace.id,
      retentionInDays: Math.min(Math.max(config.monitoring.logs.retentionDays, 4), 730),
      totalRetentionInDays: Math.min(Math.max(config.monitoring.logs.retentionDays, 4), 730),
    });

  if (!mayLeaveCountry(config)) return;
  const workspace = new MonitorWorkspace(scope, 'metrics', {
    ...shared,
    name: nameOf(config, 'logWorkspace', 'metrics'),
    // Asked by logins of Entra ID; private links of Azure Monitor are added for all networks at once, see the log workspace.
    publicNetworkAccessEnabled: true,
  });
  const endpoint = new MonitorDataCollectionEndpoint(scope, 'metrics-endpoint', {
    ...shared,
    // At most 44 characters (azurerm), and the name is short.
    name: nameOf(config, 'cache', 'metrics'),
    kind: 'Linux',
    publicNetworkAccessEnabled: true,
  });
  const metrics = new MonitorDataCollectionRule(scope, 'metrics-rule', {
    ...shared,
    name: nameOf(config, 'logWorkspace', 'metrics'),
    kind: 'Linux',
    dataCollectionEndpointId: endpoint.id,
    dataSources: { prometheusForwarder: [{ name: 'PrometheusDataSource', streams: metricStreams }] },
    destinations: { monitorAccount: [{ name: 'metrics', monitorAccountId: workspace.id }] },
    dataFlow: [{ streams: metricStreams, destinations: ['metrics'] }],
  });
  associate('metrics-of-cluster', 'metrics', { dataCollectionRuleId: metrics.id });
  // The name is the one that agents look for.
  associate('metrics-endpoint-of-cluster', 'configurationAccessEndpoint', { dataCollectionEndpointId: endpoint.id });
}
