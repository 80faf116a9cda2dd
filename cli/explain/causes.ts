import { isManaged } from '../../config/model/store-services';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { cloudCauseRows } from './cloud-causes';
import { edgeCauseRows } from './edge-causes';
import { identityCauseRows } from './identity-causes';
import { observabilityCauseRows } from './observability-causes';
import { participantClusterCauseRows } from './participant-cluster-causes';
import { portalCauseRows } from './portal-causes';

/** Settings that made a resource, as paths in the workbench file; `hub.*` stands for what the file says below `hub`. */
type Settings = readonly string[] | ((config: WorkbenchConfig, name: string) => readonly string[]);

interface CauseRow {
  /** The whole address; its first group is the name that `settings` is given. */
  readonly address: RegExp;
  readonly settings: Settings;
}

/** Namespaces by the setting that names them; `operators` and `workbench-system` have none. */
const namespaceSettings = [
  'hub.namespace',
  'stores.namespace',
  'gateway.namespace',
  'certificates.namespace',
  'secrets.vault.namespace',
  'identity.namespace',
  'connectionManager.namespace',
  'portal.namespace',
  'monitoring.namespace',
  'monitoring.agentsNamespace',
];

function namespaceSetting(config: WorkbenchConfig, name: string): string[] {
  const names = [
    config.hub.namespace,
    config.stores.namespace,
    config.gateway.namespace,
    config.certificates.namespace,
    config.secrets.vault.namespace,
    config.identity.namespace,
    config.connectionManager.namespace,
    config.portal.namespace,
    config.monitoring.namespace,
    config.monitoring.agentsNamespace,
  ];
  const setting = namespaceSettings[names.indexOf(name)];
  return setting === undefined ? [] : [setting];
}

/** What brings a logical database or cache along; the two that every hub has come with its release. */
const storeToggles: Readonly<Record<string, readonly string[]>> = {
  'msisdn-oracle-db': ['hub.oracles.msisdn'],
  'thirdparty-auth-db': ['hub.thirdParty'],
  'consent-oracle-db': ['hub.thirdParty', 'hub.oracles.consent'],
  'keycloak-db': ['identity.provider'],
  'connection-manager-db': ['connectionManager.enabled'],
  'kratos-db': ['portal.enabled'],
  'keto-db': ['portal.enabled'],
  'reporting-mongodb': ['portal.enabled'],
  'bulk-mongodb': ['hub.bulk'],
  'ttk-mongodb': ['hub.testingToolkit', 'hub.ttkSimulators'],
  'ttksims-redis': ['hub.ttkSimulators'],
  'thirdparty-auth-redis': ['hub.thirdParty'],
  'proxy-cache-redis': ['hub.interScheme'],
};

function storeSettings(config: WorkbenchConfig, name: string): string[] {
  const engine = name.endsWith('-mongodb') ? 'mongodb' : name.endsWith('-redis') ? 'redis' : name === 'mojaloop-kafka' ? 'kafka' : 'mysql';
  const section = config.stores[engine];
  const own =
    'databases' in section && section.databases[name]
      ? [`stores.${engine}.databases.${name}`]
      : [`stores.${engine}.${isManaged(config, engine) ? 'service' : 'external'}`];
  return [...(storeToggles[name] ?? ['hub.release']), ...own, 'stores.namespace'];
}

const oracle = (config: WorkbenchConfig, name: string) => [
  `hub.oracles.prefix.${config.hub.oracles.prefix.findIndex((prefix) => prefix.name === name)}`,
  'hub.namespace',
];
const vault = ['secrets.vault.address', 'secrets.vault.namespace', 'secrets.vault.replicas', 'secrets.vault.storage', 'secrets.vault.seal'];
const policies = ['network.apiServer', 'network.dnsNamespace', 'network.egress'];
const mongodbUsers = ['hub.bulk', 'hub.testingToolkit', 'hub.ttkSimulators'];

/** Which settings made what, by address. The first row that fits counts; rows of participants stand in `participant-causes.ts`. */
export const causeRows: readonly CauseRow[] = [
  ...cloudCauseRows,
  ...observabilityCauseRows,
  ...identityCauseRows,
  ...edgeCauseRows,
  ...participantClusterCauseRows,
  ...portalCauseRows,
  { address: /^helm_release\.image-policy$/, settings: ['charts.admission', 'charts.images', 'cluster.kubernetesVersion'] },
  { address: /^helm_release\.cert-manager$/, settings: ['certificates.namespace', 'profile', 'hub.metrics'] },
  { address: /^helm_release\.gateway-helm$/, settings: ['gateway.controller', 'gateway.namespace', 'profile'] },
  {
    address: /^helm_release\.gateway$/,
    settings: [
      'gateway.controller',
      'gateway.className',
      'gateway.namespace',
      'gateway.proxies',
      'gateway.operators.*',
      'gateway.operatorAddresses',
      'participants',
      'profile',
      'certificates.issuer',
      'certificates.issuerName',
      'certificates.validityHours',
      'domain',
    ],
  },
  { address: /^helm_release\.pxc-operator$/, settings: ['stores.mysql.external', 'stores.namespace'] },
  { address: /^helm_release\.psmdb-operator$/, settings: ['stores.mongodb.external', ...mongodbUsers, 'stores.namespace'] },
  { address: /^helm_release\.strimzi-kafka-operator$/, settings: ['stores.kafka.external', 'stores.namespace', 'profile'] },
  { address: /^helm_release\.redis-operator$/, settings: ['stores.redis.external', 'stores.namespace'] },
  { address: /^helm_release\.vault(-bootstrap)?$/, settings: vault },
  { address: /^helm_release\.vault-certificates$/, settings: ['secrets.vault.address', 'certificates.*'] },
  { address: /^helm_release\.vault-config-operator$/, settings: ['secrets.vault.address', 'secrets.vault.inClusterAddress', 'profile'] },
  {
    address: /^kubernetes_network_policy_v1\.namespace-(.+)-policies-.+$/,
    settings: (c, name) => [...namespaceSetting(c, name), ...policies],
  },
  {
    address: /^kubernetes_(?:resource_quota|limit_range)_v1\.namespace-(.+)-(?:quota|limits)$/,
    settings: (c, name) => [...namespaceSetting(c, name), 'cluster.quota', 'hub.size', 'portal.events'],
  },
  { address: /^kubernetes_service_account_v1\.namespace-(.+)-secret-reader$/, settings: namespaceSetting },
  {
    address: /^kubernetes_namespace_v1\.namespace-(.+)$/,
    settings: (c, name) => [...namespaceSetting(c, name), 'cluster.podSecurity', 'tags'],
  },
  { address: /^kubernetes_priority_class_v1\.priority-/, settings: ['environment'] },
  { address: /^kubernetes_service_account_v1\.deployer$/, settings: ['secrets.kubernetesAuthPath'] },

  {
    address: /^vault_pki_.*inside-authority/,
    settings: [
      'certificates.root',
      'certificates.generation',
      'certificates.signed',
      'certificates.caValidityHours',
      'certificates.revocationAddress',
      'certificates.publishRevocation',
    ],
  },
  {
    address: /^vault_pki_.*inside-pki-hub-client$/,
    settings: ['secrets.pkiMount', 'certificates.validityHours', 'certificates.generation'],
  },
  { address: /^vault_.*identity-.+-hub-client-(?:role|policy)$/, settings: ['certificates.namespace', 'secrets.pkiMount'] },
  {
    address: /^helm_release\.callbacks$/,
    settings: ['participants.*.callback', 'participants.*.callbackHost', 'participants.*.domain', 'gateway.namespace', 'profile'],
  },
  { address: /^helm_release\.issuer$/, settings: ['certificates.issuer', 'certificates.issuerName', 'certificates.validityHours'] },
  {
    address: /^vault_.*identity-.+-issuer-(?:role|policy)$/,
    settings: ['certificates.issuer', 'certificates.namespace', 'secrets.pkiMount'],
  },
  { address: /^vault_.*identity-.+-generator-(?:role|policy)$/, settings: ['secrets.kvMount', 'secrets.kubernetesAuthPath'] },
  {
    address: /^vault_.*identity-.+-reader-(.+)-(?:role|policy)$/,
    settings: (c, name) => [...namespaceSetting(c, name), 'secrets.kvMount', 'secrets.kubernetesAuthPath'],
  },
  { address: /^vault_mount\.inside-kv$/, settings: ['secrets.kvMount'] },
  { address: /^vault_mount\.inside-kv-pm4ml$/, settings: ['secrets.pm4mlMount'] },
  {
    address: /^vault_.*inside-pki/,
    settings: [
      'secrets.pkiMount',
      'certificates.rootValidityHours',
      'certificates.caValidityHours',
      'certificates.validityHours',
      'domain',
    ],
  },
  { address: /^vault_password_policy\.inside-/, settings: ['secrets.passwordLength', 'secrets.specialCharacters'] },
  { address: /^vault_audit\.audit/, settings: ['secrets.auditVolume'] },
  { address: /^vault_.*login-people/, settings: ['secrets.people'] },
  { address: /^vault_.*login-pipelines/, settings: ['secrets.pipelines'] },
  { address: /^vault_kv_secret_v2\.jws$/, settings: ['hub.jws.enabled', 'hub.release', 'secrets.kvMount'] },

  { address: /^helm_release\.hub-secrets$/, settings: ['hub.*', 'secrets.kvMount', 'secrets.passwordLength'] },
  { address: /^helm_release\.stores$/, settings: ['stores.*', 'hub.*', 'operations.backupSchedule', 'operations.backupRetentionDays'] },
  {
    address: /^helm_release\.backups$/,
    settings: ['operations.backups', 'operations.backupSchedule', 'operations.backupRetentionDays', 'stores.*'],
  },
  {
    address: /^vault_.*identity-.+-backup-(?:role|policy)$/,
    settings: ['operations.backups.recipients', 'secrets.vault', 'secrets.kubernetesAuthPath'],
  },
  { address: /^kubernetes_service_v1\.service-(.+)$/, settings: storeSettings },

  {
    address: /^helm_release\.hub$/,
    settings: ['hub.*', 'hub.release', 'hub.releaseName', 'hub.namespace', 'hub.size', 'monitoring.traces.services', 'portal.events'],
  },
  {
    address: /^helm_release\.hub-routes$/,
    settings: ['environment', 'domain', 'gateway.className', 'gateway.operators.balancer', 'hub.testingToolkit', 'certificates.issuerName'],
  },
  { address: /^helm_release\.oracle-(.+)$/, settings: oracle },
  {
    address: /^kubernetes_horizontal_pod_autoscaler_v2\.scaling-autoscaler-(.+)$/,
    settings: (_, name) => ['hub.size', `hub.services.${name}`],
  },
  { address: /^kubernetes_pod_disruption_budget_v1\.scaling-budget-(.+)$/, settings: (_, name) => ['hub.size', `hub.services.${name}`] },
];
