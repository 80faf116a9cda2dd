import { managedPrefix } from '../../config/model/managed-stores';
import { generatedPrefix, signingKeyPath } from '../../config/model/secret-map';
import { layoutOf } from '../../config/releases/versions';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { VaultRule } from './policies';

const all = ['create', 'read', 'update', 'delete', 'list'] as const;

/**
 * What the deployer may do in Vault: make mounts, policies, roles and password policies of the hub, write the signing key and take it away.
 * It cannot read a password that was generated, except with Mojaloop 14 and 15, whose charts take some only as text (write-only values).
 * That follows the release, never a toggle: the policy is written once, when Vault is set up, and must do for what is switched on later.
 * `sudo` is what Vault itself asks for on auth mounts and audit devices.
 */
export function deployerRules(config: WorkbenchConfig): VaultRule[] {
  const { kvMount, pm4mlMount, pkiMount, kubernetesAuthPath } = config.secrets;
  const takesText = layoutOf(config.hub.release) < 'v16';
  return [
    { path: 'sys/mounts', capabilities: ['read', 'list'] },
    ...[kvMount, pm4mlMount, `${pkiMount}*`].map((mount): VaultRule => ({ path: `sys/mounts/${mount}`, capabilities: all })),
    ...[kvMount, pm4mlMount, pkiMount].map((mount): VaultRule => ({ path: `sys/mounts/${mount}/tune`, capabilities: all })),
    { path: 'sys/auth', capabilities: ['read', 'list'] },
    { path: 'sys/auth/*', capabilities: [...all, 'sudo'] },
    // Logins of people, of pipelines and of other clusters are looked at by this path, and tuned.
    { path: `sys/mounts/auth/${config.environment}-*`, capabilities: ['read', 'update'] },
    { path: 'sys/audit', capabilities: ['read', 'list', 'sudo'] },
    { path: `sys/audit/workbench-${config.environment}*`, capabilities: ['create', 'read', 'update', 'delete', 'sudo'] },
    { path: `sys/policies/acl/${config.environment}-*`, capabilities: all },
    { path: `sys/policies/password/workbench-${config.environment}`, capabilities: all },
    { path: `auth/${kubernetesAuthPath}/role/${config.environment}-*`, capabilities: all },
    { path: `auth/+/role/${config.environment}-*`, capabilities: all },
    { path: `auth/+/config`, capabilities: ['create', 'read', 'update'] },
    { path: `${kvMount}/config`, capabilities: ['create', 'read', 'update'] },
    {
      path: `${kvMount}/data/${signingKeyPath(1)}*`,
      capabilities: ['create', 'update', 'delete', ...(takesText ? ['read' as const] : [])],
    },
    // Logins of stores that a cloud runs: it copies them here and cannot read them back.
    { path: `${kvMount}/data/${managedPrefix}/*`, capabilities: ['create', 'update', 'delete'] },
    ...(takesText ? [{ path: `${kvMount}/data/${generatedPrefix}/*`, capabilities: ['read'] } satisfies VaultRule] : []),
    { path: `${pkiMount}/*`, capabilities: all },
    { path: 'auth/token/lookup-self', capabilities: ['read'] },
  ];
}
