import { replication } from '../../config/model/kafka-brokers';
import { sizes } from '../../config/model/sizes';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** One setting of the brokers, with its reason. */
interface BrokerSetting {
  readonly name: string;
  readonly value: string | number | boolean;
  readonly why: string;
}

/** What the brokers are told. A change of it restarts them one after the other. */
export function brokerSettings(config: WorkbenchConfig, brokers: number): readonly BrokerSetting[] {
  const { copies, inSync } = replication(brokers);
  const partitions = config.stores.kafka.partitions ?? sizes[config.hub.size].partitions;
  return [
    {
      name: 'auto.create.topics.enable',
      value: false,
      why: 'a name with a slip in it is an error, not a topic of one partition; the topics of the hub are made before it starts',
    },
    { name: 'default.replication.factor', value: copies, why: 'a message outlives the loss of a zone' },
    {
      name: 'min.insync.replicas',
      value: inSync,
      why: 'who is answered has his message in more than one zone, and one broker may be away',
    },
    { name: 'num.partitions', value: partitions, why: 'a topic that somebody makes without a number scales like those of the hub' },
    { name: 'offsets.topic.replication.factor', value: copies, why: 'how far a group has read must outlive a zone too' },
    { name: 'transaction.state.log.replication.factor', value: copies, why: 'as above' },
    { name: 'transaction.state.log.min.isr', value: inSync, why: 'as above' },
    { name: 'unclean.leader.election.enable', value: false, why: 'rather no answer than a transfer that was answered and is lost' },
    { name: 'log.retention.hours', value: config.stores.kafka.retentionHours, why: '`stores.kafka.retentionHours`' },
  ];
}

/** The settings as a file of properties. */
export const properties = (settings: readonly BrokerSetting[]): string => settings.map(({ name, value }) => `${name}=${value}\n`).join('');
