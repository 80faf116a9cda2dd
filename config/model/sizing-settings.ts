import { type HubSize, hubSizes } from '../schema/hub';
import type { WorkbenchConfig } from '../schema/workbench';
import { eventHubsDemand, onEventHubs, unitsFor } from './event-hubs';
import { resolveFeatures } from './features';
import { mskBrokers } from './kafka-brokers';
import { makesNodes, nodePools } from './node-pools';
import { mebibytes, servicesOf } from './services';
import { type SizedHub, withRoom } from './sizing';
import { machineFor } from './store-machines';
import { type ManagedService, storeService } from './store-services';
import { topicsOf } from './topics';

/** A setting of the workbench file, with what is in force without it. */
export interface SizedSetting {
  readonly path: readonly string[];
  readonly value: string | number;
  readonly now: string | number | undefined;
}

/** What is to be written into a file so that it carries a load, and what of the file is larger than needed and stays. */
export interface SizedSettings {
  readonly write: readonly SizedSetting[];
  readonly kept: readonly SizedSetting[];
}

const bigger = (a: HubSize, b: HubSize) => hubSizes.indexOf(a) > hubSizes.indexOf(b);
const sizeOf = (gib: number) => `${gib}Gi`;

/** Volumes that `size` of a store decides: those that a cloud bills as they are used have none. */
const withVolume = (config: WorkbenchConfig, kind: 'mysql' | 'kafka' | 'mongodb') =>
  !['external', 'aurora', 'documentdb', 'event-hubs', 'cosmos-db', 'hdinsight'].includes(storeService(config, kind));

/** The file with its new size, as far as nodes and machines follow from it. */
const withSize = (base: WorkbenchConfig, size: HubSize): WorkbenchConfig => ({ ...base, hub: { ...base.hub, size } });

function poolSettings(base: WorkbenchConfig, size: HubSize, { pools }: SizedHub): SizedSetting[] {
  if (!makesNodes(base)) return [];
  const config = withSize(base, size);
  const now = new Map(nodePools(config, servicesOf(config, resolveFeatures(config))).map((pool) => [pool.role, pool]));
  return pools.flatMap(({ role, min, max }) =>
    (['min', 'max'] as const).map((key) => ({
      path: ['cluster', 'pools', role, key],
      value: { min, max }[key],
      now: now.get(role)?.[key],
    })),
  );
}

/**
 * The settings of a file that a load asks for, where they differ from what is in force. Nothing is ever made smaller: volumes can't shrink, partitions
 * can't be taken back, and fewer nodes are the autoscaler's to find. A second look at a file that has them finds nothing more.
 */
export function sizedSettings(base: WorkbenchConfig, hub: SizedHub): SizedSettings {
  const size = bigger(base.hub.size, hub.size) ? base.hub.size : hub.size;
  const config = withSize(base, size);
  const volumes = (['mysql', 'kafka', 'mongodb'] as const).flatMap((kind): SizedSetting[] =>
    withVolume(base, kind) ? [{ path: ['stores', kind, 'size'], value: sizeOf(hub.gib[kind]), now: base.stores[kind].size }] : [],
  );
  const service = storeService(base, 'mysql');
  const preset = service === 'operator' || service === 'external' ? undefined : machineFor(service as ManagedService, size).name;
  const machine: SizedSetting[] = hub.mysql
    ? [{ path: ['stores', 'mysql', 'instance'], value: hub.mysql.name, now: base.stores.mysql.instance ?? preset }]
    : [];
  const brokers: SizedSetting[] =
    storeService(base, 'kafka') === 'msk' ? [{ path: ['stores', 'kafka', 'replicas'], value: hub.brokers, now: mskBrokers(base) }] : [];
  const topics = eventHubsDemand(topicsOf(config, resolveFeatures(config)));
  const { tier, units } = base.stores.kafka;
  const unit: SizedSetting[] =
    onEventHubs(base) && hub.units !== undefined
      ? [{ path: ['stores', 'kafka', 'units'], value: hub.units, now: units ?? unitsFor(tier, topics) }]
      : [];
  const numbers = [...poolSettings(base, size, hub), ...brokers, ...unit];
  const larger = ({ value, now }: SizedSetting) => Number(value) > Number(now ?? 0);
  const mebi = (value: unknown) => mebibytes(String(value));
  return {
    write: [
      ...(size === base.hub.size ? [] : [{ path: ['hub', 'size'], value: size, now: base.hub.size }]),
      ...volumes.filter(({ value, now }) => mebi(value) > mebi(now)),
      ...machine.filter(({ value, now }) => size === hub.size && value !== now),
      ...numbers.filter(larger),
    ],
    kept: [
      ...(bigger(base.hub.size, hub.size) ? [{ path: ['hub', 'size'], value: hub.size, now: base.hub.size }] : []),
      ...volumes.flatMap((setting) => {
        const kind = setting.path[1] as 'mysql' | 'kafka' | 'mongodb';
        const needed = withRoom(hub.filled[kind]);
        return needed > 0 && needed * 1024 < mebi(setting.now) ? [{ ...setting, value: sizeOf(needed) }] : [];
      }),
    ],
  };
}
