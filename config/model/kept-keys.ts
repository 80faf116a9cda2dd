import { offerOf } from '../capabilities';
import type { WorkbenchConfig } from '../schema/workbench';
import { generations, intermediateIssuer, unsignedGenerations } from './authority';
import { nameOf } from './names';
import { sealOf } from './seal';

/** A key of a key service without which something that is kept can't be read. */
export interface NeededKey {
  readonly purpose: 'data' | 'vault';
  /** What it opens. */
  readonly opens: string;
  /** Its name at the service, and the call that tells its address where the name goes with the environment. */
  readonly name: string;
  readonly ask?: { readonly program: 'aws'; readonly args: readonly string[] };
  /** When it is gone after a removal, and how it is called back. */
  readonly gone: string;
  readonly back: (address: string) => string;
}

const opens = {
  data: 'snapshots of managed stores that the cloud keeps',
  vault: 'backups of Vault: their snapshots open with nothing else',
} as const satisfies Record<NeededKey['purpose'], string>;

/**
 * Keys that must outlive the environment for as long as something that they close is kept. Dumps need none of them: those are encrypted for people. KMS keeps a
 * deleted key for 30 days (constructs/aws/keys.ts), Key Vault for 90.
 */
export function neededKeys(config: WorkbenchConfig): readonly NeededKey[] {
  const { platform, secrets } = config;
  if (!offerOf(platform, 'keys').offered) return [];
  const sealed = secrets.vault.address === undefined && sealOf(config) !== 'shamir';
  const purposes: NeededKey['purpose'][] = ['data', ...(sealed ? (['vault'] as const) : [])];
  return purposes.map((purpose): NeededKey => {
    const common = { purpose, opens: opens[purpose] };
    if (platform.provider !== 'aws') {
      const vault = nameOf(config, 'keyVault', 'keys');
      const name = `https://${vault}.vault.azure.net/keys/${nameOf(config, 'key', purpose)}`;
      return { ...common, name, gone: '90 days after the removal', back: () => `az keyvault recover --name ${vault}` };
    }
    const region = ['--region', platform.region ?? ''];
    const at = [...(platform.endpoint ? ['--endpoint-url', platform.endpoint] : []), ...region];
    const name = `alias/${nameOf(config, 'key', purpose)}`;
    return {
      ...common,
      name,
      ask: { program: 'aws', args: [...at, 'kms', 'describe-key', '--key-id', name, '--query', 'KeyMetadata.Arn', '--output', 'text'] },
      gone: '30 days after the removal',
      back: (address) => `aws kms ${region.join(' ')} cancel-key-deletion --key-id ${address}`,
    };
  });
}

/** Public certificates of an environment in its Vault, by the file that each becomes. Nobody needs a right to read them. */
export function authorityPaths(config: WorkbenchConfig): Readonly<Record<string, string>> {
  const unsigned = unsignedGenerations(config);
  const rows = generations(config)
    .filter((generation) => !unsigned.includes(generation))
    .flatMap((generation) => {
      const path = `/v1/${config.secrets.pkiMount}/issuer/${intermediateIssuer(generation)}`;
      return [
        [`authority-${generation}.json`, `${path}/json`],
        [`revoked-${generation}.pem`, `${path}/crl/pem`],
      ] as const;
    });
  return Object.fromEntries(rows);
}
