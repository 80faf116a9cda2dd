import type { WorkbenchConfig } from '../schema/workbench';
import { cloudPlan } from './network-plan';
import { storeService } from './store-services';
import type { Topic } from './topics';

/**
 * Brokers of a Kafka that AWS runs: at least `stores.kafka.replicas`, and the same number in each zone of the VPC (two or three), which MSK insists on.
 * More can be added later, fewer only by moving partitions away first. Its zones can never be changed: a third one makes a new, empty cluster.
 */
export function mskBrokers(config: WorkbenchConfig): number {
  const zones = cloudPlan(config).data.length;
  return Math.max(1, Math.ceil(config.stores.kafka.replicas / zones)) * zones;
}

/** Copies of each message on a Kafka with so many brokers, and how many must have it before a producer is answered: one broker may be away. */
export const replication = (brokers: number) => {
  const copies = Math.min(3, brokers);
  return { copies, inSync: Math.max(1, copies - 1) };
};

/**
 * The topics of the hub as a managed Kafka gets them. The provider of AWS cannot make topics: a Job in the cluster makes them, through the proxy
 * that logs in.
 */
export function managedTopics(config: WorkbenchConfig, topics: readonly Topic[]): readonly Topic[] {
  if (storeService(config, 'kafka') !== 'msk') return topics;
  const { copies } = replication(mskBrokers(config));
  return topics.map((topic) => ({ ...topic, replicas: copies }));
}

/** Partitions, copies counted, that each MSK broker holds: what the limit of its machine is held against. */
export function partitionsPerBroker(config: WorkbenchConfig, topics: readonly Topic[]): number {
  const brokers = mskBrokers(config);
  return Math.ceil((topics.reduce((sum, { partitions }) => sum + partitions, 0) * replication(brokers).copies) / brokers);
}
