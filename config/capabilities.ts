import type { Platform } from './schema/platform';

/** What a platform may bring beside a cluster. */
export const capabilityNames = [
  'cluster',
  'network',
  'keyService',
  'managedMysql',
  'managedMongodb',
  'managedKafka',
  'managedRedis',
  'workloadIdentity',
  'objectStorage',
  'dnsZones',
] as const;
export type Capability = (typeof capabilityNames)[number];

/** What a capability is, in words. */
export const capabilityTitles = {
  cluster: 'a cluster to put the hub into',
  network: 'a network made for the hub',
  keyService: 'a key service that opens Vault after a restart',
  managedMysql: 'a managed MySQL',
  managedMongodb: 'a managed MongoDB',
  managedKafka: 'a managed Kafka',
  managedRedis: 'a managed Redis',
  workloadIdentity: 'identities of pods at the cloud',
  objectStorage: 'object storage for backups',
  dnsZones: 'DNS zones',
} as const satisfies Record<Capability, string>;

export interface Offered {
  readonly offered: true;
  readonly how: string;
}

/** A capability a platform does not have, with the reason an operator reads and what to do instead. */
export interface NotOffered {
  readonly offered: false;
  readonly reason: string;
  readonly instead: string;
}

const offered = (how: string): Offered => ({ offered: true, how });
const notOffered = (reason: string, instead: string): NotOffered => ({ offered: false, reason, instead });

/** Clouds whose own services this version does not drive yet stand here with the way that works today. */
const cloud = (cluster: string): Record<Capability, NotOffered> => {
  const instead = `make the ${cluster} cluster by other means and write platform: { provider: kubernetes, context: <its context> }`;
  const none = notOffered(`${cluster} is not part of this version`, instead);
  return {
    cluster: none,
    network: none,
    keyService: none,
    managedMysql: none,
    managedMongodb: none,
    managedKafka: none,
    managedRedis: none,
    workloadIdentity: none,
    objectStorage: none,
    dnsZones: none,
  };
};

const noManaged = (what: string, store: string, operator: string) =>
  notOffered(
    `a plain cluster has no managed ${what}`,
    `leave stores.${store} to ${operator} in the cluster, or name an existing server in stores.${store}.external`,
  );

/** What each platform offers in this version. The compiler asks for every platform and every capability. */
export const capabilities = {
  kubernetes: {
    cluster: offered('an existing cluster, reached by kubeconfig and context'),
    network: notOffered(
      'the network belongs to whoever runs the cluster',
      'network policies and network.egress say who may talk to whom inside it',
    ),
    keyService: notOffered(
      'a plain cluster has no key service',
      'write seal: shamir, which keeps the unseal key in a Secret of the namespace of Vault, or use an existing Vault by secrets.vault.address',
    ),
    managedMysql: noManaged('MySQL', 'mysql', 'Percona XtraDB Cluster'),
    managedMongodb: noManaged('MongoDB', 'mongodb', 'Percona Server for MongoDB'),
    managedKafka: noManaged('Kafka', 'kafka', 'Strimzi'),
    managedRedis: noManaged('Redis', 'redis', 'the Redis operator'),
    workloadIdentity: notOffered('a plain cluster has no cloud identities', 'pods log in to Vault with their service accounts'),
    objectStorage: notOffered('a plain cluster has no object storage', 'backups go to a volume of the size stores.*.backup.volume'),
    dnsZones: notOffered('a plain cluster has no DNS zones', 'point *.<environment>.<domain> at the address of the gateway'),
  },
  aws: cloud('AWS EKS'),
  azure: cloud('Azure AKS'),
  'azure-stack': cloud('Azure Stack'),
} as const satisfies Record<Platform, Record<Capability, Offered | NotOffered>>;

export function capability(platform: Platform, name: Capability): Offered | NotOffered {
  return capabilities[platform][name];
}
