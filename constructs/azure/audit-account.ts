import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { StorageContainerImmutabilityPolicy } from '@cdktf/provider-azurerm/lib/storage-container-immutability-policy';
import { StorageManagementPolicy } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import type { Construct } from 'constructs';
import { auditContainers } from '../../config/model/audit/place';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { ObjectStore } from '../contracts';
import { replication } from './copies';
import { privateEndpoint } from './private-endpoint';
import { closedAccount } from './storage-settings';
import { diagnose } from './telemetry';

type EndpointProps = Pick<Parameters<typeof privateEndpoint>[2], 'place' | 'network'>;

export interface AuditAccountProps extends EndpointProps {
  readonly logWorkspace: string;
  /** Who opens the key that encrypts it, and that key. */
  readonly identity: string;
  readonly key: string;
  readonly dependsOn: NonNullable<ConstructorParameters<typeof StorageAccount>[2]['dependsOn']>;
}

/**
 * A storage account for audit logs alone, with a container for what the cluster brings and one for Azure Monitor. In each a blob can be neither changed nor
 * removed for `operations.audit.retentionDays`; then the account removes it. After `coldAfterDays` it lies in the cold tier, which answers as quickly at a
 * fifth of the price, and charges for reading. The retention is unlocked when it is made, so that a mistake can be mended: where the file says compliance, a person
 * locks it once (docs/audit.md). Locked it can only become longer, and nobody can remove the account before its end. About 0.02 USD a GB and month, times the copies.
 */
export function auditAccount(
  scope: Construct,
  config: WorkbenchConfig,
  { place, network, logWorkspace, identity, key, dependsOn }: AuditAccountProps,
): Pick<ObjectStore, 'audit' | 'auditAccount'> {
  const { retentionDays, coldAfterDays } = config.operations.audit;
  const undone = { days: 7 };
  const account = new StorageAccount(scope, 'audit-account', {
    ...closedAccount,
    name: nameOf(config, 'storageAccount', 'audit'),
    resourceGroupName: place.group,
    location: place.region,
    accountReplicationType: replication(config),
    sharedAccessKeyEnabled: false,
    defaultToOauthAuthentication: true,
    identity: { type: 'UserAssigned', identityIds: [identity] },
    customerManagedKey: { keyVaultKeyId: key, userAssignedIdentityId: identity },
    blobProperties: {
      versioningEnabled: true,
      changeFeedEnabled: true,
      deleteRetentionPolicy: undone,
      containerDeleteRetentionPolicy: undone,
    },
    tags: tagsOf(config),
    dependsOn,
  });
  for (const [part, name] of Object.entries(auditContainers)) {
    const container = new StorageContainer(scope, `audit-${part}`, { name, storageAccountId: account.id, containerAccessType: 'private' });
    new StorageContainerImmutabilityPolicy(scope, `audit-${part}-kept`, {
      storageContainerResourceManagerId: container.id,
      immutabilityPeriodInDays: retentionDays,
      // Azure Monitor writes an hour into one blob, line by line: what is there stays, more may come behind it.
      protectedAppendWritesEnabled: part === 'kubernetes',
      locked: false,
      // A person has locked it: no deploy may try to take that back.
      lifecycle: { ignoreChanges: ['locked'] },
    });
  }
  new StorageManagementPolicy(scope, 'audit-expiry', {
    storageAccountId: account.id,
    rule: [
      {
        name: 'logs-go-after-their-time',
        enabled: true,
        filters: { blobTypes: ['blockBlob'] },
        actions: {
          baseBlob: {
            ...(coldAfterDays < retentionDays ? { tierToColdAfterDaysSinceModificationGreaterThan: coldAfterDays } : {}),
            deleteAfterDaysSinceModificationGreaterThan: retentionDays + 1,
          },
          version: { deleteAfterDaysSinceCreation: retentionDays + 1 },
        },
      },
      {
        name: 'logs-of-azure-monitor-go-after-their-time',
        enabled: true,
        // Blobs that are written line by line have no tiers.
        filters: { blobTypes: ['appendBlob'] },
        actions: { baseBlob: { deleteAfterDaysSinceModificationGreaterThan: retentionDays + 1 } },
      },
    ],
  });
  privateEndpoint(scope, 'audit-endpoint', { config, place, network, part: 'audit', target: account.id, service: 'blob', zone: 'blob' });
  diagnose(scope, 'audit-access', logWorkspace, { target: `${account.id}/blobServices/default`, logs: 'audit' });
  return { audit: auditContainers.logs, auditAccount: account.name };
}
