import type { SecretEntry } from '../../config/model/secret-map';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { readerIdentity, type VaultIdentity } from '../vault/policies';

/**
 * Reads what is delivered to the namespace of Keycloak, which knows the client secrets of all participants: one pattern a kind of secret, so that a further
 * participant changes no policy.
 */
export function keycloakReader(config: WorkbenchConfig, serviceAccount: string, secrets: readonly SecretEntry[]): VaultIdentity {
  const reader = readerIdentity(config, config.identity.namespace, serviceAccount, secrets);
  const paths = new Set(reader.rules.map(({ path }) => path.replace(/(\/generated\/(?:participants))\/[^/]+\//, '$1/+/')));
  return { ...reader, rules: [...paths].map((path) => ({ path, capabilities: ['read'] })) };
}
