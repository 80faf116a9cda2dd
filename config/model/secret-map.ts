import { atLeast, layoutOf } from '../releases/versions';
import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { backupLogin, loginFields, storesOutside } from './backup/outside';
import type { Database } from './databases';
import type { Features } from './features';
import { identitySecrets, knownToKeycloak } from './identity-secrets';
import { managedLogin, proxyLogin } from './managed-stores';
import { monitoringSecrets } from './monitoring-secrets';
import { portalDsn, portalSecretEntries } from './portal/secrets';
import { isManaged, storeService } from './store-services';

/** A Kubernetes Secret that receives a secret, in exactly a namespace that uses it. */
export interface Delivery {
  readonly namespace: string;
  readonly secretName: string;
  readonly key: string;
  /** Text around the secret where a program wants a whole address; `{}` stands for the secret. */
  readonly template?: string;
  /** What the secret goes through before, in words of the operator's templates (Go, Sprig): `sha256sum | trunc 32`. */
  readonly through?: string;
}

/** One secret: where it is born, and who may read it. */
export interface SecretEntry {
  readonly id: string;
  /** `password`: RandomSecret. `signing-key`: written once by an ephemeral value. `given`: an operator puts it into Vault. `managed`: born in the secret store of the cloud, copied by an ephemeral value. */
  readonly kind: 'password' | 'signing-key' | 'given' | 'managed';
  /** Path below the KV version 2 mount. */
  readonly path: string;
  readonly field: string;
  readonly purpose: string;
  readonly deliveries: readonly Delivery[];
  /**
   * Stack that makes it; a participant's own secrets come and go with its stack. Those by which the identity provider knows it are made in `edge`,
   * which is there before.
   */
  readonly owner: 'stores' | 'secrets' | 'edge' | 'portal' | 'observability' | { readonly participant: string };
}

export const generatedPrefix = 'generated';
/** Path of a key with which the hub signs messages. The first has no number: it was there before others could follow. */
export const signingKeyPath = (version: number): string => `${generatedPrefix}/hub/jws${version === 1 ? '' : `-${version}`}`;
/** Keys of the Secrets the charts read by default since 15.0. */
export const secretKeys = { mysql: 'mysql-password', mongodb: 'mongodb-passwords' } as const;
export const jwsSecret = { name: 'hub-jws', key: 'jwsSigningKey' } as const;

/** Accounts of the operators' own making: name in the Secret that the custom resource points at. */
const mysqlSystem = ['root', 'xtrabackup', 'monitor', 'proxyadmin', 'operator', 'replication'] as const;
const mongoSystem = ['BACKUP', 'DATABASE_ADMIN', 'CLUSTER_ADMIN', 'CLUSTER_MONITOR', 'USER_ADMIN'] as const;
/** Secret that the Kafka proxy logs in with: `jaas.conf` is the file it reads. */
export const kafkaLogin = { name: 'kafka-login', file: 'jaas.conf' } as const;
export const systemSecrets = { mysql: 'mysql-system-users', mongodb: 'mongodb-system-users' } as const;

const password = (id: string, path: string, purpose: string, deliveries: Delivery[], owner: SecretEntry['owner']): SecretEntry => ({
  id,
  kind: 'password',
  path: `${generatedPrefix}/${path}`,
  field: 'password',
  purpose,
  deliveries,
  owner,
});

function databaseSecrets(config: WorkbenchConfig, databases: readonly Database[]): SecretEntry[] {
  // Charts of 14.x know no Secrets: their passwords go through Helm's write-only values, and a Secret beside them would only be one more place.
  const hubReads = layoutOf(config.hub.release) !== 'v14';
  return databases.flatMap((database) => {
    const external = config.stores[database.engine].databases[database.name];
    const key = secretKeys[database.engine];
    return database.users.map((user): SecretEntry => {
      const namespace = user.namespace ?? database.namespace;
      const dsn = portalDsn(config, user.name);
      const whole = { namespace: namespace ?? config.hub.namespace, secretName: user.secret, key };
      // What takes the whole address of its database never sees the password by itself.
      const besideStores = namespace === config.stores.namespace;
      const toHub: readonly Delivery[] = dsn.length > 0 ? dsn : !besideStores && (namespace || hubReads) ? [whole] : [];
      if (external) {
        const path = external.credentials ?? '';
        return {
          id: user.secret,
          kind: 'given',
          path,
          field: 'password',
          purpose: `${database.why} (existing database)`,
          deliveries: toHub,
          owner: 'stores',
        };
      }
      const toStores: Delivery = { namespace: config.stores.namespace, secretName: user.secret, key };
      return password(
        user.secret,
        `${database.engine}/${user.name}`,
        `${user.name} in ${database.schema}: ${database.why}`,
        [toStores, ...toHub],
        'stores',
      );
    });
  });
}

function systemAccounts(config: WorkbenchConfig, databases: readonly Database[]): SecretEntry[] {
  const { namespace } = config.stores;
  const runs = (engine: Database['engine']) =>
    storeService(config, engine) === 'operator' && databases.some((d) => d.engine === engine && !config.stores[engine].databases[d.name]);
  const mysql = mysqlSystem.map((name) =>
    password(
      `mysql-system-${name}`,
      `mysql-system/${name}`,
      `account ${name} of the MySQL cluster`,
      [{ namespace, secretName: systemSecrets.mysql, key: name }],
      'stores',
    ),
  );
  const mongodb = mongoSystem.map((name) => {
    const account = name.toLowerCase().replaceAll('_', '-');
    return password(
      `mongodb-system-${account}`,
      `mongodb-system/${account}`,
      `account ${account} of the MongoDB cluster`,
      [{ namespace, secretName: systemSecrets.mongodb, key: `MONGODB_${name}_PASSWORD` }],
      'stores',
    );
  });
  return [...(runs('mysql') ? mysql : []), ...(runs('mongodb') ? mongodb : [])];
}

/** An external server lets the workbench make databases and users with an administrator that an operator has put into Vault. */
function externalAdministrators(config: WorkbenchConfig): SecretEntry[] {
  return (['mysql', 'mongodb'] as const).flatMap((engine): SecretEntry[] => {
    const external = config.stores[engine].external;
    if (!external?.credentials) return [];
    return (['username', 'password'] as const).map((field) => ({
      id: `${engine}-administrator-${field}`,
      kind: 'given',
      path: external.credentials ?? '',
      field,
      purpose: `administrator of the existing ${engine} server: makes databases and users`,
      deliveries: [{ namespace: config.stores.namespace, secretName: `${engine}-administrator`, key: field }],
      owner: 'stores',
    }));
  });
}

/** A store that the cloud runs has a login of the cloud's making: an administrator of databases, and that of the Kafka proxy. */
function managedLogins(config: WorkbenchConfig): SecretEntry[] {
  const rows = [
    { kind: 'mysql', secretName: 'mysql-administrator', purpose: 'administrator of the managed MySQL: makes databases and users' },
    { kind: 'mongodb', secretName: 'mongodb-administrator', purpose: 'administrator of the managed MongoDB: makes users' },
    { kind: 'kafka', secretName: kafkaLogin.name, purpose: 'login of the proxy at the managed Kafka' },
  ] as const;
  return rows
    .filter(({ kind }) => (kind === 'kafka' ? proxyLogin(config) === 'password' : isManaged(config, kind)))
    .flatMap(({ kind, secretName, purpose }) =>
      (['username', 'password'] as const).map(
        (field): SecretEntry => ({
          id: `${secretName}-${field}`,
          kind: 'managed',
          path: managedLogin(kind),
          field,
          purpose,
          deliveries: [{ namespace: config.stores.namespace, secretName, key: field }],
          owner: 'stores',
        }),
      ),
    );
}

/** Login of the place of backups where its cloud gives pods no identity: an operator has put it into Vault. */
function backupLogins(config: WorkbenchConfig): SecretEntry[] {
  const { store } = config.operations.backups;
  const outside = storesOutside(config);
  if (!store?.credentials || outside.length === 0) return [];
  const { namespace: vault } = config.secrets.vault;
  const namespaces = [...new Set(outside.map((one) => (one === 'vault' ? vault : config.stores.namespace)))];
  const path = store.credentials;
  return Object.keys(loginFields[store.kind]).map(
    (field): SecretEntry => ({
      id: `${backupLogin}-${field}`,
      kind: 'given',
      path,
      field,
      purpose: 'login of the place of backups',
      deliveries: namespaces.map((namespace) => ({ namespace, secretName: backupLogin, key: field })),
      owner: 'stores',
    }),
  );
}

/** Secrets of one payment manager. */
export function participantSecrets(participant: ParticipantConfig): SecretEntry[] {
  const { id } = participant;
  const own = (name: string, purpose: string, owner: SecretEntry['owner'] = { participant: id }) =>
    password(
      `${id}-${name}`,
      `participants/${id}/${name}`,
      purpose,
      participant.external ? [] : [{ namespace: id, secretName: `${id}-${name}`, key: 'secret' }],
      owner,
    );
  return [
    own('oauth-client', `OAuth client of ${id} at the hub`, 'edge'),
    ...(participant.external
      ? []
      : [
          own('portal-client', `OIDC client of the portal of ${id}`, 'edge'),
          own('ilp', `key from which ${id} makes fulfilments`),
          own('portal-session', `session key of the portal of ${id}`),
        ]),
  ];
}

/** The secret map: every secret of the environment, where it is born and who may read it. The report and the tests read it. */
export function secretMap(config: WorkbenchConfig, features: Features, databases: readonly Database[]): SecretEntry[] {
  const jws: SecretEntry = {
    id: 'hub-jws',
    kind: 'signing-key',
    path: signingKeyPath(config.certificates.signingKeys.current),
    field: 'privateKey',
    purpose: 'key with which the hub signs messages',
    // Charts before 16 take the key only as a value, so there is no Secret to deliver.
    deliveries: atLeast(config.hub.release, '16.0.0')
      ? [{ namespace: config.hub.namespace, secretName: jwsSecret.name, key: jwsSecret.key }]
      : [],
    owner: 'secrets',
  };
  return [
    ...databaseSecrets(config, databases),
    ...systemAccounts(config, databases),
    ...externalAdministrators(config),
    ...managedLogins(config),
    ...backupLogins(config),
    ...(features.jws ? [jws] : []),
    ...identitySecrets(config),
    ...portalSecretEntries(config),
    ...monitoringSecrets(config),
    ...config.participants
      .filter((participant) => !participant.retired)
      .flatMap(participantSecrets)
      .map((entry) => knownToKeycloak(config, entry)),
  ];
}

/** A key of a Secret with the entry that fills it. */
export interface DeliveredKey extends Pick<Delivery, 'key' | 'template' | 'through'> {
  readonly entry: SecretEntry;
}

/** A Kubernetes Secret that is filled from Vault. */
export interface DeliveredSecret {
  readonly namespace: string;
  readonly secretName: string;
  readonly keys: DeliveredKey[];
}

/** The Kubernetes Secrets of a namespace, each with the entries that fill its keys. */
export function deliveredSecrets(entries: readonly SecretEntry[]): DeliveredSecret[] {
  const grouped = new Map<string, DeliveredSecret>();
  for (const entry of entries) {
    for (const { namespace, secretName, key, ...how } of entry.deliveries) {
      const place = `${namespace}/${secretName}`;
      const group = grouped.get(place) ?? { namespace, secretName, keys: [] };
      group.keys.push({ key, entry, ...how });
      grouped.set(place, group);
    }
  }
  return [...grouped.values()];
}
