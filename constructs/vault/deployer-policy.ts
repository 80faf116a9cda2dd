import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { VaultRule } from './policies';

const all = ['create', 'read', 'update', 'delete', 'list'] as const;

/**
 * What the deployer may do in Vault: make mounts, policies, roles and password policies of the hub, and write (never change)
 * the signing key. It cannot read a generated password, except where a chart takes one only as text.
 * `sudo` is what Vault itself asks for on auth mounts and audit devices.
 */
export function deployerRules(config: WorkbenchConfig): VaultRule[] {
  const { kvMount, pm4mlMount, pkiMount, kubernetesAuthPath } = config.secrets;
  return [
    { path: 'sys/mounts', capabilities: ['read', 'list'] },
    ...[kvMount, pm4mlMount, `${pkiMount}*`].map((mount): VaultRule => ({ path: `sys/mounts/${mount}`, capabilities: all })),
    ...[kvMount, pm4mlMount, pkiMount].map((mount): VaultRule => ({ path: `sys/mounts/${mount}/tune`, capabilities: all })),
    { path: 'sys/auth', capabilities: ['read', 'list'] },
    { path: 'sys/auth/*', capabilities: [...all, 'sudo'] },
    { path: 'sys/audit', capabilities: ['read', 'list', 'sudo'] },
    { path: `sys/audit/workbench-${config.environment}`, capabilities: ['create', 'read', 'update', 'delete', 'sudo'] },
    { path: `sys/policies/acl/${config.environment}-*`, capabilities: all },
    { path: `sys/policies/password/workbench-${config.environment}`, capabilities: all },
    { path: `auth/${kubernetesAuthPath}/role/${config.environment}-*`, capabilities: all },
    { path: `auth/+/role/${config.environment}-*`, capabilities: all },
    { path: `auth/+/config`, capabilities: ['create', 'read', 'update'] },
    { path: `${kvMount}/config`, capabilities: ['create', 'read', 'update'] },
    { path: `${kvMount}/data/generated/*`, capabilities: ['create', 'read', 'update'] },
    { path: `${kvMount}/metadata/generated/*`, capabilities: ['read', 'list', 'delete'] },
    { path: `${pkiMount}/*`, capabilities: all },
    { path: 'auth/token/lookup-self', capabilities: ['read'] },
  ];
}
