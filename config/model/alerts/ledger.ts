import type { EnvironmentModel } from '../../environment';
import { runsLedgerExporter } from '../ledger-exporter';
import type { AlertRow } from './rule';

/** From this part of its net debit cap on, a participant is about to be refused. */
const positionCritical = 95;

/** What is wrong in the books, where the exporter of the ledger runs that counts it. */
export const ledgerAlerts = ({ config }: EnvironmentModel): readonly AlertRow[] => {
  if (!runsLedgerExporter(config)) return [];
  const { positionPercent, stuckMinutes } = config.alerts.thresholds;
  return [
    {
      alert: 'TransfersStuck',
      severity: 'critical',
      expr: 'sum by (currency) (workbench_ledger_transfers_stuck) > 0',
      for: '5m',
      summary: '{{ $value }} transfers in {{ $labels.currency }} have no end',
      description: `They expired more than ${stuckMinutes} minutes ago and are neither committed nor aborted: the money of payers stays reserved.`,
    },
    {
      alert: 'PositionNearLimit',
      severity: 'warning',
      expr: `max by (participant, currency) (workbench_ledger_position_percent) > ${positionPercent} and max by (participant, currency) (workbench_ledger_position_percent) <= ${positionCritical}`,
      for: '5m',
      summary: '{{ $labels.participant }} uses {{ $value | humanize }} % of its net debit cap in {{ $labels.currency }}',
      description: 'At 100 % its customers can send no more money.',
    },
    {
      alert: 'PositionAtLimit',
      severity: 'critical',
      expr: `max by (participant, currency) (workbench_ledger_position_percent) > ${positionCritical}`,
      for: '2m',
      summary: '{{ $labels.participant }} uses {{ $value | humanize }} % of its net debit cap in {{ $labels.currency }}',
      description: 'Transfers of its customers are refused, or soon will be (error 4001).',
    },
    {
      alert: 'ReconciliationDifference',
      severity: 'critical',
      expr: 'sum by (check, currency) (workbench_ledger_difference) > 0',
      for: '10m',
      summary: 'The books of {{ $labels.currency }} differ by {{ $value }} ({{ $labels.check }})',
      description: 'What the ledger says a participant owes is not the sum of what it recorded. Do not settle before the reason is known.',
    },
    {
      alert: 'LedgerNumbersMissing',
      severity: 'warning',
      expr: 'absent(workbench_ledger_difference)',
      for: '15m',
      summary: 'Nobody counts positions, stuck transfers and differences',
      description: 'The exporter of the ledger is away, or cannot read the database: the alerts that come of it are blind.',
    },
  ];
};
