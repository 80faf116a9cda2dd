import { nameOf } from '../../config/model/names';
import { sealOf } from '../../config/model/seal';
import type { PlatformKit } from '../contracts';
import { vaultSeal as sealWith } from '../in-cluster/vault-seal';

/** Vault opens itself by a key of Key Vault, with the workload identity of its pods. */
export const vaultSeal: PlatformKit['vaultSeal'] = (config) =>
  sealOf(config) === 'azurekeyvault'
    ? sealWith(config, {
        ...(config.platform.directory ? { tenant_id: config.platform.directory } : {}),
        vault_name: nameOf(config, 'keyVault', 'keys'),
        key_name: nameOf(config, 'key', 'vault'),
      })
    : sealWith(config);
