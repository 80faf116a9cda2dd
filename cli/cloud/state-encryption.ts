import { type Problem, problem } from '../../config/problems';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Binary } from '../run/binary';
import { given } from './surroundings';

type Encryption = NonNullable<WorkbenchConfig['state']['encryption']>;
type Settings = Readonly<Record<string, unknown>>;

const refuse = (path: string, message: string, hint: string): Problem =>
  problem('RUN-STATE-ENCRYPTION', message, hint, { path: `state.encryption.${path}` });

/** OpenTofu's own demand on a passphrase (docs: state and plan encryption, PBKDF2). */
const shortestPassphrase = 16;

type KeyRow = (
  encryption: Encryption,
  config: WorkbenchConfig,
  env: NodeJS.ProcessEnv,
) => { readonly provider: string; readonly settings: Settings } | Problem;

/** The key providers of OpenTofu that need nothing installed, each with what it is given. */
const keys: { readonly [By in Encryption['by']]: KeyRow } = {
  passphrase: ({ variable }, _config, env) => {
    const passphrase = given({ env }, variable);
    if (passphrase === undefined)
      return refuse('variable', `${variable} is not set`, 'set it to the passphrase that the states are encrypted with');
    if (passphrase.length < shortestPassphrase)
      return refuse(
        'variable',
        `the passphrase in ${variable} has fewer than ${shortestPassphrase} characters`,
        'take a longer one, such as openssl rand -base64 32 makes',
      );
    return { provider: 'pbkdf2', settings: { passphrase } };
  },
  'aws-kms': ({ key }, { platform, state }) => {
    if (key === undefined) return refuse('key', 'state.encryption.key is missing', 'write the ARN or the alias of a KMS key');
    return {
      provider: 'aws_kms',
      settings: { kms_key_id: key, key_spec: 'AES_256', region: state.region ?? platform.region },
    };
  },
  'azure-key-vault': ({ key, vault }) =>
    key && vault
      ? { provider: 'azure_vault', settings: { vault_uri: vault, vault_key_name: key, key_length: 32 } }
      : refuse(
          key ? 'vault' : 'key',
          `state.encryption.${key ? 'vault' : 'key'} is missing`,
          'write the address of a vault and the name of an RSA key in it',
        ),
};

/**
 * What makes OpenTofu encrypt states and plans (AES-GCM) before they leave its memory: a variable of its environment, so no file of ours holds a passphrase.
 * States of other stacks are read with the same key. What is not encrypted is refused, unless `plainUntilNow` says otherwise.
 * @returns RUN-STATE-ENCRYPTION for Terraform, which has no such thing, and for a key that is not there
 */
export const encryptionVariables =
  (config: WorkbenchConfig, env: NodeJS.ProcessEnv) =>
  ({ tool }: Binary): NodeJS.ProcessEnv | Problem => {
    const { encryption } = config.state;
    if (encryption === undefined) return {};
    if (tool !== 'opentofu')
      return refuse('by', 'Terraform can not encrypt states', 'set WORKBENCH_TERRAFORM to OpenTofu (tofu), or remove state.encryption');
    const key = keys[encryption.by](encryption, config, env);
    if ('code' in key) return key;
    // Methods are named by bare references: OpenTofu takes no template there.
    const method = 'method.aes_gcm.states';
    const target = encryption.plainUntilNow ? { method, fallback: { method: 'method.unencrypted.before' } } : { method, enforced: true };
    const before = encryption.plainUntilNow ? { unencrypted: { before: {} } } : {};
    const others = encryption.plainUntilNow ? { method, fallback: { method: 'method.unencrypted.before' } } : { method };
    return {
      TF_ENCRYPTION: JSON.stringify({
        key_provider: { [key.provider]: { states: key.settings } },
        method: { aes_gcm: { states: { keys: `\${key_provider.${key.provider}.states}` } }, ...before },
        state: target,
        plan: target,
        remote_state_data_sources: { default: others },
      }),
    };
  };
