import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Capabilities, Keys } from '../contracts';
import { keyPolicies } from './key-policies';

const purposes = {
  data: 'managed stores, buckets and logs',
  cluster: 'Secrets of the Kubernetes API',
  vault: 'opens Vault after a restart',
} as const satisfies Record<keyof Keys, string>;

/** Alias of a key: known before the key is made, so that Vault's settings can name it. */
export const keyAlias = (config: WorkbenchConfig, purpose: keyof Keys) => `alias/${nameOf(config, 'key', purpose)}`;

/** One key a purpose, changed every year by AWS. About 1 USD a month each. A deleted key takes what it encrypts with it, 30 days later. */
export const keys: Capabilities['keys'] = (scope, { config }): Keys => {
  const policies = keyPolicies(scope, config);
  const make = (purpose: keyof Keys) => {
    const key = new KmsKey(scope, purpose, {
      description: `${config.tenant} ${config.environment}: ${purposes[purpose]}`,
      policy: policies[purpose],
      enableKeyRotation: true,
      // The longest that KMS has: time to notice that something still needs it, and to cancel.
      deletionWindowInDays: 30,
    });
    new KmsAlias(scope, `${purpose}-alias`, { name: keyAlias(config, purpose), targetKeyId: key.keyId });
    return key.arn;
  };
  return { data: make('data'), cluster: make('cluster'), vault: make('vault') };
};
