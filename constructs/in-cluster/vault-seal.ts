import { sealOf } from '../../config/model/seal';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { VaultSeal } from '../contracts';

/**
 * What opens Vault. Shamir has its key in the cluster; any other seal is a key service. One that the platform knows gets `settings`, by names that follow
 * from the file, so that Vault's settings need nothing of another stack; the rest take theirs from the environment of the Vault pods
 * (VAULT_TRANSIT_…, AWS_…, AZURE_…).
 */
export function vaultSeal(config: WorkbenchConfig, settings: Readonly<Record<string, string>> = {}): VaultSeal {
  const seal = sealOf(config);
  if (seal === 'shamir') return { stanza: '', keyInCluster: true };
  const lines = Object.entries(settings).map(([name, value]) => `  ${name} = "${value}"\n`);
  return { stanza: `seal "${seal}" {${lines.length > 0 ? '\n' : ''}${lines.join('')}}\n`, keyInCluster: false };
}
