import { makesAuditStore } from '../../config/model/audit/place';
import type { IdentityId } from '../../config/model/identities';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Foundation } from '../contracts';
import { foundationGroup, idInFoundation, idOfKey } from './ids';
import { idOfMetricsRule } from './metrics-workspace';
import type { Role } from './rights';

/** Identities of the table that exist on Azure. */
export type AzureIdentity = Extract<
  IdentityId,
  'external-dns' | 'cert-manager' | 'vault' | 'backups' | 'vault-backups' | 'audit-writer' | 'kafka-proxy' | 'logs' | 'prometheus'
>;

export interface Right {
  readonly id: string;
  readonly role: Role;
  readonly on: string;
}

const writeInto = ({ network, objectStore }: Foundation, container: string, account = objectStore.account): readonly Right[] => [
  {
    id: 'container',
    role: 'Storage Blob Data Contributor',
    on: `${idInFoundation(network, 'Microsoft.Storage/storageAccounts', account)}/blobServices/default/containers/${container}`,
  },
];
const keepBackups = (foundation: Foundation): readonly Right[] => writeInto(foundation, foundation.objectStore.backups);

/** What each identity may do at Azure, on the one thing it needs. */
const rights: Readonly<Record<AzureIdentity, (foundation: Foundation, config: WorkbenchConfig) => readonly Right[]>> = {
  'external-dns': ({ dnsZones, network }) => [
    { id: 'records', role: 'DNS Zone Contributor', on: dnsZones.publicZone },
    // It looks for its zone in the list of the group.
    { id: 'zones', role: 'Reader', on: foundationGroup(network) },
  ],
  'cert-manager': ({ dnsZones }) => [{ id: 'records', role: 'DNS Zone Contributor', on: dnsZones.publicZone }],
  // Wraps and unwraps with the one key. `Key Vault Crypto User` could sign and encrypt as well.
  vault: ({ network, keys }) => [{ id: 'key', role: 'Key Vault Crypto Service Encryption User', on: idOfKey(network, keys.vault) }],
  backups: keepBackups,
  'vault-backups': keepBackups,
  // Whoever owns a store elsewhere lets the pods in there. A role of our own could leave out reading; whoever deploys would need the right to make roles
  // then, which the identity of a Marketplace offer must not have. What is written the container keeps, whoever asks.
  'audit-writer': (foundation, config) =>
    makesAuditStore(config) ? writeInto(foundation, foundation.objectStore.audit, foundation.objectStore.auditAccount) : [],
  // The stack of the managed Kafka gives it its right on what it makes.
  'kafka-proxy': () => [],
  logs: (foundation) => writeInto(foundation, foundation.objectStore.logs),
  // Puts numbers through the one rule, which leads to the one workspace; it reads none.
  prometheus: (foundation, config) => [
    { id: 'send', role: 'Monitoring Metrics Publisher', on: idOfMetricsRule(config, foundation.network) },
  ],
};

export const rightsOf = (identity: AzureIdentity, foundation: Foundation, config: WorkbenchConfig): readonly Right[] =>
  rights[identity](foundation, config);
