import type { Platform } from './schema/platform';
import type { WorkbenchConfig } from './schema/workbench';

type PlatformChoice = Pick<WorkbenchConfig['platform'], 'provider' | 'azureStack'>;

/** What a platform may bring: one contract each in constructs/contracts.ts, one file each in the folder of the platform. */
export const capabilityNames = [
  'network',
  'cluster',
  'nodePools',
  'mysql',
  'kafka',
  'documentStore',
  'cache',
  'objectStore',
  'keys',
  'secretStore',
  'dnsZones',
  'workloadIdentity',
  'containerRegistry',
  'logWorkspace',
  'apiGateway',
  'alarms',
] as const;
export type Capability = (typeof capabilityNames)[number];

/** What a capability is, in words. */
export const capabilityTitles = {
  network: 'a network made for the hub',
  cluster: 'a cluster made for the hub',
  nodePools: 'node pools by what runs on them',
  mysql: 'a managed MySQL',
  kafka: 'a managed Kafka',
  documentStore: 'a managed MongoDB',
  cache: 'a managed Redis',
  objectStore: 'object storage for backups and reports',
  keys: 'a key service that opens Vault and encrypts at rest',
  secretStore: 'a secret store for the administrators of managed services',
  dnsZones: 'DNS zones',
  workloadIdentity: 'identities of pods at the cloud',
  containerRegistry: 'a container registry',
  logWorkspace: 'a place for the logs of the platform',
  apiGateway: 'something before the gateway in the cluster',
  alarms: 'alarms of the cloud about what it runs',
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

const noManaged = (where: string, what: string, store: string, operator: string) =>
  notOffered(
    `${where} has no managed ${what}`,
    `leave stores.${store} to ${operator} in the cluster, or name an existing server in stores.${store}.external`,
  );

const operators = [
  ['mysql', 'MySQL', 'mysql', 'Percona XtraDB Cluster'],
  ['documentStore', 'MongoDB', 'mongodb', 'Percona Server for MongoDB'],
  ['kafka', 'Kafka', 'kafka', 'Strimzi'],
  ['cache', 'Redis', 'redis', 'the Redis operator'],
] as const;

/** Stores of a platform that leaves them all to the operators in the cluster. */
const noStores = (where: string) =>
  Object.fromEntries(operators.map(([name, what, store, operator]) => [name, noManaged(where, what, store, operator)])) as Record<
    'mysql' | 'kafka' | 'documentStore' | 'cache',
    NotOffered
  >;

/** What each platform offers in this version. The compiler asks for every platform and every capability. */
export const capabilities = {
  kubernetes: {
    ...noStores('a plain cluster'),
    network: notOffered(
      'the network belongs to whoever runs the cluster',
      'network policies and network.egress say who may talk to whom inside it',
    ),
    cluster: notOffered('the cluster is there already', 'name it: platform.kubeconfig and platform.context'),
    nodePools: notOffered('nodes belong to whoever runs the cluster', 'cluster.quota says what it can give'),
    objectStore: notOffered('a plain cluster has no object storage', 'backups go to a volume of the size stores.*.backup.volume'),
    keys: notOffered(
      'a plain cluster has no key service',
      'write seal: shamir, which keeps the unseal key in a Secret of the namespace of Vault, or use an existing Vault by secrets.vault.address',
    ),
    secretStore: notOffered('a plain cluster has no secret store', 'every password is born in Vault'),
    dnsZones: notOffered('a plain cluster has no DNS zones', 'point *.<environment>.<domain> at the address of the gateway'),
    workloadIdentity: notOffered('a plain cluster has no cloud identities', 'pods log in to Vault with their service accounts'),
    containerRegistry: notOffered('a plain cluster has no registry', 'name a mirror of yours in charts.images'),
    logWorkspace: notOffered('a plain cluster has no place for logs', 'collect the logs of pods with what the cluster has'),
    apiGateway: notOffered('the gateway in the cluster is all there is', 'it holds all four factors by itself: leave gateway.front out'),
    alarms: notOffered(
      'no cloud runs anything of a plain cluster',
      'Prometheus and Alertmanager in the cluster tell what alerts.routes says',
    ),
  },
  aws: {
    network: offered('VPC over the zones with public, private and data subnets, NAT gateways and endpoints'),
    cluster: offered('EKS'),
    nodePools: offered('managed node groups'),
    mysql: offered('RDS for MySQL or Aurora MySQL'),
    kafka: offered('MSK, reached through a proxy in the cluster that logs in by SCRAM over TLS'),
    documentStore: offered('DocumentDB'),
    cache: offered('ElastiCache'),
    objectStore: offered('S3'),
    keys: offered('KMS'),
    secretStore: offered('Secrets Manager'),
    dnsZones: offered('Route 53, public and private'),
    workloadIdentity: offered('EKS Pod Identity'),
    containerRegistry: offered('ECR with pull-through caches'),
    logWorkspace: offered('CloudWatch Logs'),
    apiGateway: offered('an application balancer with WAF before the pages of operators and portals, where gateway.front says waf'),
    alarms: offered('CloudWatch alarms, told by SNS'),
  },
  azure: {
    network: offered('virtual network with subnets for nodes, data, endpoints and gateway, and a NAT gateway'),
    cluster: offered('AKS'),
    nodePools: offered('system and user node pools'),
    mysql: offered('Azure Database for MySQL, Flexible Server'),
    kafka: offered('Event Hubs (Premium or Dedicated), reached through a proxy in the cluster that logs in by its workload identity'),
    documentStore: notOffered(
      'Cosmos DB for MongoDB (vCore) listens by TLS alone, which the charts do not speak, and its administrator has a password that stays in the state',
      'leave stores.mongodb to operator, which is Percona Server for MongoDB in the cluster',
    ),
    cache: notOffered(
      'Azure Cache for Redis without a password and TLS, which the charts do not know, is open to the whole network, its keys stay in the state, and Microsoft makes no new ones any more',
      'leave stores.redis to operator, whose Redis only the pods that use it can reach',
    ),
    objectStore: offered('Storage accounts'),
    keys: offered('keys in Key Vault'),
    secretStore: offered('Key Vault'),
    dnsZones: offered('Azure DNS, public and private'),
    workloadIdentity: offered('user-assigned identities with federated credentials'),
    containerRegistry: offered('Azure Container Registry'),
    logWorkspace: offered('Log Analytics and Application Insights'),
    apiGateway: offered('API Management before the APIs of participants and operators, where gateway.front says api-management'),
    alarms: offered('metric alerts and availability tests of Azure Monitor, told by action groups'),
  },
  'azure-stack': {
    ...noStores('Azure Stack'),
    network: offered('a logical network of Azure Local'),
    cluster: offered('AKS enabled by Azure Arc on Azure Local; on Azure Stack Hub a cluster that exists'),
    nodePools: offered('node pools of AKS enabled by Azure Arc'),
    objectStore: notOffered('Azure Local has no object storage of its own', 'backups go to a volume of the size stores.*.backup.volume'),
    keys: notOffered(
      'a key service of Azure would make Vault depend on a line out of the country',
      'write seal: shamir or transit, or use an existing Vault by secrets.vault.address',
    ),
    secretStore: notOffered('a secret store of Azure lies outside of the building', 'every password is born in Vault'),
    dnsZones: notOffered('Azure Local has no DNS service', 'point *.<environment>.<domain> at the address of the gateway'),
    workloadIdentity: notOffered('pods use no service of Azure here', 'pods log in to Vault with their service accounts'),
    containerRegistry: notOffered('Azure Local has no registry of its own', 'name a mirror of yours in charts.images'),
    logWorkspace: notOffered('logs of a hub do not leave the building', 'collect the logs of pods in the cluster'),
    apiGateway: notOffered(
      'a gateway of Azure would decide outside of the building, and take its rules from there',
      'the gateway in the cluster holds all four factors by itself: leave gateway.front out',
    ),
    alarms: notOffered(
      'alarms of Azure would watch from outside of the building',
      'Prometheus and Alertmanager in the cluster tell what alerts.routes says',
    ),
  },
} as const satisfies Record<Platform, Record<Capability, Offered | NotOffered>>;

const byHand = 'make it with aks-engine-azurestack, and name its kubeconfig and context';

/** Azure Stack Hub, the older of the two: what its provider has is made, the cluster is one that exists. */
export const hubCapabilities = {
  ...capabilities['azure-stack'],
  network: offered('a virtual network of the stamp, for the cluster to be put into'),
  cluster: notOffered('Azure Stack Hub makes no cluster: Microsoft has ended that service', byHand),
  nodePools: notOffered('nodes belong to the cluster that exists', 'cluster.quota says what it can give'),
  objectStore: notOffered(
    'the provider of Azure Stack Hub reads the keys of a storage account into the state',
    'backups go to a volume of the size stores.*.backup.volume',
  ),
  dnsZones: offered('a zone in the DNS of the stamp'),
} as const satisfies Record<Capability, Offered | NotOffered>;

/** What the platform of an environment offers. */
export function offerOf({ provider, azureStack }: PlatformChoice, name: Capability): Offered | NotOffered {
  return provider === 'azure-stack' && azureStack?.flavour === 'hub' ? hubCapabilities[name] : capabilities[provider][name];
}

export function capability(platform: Platform, name: Capability): Offered | NotOffered {
  return capabilities[platform][name];
}
