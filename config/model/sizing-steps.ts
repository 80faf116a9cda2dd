import { connectionPool } from './connections';
import { hubDemand, paymentManagerDemand, storesDemand } from './demand';
import { tierLimits } from './event-hubs';
import { resolveFeatures } from './features';
import { replication } from './kafka-brokers';
import { localParticipants } from './namespaces';
import { fill } from './node-pools';
import { servicesOf } from './services';
import { sizes } from './sizes';
import { type Load, room, type SizedHub } from './sizing';
import { fullConnections } from './sizing-stores';
import { storeService } from './store-services';
import { kafkaFootprint, ledgerBytes } from './transfer-footprint';

/** One step of the arithmetic, for a person. */
export interface SizingStep {
  readonly part: string;
  /** What comes out. */
  readonly result: string;
  /** How, in one line. */
  readonly arithmetic: string;
  /** Where the numbers come from. */
  readonly source: string;
}

const layouts = 'sizes of the workbench: the layouts of the community, scaled; measure them';
const requests = 'requests of pods in the workbench; agents and system of a node taken off';
const estimate = 'estimate of the workbench, no measured number is published';

const number = (n: number, digits = 1): string => String(Number(n.toFixed(digits)));
const cores = (millis: number) => `${number(millis / 1000)} cores`;
const gib = (mebi: number) => `${number(mebi / 1024)} GiB`;
const demandText = ({ cpu, memory }: { readonly cpu: number; readonly memory: number }) => `${cores(cpu)} and ${gib(memory)}`;

function hubSteps({ size, beyond, config, partitions }: SizedHub, load: Load): SizingStep[] {
  const features = resolveFeatures(config);
  const services = servicesOf(config, features);
  const { transfersPerSecond } = sizes[size];
  const classes = sizes[size].classes;
  const pods = (at: 'replicas' | 'maxReplicas') => services.reduce((sum, service) => sum + service[at], 0);
  const managers = localParticipants(config);
  const wanted = managers.reduce(
    (sum, manager) => ({ cpu: sum.cpu + paymentManagerDemand(manager).cpu, memory: sum.memory + paymentManagerDemand(manager).memory }),
    { cpu: 0, memory: 0 },
  );
  return [
    {
      part: 'hub.size',
      result: size,
      arithmetic: beyond
        ? `${load.tps} transfers/s, and ${size}, the largest, is made for ${transfersPerSecond}`
        : `${load.tps} ≤ ${transfersPerSecond} transfers/s, and every smaller size is made for fewer`,
      source: layouts,
    },
    {
      part: 'handlers',
      result: `${classes.handler.replicas} to ${classes.handler.maxReplicas} pods each`,
      arithmetic: `${config.stores.kafka.partitions ?? sizes[size].partitions} partitions a topic, and no more pods than partitions; ${partitions} partitions in all`,
      source: layouts,
    },
    {
      part: 'hub',
      result: demandText(hubDemand(services, 'replicas')),
      arithmetic: `${services.length} services, ${pods('replicas')} to ${pods('maxReplicas')} pods × their requests; ${demandText(hubDemand(services, 'maxReplicas'))} at most`,
      source: layouts,
    },
    {
      part: 'participants',
      result: demandText(wanted),
      arithmetic: `${managers.length} payment managers × their requests`,
      source: requests,
    },
  ];
}

function nodeSteps({ pools, config }: SizedHub): SizingStep[] {
  if (pools.length === 0) {
    const stores = storesDemand(config);
    return [
      {
        part: 'nodes',
        result: 'those of the cluster that exists',
        arithmetic: `hub and participants above, and ${demandText(stores)} for stores, on nodes ${fill * 100} % full`,
        source: 'the cluster is not made here: write what it gives into cluster.quota',
      },
    ];
  }
  return pools.map(({ role, machine, min, max, demand: { least, node } }) => ({
    part: `pool ${role}`,
    result: `${min} to ${max} × ${machine}`,
    arithmetic: node
      ? `max(${number(least.cpu / 1000)} / ${number(node.cpu / 1000)} cores, ${number(least.memory / 1024)} / ${number(node.memory / 1024)} GiB) / ${fill} = ${number(Math.max(least.cpu / node.cpu, least.memory / node.memory) / fill)}, ${config.cluster.zones} zone${config.cluster.zones === 1 ? '' : 's'}`
      : `${demandText(least)} on a machine that nobody here knows: as for the one of the size`,
    source: requests,
  }));
}

function kafkaSteps({ config, brokers, kafka, units, partitions, filled, gib: sized }: SizedHub, load: Load): SizingStep[] {
  const service = storeService(config, 'kafka');
  const { copies } = replication(brokers);
  const hours = config.stores.kafka.retentionHours;
  const volume = `${load.tps}/s × 3600 × busy hours of ${hours} h × ${kafkaFootprint.messages} × ${kafkaFootprint.bytes} B`;
  if (service === 'external') return [{ part: 'kafka', result: 'elsewhere', arithmetic: volume, source: estimate }];
  if (service === 'event-hubs')
    return [
      {
        part: 'kafka units',
        result: units === undefined ? 'none is enough' : `${units} × ${config.stores.kafka.tier}`,
        arithmetic: `${partitions} partitions ≤ ${units === undefined ? '?' : tierLimits[config.stores.kafka.tier].partitions(units)}`,
        source: tierLimits[config.stores.kafka.tier].source,
      },
    ];
  const each = Math.ceil((partitions * copies) / brokers);
  return [
    {
      part: 'kafka brokers',
      result: `${brokers}${kafka ? ` × ${kafka.name}` : ''}`,
      arithmetic: `${partitions} partitions × ${copies} copies / ${brokers} = ${each} each${kafka?.maxPartitions ? ` ≤ ${kafka.maxPartitions}` : ''}`,
      source: kafka ? 'docs.aws.amazon.com, MSK best practices: partitions a broker' : 'stores.kafka.replicas',
    },
    {
      part: 'kafka volume',
      result: `${sized.kafka} GiB each`,
      arithmetic: `${volume} × ${copies} / ${brokers} = ${number(filled.kafka)} GiB, × ${number(room, 2)}`,
      source: `${estimate}: messages of a transfer`,
    },
  ];
}

function databaseSteps({ config, mysql, connections, filled, gib: sized }: SizedHub, load: Load): SizingStep[] {
  const transfers = `${load.tps}/s × 3600 × ${load.peakHours} h × ${load.retentionDays} d`;
  const service = storeService(config, 'mysql');
  return [
    {
      part: 'mysql',
      result: mysql?.name ?? (service === 'external' ? 'elsewhere' : `${config.stores.mysql.replicas} members in the cluster`),
      arithmetic: `${connections.pods} pods × ${connectionPool.min} connections = ${connections.kept} kept${mysql?.maxConnections ? ` ≤ ${fullConnections * 100} % of ${mysql.maxConnections}` : ''}; × ${connectionPool.max} = ${connections.most} at most`,
      source: mysql ? 'pools of the charts; limits of the maker' : 'pools of the charts',
    },
    {
      part: 'mysql volume',
      result: service === 'aurora' ? 'grows by itself' : `${sized.mysql} GiB each`,
      arithmetic: `${transfers} × ${load.transferBytes} B = ${number(filled.mysql)} GiB, × ${number(room, 2)}`,
      source: load.transferBytes === ledgerBytes ? `${estimate}: rows of a transfer and its quote` : '--transfer-bytes',
    },
    {
      part: 'mongodb volume',
      result: storeService(config, 'mongodb') === 'documentdb' ? 'grows by itself' : `${sized.mongodb} GiB each`,
      arithmetic: config.hub.bulk
        ? `${transfers} × messages of bulks = ${number(filled.mongodb)} GiB, × ${number(room, 2)}`
        : 'results of the testing toolkit alone: transfers leave nothing there without hub.bulk',
      source: config.hub.bulk ? estimate : 'stores.mongodb.size',
    },
  ];
}

/** How a size was come by, step by step. */
export const sizingSteps = (hub: SizedHub, load: Load): SizingStep[] => [
  ...hubSteps(hub, load),
  ...nodeSteps(hub),
  ...kafkaSteps(hub, load),
  ...databaseSteps(hub, load),
];
