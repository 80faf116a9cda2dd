import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Keys, Network, Place } from '../contracts';
import { idOfKey } from './ids';
import { grant } from './rights';

export interface EncryptionIdentity {
  readonly identity: UserAssignedIdentity;
  /** What is encrypted waits for it: without the right it could not be made. */
  readonly right: RoleAssignment;
}

/** Identity with which one service uses the key `data`, and may do nothing else. Costs nothing. */
export function encryptionIdentity(
  scope: Construct,
  config: WorkbenchConfig,
  needs: { readonly place: Place; readonly network: Network; readonly keys: Keys },
  part: string,
): EncryptionIdentity {
  const { place, network, keys } = needs;
  const identity = new UserAssignedIdentity(scope, 'encryption', {
    name: nameOf(config, 'identity', `${part}-encryption`),
    resourceGroupName: place.group,
    location: place.region,
    tags: tagsOf(config),
  });
  const key = idOfKey(network, keys.data);
  const right = grant(
    scope,
    'encryption-right',
    'Key Vault Crypto Service Encryption User',
    key,
    identity.principalId,
    'encryption at rest',
  );
  return { identity, right };
}
