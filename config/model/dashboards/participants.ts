import type { EnvironmentModel } from '../../environment';
import { type Page, window } from './panel';

/** Each participant by itself: whether it is reached, how fast it answers, and its money. */
export const participants = (_model: EnvironmentModel): Page => ({
  name: 'participants',
  title: 'Participants',
  panels: [
    {
      title: 'Messages that arrive',
      kind: 'timeseries',
      unit: 'percentunit',
      queries: [
        {
          expr: `sum by (dest) (rate(moja_notification_event_delivery_count{success="true"}[${window}])) / sum by (dest) (rate(moja_notification_event_delivery_count[${window}]))`,
          legend: '{{dest}}',
        },
      ],
      thresholds: [0.99, 0.9],
      description: 'Part of the callbacks that the systems of a participant take.',
    },
    {
      title: 'Time to take a message, p95',
      kind: 'timeseries',
      unit: 's',
      queries: [
        {
          expr: `histogram_quantile(0.95, sum by (le, dest) (rate(moja_notification_event_delivery_bucket[${window}])))`,
          legend: '{{dest}}',
        },
      ],
      description: 'How long the systems of a participant take for one callback.',
    },
    {
      title: 'Messages a second',
      kind: 'timeseries',
      unit: 'reqps',
      queries: [{ expr: `sum by (dest) (rate(moja_notification_event_delivery_count[${window}]))`, legend: '{{dest}}' }],
      description: 'Callbacks to each participant.',
    },
    {
      title: 'Answers by status',
      kind: 'timeseries',
      unit: 'reqps',
      queries: [{ expr: `sum by (dest, status) (rate(moja_notification_event_delivery_count[${window}]))`, legend: '{{dest}} {{status}}' }],
      description: 'What the systems of participants answer to callbacks.',
    },
    {
      title: 'Part of the net debit cap that is used',
      kind: 'bargauge',
      unit: 'percent',
      queries: [{ expr: 'max by (participant, currency) (workbench_ledger_position_percent)', legend: '{{participant}} {{currency}}' }],
      thresholds: [80, 95],
      description: 'At 100 % payments of its customers are refused.',
    },
    {
      title: 'Positions',
      kind: 'timeseries',
      unit: 'short',
      queries: [{ expr: 'max by (participant, currency) (workbench_ledger_position)', legend: '{{participant}} {{currency}}' }],
      description: 'What each owes the others, in units of the currency; below nothing the others owe it.',
    },
  ],
});
