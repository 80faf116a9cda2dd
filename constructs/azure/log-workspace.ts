import { ApplicationInsights } from '@cdktf/provider-azurerm/lib/application-insights';
import { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { MonitorActionGroup } from '@cdktf/provider-azurerm/lib/monitor-action-group';
import type { Construct } from 'constructs';
import { hasManagedGrafana, metricsGoToAzure, tracesGoToInsights } from '../../config/model/log-places';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { Capabilities, LogWorkspace } from '../contracts';
import { flowLogs } from './flow-logs';
import { vaultOfKey } from './ids';
import { managedGrafana } from './managed-grafana';
import { metricsWorkspace } from './metrics-workspace';
import { diagnose, mayLeaveCountry } from './telemetry';

/** Log Analytics keeps 30 to 730 days. */
const retention = (days: number) => Math.min(Math.max(days, 30), 730);

/** Application Insights knows these only. */
const insightDays = [30, 60, 90, 120, 180, 270, 365, 550, 730] as const;

/**
 * Log Analytics for the logs of the platform, and Application Insights on top of it for traces, both by Entra logins only. About 2.80 USD a GB, more
 * than 31 days (90 of traces) 0.12 USD a GB and month. A deleted workspace is recoverable for 14 days. There is no daily cap: it would cut off
 * the audit log when it is needed most. It is encrypted with keys of Microsoft, because keys of one's own need a cluster of 100 GB a day.
 * Agents reach it by its public address and prove themselves: private links of Azure Monitor change name resolution for a whole network, so
 * whoever has them for all their networks adds them there. Without Application Insights where a country is named and telemetry may not leave it.
 */
export const logWorkspace: Capabilities['logWorkspace'] = (scope, { config }, { place, network, keys }): LogWorkspace => {
  const tags = tagsOf(config);
  const where = { resourceGroupName: place.group, location: place.region };
  const days = config.operations.logRetentionDays;
  const workspace = new LogAnalyticsWorkspace(scope, 'workspace', {
    ...where,
    name: nameOf(config, 'logWorkspace'),
    sku: 'PerGB2018',
    retentionInDays: retention(days),
    localAuthenticationEnabled: false,
    allowResourceOnlyPermissions: true,
    internetIngestionEnabled: true,
    // Whoever reads logs has a role for it; the portal could not show them otherwise.
    internetQueryEnabled: true,
    tags,
  });
  const insights = mayLeaveCountry(config)
    ? new ApplicationInsights(scope, 'insights', {
        ...where,
        name: nameOf(config, 'logWorkspace', 'insights'),
        workspaceId: workspace.id,
        applicationType: 'other',
        retentionInDays: insightDays.findLast((known) => known <= Math.max(days, 30)) ?? 30,
        // Traces of the collector come with a connection string; everything else proves who it is.
        localAuthenticationDisabled: !tracesGoToInsights(config),
        // Addresses of callers are personal data.
        disableIpMasking: false,
        tags,
        dependsOn: [smartDetection(scope, place.group, tags)],
      })
    : undefined;
  diagnose(scope, 'network-logs', workspace.id, { target: network.id, logs: 'allLogs' });
  diagnose(scope, 'keys-logs', workspace.id, { target: vaultOfKey(network, keys.data), logs: 'audit' });
  if (config.network.flowLogs) flowLogs(scope, { config, place, network, workspace });
  const metrics = metricsGoToAzure(config) ? metricsWorkspace(scope, config, place) : undefined;
  const grafana =
    metrics && hasManagedGrafana(config) ? managedGrafana(scope, config, { place, network }, metrics.workspace, workspace.id) : undefined;
  return { id: workspace.id, insights: insights?.id ?? '', metrics: metrics?.ingestion ?? '', grafana: grafana?.endpoint ?? '' };
};

/**
 * The group that Azure makes beside the first Application Insights of a resource group, by this name and with these two receivers, where it is not
 * there. One that Azure made would be in no state, and the resource group could not be removed for it
 * (github.com/hashicorp/terraform-provider-azurerm/pull/22163). Its rule is switched off, so it tells nobody anything; it costs nothing.
 */
const smartDetection = (scope: Construct, resourceGroupName: string, tags: Record<string, string>) =>
  new MonitorActionGroup(scope, 'smart-detection', {
    name: 'Application Insights Smart Detection',
    resourceGroupName,
    shortName: 'SmartDetect',
    armRoleReceiver: Object.entries(monitoringRoles).map(([name, roleId]) => ({ name, roleId, useCommonAlertSchema: true })),
    tags,
  });

/** Ids of built-in roles are the same in every tenant (learn.microsoft.com, Azure built-in roles). */
const monitoringRoles = {
  'Monitoring Contributor': '749f88d5-cbae-40b8-bcfc-e573ddc772fa',
  'Monitoring Reader': '43d0d8ad-25c7-4714-9337-8ba259a9fe05',
} as const;
