import { DashboardGrafana } from '@cdktf/provider-azurerm/lib/dashboard-grafana';
import type { MonitorWorkspace } from '@cdktf/provider-azurerm/lib/monitor-workspace';
import type { Construct } from 'constructs';
import { managedGrafanaIsPrivate } from '../../config/model/log-places';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Foundation } from '../contracts';
import { privateEndpoint } from './private-endpoint';
import { grant, grantDeployers, grantViewers } from './rights';
import { diagnose } from './telemetry';
import { zonesSpanned } from './zones';

/** The highest that the provider knows; a higher one is a change in place, and never goes back. */
const version = '11';

/**
 * Azure Managed Grafana on the managed Prometheus. Two nodes by the hour (about 0.09 USD together in Germany), and 6 USD a month for each person who uses it. People log in by Entra ID: whoever
 * deploys as administrators, `cluster.viewers` as viewers, nobody else, and no API keys. Itself it is an identity that may read the one workspace. Private
 * (production) it has an address of the network alone. Whether it spans zones can't be changed: another value makes a new one, and what people drew in it
 * is gone.
 */
export function managedGrafana(
  scope: Construct,
  config: WorkbenchConfig,
  { place, network }: Pick<Foundation, 'place' | 'network'>,
  workspace: MonitorWorkspace,
  logs: string,
): DashboardGrafana {
  const closed = managedGrafanaIsPrivate(config);
  const grafana = new DashboardGrafana(scope, 'grafana', {
    name: nameOf(config, 'grafana'),
    resourceGroupName: place.group,
    location: place.region,
    sku: 'Standard',
    grafanaMajorVersion: version,
    azureMonitorWorkspaceIntegrations: [{ resourceId: workspace.id }],
    identity: { type: 'SystemAssigned' },
    apiKeyEnabled: false,
    deterministicOutboundIpEnabled: false,
    publicNetworkAccessEnabled: !closed,
    zoneRedundancyEnabled: zonesSpanned(config) !== undefined,
    tags: tagsOf(config),
  });
  grant(scope, 'grafana-may-read', 'Monitoring Data Reader', workspace.id, grafana.identity.principalId, 'shows what Prometheus sent');
  grantDeployers(scope, 'grafana-administrator', config, 'Grafana Admin', grafana.id);
  grantViewers(scope, config, grafana.id, { grafana: 'Grafana Viewer' });
  // Who logged in, and when.
  diagnose(scope, 'grafana-logs', logs, { target: grafana.id, logs: 'allLogs' });
  if (closed)
    privateEndpoint(scope, 'grafana-endpoint', {
      ...{ config, place, network },
      ...{ part: 'grafana', target: grafana.id, service: 'grafana', zone: 'grafana' },
    });
  return grafana;
}
