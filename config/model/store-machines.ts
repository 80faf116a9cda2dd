import type { HubSize } from '../schema/hub';
import type { StoreKind } from '../schema/stores';
import type { WorkbenchConfig } from '../schema/workbench';
import { type ManagedService, storeService } from './store-services';

/** A machine type of a managed service. A number that its maker does not state is left out: unknown, not zero. */
export interface StoreMachine {
  /** In the words of the cloud. */
  readonly name: string;
  readonly vcpu: number;
  readonly memoryGib: number;
  /** Connections that a server of this machine takes at the settings of its maker. */
  readonly maxConnections?: number;
  /** Partitions, copies counted, that a broker should hold at most (Kafka). */
  readonly maxPartitions?: number;
}

const machine = <const Name extends string>(
  name: Name,
  vcpu: number,
  memoryGib: number,
  more: Pick<StoreMachine, 'maxConnections' | 'maxPartitions'> = {},
) => ({
  name,
  vcpu,
  memoryGib,
  ...more,
});

/** RDS: memory / 12582880, before what the system of the machine takes for itself (docs.aws.amazon.com, RDS quotas). */
const rds = <const Name extends string>(name: Name, vcpu: number, gib: number) =>
  machine(name, vcpu, gib, { maxConnections: Math.floor((gib * 2 ** 30) / 12_582_880) });
/** Aurora MySQL has a table of its own (docs.aws.amazon.com, maximum connections to Aurora MySQL). */
const aurora = <const Name extends string>(name: Name, vcpu: number, gib: number, maxConnections: number) =>
  machine(name, vcpu, gib, { maxConnections });
/** docs.aws.amazon.com, MSK best practices: partitions a broker. */
const broker = <const Name extends string>(name: Name, vcpu: number, gib: number, maxPartitions: number) =>
  machine(name, vcpu, gib, { maxPartitions });
/** Valkey and Redis of ElastiCache take 65000 clients on every machine. */
const cache = <const Name extends string>(name: Name, vcpu: number, gib: number) => machine(name, vcpu, gib, { maxConnections: 65_000 });
/** learn.microsoft.com, MySQL flexible server: default of `max_connections` by machine. */
const flexible = <const Name extends string>(name: Name, vcpu: number, gib: number, maxConnections: number) =>
  machine(name, vcpu, gib, { maxConnections });

/** Machine types that the tables of sizes and prices know. Another may be named in `stores.<kind>.instance`; its numbers are then unknown. */
export const storeMachines = {
  rds: [
    rds('db.t4g.medium', 2, 4),
    rds('db.t4g.large', 2, 8),
    rds('db.m7g.large', 2, 8),
    rds('db.m7g.xlarge', 4, 16),
    rds('db.r7g.large', 2, 16),
    rds('db.r7g.xlarge', 4, 32),
    rds('db.r7g.2xlarge', 8, 64),
    rds('db.r7g.4xlarge', 16, 128),
  ],
  aurora: [
    aurora('db.t4g.medium', 2, 4, 90),
    aurora('db.t4g.large', 2, 8, 135),
    aurora('db.r7g.large', 2, 16, 1000),
    aurora('db.r7g.xlarge', 4, 32, 2000),
    aurora('db.r7g.2xlarge', 8, 64, 3000),
    aurora('db.r7g.4xlarge', 16, 128, 4000),
  ],
  msk: [
    broker('kafka.t3.small', 2, 2, 300),
    broker('kafka.m7g.large', 2, 8, 1000),
    broker('kafka.m7g.xlarge', 4, 16, 1000),
    broker('kafka.m7g.2xlarge', 8, 32, 2000),
    broker('kafka.m7g.4xlarge', 16, 64, 4000),
  ],
  documentdb: [
    machine('db.t4g.medium', 2, 4),
    machine('db.r6g.large', 2, 16),
    machine('db.r6g.xlarge', 4, 32),
    machine('db.r6g.2xlarge', 8, 64),
  ],
  elasticache: [
    cache('cache.t4g.small', 2, 1.37),
    cache('cache.t4g.medium', 2, 3.09),
    cache('cache.m7g.large', 2, 6.38),
    cache('cache.r7g.large', 2, 13.07),
    cache('cache.r7g.xlarge', 4, 26.32),
  ],
  'flexible-server': [
    flexible('B_Standard_B2s', 2, 4, 341),
    flexible('GP_Standard_D2ds_v4', 2, 8, 683),
    flexible('GP_Standard_D4ds_v4', 4, 16, 1365),
    flexible('GP_Standard_D8ds_v4', 8, 32, 2731),
    flexible('MO_Standard_E4ds_v5', 4, 32, 2731),
    flexible('MO_Standard_E8ds_v5', 8, 64, 5461),
  ],
  'cosmos-db': [machine('M30', 2, 8), machine('M40', 4, 16), machine('M50', 8, 32), machine('M60', 16, 64)],
  // One unit of the Premium tier. Its maker states capacity in partitions and connections, not in cores and memory.
  'event-hubs': [machine('Premium', 0, 0, { maxConnections: 10_000, maxPartitions: 200 })],
  hdinsight: [machine('Standard_D12_V2', 4, 28), machine('Standard_D13_V2', 8, 56)],
  'azure-cache': [
    machine('Standard_C1', 1, 1, { maxConnections: 1000 }),
    machine('Standard_C2', 2, 2.5, { maxConnections: 2000 }),
    machine('Premium_P1', 2, 6, { maxConnections: 7500 }),
    machine('Premium_P2', 4, 13, { maxConnections: 15_000 }),
  ],
} as const satisfies Record<ManagedService, readonly StoreMachine[]>;

type NameOf<Service extends ManagedService> = (typeof storeMachines)[Service][number]['name'];

/**
 * What each size of a hub takes. MySQL gets memory before cores: the ledger's position table is small and hot, and connections (one pool a pod)
 * follow memory. Starting points, to be measured like the sizes themselves.
 */
const bySize = {
  rds: { lab: 'db.t4g.medium', small: 'db.m7g.large', medium: 'db.r7g.xlarge', large: 'db.r7g.4xlarge' },
  // Machines of the t kind take 90 or 135 connections, and the pools of the smallest hub are 150.
  aurora: { lab: 'db.r7g.large', small: 'db.r7g.large', medium: 'db.r7g.xlarge', large: 'db.r7g.4xlarge' },
  msk: { lab: 'kafka.t3.small', small: 'kafka.m7g.large', medium: 'kafka.m7g.large', large: 'kafka.m7g.2xlarge' },
  documentdb: { lab: 'db.t4g.medium', small: 'db.t4g.medium', medium: 'db.r6g.large', large: 'db.r6g.xlarge' },
  elasticache: { lab: 'cache.t4g.small', small: 'cache.t4g.medium', medium: 'cache.m7g.large', large: 'cache.r7g.large' },
  'flexible-server': {
    lab: 'B_Standard_B2s',
    small: 'GP_Standard_D4ds_v4',
    medium: 'MO_Standard_E4ds_v5',
    large: 'MO_Standard_E8ds_v5',
  },
  'cosmos-db': { lab: 'M30', small: 'M30', medium: 'M40', large: 'M50' },
  'event-hubs': { lab: 'Premium', small: 'Premium', medium: 'Premium', large: 'Premium' },
  hdinsight: { lab: 'Standard_D12_V2', small: 'Standard_D12_V2', medium: 'Standard_D13_V2', large: 'Standard_D13_V2' },
  'azure-cache': { lab: 'Standard_C1', small: 'Standard_C2', medium: 'Premium_P1', large: 'Premium_P2' },
} as const satisfies { readonly [Service in ManagedService]: Readonly<Record<HubSize, string>> };

// The compiler holds that every machine a size takes stands in the table of its service.
const known: { readonly [Service in ManagedService]: Readonly<Record<HubSize, NameOf<Service>>> } = bySize;

/** The machine that a service gets at one size of the hub. */
export function machineFor(service: ManagedService, size: HubSize): StoreMachine {
  const name = known[service][size];
  const found = (storeMachines[service] as readonly StoreMachine[]).find((machine) => machine.name === name);
  if (!found) throw new Error(`no machine ${name} of ${service}`);
  return found;
}

/**
 * The machine of a store that a cloud runs: what `stores.<kind>.instance` names, else what `hub.size` chooses.
 * Of a machine that the table does not have only the name is known. Undefined where no cloud runs the store.
 */
export function storeMachine(config: WorkbenchConfig, kind: StoreKind): (Pick<StoreMachine, 'name'> & Partial<StoreMachine>) | undefined {
  const service = storeService(config, kind);
  if (service === 'operator' || service === 'external') return undefined;
  const { instance } = config.stores[kind];
  if (!instance) return machineFor(service, config.hub.size);
  return (storeMachines[service] as readonly StoreMachine[]).find(({ name }) => name === instance) ?? { name: instance };
}
