import { MonitorAlertPrometheusRuleGroup } from '@cdktf/provider-azurerm/lib/monitor-alert-prometheus-rule-group';
import type { Construct } from 'constructs';
import { azurePrometheusAlerts } from '../../config/model/alerts/azure-prometheus';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Foundation } from '../contracts';
import { type ActionGroups, azureSeverity } from './action-groups';
import { idOfMetricsWorkspace } from './metrics-workspace';

/** Alerts that Azure works out of what Prometheus sent, once a minute. Paid by the samples that are looked at: next to nothing. */
export function prometheusRules(
  scope: Construct,
  config: WorkbenchConfig,
  { place, network }: Pick<Foundation, 'place' | 'network'>,
  groups: ActionGroups,
): void {
  const alerts = azurePrometheusAlerts(config);
  if (alerts.length === 0) return;
  new MonitorAlertPrometheusRuleGroup(scope, 'prometheus-rules', {
    name: nameOf(config, 'alarm', 'prometheus'),
    resourceGroupName: place.group,
    location: place.region,
    description: 'whether metrics come from the cluster',
    scopes: [idOfMetricsWorkspace(config, network)],
    interval: 'PT1M',
    ruleGroupEnabled: true,
    rule: alerts.map(({ id, severity, says, expr, minutes }) => ({
      alert: id,
      enabled: true,
      expression: expr,
      for: `PT${minutes}M`,
      severity: azureSeverity[severity],
      annotations: { description: says },
      alertResolution: { autoResolved: true, timeToResolve: 'PT10M' },
      action: groups[severity],
    })),
    tags: tagsOf(config),
  });
}
