import type { Platform } from '../schema/platform';
import type { WorkbenchConfig } from '../schema/workbench';
import { type Path, valueAt } from '../validate/path';
import { schemaAt, schemaOf, unwrap } from '../validate/schema';
import { cloudNames } from './clouds';
import { always, type Finding, type Rule, when } from './rule';

interface Setting {
  readonly path: Path;
  /** Platforms on which it has an effect. */
  readonly on: readonly Platform[];
}

const clouds = ['aws', 'azure'] as const;
const makers = ['aws', 'azure', 'azure-stack'] as const;
const setting = (path: string, on: readonly Platform[]): Setting => ({ path: path.split('.'), on });

/** Settings that not every platform reads, `azureStack`, `region` and `seal` aside, which have rules of their own. */
const settings: readonly Setting[] = [
  setting('platform.account', makers),
  setting('platform.directory', ['azure', 'azure-stack']),
  setting('cluster.api.allowedAddresses', clouds),
  setting('cluster.administrators', makers),
  setting('cluster.viewers', clouds),
  setting('cluster.pools', makers),
  setting('cluster.upgrades.channel', ['azure']),
  setting('cluster.upgrades.day', clouds),
  setting('cluster.upgrades.hour', clouds),
  setting('cluster.dataPlane', ['azure']),
  setting('network.addressSpace', makers),
  setting('network.podRange', ['azure', 'azure-stack']),
  setting('network.serviceRange', makers),
  setting('network.nat', clouds),
  setting('network.flowLogs', clouds),
  setting('network.parentZone', clouds),
  setting('operations.logRetentionDays', clouds),
];

const listed = (words: readonly string[]) => words.join(', ').replace(/, ([^,]*)$/, ' and $1');

/** Whether a file says something else than what it would get anyway. What it repeats is no lie. */
function isSet(config: WorkbenchConfig, path: Path): boolean {
  const value = valueAt(config, path);
  const schema = schemaAt(schemaOf(config.profile), path);
  return value !== undefined && JSON.stringify(value) !== JSON.stringify(schema && unwrap(schema).defaultValue);
}

/** A cluster that exists is named by kubeconfig and context; a cloud makes its own. */
const existing = ({ platform }: WorkbenchConfig) =>
  platform.provider === 'kubernetes' || (platform.provider === 'azure-stack' && platform.azureStack?.flavour === 'hub');

export const unusedSettingRules: readonly Rule[] = [
  {
    code: 'PLT-UNUSED',
    severity: 'warning',
    title: 'Settings stand beside a platform that reads them',
    appliesWhen: always,
    check: (config) => {
      const { provider } = config.platform;
      return settings.flatMap(({ path, on }): Finding[] =>
        when(!on.includes(provider) && isSet(config, path), () => ({
          path,
          message: `${String(path.at(-1))} has no effect on ${cloudNames[provider]}`,
          hint: `remove it: it is for ${listed(on.map((platform) => cloudNames[platform]))}`,
        })),
      );
    },
  },
  {
    code: 'PLT-CONTEXT-UNUSED',
    severity: 'warning',
    title: 'Kubeconfig and context name a cluster that exists',
    appliesWhen: (config) => !existing(config),
    check: (config) =>
      (['kubeconfig', 'context'] as const).flatMap((key) =>
        when(isSet(config, ['platform', key]), () => ({
          path: ['platform', key],
          message: `${key} has no effect: ${cloudNames[config.platform.provider]} makes a cluster, and the command logs in to that`,
          hint: 'remove it, or write provider: kubernetes to use the cluster it names',
        })),
      ),
  },
  {
    code: 'PLT-ENDPOINT-OTHER',
    severity: 'error',
    title: 'Another address is for an emulator of AWS',
    appliesWhen: ({ platform }) => platform.endpoint !== undefined,
    check: ({ platform }) =>
      when(platform.provider !== 'aws', () => ({
        path: ['platform', 'endpoint'],
        message: `${cloudNames[platform.provider]} cannot be reached at another address`,
        hint: 'remove endpoint: it is for rehearsals with an emulator of AWS',
      })),
  },
  {
    code: 'SEC-SEAL-CLOUD',
    severity: 'error',
    title: 'Vault opens itself by the key service of its own cloud',
    appliesWhen: ({ secrets }) => secrets.vault.address === undefined,
    check: ({ platform, secrets: { vault } }) => {
      const owner = { awskms: 'aws', azurekeyvault: 'azure' }[String(vault.seal)] as 'aws' | 'azure' | undefined;
      const other = owner !== undefined && owner !== platform.provider && (platform.provider === 'aws' || platform.provider === 'azure');
      return when(other, () => ({
        path: ['secrets', 'vault', 'seal'],
        message: `seal ${vault.seal} is a key service of ${cloudNames[owner ?? 'aws']}, and pods on ${cloudNames[platform.provider]} have no login there`,
        hint: `leave seal out: ${platform.provider === 'aws' ? 'awskms' : 'azurekeyvault'} is taken`,
      }));
    },
  },
];
