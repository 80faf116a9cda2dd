import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { StorageManagementPolicy } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import { makesAuditStore } from '../../config/model/audit/place';
import { logsInObjects } from '../../config/model/log-places';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { Capabilities, ObjectStore } from '../contracts';
import { auditAccount } from './audit-account';
import { replication } from './copies';
import { encryptionIdentity } from './encryption-identity';
import { privateEndpoint } from './private-endpoint';
import { closedAccount } from './storage-settings';
import { diagnose } from './telemetry';

/** Blob storage undoes 1 to 365 days. */
const undone = (days: number) => Math.min(Math.max(days, 7), 365);

/**
 * One storage account with a container for backups, one for reports, and one for Loki where it keeps logs there: reached by a private endpoint and Entra logins only (its keys do not work),
 * encrypted with the key `data` and once more below, every version kept, deletions undone for as long as backups are kept. About 0.02 USD a GB
 * and month, times the copies. There is no lock of the resource manager on it: that would also forbid to take rights back.
 */
export const objectStore: Capabilities['objectStore'] = (scope, { config }, { place, network, keys, logWorkspace }): ObjectStore => {
  const tags = tagsOf(config);
  const days = config.operations.backupRetentionDays;
  const { identity, right } = encryptionIdentity(scope, config, { place, network, keys }, 'objects');
  const account = new StorageAccount(scope, 'account', {
    ...closedAccount,
    name: nameOf(config, 'storageAccount'),
    resourceGroupName: place.group,
    location: place.region,
    accountReplicationType: replication(config),
    sharedAccessKeyEnabled: false,
    defaultToOauthAuthentication: true,
    identity: { type: 'UserAssigned', identityIds: [identity.id] },
    customerManagedKey: { keyVaultKeyId: keys.data, userAssignedIdentityId: identity.id },
    blobProperties: {
      versioningEnabled: true,
      changeFeedEnabled: true,
      deleteRetentionPolicy: { days: undone(days) },
      containerDeleteRetentionPolicy: { days: undone(days) },
    },
    tags,
    dependsOn: [right],
  });
  const container = (name: 'backups' | 'reports' | 'logs', id: string = name) =>
    new StorageContainer(scope, id, { name, storageAccountId: account.id, containerAccessType: 'private' }).name;
  const keepsLogsHere = logsInObjects(config);
  const audit = makesAuditStore(config)
    ? auditAccount(scope, config, {
        place,
        network,
        logWorkspace: logWorkspace.id,
        identity: identity.id,
        key: keys.data,
        dependsOn: [right],
      })
    : { audit: '', auditAccount: '' };
  const handedOn = {
    ...audit,
    backups: container('backups'),
    reports: container('reports'),
    logs: keepsLogsHere ? container('logs', 'pod-logs') : '',
    account: account.name,
  };
  new StorageManagementPolicy(scope, 'expiry', {
    storageAccountId: account.id,
    rule: [
      {
        name: 'backups-are-kept-for-their-time',
        enabled: true,
        filters: { blobTypes: ['blockBlob'], prefixMatch: ['backups/'] },
        actions: { baseBlob: { deleteAfterDaysSinceModificationGreaterThan: days }, version: { deleteAfterDaysSinceCreation: days } },
      },
      {
        name: 'old-versions-of-reports',
        enabled: true,
        filters: { blobTypes: ['blockBlob'], prefixMatch: ['reports/'] },
        actions: { version: { deleteAfterDaysSinceCreation: days } },
      },
      // Loki removes what is too old by itself; the account does where Loki was away, a week later.
      ...(keepsLogsHere
        ? [
            {
              name: 'logs-are-kept-for-their-time',
              enabled: true,
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['logs/'] },
              actions: {
                baseBlob: { deleteAfterDaysSinceModificationGreaterThan: config.monitoring.logs.retentionDays + 7 },
                version: { deleteAfterDaysSinceCreation: 1 },
              },
            },
          ]
        : []),
    ],
  });
  privateEndpoint(scope, 'endpoint', { config, place, network, part: 'objects', target: account.id, service: 'blob', zone: 'blob' });
  diagnose(scope, 'logs', logWorkspace.id, { target: `${account.id}/blobServices/default`, logs: 'audit' });
  return handedOn;
};
