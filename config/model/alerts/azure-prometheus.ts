import type { WorkbenchConfig } from '../../schema/workbench';
import { metricsGoToAzure } from '../log-places';
import type { CloudSeverity } from './cloud-recipients';

/** One alert that Azure works out of what our Prometheus sent. */
export interface AzurePrometheusAlert {
  readonly id: string;
  readonly severity: CloudSeverity;
  /** What it means, for whoever gets the mail. */
  readonly says: string;
  readonly expr: string;
  /** How long it has to be so. */
  readonly minutes: number;
}

/**
 * Nothing comes from the cluster any more. All other rules are worked out in the cluster, beside their numbers, and their mails go by Alertmanager: a second
 * copy of them over there would tell everything twice. This is the one that Prometheus can't tell itself. Not where the environment is stopped by a plan:
 * it would be told of every evening.
 */
export const azurePrometheusAlerts = (config: WorkbenchConfig): readonly AzurePrometheusAlert[] =>
  metricsGoToAzure(config) && config.operations.hibernation === undefined
    ? [
        {
          id: 'metrics-away',
          severity: 'critical',
          says: 'Prometheus in the cluster has sent nothing for ten minutes: it or the cluster is away, and its alerts are silent',
          expr: `absent(up{environment="${config.environment}",tenant="${config.tenant}"})`,
          minutes: 10,
        },
      ]
    : [];
