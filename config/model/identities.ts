import type { Platform } from '../schema/platform';
import type { WorkbenchConfig } from '../schema/workbench';
import { auditCollector, audited } from './audit/place';
import { storesOutside } from './backup/outside';
import { logsGoTo, logsInObjects, metricsGoToCloud } from './log-places';
import { monitoring as monitoringNames } from './monitoring';
import { operatorsNamespace } from './namespaces';
import { sealOf } from './seal';
import { isManaged } from './store-services';

/** A pod of the cluster that is somebody at the cloud. */
export interface Identity {
  readonly id: IdentityId;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** What it may do there, in words. */
  readonly why: string;
}

interface IdentityRow {
  readonly platforms: readonly Platform[];
  readonly namespace: (config: WorkbenchConfig) => string;
  readonly serviceAccount: string;
  readonly why: string;
  readonly when: (config: WorkbenchConfig) => boolean;
}

const clouds = ['aws', 'azure'] as const;
const always = () => true;
const inOperators = () => operatorsNamespace;
const inKubeSystem = () => 'kube-system';

/**
 * Everybody in the cluster who may do something at the cloud; everybody else may do nothing. Service accounts are those that the charts make
 * (constructs/in-cluster, constructs/aws, constructs/azure): a role is bound to exactly one of them.
 */
const rows = {
  'external-dns': {
    platforms: clouds,
    namespace: inOperators,
    serviceAccount: 'external-dns',
    why: 'keeps the records of the zones of this environment, and of no other',
    when: always,
  },
  'cert-manager': {
    platforms: clouds,
    namespace: ({ certificates }) => certificates.namespace,
    serviceAccount: 'cert-manager',
    why: 'proves by a record in the public zone that a name is ours (DNS-01)',
    when: ({ certificates }) => certificates.issuer === 'acme',
  },
  vault: {
    platforms: clouds,
    namespace: ({ secrets }) => secrets.vault.namespace,
    serviceAccount: 'vault',
    why: 'opens itself with its own key after a restart',
    when: (config) => !config.secrets.vault.address && ['awskms', 'azurekeyvault'].includes(sealOf(config)),
  },
  backups: {
    platforms: clouds,
    namespace: ({ stores }) => stores.namespace,
    serviceAccount: 'backups',
    why: 'writes backups of the stores into their bucket and removes old ones',
    when: always,
  },
  'vault-backups': {
    platforms: clouds,
    namespace: ({ secrets }) => secrets.vault.namespace,
    serviceAccount: 'backups',
    why: 'writes snapshots of Vault into the bucket of backups',
    when: (config) => storesOutside(config).includes('vault'),
  },
  'audit-writer': {
    platforms: clouds,
    namespace: ({ monitoring }) => monitoring.namespace,
    serviceAccount: auditCollector.release,
    why: 'writes audit logs into their store, and can neither read, change nor remove them there',
    when: audited.byIdentity,
  },
  'kafka-proxy': {
    // On AWS it logs in by SCRAM with a password from Vault and is nobody at the cloud.
    platforms: ['azure'],
    namespace: ({ stores }) => stores.namespace,
    serviceAccount: 'kafka-proxy',
    why: 'sends and receives at the managed Kafka',
    when: (config) => isManaged(config, 'kafka'),
  },
  logs: {
    platforms: clouds,
    namespace: ({ monitoring }) => monitoring.namespace,
    serviceAccount: monitoringNames.logs.release,
    why: 'keeps logs in their bucket or container',
    when: logsInObjects,
  },
  'node-agents': {
    // Log Analytics is filled by what the cloud itself put into the cluster.
    platforms: ['aws'],
    namespace: ({ monitoring }) => monitoring.agentsNamespace,
    serviceAccount: monitoringNames.agents.release,
    why: 'writes logs of pods to CloudWatch',
    when: (config) => logsGoTo(config, 'cloudwatch'),
  },
  prometheus: {
    platforms: clouds,
    namespace: ({ monitoring }) => monitoring.namespace,
    serviceAccount: monitoringNames.prometheus.service,
    why: 'sends what it measures to the managed Prometheus of this environment',
    when: metricsGoToCloud,
  },
  'load-balancer-controller': {
    platforms: ['aws'],
    namespace: inOperators,
    serviceAccount: 'aws-load-balancer-controller',
    why: 'makes the network balancer of the gateway, and changes only what it made',
    when: always,
  },
  'cluster-autoscaler': {
    platforms: ['aws'],
    namespace: inKubeSystem,
    serviceAccount: 'cluster-autoscaler',
    why: 'sets the number of nodes of the groups of this cluster',
    when: always,
  },
  'ebs-csi-driver': {
    platforms: ['aws'],
    namespace: inKubeSystem,
    serviceAccount: 'ebs-csi-controller-sa',
    why: 'makes, grows and attaches encrypted volumes, and removes those it made',
    when: always,
  },
  'vpc-cni': {
    platforms: ['aws'],
    namespace: inKubeSystem,
    serviceAccount: 'aws-node',
    why: 'gives pods addresses of the network',
    when: always,
  },
} as const satisfies Record<string, IdentityRow>;
export type IdentityId = keyof typeof rows;

/** Identities of the pods of this environment at its cloud; none on a platform whose pods use no service of a cloud. */
export function identitiesOf(config: WorkbenchConfig): readonly Identity[] {
  return (Object.entries(rows) as [IdentityId, IdentityRow][])
    .filter(([, { platforms, when }]) => platforms.includes(config.platform.provider) && when(config))
    .map(([id, { namespace, serviceAccount, why }]) => ({ id, namespace: namespace(config), serviceAccount, why }));
}

/** Key of an identity in the contract `workloadIdentity`. */
export const identityKey = ({ namespace, serviceAccount }: Pick<Identity, 'namespace' | 'serviceAccount'>) =>
  `${namespace}/${serviceAccount}`;
