import { nameOf } from '../../config/model/names';
import { sealOf } from '../../config/model/seal';
import type { PlatformKit } from '../contracts';

/**
 * Vault opens itself by a key of Key Vault, with the workload identity of its pods: vault and key go by names that follow from the file, so
 * that Vault's settings need nothing of another stack.
 */
export const vaultSeal: PlatformKit['vaultSeal'] = (config) => {
  const seal = sealOf(config);
  if (seal === 'shamir') return { stanza: '', keyInCluster: true };
  if (seal !== 'azurekeyvault') return { stanza: `seal "${seal}" {}\n`, keyInCluster: false };
  const settings = {
    ...(config.platform.directory ? { tenant_id: config.platform.directory } : {}),
    vault_name: nameOf(config, 'keyVault', 'keys'),
    key_name: nameOf(config, 'key', 'vault'),
  };
  const lines = Object.entries(settings).map(([name, value]) => `  ${name} = "${value}"\n`);
  return { stanza: `seal "azurekeyvault" {\n${lines.join('')}}\n`, keyInCluster: false };
};
