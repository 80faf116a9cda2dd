import type { EnvironmentModel } from '../../config/environment';
import { redisNames } from '../../config/model/endpoints';
import { counted, type GraphNode } from './graph';
import { shortened } from './text';

export type StoreKind = 'mysql' | 'mongodb' | 'kafka' | 'redis';

export const storeTitles = { mysql: 'MySQL', mongodb: 'MongoDB', kafka: 'Kafka', redis: 'Redis' } as const satisfies Record<
  StoreKind,
  string
>;

/** A place where data lies: a server in the cluster or one elsewhere, with the logical names that lead to it. */
export interface StoreNode extends GraphNode {
  readonly store: StoreKind;
  readonly port: number;
  readonly names: readonly string[];
  readonly external: boolean;
}

/** Kind of store behind a logical name. */
function kindOf(model: EnvironmentModel, name: string): StoreKind {
  const caches: readonly string[] = Object.values(redisNames);
  return model.databases.find((database) => database.name === name)?.engine ?? (caches.includes(name) ? 'redis' : 'kafka');
}

/** One node a server, however many logical names lead to it. */
export function storeNodes(model: EnvironmentModel, group: string): StoreNode[] {
  const servers = new Map<string, { store: StoreKind; services: (typeof model.logicalServices)[number][] }>();
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
    const { external, target, port } = services[0]!;
    const databases = model.databases.filter((database) => services.some(({ name }) => name === database.name)).length;
    const holds = {
      mysql: () => counted(databases, 'database'),
      mongodb: () => counted(databases, 'database'),
      kafka: () => counted(model.topics.length, 'topic'),
      redis: () => services.map(({ why }) => why).join(', '),
    } as const satisfies Record<StoreKind, () => string>;
    const { stores } = model.config;
    const members = store === 'redis' ? [] : [counted(stores[store].replicas, 'member')];
    return {
      id: number === 1 ? store : `${store}-${number}`,
      kind: 'store',
      title: storeTitles[store],
      details: external ? [shortened(`${target}:${port}`, 34), holds[store]()] : [[...members, holds[store]()].join(' · ')],
      ...(external ? {} : { group, namespace: stores.namespace }),
      column: 3,
      store,
      port,
      names: services.map(({ name }) => name),
      external,
    };
  });
}
