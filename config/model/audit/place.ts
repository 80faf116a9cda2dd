import { offerOf } from '../../capabilities';
import type { OutsideStore } from '../../schema/outside-store';
import type { WorkbenchConfig } from '../../schema/workbench';
import { nameOf } from '../names';

/** Whose audit logs are kept, and the folder of each in the store. */
export const auditSources = {
  mojaloop: 'who asked the services of Mojaloop for what (topic-event-audit)',
  vault: 'who asked Vault for what',
  gateway: 'requests at the gateway',
  kubernetes: 'changes by the Kubernetes API, reads of Secrets, and refusals',
} as const;
export type AuditSource = keyof typeof auditSources;

/** Container that Azure Monitor writes the audit log of AKS to: it chooses the name itself. */
export const kubernetesContainer = 'insights-logs-kube-audit-admin';
/** Containers of the account of audit logs on Azure: ours, and that of Azure Monitor. */
export const auditContainers = { logs: 'audit', kubernetes: kubernetesContainer } as const;
/** Folder of the audit log of EKS in the bucket, and of what Firehose could not hand over. */
export const kubernetesPrefix = { logs: 'kubernetes', failed: 'kubernetes-failed' } as const;

/** The collector that brings logs of the cluster to the store: its names and the port that agents of the nodes reach it at. */
export const auditCollector = {
  release: 'audit-collector',
  otlpPort: 4317,
  metricsPort: 8888,
  volume: '10Gi',
  login: 'audit-store',
} as const;

/** Fields of the login in Vault, and the variable of the collector that each one is. */
export const auditLoginFields = {
  s3: { accessKeyId: 'AWS_ACCESS_KEY_ID', secretAccessKey: 'AWS_SECRET_ACCESS_KEY' },
  'azure-blob': { accountKey: 'AUDIT_ACCOUNT_KEY' },
} as const;

/** Where audit logs go. */
export interface AuditPlace extends OutsideStore {
  /** The environment makes it, and is answerable for its locks. */
  readonly own: boolean;
}

/** The store of the audit logs: the one the file names, else that of the environment; undefined where there is none, or none is wanted. */
export function auditPlace(config: WorkbenchConfig): AuditPlace | undefined {
  const { audit } = config.operations;
  const { platform } = config;
  if (!audit.enabled) return undefined;
  if (audit.store) return { ...audit.store, own: false };
  if (!offerOf(platform, 'objectStore').offered) return undefined;
  return platform.provider === 'azure'
    ? { kind: 'azure-blob', bucket: auditContainers.logs, account: nameOf(config, 'storageAccount', 'audit'), own: true }
    : { kind: 's3', bucket: nameOf(config, 'bucket', 'audit'), region: platform.region ?? '', own: true };
}

/** Region of a bucket: a store that is not Amazon has none, and every program wants one. */
export const bucketRegion = ({ region }: Pick<AuditPlace, 'region'>): string => region || 'us-east-1';

/** The environment makes the store itself. */
export const makesAuditStore = (config: WorkbenchConfig): boolean => auditPlace(config)?.own === true;

/** Something in the cluster brings logs there: what watches the hub does. */
export const collectsAudit = (config: WorkbenchConfig): boolean => auditPlace(config) !== undefined && config.monitoring.enabled;

/** Vault of the environment is its own, so its pods can be read. */
const ownVault = ({ secrets }: WorkbenchConfig): boolean => secrets.vault.address === undefined;

/** Pods prove who they are at the store by an identity of the cloud, not by a login from Vault. */
export const audited = {
  /** A store that the cloud of this environment writes to by itself: EKS by Firehose, AKS by Azure Monitor. */
  byCloud: (config: WorkbenchConfig): boolean => {
    const place = auditPlace(config);
    const { provider } = config.platform;
    if (!place) return false;
    return provider === 'aws' ? place.kind === 's3' && !place.endpoint && !place.credentials : provider === 'azure' && place.own;
  },
  byIdentity: (config: WorkbenchConfig): boolean => collectsAudit(config) && auditPlace(config)?.credentials === undefined,
};

/** Which logs this environment brings to the store, in the order of the table. */
export function auditedSources(config: WorkbenchConfig): readonly AuditSource[] {
  if (!auditPlace(config)) return [];
  const kept: Readonly<Record<AuditSource, boolean>> = {
    mojaloop: collectsAudit(config),
    vault: collectsAudit(config) && ownVault(config),
    gateway: collectsAudit(config) && config.gateway.controller === 'envoy-gateway',
    kubernetes: audited.byCloud(config),
  };
  return (Object.keys(auditSources) as AuditSource[]).filter((source) => kept[source]);
}
