import { grafanaAdmin } from '../../config/model/monitoring-secrets';
import { systemNamespace } from '../../config/model/namespaces';
import { deliveredSecrets, kafkaLogin, type SecretEntry } from '../../config/model/secret-map';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { secretReader } from '../in-cluster/namespace';
import type { KubernetesObject, WaitCondition } from '../in-cluster/objects';
import { identityName, passwordPolicy } from './policies';

const apiVersion = 'redhatcop.redhat.io/v1alpha1';

/** Where vault-config-operator logs in, and as whom it makes passwords. */
export interface SecretLogin {
  /** Mount of the auth method. */
  readonly path: string;
  /** Role that makes passwords. */
  readonly generator: string;
}

/** In the cluster of the hub. */
const hubLogin = (config: WorkbenchConfig): SecretLogin => ({
  path: config.secrets.kubernetesAuthPath,
  generator: identityName(config, 'generator'),
});

const authentication = ({ path }: Pick<SecretLogin, 'path'>, role: string) => ({ path, role, serviceAccount: { name: secretReader } });

/**
 * A password, born in Vault under the password policy of the environment. It has no refresh period:
 * a store would keep the old one. Removing the object keeps the password in Vault.
 */
function randomSecret(config: WorkbenchConfig, entry: SecretEntry, login: SecretLogin): KubernetesObject {
  const parts = entry.path.split('/');
  const name = parts.pop() ?? entry.id;
  return {
    apiVersion,
    kind: 'RandomSecret',
    metadata: { name: entry.id, namespace: systemNamespace },
    spec: {
      authentication: authentication(login, login.generator),
      isKVSecretsEngineV2: true,
      path: `${config.secrets.kvMount}/data/${parts.join('/')}`,
      name,
      secretKey: entry.field,
      secretFormat: { passwordPolicyName: passwordPolicy(config) },
      kvSecretRetainPolicy: 'Retain',
    },
  };
}

/** The operator's templates name a definition as a Go identifier. */
const definition = (id: string) => id.replace(/[^A-Za-z0-9]/g, '_');

const isPassword = (entry: SecretEntry) => entry.kind === 'password';

/** User names that stand beside generated passwords. */
const fixedKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [grafanaAdmin.name]: { [grafanaAdmin.userKey]: 'admin' },
  'mongodb-system-users': {
    MONGODB_BACKUP_USER: 'backup',
    MONGODB_DATABASE_ADMIN_USER: 'databaseAdmin',
    MONGODB_CLUSTER_ADMIN_USER: 'clusterAdmin',
    MONGODB_CLUSTER_MONITOR_USER: 'clusterMonitor',
    MONGODB_USER_ADMIN_USER: 'userAdmin',
  },
};

/** Files that are made of several entries of a Secret; `field` is how the operator's template names one. */
const composedFiles: Readonly<Record<string, (field: (key: string) => string) => Readonly<Record<string, string>>>> = {
  // The proxy reads user and password from it, and nothing else.
  [kafkaLogin.name]: (field) => ({
    [kafkaLogin.file]: `KafkaClient {\n  required\n  username="${field('username')}"\n  password="${field('password')}";\n};\n`,
  }),
};

/**
 * Objects that make passwords and deliver each to exactly the namespaces that use it. `born` are those that are made here, all of them when left out:
 * what another stack has made is only delivered.
 */
export function secretObjects(
  config: WorkbenchConfig,
  entries: readonly SecretEntry[],
  born: readonly SecretEntry[] = entries,
  login: SecretLogin = hubLogin(config),
): KubernetesObject[] {
  const births = born.filter(isPassword).map((entry) => randomSecret(config, entry, login));
  const deliveries = deliveredSecrets(entries).map(({ namespace, secretName, keys }): KubernetesObject => {
    const role = authentication(login, identityName(config, `reader-${namespace}`));
    const field = (key: string) => {
      const entry = keys.find((each) => each.key === key)?.entry;
      return entry ? text(entry) : '';
    };
    const text = ({ id, field: name }: SecretEntry, through?: string) =>
      `{{ index .${definition(id)} "${name}"${through ? ` | ${through}` : ''} }}`;
    const used = [...new Map(keys.map(({ entry }) => [entry.id, entry])).values()];
    return {
      apiVersion,
      kind: 'VaultSecret',
      metadata: { name: secretName, namespace },
      spec: {
        // Given secrets may be changed in Vault by their owner, those of a cloud by a deploy; generated ones never change, and each look is a line in the audit log.
        refreshPeriod: used.some(({ kind }) => kind === 'given' || kind === 'managed') ? '5m' : '1h',
        vaultSecretDefinitions: used.map((entry) => ({
          name: definition(entry.id),
          requestType: 'GET',
          path: `${config.secrets.kvMount}/data/${entry.path}`,
          authentication: role,
        })),
        output: {
          name: secretName,
          type: 'Opaque',
          stringData: {
            ...fixedKeys[secretName],
            ...Object.fromEntries(
              keys.map(({ key, entry, template = '{}', through }) => [key, template.replace('{}', text(entry, through))]),
            ),
            ...composedFiles[secretName]?.(field),
          },
        },
      },
    };
  });
  return [...births, ...deliveries];
}

/** The Secrets that must be there before anything that reads them is installed. */
export function secretsReady(entries: readonly SecretEntry[]): WaitCondition[] {
  const byNamespace = new Map<string, string[]>();
  for (const { namespace, secretName } of deliveredSecrets(entries))
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), secretName]);
  return [...byNamespace].map(([namespace, names]) => ({ namespace, group: '', resource: 'secret', names, for: 'create' }));
}
