import type { WorkbenchConfig } from '../schema/workbench';
import type { Database } from './databases';
import type { Features } from './features';
import { type DirectStore, kafkaProxy, managedReach, type StoreContract, storeContracts } from './managed-stores';
import { isManaged } from './store-services';

/** A logical Service: the stable name applications use, and what is behind it. */
export interface LogicalService {
  readonly name: string;
  /** What applications are given: `<name>.<stores namespace>.svc.<cluster domain>`. */
  readonly host: string;
  readonly port: number;
  /** Canonical host behind the name: a Service in the cluster or a host elsewhere. */
  readonly target: string;
  readonly external: boolean;
  /** The cloud runs what is behind it: its host is known when the stack `managed-stores` has made it, and handed on under this name. */
  readonly managed?: StoreContract;
  readonly why: string;
}

/** Services that the operators make for the clusters they run (Percona, Strimzi and Redis operator naming). */
export const inClusterTargets = {
  mysql: 'mysql-haproxy',
  mongodb: 'mongodb-rs0',
  kafka: 'kafka-kafka-bootstrap',
} as const;

export const ports = { mysql: 3306, mongodb: 27017, kafka: 9092, redis: 6379 } as const;

export const redisNames = {
  ttkSimulators: 'ttksims-redis',
  thirdParty: 'thirdparty-auth-redis',
  proxyCache: 'proxy-cache-redis',
} as const;

/** Every logical Service of the hub. Applications never learn where a store really lives. */
export function logicalServices(config: WorkbenchConfig, features: Features, databases: readonly Database[]): LogicalService[] {
  const { stores, network } = config;
  const inside = (name: string) => `${name}.${stores.namespace}.svc.${network.clusterDomain}`;
  const managed = (name: string, kind: DirectStore, why: string): LogicalService | undefined => {
    const reach = managedReach(config, kind);
    return reach && { name, host: inside(name), port: reach.port, target: reach.title, external: true, managed: storeContracts[kind], why };
  };
  const service = (
    name: string,
    port: number,
    why: string,
    target: string,
    external?: { host: string; port?: number },
  ): LogicalService => ({
    name,
    host: inside(name),
    port: external?.port ?? port,
    target: external?.host ?? inside(target),
    external: external !== undefined,
    why,
  });
  const ofDatabases = databases.map((database) => {
    const { engine, name, why } = database;
    const own = stores[engine].databases[name];
    const external = own ?? stores[engine].external;
    return (own ? undefined : managed(name, engine, why)) ?? service(name, ports[engine], why, inClusterTargets[engine], external);
  });
  const redis = (name: string, why: string, suffix = '') =>
    managed(name, 'redis', why) ?? service(name, ports.redis, why, `redis-${name}${suffix}`, stores.redis.external);
  // The charts speak neither TLS nor SASL to Kafka, so a managed one is behind a proxy of ours.
  const kafka = isManaged(config, 'kafka') ? kafkaProxy.name : inClusterTargets.kafka;
  return [
    ...ofDatabases,
    service('mojaloop-kafka', ports.kafka, 'messages between the services', kafka, stores.kafka.external),
    ...(features.ttkSimulators ? [redis(redisNames.ttkSimulators, 'testing-toolkit simulators')] : []),
    ...(features.thirdParty ? [redis(redisNames.thirdParty, 'third-party authentication')] : []),
    ...(features.interScheme ? [redis(redisNames.proxyCache, 'cache of the inter-scheme proxy', '-leader')] : []),
  ];
}

/** Address of a logical Service; asking for one that the model does not have is a mistake of the program. */
export function endpoint(services: readonly LogicalService[], name: string): { host: string; port: number } {
  const found = services.find((service) => service.name === name);
  if (!found) throw new Error(`no logical service ${name}`);
  return { host: found.host, port: found.port };
}
