import { createHash } from 'node:crypto';
import { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { StateStore, StateStoreSurroundings } from '../terraform/state-store';
import { safeAccount } from './storage-settings';
import { useAzure } from './use-cloud';

/** Days in which what was deleted or overwritten can be had again. */
const undoneDays = 90;
const writerRole = 'Storage Blob Data Contributor';

/** The same principal gets the same assignment each time, so that it can be taken over. Shaped as a UUID of version 5. */
function assignmentName(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('/')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/**
 * The storage account of Terraform states, in a resource group of its own: Entra logins only (its keys do not work), encrypted twice, TLS 1.2, no public
 * blobs, in three zones, every version kept for 90 days, a lock of the resource manager against deletion. It can be reached from the internet by whoever
 * may log in: pipelines have no fixed addresses. About 0.10 USD a month for an environment. Name and region can't change.
 */
export function stateAccount(scope: Construct, config: WorkbenchConfig, { subscription }: StateStoreSurroundings): StateStore {
  const { account = '', bucket = '', resourceGroup = '', deployers } = config.state;
  const { region = '' } = config.platform;
  const tags = tagsOf(config);
  useAzure(scope, config);
  const group = new ResourceGroup(scope, 'group', { name: resourceGroup, location: region, tags });
  const made = new StorageAccount(scope, 'account', {
    ...safeAccount,
    name: account,
    resourceGroupName: group.name,
    location: region,
    // A state that a lost building takes along is worse than the third of a price that three of them cost.
    accountReplicationType: 'ZRS',
    sharedAccessKeyEnabled: false,
    defaultToOauthAuthentication: true,
    publicNetworkAccessEnabled: true,
    blobProperties: {
      versioningEnabled: true,
      changeFeedEnabled: true,
      deleteRetentionPolicy: { days: undoneDays },
      containerDeleteRetentionPolicy: { days: undoneDays },
    },
    tags,
  });
  const container = new StorageContainer(scope, 'container', { name: bucket, storageAccountId: made.id, containerAccessType: 'private' });
  const lock = new ManagementLock(scope, 'lock', {
    name: 'terraform-states',
    scope: made.id,
    lockLevel: 'CanNotDelete',
    notes: 'States of Terraform: without them nobody knows what belongs to the hub. Remove this lock first to delete the account.',
    dependsOn: [container],
  });
  const groupId = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;
  const accountId = `${groupId}/providers/Microsoft.Storage/storageAccounts/${account}`;
  // On the group: a lock on the account would keep a right on it from being taken back.
  const rights = deployers.map((principalId): [TerraformResource, string] => {
    const name = assignmentName(groupId, principalId);
    const right = new RoleAssignment(scope, `deployer-${principalId}`, {
      name,
      scope: group.id,
      roleDefinitionName: writerRole,
      principalId,
    });
    return [right, `${groupId}/providers/Microsoft.Authorization/roleAssignments/${name}`];
  });
  return {
    place: `container ${bucket} of storage account ${account} in resource group ${resourceGroup}, ${region}`,
    adopts: [
      [group, groupId],
      [made, accountId],
      [container, `${accountId}/blobServices/default/containers/${bucket}`],
      [lock, `${accountId}/providers/Microsoft.Authorization/locks/terraform-states`],
      ...rights,
    ],
    makes: [
      'Entra logins only (no account keys), encrypted twice, TLS 1.2 and newer only, no public blobs, in three zones',
      `every version of a state kept, what is deleted can be had again for ${undoneDays} days`,
      'a lock of the resource manager: to delete the account one day, remove the lock terraform-states first',
    ],
    cost: 'about 0.10 USD a month for an environment (list prices of ZRS Hot, 2025: 0.023 USD a GB and 0.065 USD for 10,000 writes)',
    notes:
      deployers.length > 0
        ? []
        : [`nobody gets a right on it: name who deploys in state.deployers (object ids of Entra), or give them ${writerRole} yourself`],
  };
}
