import { regionOf, regionTable } from '../model/regions';
import { didYouMean } from '../problems';
import type { WorkbenchConfig } from '../schema/workbench';
import { both, cloudNames, onCloud } from './clouds';
import { inProduction, type Rule, when } from './rule';

const backend = (name: WorkbenchConfig['state']['backend']) => (config: WorkbenchConfig) => config.state.backend === name;
const at = (key: string) => ['state', key];
type Encryption = NonNullable<WorkbenchConfig['state']['encryption']>;
/** What each way to encrypt states must be told. A passphrase comes from the environment of whoever deploys. */
const keyOf: { readonly [By in Encryption['by']]: readonly ('key' | 'vault')[] } = {
  passphrase: [],
  'aws-kms': ['key'],
  'azure-key-vault': ['vault', 'key'],
};
const keyHints = {
  key: 'write state.encryption.key: the ARN or alias of the key (aws-kms), or its name in the vault (azure-key-vault)',
  vault: 'write state.encryption.vault: the address of the vault, such as https://switch-states.vault.azure.net',
};
const loopback = /^http:\/\/(localhost|127\.|\[::1\])/;

/** Where the state of Terraform is kept. */
export const stateRules: readonly Rule[] = [
  {
    code: 'STA-OTHER-CLOUD',
    severity: 'warning',
    title: 'The state lies in the cloud that it describes, or in none',
    appliesWhen: onCloud,
    check: ({ state, platform }) => {
      const owner = { s3: 'aws', azurerm: 'azure' }[String(state.backend)] as 'aws' | 'azure' | undefined;
      return when(owner !== undefined && owner !== platform.provider, () => ({
        path: at('backend'),
        message: `the state lies in ${cloudNames[owner ?? 'aws']}, and everything else in ${cloudNames[platform.provider]}: whoever deploys needs a login at both`,
        hint: `write ${platform.provider === 'aws' ? 's3' : 'azurerm'} or http`,
      }));
    },
  },
  {
    code: 'STA-ACCOUNT-NAME',
    severity: 'error',
    title: 'The storage account of the state has a name that Azure accepts',
    appliesWhen: both(backend('azurerm'), ({ state }) => state.account !== undefined),
    check: ({ state: { account = '' } }) =>
      when(!/^[a-z0-9]{3,24}$/.test(account), () => ({
        path: at('account'),
        message: `${account} is no name of a storage account`,
        hint: '3 to 24 lower case letters and digits, without dashes',
      })),
  },
  {
    code: 'STA-BUCKET-NAME',
    severity: 'error',
    title: 'The bucket or container of the state has a name that the cloud accepts',
    appliesWhen: ({ state }) => state.bucket !== undefined && ['s3', 'azurerm'].includes(state.backend),
    check: ({ state: { bucket = '', backend: kind } }) => {
      const s3 = kind === 's3';
      const fits = s3
        ? /^(?!xn--|sthree-|amzn-s3-demo-|\d+\.\d+\.\d+\.\d+$)[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) &&
          !/(-s3alias|--ol-s3)$/.test(bucket)
        : /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket);
      return when(!fits, () => ({
        path: at('bucket'),
        message: `${bucket} is no name of ${s3 ? 'an S3 bucket' : 'a storage container'}`,
        hint: s3
          ? '3 to 63 lower case letters, digits, dots and dashes, beginning and ending with a letter or digit'
          : '3 to 63 lower case letters, digits and single dashes',
      }));
    },
  },
  {
    code: 'STA-REGION',
    severity: 'error',
    title: 'The region of the state is one that AWS has',
    appliesWhen: both(backend('s3'), ({ state }) => state.region !== undefined),
    check: ({ state: { region = '' } }) =>
      when(regionOf('aws', region) === undefined && !regionTable('aws')?.others.test(region), () => ({
        path: at('region'),
        message: `AWS has no region ${region}`,
        hint: didYouMean(region, regionTable('aws')?.names ?? []) ?? 'such as eu-west-1',
      })),
  },
  {
    code: 'STA-CLEAR',
    severity: 'error',
    title: 'The state travels encrypted',
    appliesWhen: both(backend('http'), ({ state }) => state.address !== undefined),
    check: ({ state: { address = '' } }) =>
      when(!address.startsWith('https://') && !loopback.test(address), () => ({
        path: at('address'),
        message: `${address} is reached without TLS: whoever listens gets the token of the deployer and may write the state`,
        hint: 'write an https address',
      })),
  },
  {
    code: 'STA-NAMESPACE',
    severity: 'warning',
    title: 'In production the state in a cluster does not go with a namespace of the hub',
    appliesWhen: both(backend('kubernetes'), inProduction),
    check: ({ state, hub, stores, secrets }) =>
      when([hub.namespace, stores.namespace, secrets.vault.namespace].includes(state.namespace), () => ({
        path: at('namespace'),
        message: `the state lies in ${state.namespace}, which it describes itself: destroying the environment destroys its own state first`,
        hint: 'leave namespace out, or make one for states',
      })),
  },
  {
    code: 'STA-ENCRYPTION-KEY',
    severity: 'error',
    title: 'Encryption of the state names its key',
    appliesWhen: ({ state }) => state.encryption !== undefined,
    check: ({ state: { encryption } }) =>
      keyOf[encryption?.by ?? 'passphrase'].flatMap((field) =>
        when(encryption?.[field] === undefined, () => ({
          path: [...at('encryption'), field],
          message: `states are encrypted by ${encryption?.by}, and nothing says with which ${field}`,
          hint: keyHints[field],
        })),
      ),
  },
];
