import { MonitorMetricAlert } from '@cdktf/provider-azurerm/lib/monitor-metric-alert';
import { azureAlarms } from '../../config/model/alerts/azure-alarms';
import { type AzureTarget, azureMetricSpaces } from '../../config/model/alerts/azure-metrics';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Capabilities, Cluster, Foundation } from '../contracts';
import { actionGroups, azureSeverity } from './action-groups';
import { availability } from './availability';
import { hubWorkbook } from './hub-workbook';
import { idInFoundation, idOfCluster, subscriptionOf } from './ids';
import { idOfMetricsWorkspace } from './metrics-workspace';
import { prometheusRules } from './prometheus-rules';

/** Ids of what is looked at. Stores and cluster lie in the groups of their stacks; the balancer is made by AKS and has the name that it gives. */
function targets(config: WorkbenchConfig, { network, cluster }: Pick<Foundation, 'network'> & { readonly cluster: Cluster }) {
  const inGroup = (group: string, target: AzureTarget, name: string) =>
    `/subscriptions/${subscriptionOf(network)}/resourceGroups/${group}/providers/${azureMetricSpaces[target]}/${name}`;
  const stores = nameOf(config, 'resourceGroup', 'managed-stores');
  return {
    mysql: inGroup(stores, 'mysql', nameOf(config, 'database', 'mysql')),
    kafka: inGroup(stores, 'kafka', nameOf(config, 'kafka')),
    cluster: idOfCluster({ group: nameOf(config, 'resourceGroup', 'cluster'), region: '' }, network, cluster),
    balancer: inGroup(cluster.nodes, 'balancer', 'kubernetes'),
    audit: idInFoundation(network, azureMetricSpaces.audit, nameOf(config, 'storageAccount', 'audit')),
    metrics: idOfMetricsWorkspace(config, network),
  } as const satisfies Record<AzureTarget, string>;
}

/**
 * Alerts of Azure Monitor about what Azure runs for the hub (stores, nodes, balancer, the account of audit logs), a test from five places of the world whether the hub answers, and a
 * workbook with what one wants to see first. About 0.10 USD a month each alert, the test by its looks; mails cost nothing. Changing or removing
 * one stops nothing.
 */
export const alarms: Capabilities['alarms'] = (scope, model, needs) => {
  const { config } = model;
  const { place } = needs;
  const groups = actionGroups(scope, config, place);
  const at = targets(config, needs);
  for (const { id, target, severity, says, metric, aggregation, operator, threshold, minutes, only } of azureAlarms(config)) {
    new MonitorMetricAlert(scope, id, {
      name: nameOf(config, 'alarm', id),
      resourceGroupName: place.group,
      description: says,
      scopes: [at[target]],
      severity: azureSeverity[severity],
      frequency: 'PT5M',
      windowSize: `PT${minutes}M`,
      criteria: [
        {
          ...{ metricNamespace: azureMetricSpaces[target], metricName: metric, aggregation, operator, threshold },
          ...(only ? { dimension: [{ name: only.dimension, operator: 'Include', values: [...only.values] }] } : {}),
        },
      ],
      action: groups[severity],
      tags: tagsOf(config),
    });
  }
  prometheusRules(scope, config, needs, groups);
  availability(scope, model, needs, groups);
  hubWorkbook(scope, model, needs);
};
