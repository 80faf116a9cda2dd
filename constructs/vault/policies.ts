import { generatedPrefix, type SecretEntry } from '../../config/model/secret-map';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** Who may do what in Vault: data from which policies and roles are made. */
export interface VaultIdentity {
  /** Name of the policy and of the Kubernetes auth role. */
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Audience its tokens carry, where it is not the API server's own. */
  readonly audience?: string;
  readonly rules: readonly VaultRule[];
}

export interface VaultRule {
  readonly path: string;
  readonly capabilities: readonly ('create' | 'read' | 'update' | 'delete' | 'list' | 'sudo')[];
}

export const passwordPolicy = (config: WorkbenchConfig) => `workbench-${config.environment}`;
export const identityName = (config: WorkbenchConfig, name: string) => `${config.environment}-${name}`;

/** Policy text in Vault's own language. */
export function policyText(rules: readonly VaultRule[]): string {
  return rules.map(({ path, capabilities }) => `path "${path}" {\n  capabilities = ${JSON.stringify(capabilities)}\n}\n`).join('\n');
}

/** Makes passwords: may write generated secrets and read the password policy, nothing else. */
export function generatorIdentity(config: WorkbenchConfig, namespace: string, serviceAccount: string): VaultIdentity {
  return {
    name: identityName(config, 'generator'),
    namespace,
    serviceAccount,
    rules: [
      { path: `${config.secrets.kvMount}/data/${generatedPrefix}/*`, capabilities: ['create', 'read', 'update'] },
      { path: `sys/policies/password/${passwordPolicy(config)}/generate`, capabilities: ['read'] },
      { path: `sys/policies/password/${passwordPolicy(config)}`, capabilities: ['read'] },
    ],
  };
}

/** Reads exactly the secrets that are delivered to one namespace. */
export function readerIdentity(
  config: WorkbenchConfig,
  namespace: string,
  serviceAccount: string,
  secrets: readonly SecretEntry[],
): VaultIdentity {
  const paths = new Set(secrets.filter((secret) => secret.deliveries.some((d) => d.namespace === namespace)).map((secret) => secret.path));
  return {
    name: identityName(config, `reader-${namespace}`),
    namespace,
    serviceAccount,
    rules: [...paths].map((path) => ({ path: `${config.secrets.kvMount}/data/${path}`, capabilities: ['read'] })),
  };
}
