import { DiskEncryptionSet } from '@cdktf/provider-azurerm/lib/disk-encryption-set';
import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Foundation } from '../contracts';
import { encryptionIdentity } from './encryption-identity';
import { foundationGroup, idInFoundation, idOfKey, vaultOfKey } from './ids';
import { zonePurpose } from './private-zones';
import { grant, type Role } from './rights';

export interface ClusterIdentities {
  /** Who the control plane is: makes balancers, joins subnets, opens the key of Secrets. */
  readonly controlPlane: UserAssignedIdentity;
  /** Who the nodes are: pull images. */
  readonly nodes: UserAssignedIdentity;
  readonly disks: DiskEncryptionSet;
  /** AKS is refused without them, and asks for them while it is made. */
  readonly rights: readonly RoleAssignment[];
}

/** The identities of AKS with the few rights that each needs, and the encryption of the disks of nodes and volumes with the key `data`. They cost nothing. */
export function clusterIdentities(scope: Construct, config: WorkbenchConfig, foundation: Foundation): ClusterIdentities {
  const { place, network, keys, containerRegistry } = foundation;
  const shared = { resourceGroupName: place.group, location: place.region, tags: tagsOf(config) };
  const identity = (id: string) => new UserAssignedIdentity(scope, id, { ...shared, name: nameOf(config, 'identity', id) });
  const controlPlane = identity('control-plane');
  const nodes = identity('nodes');

  const { identity: opener, right } = encryptionIdentity(scope, config, foundation, 'disks');
  const disks = new DiskEncryptionSet(scope, 'disks', {
    ...shared,
    name: nameOf(config, 'identity', 'disks'),
    keyVaultKeyId: keys.data,
    // Azure follows the key to its new version by itself, within an hour.
    autoKeyRotationEnabled: true,
    encryptionType: 'EncryptionAtRestWithCustomerKey',
    identity: { type: 'UserAssigned', identityIds: [opener.id] },
    dependsOn: [right],
  });

  const ingress = idInFoundation(network, 'Microsoft.Network/publicIPAddresses', network.ingressAddresses);
  const zone = network.purposes[zonePurpose('kubernetes')] ?? '';
  const may = (id: string, role: Role, on: string, why: string, who = controlPlane) =>
    grant(scope, `may-${id}`, role, on, who.principalId, why);
  const rights = [
    may('join-network', 'Network Contributor', network.id, 'nodes, balancers and the API server join the subnets'),
    may('use-ingress-address', 'Network Contributor', ingress, 'the balancer of the gateway takes the fixed address'),
    may('find-ingress-address', 'Reader', foundationGroup(network), 'the balancer of the gateway looks for the address by its name'),
    may('write-private-zone', 'Private DNS Zone Contributor', zone, 'the private name of the API server'),
    may('open-secrets', 'Key Vault Crypto User', idOfKey(network, keys.cluster), 'Secrets of the Kubernetes API are encrypted'),
    may('link-vault', 'Key Vault Contributor', vaultOfKey(network, keys.cluster), 'the API server reaches the vault by a private link'),
    may('read-disks', 'Reader', disks.id, 'volumes are encrypted as the disks of nodes are'),
    may('give-identity', 'Managed Identity Operator', nodes.id, 'nodes get their identity'),
    may('pull', 'AcrPull', containerRegistry.id, 'nodes pull images through the registry', nodes),
  ];
  return { controlPlane, nodes, disks, rights };
}
