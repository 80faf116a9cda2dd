import type { Capabilities, SecretStore } from '../contracts';
import { closedVault } from './key-vault';
import { diagnose } from './telemetry';

/**
 * A Key Vault for the logins of administrators of managed services: they are born as ephemeral values and written write-only, so no state has them.
 * Who read one is logged. About 0.03 USD for 10,000 uses.
 */
export const secretStore: Capabilities['secretStore'] = (scope, { config }, { place, network, logWorkspace }): SecretStore => {
  const { vault } = closedVault(scope, config, { place, network }, { part: 'secrets', deployers: 'Key Vault Secrets Officer' });
  diagnose(scope, 'logs', logWorkspace.id, { target: vault.id, logs: 'audit' });
  return { id: vault.id };
};
