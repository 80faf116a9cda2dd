import type { WorkbenchConfig } from '../schema/workbench';
import { mskBrokers } from './kafka-brokers';
import { cloudPlan } from './network-plan';
import { isManaged, type ManagedService, storeService } from './store-services';

/** Stores with a contract of their own that the hub talks to directly, by the kind in the workbench file. Kafka is reached through a proxy. */
export const storeContracts = { mysql: 'mysql', mongodb: 'documentStore', redis: 'cache' } as const;
export type DirectStore = keyof typeof storeContracts;
export type StoreContract = (typeof storeContracts)[DirectStore];

/** How pods of the cluster come to a service of a cloud. */
interface Reach {
  /** As people call it. */
  readonly title: string;
  /** Port that clients use; the stack `stores` refuses a server that has another. */
  readonly port: number;
  /** Subnets it lies in, or has its private endpoint in. */
  readonly subnets: 'data' | 'endpoints';
}

const reach = (title: string, port: number, subnets: Reach['subnets']): Reach => ({ title, port, subnets });

/** Ports are the services' own. Of Kafka it is the port that takes a login: SCRAM over TLS of MSK, the Kafka endpoint of Event Hubs. */
export const reachOf = {
  rds: reach('RDS for MySQL', 3306, 'data'),
  aurora: reach('Aurora MySQL', 3306, 'data'),
  'flexible-server': reach('Azure Database for MySQL', 3306, 'data'),
  documentdb: reach('DocumentDB', 27017, 'data'),
  'cosmos-db': reach('Azure Cosmos DB for MongoDB', 10260, 'endpoints'),
  msk: reach('MSK', 9096, 'data'),
  'event-hubs': reach('Event Hubs', 9093, 'endpoints'),
  hdinsight: reach('HDInsight', 9092, 'endpoints'),
  elasticache: reach('ElastiCache', 6379, 'data'),
  'azure-cache': reach('Azure Cache for Redis', 6379, 'endpoints'),
} as const satisfies Record<ManagedService, Reach>;

/** How a store is reached that the cloud runs; undefined where it does not. */
export function managedReach(config: WorkbenchConfig, kind: DirectStore | 'kafka'): Reach | undefined {
  const service = storeService(config, kind);
  return service === 'operator' || service === 'external' ? undefined : reachOf[service];
}

/** Ranges that a managed store may lie in: the only places pods are let out to. */
export const rangesOf = (config: WorkbenchConfig, { subnets }: Pick<Reach, 'subnets'>): readonly string[] => cloudPlan(config)[subnets];

/** Path in Vault, below the mount, of the login of a managed store. */
export const managedLogin = (kind: DirectStore | 'kafka') => `${managedPrefix}/${kind}`;
export const managedPrefix = 'managed';

/**
 * The proxy between the hub, which speaks plaintext without a login, and a managed Kafka. One port where every client begins, and one a broker:
 * Kafka tells its clients the address of each broker, and the proxy replaces it by its own.
 */
export const kafkaProxy = { name: 'kafka-proxy', port: 9092, firstBrokerPort: 9093, metricsPort: 9080, replicas: 3 } as const;

/**
 * How the proxy logs in: with a password from Vault (SCRAM of MSK), or as the workload identity of its pods (OAUTHBEARER of Event Hubs), where there
 * is no password. Undefined where the cloud runs no Kafka.
 */
export function proxyLogin(config: WorkbenchConfig): 'password' | 'identity' | undefined {
  if (!isManaged(config, 'kafka')) return undefined;
  return storeService(config, 'kafka') === 'event-hubs' ? 'identity' : 'password';
}

/** Brokers behind the proxy. Event Hubs looks like one. */
export const brokerCount = (config: WorkbenchConfig): number => (storeService(config, 'kafka') === 'msk' ? mskBrokers(config) : 1);

/** Ports of the proxy, for each broker one and the one where clients begin; none where the cluster has a Kafka of its own or one elsewhere. */
export function proxyPorts(config: WorkbenchConfig): number[] {
  if (!isManaged(config, 'kafka')) return [];
  return [kafkaProxy.port, ...Array.from({ length: brokerCount(config) }, (_, at) => kafkaProxy.firstBrokerPort + at)];
}
