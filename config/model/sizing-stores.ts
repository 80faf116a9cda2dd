import type { WorkbenchConfig } from '../schema/workbench';
import { mskBrokers, replication } from './kafka-brokers';
import { type StoreMachine, storeMachine, storeMachines } from './store-machines';
import { type ManagedService, storeService } from './store-services';

/** A machine of a managed store; of one that nobody here knows only the name. */
export type KnownMachine = Pick<StoreMachine, 'name'> & Partial<StoreMachine>;

/** Connections beyond which a server is too near its limit, as the rule STO-CONNECTIONS-NEAR has it: operators and backups log in too. */
export const fullConnections = 0.8;

/** The machine of a managed MySQL: that of the size, or the smallest larger one that takes the connections that pods keep open. */
export function mysqlMachine(config: WorkbenchConfig, kept: number): KnownMachine | undefined {
  const preset = storeMachine(config, 'mysql');
  if (!preset || enough(preset, kept)) return preset;
  const service = storeService(config, 'mysql') as ManagedService;
  const larger = (storeMachines[service] as readonly StoreMachine[]).filter(
    ({ vcpu, memoryGib }) => vcpu >= (preset.vcpu ?? 0) && memoryGib >= (preset.memoryGib ?? 0),
  );
  return larger.find((machine) => enough(machine, kept)) ?? larger.at(-1) ?? preset;
}
const enough = ({ maxConnections }: Partial<StoreMachine>, kept: number) =>
  maxConnections === undefined || kept <= maxConnections * fullConnections;

/** Brokers that hold the partitions, copies counted, and as many in each zone. In the cluster a member holds what its volume holds. */
export function brokersFor(config: WorkbenchConfig, partitions: number): number {
  if (storeService(config, 'kafka') !== 'msk') return config.stores.kafka.replicas;
  const least = mskBrokers(config);
  const zones = mskBrokers({ ...config, stores: { ...config.stores, kafka: { ...config.stores.kafka, replicas: 1 } } });
  const each = storeMachine(config, 'kafka')?.maxPartitions ?? Number.POSITIVE_INFINITY;
  return Math.max(least, Math.ceil((partitions * replication(least).copies) / each / zones) * zones);
}
