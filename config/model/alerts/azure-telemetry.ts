import type { WorkbenchConfig } from '../../schema/workbench';
import { makesAuditStore } from '../audit/place';
import { metricsGoToAzure } from '../log-places';
import { type AzureAlarm, about } from './azure-metrics';

/**
 * The account that audit logs are brought to (learn.microsoft.com, monitoring data reference of Blob Storage: response types). That nothing comes at all shows
 * no number there: `workbench audit verify` tells that.
 */
const audit = (): AzureAlarm[] =>
  about('audit', [
    {
      id: 'audit-refused',
      // Strangers who knock at the public name of the account are refused, too.
      severity: 'warning',
      says: 'the store of audit logs refuses requests: who brings logs has lost the right to, or somebody tries what is not allowed',
      metric: 'Transactions',
      aggregation: 'Total',
      threshold: 0,
      only: { dimension: 'ResponseType', values: ['AuthorizationError'] },
    },
    {
      id: 'audit-unavailable',
      severity: 'warning',
      says: 'the store of audit logs answers with errors: logs wait in the cluster',
      metric: 'Availability',
      operator: 'LessThan',
      threshold: 99,
    },
  ]);

/** A workspace takes a million samples a minute and as many series, until Azure is asked for more (learn.microsoft.com, Azure Monitor workspaces: scaling). */
const metrics = (): AzureAlarm[] =>
  about('metrics', [
    {
      id: 'metrics-near-limit',
      severity: 'warning',
      says: 'Prometheus sends more than four fifths of the samples that the workspace takes a minute: ask Azure for more, or some are refused',
      metric: 'EventsPerMinuteIngestedPercentUtilization',
      threshold: 80,
    },
    {
      id: 'series-near-limit',
      severity: 'warning',
      says: 'Prometheus sends more than four fifths of the series that the workspace keeps at a time: ask Azure for more, or new ones are refused',
      metric: 'ActiveTimeSeriesPercentUtilization',
      threshold: 80,
    },
  ]);

/** Alerts about where Azure keeps what the environment tells of itself. */
export const azureTelemetryAlarms = (config: WorkbenchConfig): readonly AzureAlarm[] => [
  ...(makesAuditStore(config) ? audit() : []),
  ...(metricsGoToAzure(config) ? metrics() : []),
];
