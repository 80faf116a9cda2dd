import { type Layout, layoutOf } from '../releases/versions';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Features } from './features';
import { sizes } from './sizes';
import { storeService } from './store-services';

/** A Kafka topic, made before the hub starts: services that create topics themselves get one partition. */
export interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly retentionMs: number;
}

interface TopicRow {
  readonly names: readonly string[];
  readonly when: (features: Features, layout: Layout) => boolean;
}

const three = (prefix: string) => [`${prefix}-post`, `${prefix}-put`, `${prefix}-get`];

/** Names are the charts' own (templates `topic-{functionality}-{action}`), with the release that began to use them. */
const rows: readonly TopicRow[] = [
  {
    names: ['prepare', 'position', 'fulfil', 'get'].map((action) => `topic-transfer-${action}`),
    when: () => true,
  },
  { names: ['topic-admin-transfer', 'topic-notification-event', 'topic-deferredsettlement-close'], when: () => true },
  { names: ['topic-event', 'topic-event-audit', 'topic-event-log', 'topic-event-trace'], when: () => true },
  { names: ['topic-transfer-position-batch'], when: (f, layout) => f.positionBatch || layout === 'v17' },
  { names: ['prepare', 'fulfil', 'processing', 'get'].map((action) => `topic-bulk-${action}`), when: (f) => f.bulk },
  { names: [...three('topic-quotes'), ...three('topic-bulkquotes')], when: (_, layout) => layout === 'v16' || layout === 'v17' },
  // The quoting handler of 17 subscribes to these whether foreign exchange is used or not.
  { names: three('topic-fx-quotes'), when: (_, layout) => layout === 'v17' },
];

/** The two topics that the parts of one SDK speak over. */
export const sdkTopics = (owner: string) => ['command', 'domain'].map((kind) => `${owner}-topic-sdk-outbound-${kind}-events`);
/** Simulators of the testing toolkit, each with an SDK of its own. */
const toolkitSimulators = ['ttksim1', 'ttksim2', 'ttksim3'];
/** Partitions of the topics of a payment manager: one for each pod that reads them. */
export const sdkPartitions = ({ profile }: Pick<WorkbenchConfig, 'profile'>) => (profile === 'production' ? 3 : 1);

/** SDK topics that a Kafka must have from the beginning, because nobody in the cluster may make any there: on Event Hubs every hub is made with its namespace. */
function sdkTopicsToMake(config: WorkbenchConfig, features: Features): { name: string; partitions: number }[] {
  if (storeService(config, 'kafka') !== 'event-hubs') return [];
  const simulators = features.ttkSimulators ? toolkitSimulators : [];
  const managers = config.participants.filter((p) => p.sdkBulk && !p.external && !p.retired).map(({ id }) => id);
  return [
    ...simulators.flatMap(sdkTopics).map((name) => ({ name, partitions: 1 })),
    ...managers.flatMap(sdkTopics).map((name) => ({ name, partitions: sdkPartitions(config) })),
  ];
}

/** Every topic of the hub; SDK topics of participants are made by their own charts, except on Event Hubs. */
export function topicsOf(config: WorkbenchConfig, features: Features): Topic[] {
  const { kafka } = config.stores;
  const partitions = kafka.partitions ?? sizes[config.hub.size].partitions;
  const ofHub = rows.filter((row) => row.when(features, layoutOf(config.hub.release))).flatMap((row) => row.names);
  return [...ofHub.map((name) => ({ name, partitions })), ...sdkTopicsToMake(config, features)].map((topic) => ({
    ...topic,
    replicas: Math.min(kafka.replicas, 3),
    retentionMs: kafka.retentionHours * 3_600_000,
  }));
}
