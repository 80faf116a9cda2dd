import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** Roles of Azure that the stacks give. Names are of the built-in roles (learn.microsoft.com, Azure built-in roles). */
export type Role =
  | 'AcrPull'
  | 'Azure Event Hubs Data Receiver'
  | 'Azure Event Hubs Data Sender'
  | 'Azure Kubernetes Service Cluster User Role'
  | 'Azure Kubernetes Service RBAC Cluster Admin'
  | 'Azure Kubernetes Service RBAC Reader'
  | 'DNS Zone Contributor'
  | 'Grafana Admin'
  | 'Grafana Viewer'
  | 'Key Vault Certificates Officer'
  | 'Key Vault Contributor'
  | 'Key Vault Crypto Officer'
  | 'Key Vault Crypto Service Encryption User'
  | 'Key Vault Crypto User'
  | 'Key Vault Secrets Officer'
  | 'Key Vault Secrets User'
  | 'Managed Identity Operator'
  | 'Monitoring Data Reader'
  | 'Monitoring Metrics Publisher'
  | 'Network Contributor'
  | 'Private DNS Zone Contributor'
  | 'Reader'
  | 'Storage Blob Data Contributor';

/** Gives a role on one thing to a managed identity. */
export const grant = (scope: Construct, id: string, role: Role, on: string, principalId: string, description: string): RoleAssignment =>
  new RoleAssignment(scope, id, {
    scope: on,
    roleDefinitionName: role,
    principalId,
    principalType: 'ServicePrincipal',
    description,
    // A fresh identity is not yet known everywhere in Entra ID; the assignment is good all the same.
    skipServicePrincipalAadCheck: true,
  });

/**
 * Gives a role to whoever deploys: the groups of `cluster.administrators`. Where the file names none it is the login of the first deploy, which
 * stays: otherwise each deployer would take the right away from the one before.
 */
export function grantDeployers(scope: Construct, id: string, config: WorkbenchConfig, role: Role, on: string): RoleAssignment[] {
  const shared = { scope: on, roleDefinitionName: role, description: 'whoever deploys this environment' };
  const groups = config.cluster.administrators;
  if (groups.length > 0) {
    return groups.map(
      (principalId, at) => new RoleAssignment(scope, `${id}-${at + 1}`, { ...shared, principalId, principalType: 'Group' }),
    );
  }
  const me = new DataAzurermClientConfig(scope, `${id}-login`, {});
  return [
    new RoleAssignment(scope, `${id}-1`, {
      ...shared,
      principalId: me.objectId,
      lifecycle: { ignoreChanges: ['principal_id', 'principal_type'] },
    }),
  ];
}

/**
 * What lets somebody look at a cluster: its address, and everything in it but Secrets
 * (learn.microsoft.com, AKS: Azure RBAC for Kubernetes authorization).
 */
export const clusterViewer = {
  address: 'Azure Kubernetes Service Cluster User Role',
  objects: 'Azure Kubernetes Service RBAC Reader',
} as const satisfies Record<string, Role>;

/** Gives roles on one thing to the groups of `cluster.viewers`; each role by a word for what it shows. */
export function grantViewers(scope: Construct, { cluster }: WorkbenchConfig, on: string, roles: Readonly<Record<string, Role>>): void {
  cluster.viewers.forEach((principalId, at) => {
    for (const [what, roleDefinitionName] of Object.entries(roles))
      new RoleAssignment(scope, `viewer-${at + 1}-${what}`, {
        scope: on,
        roleDefinitionName,
        principalId,
        principalType: 'Group',
        description: 'looks at this environment and changes nothing',
      });
  });
}
