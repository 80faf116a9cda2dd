import type { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { LogAnalyticsWorkspaceTable } from '@cdktf/provider-azurerm/lib/log-analytics-workspace-table';
import { MonitorDataCollectionRule } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule';
import { MonitorDataCollectionRuleAssociation } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule-association';
import type { Construct } from 'constructs';
import { audited } from '../../config/model/audit/place';
import { logsGoTo, shipsLogs } from '../../config/model/log-places';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Foundation } from '../contracts';
import { idInFoundation } from './ids';
import { archive, diagnose } from './telemetry';

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

/**
 * Container Insights (logs and inventory, into the log workspace of the region) and logs of the control plane. They cost by what they take in: about
 * 2.80 USD a GB.
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
  new MonitorDataCollectionRuleAssociation(scope, 'insights-of-cluster', {
    name: 'ContainerInsightsExtension',
    targetResourceId: cluster.id,
    dataCollectionRuleId: logs.id,
  });
  if (logsGoTo(config, 'azure'))
    // The table is there with its workspace; how long it keeps lines is all that is set. Removed from here it keeps them as long as the workspace does.
    new LogAnalyticsWorkspaceTable(scope, 'logs-of-pods', {
      name: 'ContainerLogV2',
      workspaceId: logWorkspace.id,
      retentionInDays: Math.min(Math.max(config.monitoring.logs.retentionDays, 4), 730),
      totalRetentionInDays: Math.min(Math.max(config.monitoring.logs.retentionDays, 4), 730),
    });
}
