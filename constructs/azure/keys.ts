import { KeyVaultKey } from '@cdktf/provider-azurerm/lib/key-vault-key';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { Capabilities, Keys } from '../contracts';
import { closedVault } from './key-vault';

/** Of each key what may be done with it, and no more. */
const purposes = {
  data: ['wrapKey', 'unwrapKey'],
  cluster: ['encrypt', 'decrypt'],
  vault: ['wrapKey', 'unwrapKey'],
} as const satisfies Record<keyof Keys, readonly string[]>;

/**
 * One key a purpose in a vault of their own, so that a right on secrets is never one on keys. Each is replaced every year by Azure and old versions
 * stay, so nothing has to be encrypted anew: services take the new version by themselves, but for the Kubernetes API, which gets it with the next
 * deploy of the stack `cluster`. About 0.03 USD for 10,000 uses. What a deleted key encrypts is lost, 90 days later.
 */
export const keys: Capabilities['keys'] = (scope, { config }, needs): Keys => {
  const { vault, open } = closedVault(scope, config, needs, { part: 'keys', deployers: 'Key Vault Crypto Officer' });
  const make = (purpose: keyof Keys) =>
    new KeyVaultKey(scope, purpose, {
      name: nameOf(config, 'key', purpose),
      keyVaultId: vault.id,
      keyType: 'RSA',
      // Storage, disks and MySQL take RSA only; 3072 bits hold until 2030 and beyond (NIST SP 800-57).
      keySize: 3072,
      keyOpts: [...purposes[purpose]],
      // No end of life: a version that ended would close what it encrypts. It gets a successor instead.
      rotationPolicy: { automatic: { timeAfterCreation: 'P1Y' } },
      tags: tagsOf(config),
      dependsOn: [...open],
    }).versionlessId;
  return { data: make('data'), cluster: make('cluster'), vault: make('vault') };
};
