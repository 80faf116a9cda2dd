import { MonitorDataCollectionEndpoint } from '@cdktf/provider-azurerm/lib/monitor-data-collection-endpoint';
import { MonitorDataCollectionRule } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule';
import { MonitorWorkspace } from '@cdktf/provider-azurerm/lib/monitor-workspace';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Network, Place } from '../contracts';
import { idInFoundation } from './ids';
import { grantDeployers, grantViewers } from './rights';

const stream = 'Microsoft-PrometheusMetrics';
/** Version of the interface that takes samples (learn.microsoft.com, connect self-managed Prometheus to Azure Monitor). */
const version = '2023-04-24';

/** Not `metrics`: clusters had one of that name, and the group that Azure makes beside each is called after it. */
const workspaceName = (config: WorkbenchConfig) => nameOf(config, 'logWorkspace', 'prometheus');

/** Id of the workspace, for stacks that come later. */
export const idOfMetricsWorkspace = (config: WorkbenchConfig, network: Pick<Network, 'id'>): string =>
  idInFoundation(network, 'Microsoft.Monitor/accounts', workspaceName(config));
/** Id of the rule that samples go through: the right to send is given on it. */
export const idOfMetricsRule = (config: WorkbenchConfig, network: Pick<Network, 'id'>): string =>
  idInFoundation(network, 'Microsoft.Insights/dataCollectionRules', workspaceName(config));

export interface MetricsWorkspace {
  readonly workspace: MonitorWorkspace;
  /** Where Prometheus sends to. */
  readonly ingestion: string;
}

/**
 * Managed Prometheus of Azure: an Azure Monitor workspace with an endpoint and a rule of its own, which Prometheus of the cluster sends to. It keeps
 * 18 months, in its region (learn.microsoft.com, Prometheus metrics: data considerations), and 0.16 USD buy ten million samples. It lies in the
 * foundation, so it outlives a cluster; removed, it takes its metrics with it. It is encrypted with keys of Microsoft, others it does not take.
 * Samples come by the public endpoint, with a login of Entra ID: private links of Azure Monitor change name resolution for a whole network, see the log
 * workspace. Whoever deploys and whoever may look at the cluster may ask it.
 */
export function metricsWorkspace(scope: Construct, config: WorkbenchConfig, place: Place): MetricsWorkspace {
  const shared = { resourceGroupName: place.group, location: place.region, tags: tagsOf(config) };
  const workspace = new MonitorWorkspace(scope, 'metrics', {
    ...shared,
    name: workspaceName(config),
    publicNetworkAccessEnabled: true,
  });
  const endpoint = new MonitorDataCollectionEndpoint(scope, 'metrics-endpoint', {
    ...shared,
    // At most 44 characters (azurerm), and the name is short.
    name: nameOf(config, 'cache', 'metrics'),
    kind: 'Linux',
    publicNetworkAccessEnabled: true,
  });
  const rule = new MonitorDataCollectionRule(scope, 'metrics-rule', {
    ...shared,
    name: workspaceName(config),
    kind: 'Linux',
    dataCollectionEndpointId: endpoint.id,
    dataSources: { prometheusForwarder: [{ name: 'PrometheusDataSource', streams: [stream] }] },
    destinations: { monitorAccount: [{ name: 'metrics', monitorAccountId: workspace.id }] },
    dataFlow: [{ streams: [stream], destinations: ['metrics'] }],
  });
  grantDeployers(scope, 'metrics-reader', config, 'Monitoring Data Reader', workspace.id);
  grantViewers(scope, config, workspace.id, { metrics: 'Monitoring Data Reader' });
  const ingestion = `${endpoint.metricsIngestionEndpoint}/dataCollectionRules/${rule.immutableId}/streams/${stream}/api/v1/write?api-version=${version}`;
  return { workspace, ingestion };
}
