import type { HubSize } from '../schema/hub';
import { hubSizes } from '../schema/hub';
import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { connectionDemand } from './connections';
import { eventHubsDemand, holds, onEventHubs, tierLimits } from './event-hubs';
import { resolveFeatures } from './features';
import { replication } from './kafka-brokers';
import { makesNodes, type NodePool, nodePools } from './node-pools';
import { mebibytes, servicesOf } from './services';
import { sizes } from './sizes';
import { brokersFor, type KnownMachine, mysqlMachine } from './sizing-stores';
import { storeMachine } from './store-machines';
import { topicsOf } from './topics';
import { bulkBytes, kafkaFootprint } from './transfer-footprint';

/** What is asked of a hub. */
export interface Load {
  /** Transfers a second in the busiest hours. */
  readonly tps: number;
  /** Payment managers in the cluster. */
  readonly participants: number;
  /** Hours a day with that many transfers; the rest of the day is counted as idle. */
  readonly peakHours: number;
  /** Days that a transfer stays in MySQL before it is moved into an archive. */
  readonly retentionDays: number;
  /** Bytes that a transfer leaves in MySQL. */
  readonly transferBytes: number;
}

/** What the load takes, as settings and as what follows from them. */
export interface SizedHub {
  /** Whether even the largest size is made for fewer transfers. */
  readonly beyond: boolean;
  readonly size: HubSize;
  /** The environment at that size with that many payment managers. */
  readonly config: WorkbenchConfig;
  readonly pools: readonly NodePool[];
  readonly partitions: number;
  readonly brokers: number;
  /** Machines of managed stores; nothing where they run in the cluster or elsewhere. */
  readonly mysql?: KnownMachine;
  readonly kafka?: KnownMachine;
  /** Units of Event Hubs, where it is Kafka. */
  readonly units?: number;
  /** GiB of each member: what the load fills, with room for a third more, in steps of ten; at least what the file says. */
  readonly gib: Readonly<Record<'mysql' | 'kafka' | 'mongodb', number>>;
  /** The same before room, steps and the file. */
  readonly filled: Readonly<Record<'mysql' | 'kafka' | 'mongodb', number>>;
  readonly connections: { readonly pods: number; readonly kept: number; readonly most: number };
}

const gibibyte = 2 ** 30;
/** A volume should never be fuller than three quarters: backups, migrations and a busy day need room. */
export const room = 1 / 0.75;
/** GiB of a volume that so much fills, in steps of ten. */
export const withRoom = (gib: number): number => Math.ceil((gib * room) / 10) * 10;
/** Sizes that an environment may have: production has no size of one pod a service. */
const sizesFor = ({ profile }: Pick<WorkbenchConfig, 'profile'>): readonly HubSize[] =>
  profile === 'production' ? hubSizes.filter((size) => size !== 'lab') : hubSizes;

/** Participants as many as asked for: those of the file first, then copies that stand for the others. */
function managers(config: WorkbenchConfig, count: number): ParticipantConfig[] {
  const here = config.participants.filter(({ external, retired, cluster }) => !external && !retired && !cluster);
  const elsewhere = config.participants.filter((participant) => !here.includes(participant));
  const [first] = config.participants;
  const taken = new Set(config.participants.map(({ id }) => id));
  const free = Array.from({ length: count + taken.size }, (_, at) => `participant-${at + 1}`).filter((id) => !taken.has(id));
  const more = first ? free.slice(0, Math.max(0, count - here.length)).map((id): ParticipantConfig => ({ ...plain(first), id })) : [];
  return [...here.slice(0, count), ...more, ...elsewhere];
}

/** A payment manager as it is by default. */
const plain = (participant: ParticipantConfig): ParticipantConfig => ({
  ...participant,
  external: false,
  retired: false,
  cluster: undefined,
  testingToolkit: false,
  sdkBulk: false,
});

/** Hours of the busiest rate within so many hours in a row. */
const busyHours = (hours: number, peakHours: number) => Math.min(hours, Math.ceil(hours / 24) * peakHours);

/**
 * What a load takes, from the tables that the stacks are made from (sizes, requests of pods, machines, partitions). Pure, and never less of anything for
 * more transfers or more participants. Starting points like the sizes themselves: measure before you trust them.
 */
export function sizeFor(base: WorkbenchConfig, load: Load): SizedHub {
  const candidates = sizesFor(base);
  const found = candidates.find((size) => sizes[size].transfersPerSecond >= load.tps);
  const size = found ?? candidates.at(-1) ?? 'large';
  const config: WorkbenchConfig = {
    ...base,
    hub: { ...base.hub, size },
    participants: managers(base, load.participants),
    // Machines and disks that the file chooses stay; how many nodes there are is the question.
    cluster: {
      ...base.cluster,
      pools: Object.fromEntries(
        Object.entries(base.cluster.pools).map(([role, pool]) => [role, { ...pool, min: undefined, max: undefined }]),
      ),
    },
  };
  const features = resolveFeatures(config);
  const services = servicesOf(config, features);
  const topics = topicsOf(config, features);
  const partitions = topics.reduce((sum, topic) => sum + topic.partitions, 0);
  const connections = connectionDemand(config);
  const brokers = brokersFor(config, partitions);
  const { copies } = replication(brokers);
  const transfers = load.tps * 3600;
  const filled = {
    mysql: (transfers * load.peakHours * load.retentionDays * load.transferBytes) / gibibyte,
    kafka:
      (transfers *
        busyHours(config.stores.kafka.retentionHours, load.peakHours) *
        kafkaFootprint.messages *
        kafkaFootprint.bytes *
        copies) /
      brokers /
      gibibyte,
    mongodb: features.bulk ? (transfers * load.peakHours * load.retentionDays * bulkBytes) / gibibyte : 0,
  };
  const gib = (kind: 'mysql' | 'kafka' | 'mongodb') =>
    Math.max(Math.ceil(mebibytes(base.stores[kind].size) / 1024), withRoom(filled[kind]));
  const demand = eventHubsDemand(topics);
  const { tier, units } = config.stores.kafka;
  return {
    beyond: found === undefined,
    size,
    config,
    pools: makesNodes(config) ? nodePools(config, services) : [],
    partitions,
    brokers,
    mysql: mysqlMachine(config, connections.kept),
    kafka: storeMachine(config, 'kafka'),
    ...(onEventHubs(config) ? { units: tierLimits[tier].units.find((count) => count >= (units ?? 0) && holds(tier, count, demand)) } : {}),
    gib: { mysql: gib('mysql'), kafka: gib('kafka'), mongodb: gib('mongodb') },
    filled,
    connections,
  };
}
