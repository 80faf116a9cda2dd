/** Settings behind what a cloud makes, by the capability that begins its address (`aws_vpc.network-vpc`). */
const settings: Readonly<Record<string, readonly string[]>> = {
  place: ['platform.*', 'tenant', 'environment', 'tags', 'costCentre'],
  network: ['network.addressSpace', 'network.nat', 'gateway.operators.balancer', 'cluster.zones', 'platform.region', 'profile'],
  keys: ['platform.provider', 'tenant', 'environment', 'cluster.api.allowedAddresses', 'cluster.administrators'],
  'log-workspace': ['operations.logRetentionDays', 'monitoring.logs', 'network.flowLogs', 'platform.region', 'residency.*'],
  'object-store': [
    'operations.backupRetentionDays',
    'monitoring.logs',
    'operations.logRetentionDays',
    'operations.deletionProtection',
    'operations.audit.*',
    'stores.*',
  ],
  'secret-store': ['platform.provider', 'operations.deletionProtection', 'cluster.api.allowedAddresses', 'cluster.administrators'],
  'dns-zones': ['domain', 'environment', 'network.parentZone'],
  'container-registry': ['charts.images', 'platform.provider'],
  cluster: ['cluster.*', 'network.*', 'platform.region', 'monitoring.logs', 'operations.audit.*'],
  'node-pools': ['cluster.pools', 'cluster.zones', 'hub.size', 'profile'],
  'workload-identity': ['platform.provider', 'monitoring.logs', 'certificates.issuer', 'secrets.vault.seal', 'operations.audit.*'],
  mysql: ['stores.mysql.*', 'operations.*', 'hub.size'],
  'document-store': ['stores.mongodb.*', 'operations.*', 'hub.size'],
  cache: ['stores.redis.*', 'operations.*'],
  kafka: ['stores.kafka.*', 'operations.*', 'hub.size'],
  alarms: ['alerts.cloudRecipients', 'alerts.routes', 'monitoring.enabled', 'residency.*', 'stores.*'],
  'api-gateway': [
    'gateway.front',
    'gateway.apiManagement.*',
    'gateway.waf.*',
    'gateway.operatorAddresses',
    'gateway.revokedCertificates',
    'participants',
    'domain',
    'environment',
    'profile',
  ],
};

const capabilityRows = Object.entries(settings).map(([capability, found]) => ({
  address: new RegExp(`^(?:aws|azurerm|azurestack)_[a-z0-9_]+\\.${capability}(?:-.+)?$`),
  settings: found,
}));

/** Logins of managed stores, which the stack `stores` copies into Vault. */
const loginRows = ['mysql', 'mongodb', 'kafka'].map((kind) => ({
  address: new RegExp(`^vault_kv_secret_v2\\.managed-${kind}$`),
  settings: [`stores.${kind}.service`, 'secrets.kvMount'],
}));

/** What a cluster made on a cloud has beside what every cluster carries. */
const additionRows = [
  { address: /^kubernetes_storage_class_v1\.storage-class$/, settings: ['platform.provider', 'operations.deletionProtection'] },
  {
    address: /^helm_release\.(?:cluster-autoscaler|aws-load-balancer-controller)$/,
    settings: ['platform.provider', 'platform.region', 'profile'],
  },
  { address: /^helm_release\.front$/, settings: ['gateway.front', 'gateway.namespace', 'network.addressSpace'] },
  { address: /^helm_release\.external-dns$/, settings: ['domain', 'environment', 'platform.provider'] },
];

export const cloudCauseRows = [...capabilityRows, ...loginRows, ...additionRows];
