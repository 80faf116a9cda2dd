import type { EnvironmentModel } from '../../config/environment';
import { type LogicalService, redisNames } from '../../config/model/endpoints';
import { eventHubsPlan, onEventHubs, tierLimits } from '../../config/model/event-hubs';
import { brokerCount, kafkaProxy, managedReach } from '../../config/model/managed-stores';
import { storeMachine } from '../../config/model/store-machines';
import { isManaged } from '../../config/model/store-services';
import { counted, type GraphNode } from './graph';
import { shortened } from './text';
import { groupIds } from './topology-parts';

export type StoreKind = 'mysql' | 'mongodb' | 'kafka' | 'redis';

export const storeTitles = { mysql: 'MySQL', mongodb: 'MongoDB', kafka: 'Kafka', redis: 'Redis' } as const satisfies Record<
  StoreKind,
  string
>;

/** A place where data lies, or the proxy that leads to it, with the logical names that lead there. */
export interface StoreNode extends GraphNode {
  readonly store: StoreKind;
  /** Port that the hub uses. */
  readonly port: number;
  readonly names: readonly string[];
  /** Who runs it: an operator in the cluster, the cloud, somebody elsewhere; a proxy only leads to what the cloud runs. */
  readonly runBy: 'operator' | 'cloud' | 'elsewhere' | 'proxy';
}

/** Kind of store behind a logical name. */
function kindOf(model: EnvironmentModel, name: string): StoreKind {
  const caches: readonly string[] = Object.values(redisNames);
  return model.databases.find((database) => database.name === name)?.engine ?? (caches.includes(name) ? 'redis' : 'kafka');
}

/** What lies in a store, in a few words. */
function holds(model: EnvironmentModel, store: StoreKind, services: readonly LogicalService[]): string {
  const databases = () =>
    counted(model.databases.filter((database) => services.some(({ name }) => name === database.name)).length, 'database');
  const words = {
    mysql: databases,
    mongodb: databases,
    kafka: () => counted(model.topics.length, 'topic'),
    redis: () => services.map(({ why }) => why).join(', '),
  } as const satisfies Record<StoreKind, () => string>;
  return words[store]();
}

/** One node a server, however many logical names lead to it. A Kafka of the cloud is drawn by `managedKafka`, and what leads to it is here. */
export function storeNodes(model: EnvironmentModel): StoreNode[] {
  const servers = new Map<string, { store: StoreKind; services: LogicalService[] }>();
  for (const service of model.logicalServices) {
    const store = kindOf(model, service.name);
    const key = `${store} ${service.target} ${service.port}`;
    const server = servers.get(key) ?? { store, services: [] };
    server.services.push(service);
    servers.set(key, server);
  }
  const numbers = new Map<StoreKind, number>();
  return [...servers.values()].map(({ store, services }): StoreNode => {
    const number = (numbers.get(store) ?? 0) + 1;
    numbers.set(store, number);
    const { external, managed, target, port } = services[0]!;
    const { config } = model;
    const what = holds(model, store, services);
    const inCluster = { group: groupIds.stores, namespace: config.stores.namespace };
    const common = {
      id: number === 1 ? store : `${store}-${number}`,
      kind: 'store',
      title: storeTitles[store],
      column: 3,
      store,
      port,
      names: services.map(({ name }) => name),
    } as const;
    if (store === 'kafka' && isManaged(config, 'kafka')) return { ...common, ...inCluster, ...proxyFace(), runBy: 'proxy' };
    if (managed)
      return {
        ...common,
        title: target,
        details: machineAnd(model, store, what),
        group: groupIds.managedStores,
        runBy: 'cloud',
      };
    if (external) return { ...common, details: [shortened(`${target}:${port}`, 34), what], runBy: 'elsewhere' };
    const members = store === 'redis' ? [] : [counted(config.stores[store].replicas, 'member')];
    return { ...common, ...inCluster, details: [[...members, what].join(' · ')], runBy: 'operator' };
  });
}

const proxyFace = () =>
  ({ id: kafkaProxy.name, kind: 'gateway', title: kafkaProxy.name, details: [counted(kafkaProxy.replicas, 'pod')] }) as const;

const machineAnd = ({ config }: EnvironmentModel, store: StoreKind, what: string): string[] => {
  const machine = storeMachine(config, store);
  return [...(machine ? [machine.name] : []), what];
};

/** The Kafka that the cloud runs, behind the proxy of the cluster; none where an operator runs it or it is elsewhere. */
export function managedKafka(model: EnvironmentModel): GraphNode[] {
  const { config } = model;
  const reach = managedReach(config, 'kafka');
  if (!reach) return [];
  const details = [kafkaSize(model), counted(model.topics.length, 'topic')];
  return [{ id: 'managed-kafka', kind: 'store', title: reach.title, details, group: groupIds.managedStores, column: 4 }];
}

/** `3 × kafka.m7g.large`, or `Premium, 2 processing units`. */
export function kafkaSize({ config, topics }: EnvironmentModel): string {
  if (onEventHubs(config)) {
    const { tier, units } = eventHubsPlan(config, topics);
    return `${tierLimits[tier].title}, ${counted(units, tierLimits[tier].unit)}`;
  }
  return `${brokerCount(config)} × ${storeMachine(config, 'kafka')?.name ?? 'broker'}`;
}
