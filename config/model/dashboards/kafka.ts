import type { EnvironmentModel } from '../../environment';
import { line, type Page, rateBy } from './panel';

/** Topics and who reads them. */
export const kafka = (_model: EnvironmentModel): Page => ({
  name: 'kafka',
  title: 'Kafka',
  panels: [
    {
      title: 'Messages that wait',
      kind: 'timeseries',
      unit: 'short',
      queries: [line('sum by (consumergroup, topic) (kafka_consumergroup_lag)', '{{consumergroup}} {{topic}}')],
      description: 'Lag of each group of consumers in each topic.',
    },
    {
      title: 'Messages read a second',
      kind: 'timeseries',
      unit: 'reqps',
      queries: [line(rateBy('kafka_consumergroup_current_offset', 'consumergroup, topic'), '{{consumergroup}} {{topic}}')],
      description: 'How fast each group gets on.',
    },
    {
      title: 'Messages written a second',
      kind: 'timeseries',
      unit: 'reqps',
      queries: [line(rateBy('kafka_topic_partition_current_offset', 'topic'), '{{topic}}')],
      description: 'What comes into each topic.',
    },
    {
      title: 'Partitions that lack a copy',
      kind: 'stat',
      unit: 'short',
      width: 6,
      queries: [line('sum(kafka_topic_partition_under_replicated_partition)', 'partitions')],
      thresholds: [1, 1],
      description: 'A broker is away or behind.',
    },
    {
      title: 'Brokers',
      kind: 'stat',
      unit: 'short',
      width: 6,
      queries: [line('max(kafka_brokers)', 'brokers')],
      description: 'Those that answer.',
    },
  ],
});
