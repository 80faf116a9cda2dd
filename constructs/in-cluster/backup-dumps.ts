import type { EnvironmentModel } from '../../config/environment';
import type { BackedUp } from '../../config/model/backup/scripts';
import { inClusterTargets, ports } from '../../config/model/endpoints';
import { systemSecrets } from '../../config/model/secret-map';
import { mysqlTrust } from '../../config/model/store-trust';
import { operatorFacts } from '../../config/releases/platform-charts';
import type { ManagedStore } from '../contracts';
import { backupIdentity } from '../vault/backup-identity';
import { vaultImage } from '../vault/bootstrap';
import { vaultTls } from '../vault/server';
import { images } from './images';
import type { Json } from './release-spec';

/** What one store is dumped with: the first step of its Job. */
export interface Dump {
  readonly namespace: string;
  readonly image: string;
  readonly env: readonly Json[];
  readonly mounts: readonly Json[];
  readonly volumes: readonly Json[];
  /** Scratch space of the Job: as large as the store itself, so that a dump always fits. */
  readonly space: string;
}

const text = (name: string, value: string) => ({ name, value });
const secret = (name: string, from: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: from, key } } });
const trustFolder = '/mysql-ca';
const tokenFolder = '/token';

function mysql({ config, databases }: EnvironmentModel, managed: ManagedStore | undefined): Dump {
  const { external, databases: elsewhere, size } = config.stores.mysql;
  const own = databases.filter(({ engine, name }) => engine === 'mysql' && !elsewhere[name]);
  const administrator = [
    secret('STORE_USER', 'mysql-administrator', 'username'),
    secret('STORE_PASSWORD', 'mysql-administrator', 'password'),
  ];
  // The administrator of a managed server is no SUPER, and global transaction ids belong to the server they come from.
  const options = [
    '--no-tablespaces',
    '--set-gtid-purged=OFF',
    ...(managed ? ['--ssl-mode=VERIFY_IDENTITY', `--ssl-ca=${trustFolder}/${mysqlTrust.key}`] : []),
  ];
  return {
    namespace: config.stores.namespace,
    image: images.mysqlClient,
    env: [
      text('STORE_HOST', managed?.host ?? external?.host ?? inClusterTargets.mysql),
      text('STORE_PORT', String(external?.port ?? ports.mysql)),
      ...(managed || external ? administrator : [text('STORE_USER', 'root'), secret('STORE_PASSWORD', systemSecrets.mysql, 'root')]),
      text('STORE_OPTIONS', options.join(' ')),
      text('STORE_DATABASES', [...new Set(own.map(({ schema }) => schema))].join(' ')),
    ],
    mounts: managed ? [{ name: 'trust', mountPath: trustFolder, readOnly: true }] : [],
    volumes: managed ? [{ name: 'trust', secret: { secretName: mysqlTrust.name } }] : [],
    space: size,
  };
}

const mongodb = ({ config }: EnvironmentModel): Dump => ({
  namespace: config.stores.namespace,
  image: operatorFacts.mongodb.serverImage,
  env: [
    text('STORE_HOST', `rs0/${inClusterTargets.mongodb}.${config.stores.namespace}:${ports.mongodb}`),
    secret('STORE_USER', systemSecrets.mongodb, 'MONGODB_BACKUP_USER'),
    secret('STORE_PASSWORD', systemSecrets.mongodb, 'MONGODB_BACKUP_PASSWORD'),
  ],
  mounts: [],
  volumes: [],
  space: config.stores.mongodb.size,
});

const kafka = ({ config }: EnvironmentModel): Dump => ({
  namespace: config.stores.namespace,
  image: operatorFacts.kafka.image,
  env: [text('STORE_HOST', inClusterTargets.kafka), text('STORE_PORT', String(ports.kafka))],
  mounts: [],
  volumes: [],
  space: '1Gi',
});

/** A snapshot of raft, by a token of the pod's own account that Vault takes for ten minutes and for nothing else. */
const vault = ({ config }: EnvironmentModel): Dump => ({
  namespace: config.secrets.vault.namespace,
  image: vaultImage,
  env: [
    text('VAULT_ADDR', 'https://vault-active:8200'),
    text('VAULT_CACERT', '/tls/ca.crt'),
    text('AUTH_PATH', config.secrets.kubernetesAuthPath),
    text('ROLE', backupIdentity(config).name),
    text('ACCOUNT_FILE', `${tokenFolder}/token`),
    text('UNSEAL_FILE', '/unseal/key'),
    text('HOME', '/tmp'),
  ],
  mounts: [
    { name: 'token', mountPath: tokenFolder, readOnly: true },
    { name: 'tls', mountPath: '/tls', readOnly: true },
    { name: 'unseal', mountPath: '/unseal', readOnly: true },
  ],
  volumes: [
    { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 600 } }] } },
    { name: 'tls', secret: { secretName: vaultTls.secret, items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { name: 'unseal', secret: { secretName: 'vault-unseal', optional: true, defaultMode: 0o440 } },
  ],
  space: config.secrets.vault.storage,
});

const dumps: Readonly<Record<BackedUp, (model: EnvironmentModel, managed: ManagedStore | undefined) => Dump>> = {
  mysql,
  mongodb,
  kafka,
  vault,
};

/** How a store is dumped. `managed` is the server of a cloud where there is one. */
export const dumpOf = (model: EnvironmentModel, store: BackedUp, managed: ManagedStore | undefined): Dump => dumps[store](model, managed);
