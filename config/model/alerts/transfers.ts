import type { EnvironmentModel } from '../../environment';
import type { AlertRow } from './rule';

/** What can go wrong with payments on their way. */
export const transferAlerts = ({ config }: EnvironmentModel): readonly AlertRow[] => {
  const { consumerLag } = config.alerts.thresholds;
  return [
    {
      alert: 'ConsumerLagHigh',
      severity: 'warning',
      expr: `sum by (consumergroup, topic) (kafka_consumergroup_lag) > ${consumerLag}`,
      for: '10m',
      summary: '{{ $value }} messages of {{ $labels.topic }} wait for {{ $labels.consumergroup }}',
      description: 'Transfers take longer than they should, and may run out of time.',
    },
    {
      alert: 'ConsumerStopped',
      severity: 'critical',
      expr: 'sum by (consumergroup, topic) (kafka_consumergroup_lag) > 0 and sum by (consumergroup, topic) (increase(kafka_consumergroup_current_offset[10m])) == 0',
      for: '5m',
      summary: '{{ $labels.consumergroup }} takes no messages of {{ $labels.topic }}',
      description: 'Messages wait and none was taken for ten minutes: what the topic is for does not happen.',
    },
    {
      alert: 'CallbacksFailing',
      severity: 'warning',
      expr: 'sum by (dest) (rate(moja_notification_event_delivery_count{success="false"}[10m])) / sum by (dest) (rate(moja_notification_event_delivery_count[10m])) > 0.1',
      for: '10m',
      summary: '{{ $value | humanizePercentage }} of the messages to {{ $labels.dest }} do not arrive',
      description: 'Customers of this participant do not hear of their payments.',
    },
  ];
};
