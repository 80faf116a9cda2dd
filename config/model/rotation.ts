import type { EnvironmentModel } from '../environment';
import { type CertificateRow, certificateTable, type Renewal } from './certificates';
import type { Database, DatabaseUser } from './databases';
import { mysqlExporter } from './exporters';
import { runsKeycloak } from './identity';
import { administratorSecret, firstPassword } from './identity-secrets';
import type { RotationKind } from './rotation-ways';
import type { SecretEntry } from './secret-map';
import { storeService } from './store-services';

/** Everything that can be given a next version, under the name by which a person asks for it. */
export interface RotationItem {
  readonly what: 'secret' | 'key' | 'certificate';
  readonly id: string;
  readonly kind: RotationKind;
  readonly purpose: string;
  /** Days after which the next version is due; undefined where a program renews it by itself. */
  readonly everyDays?: number;
  readonly secret?: SecretEntry;
  readonly certificate?: CertificateRow;
}

/** Whose database user has this secret. */
export function userOf(
  databases: readonly Database[],
  id: string,
): { readonly database: Database; readonly user: DatabaseUser } | undefined {
  for (const database of databases) {
    const user = database.users.find(({ secret }) => secret === id);
    if (user) return { database, user };
  }
  return undefined;
}

type Kinds = Readonly<Record<SecretEntry['kind'], (model: EnvironmentModel, entry: SecretEntry) => RotationKind>>;

/** Namespaces of payment managers that run in other clusters. */
const elsewhere = ({ config }: EnvironmentModel) =>
  new Set(config.participants.filter(({ cluster, external, retired }) => cluster && !external && !retired).map(({ id }) => id));

function databaseKind({ config }: EnvironmentModel, { engine, name }: Database, { deliveries }: SecretEntry): RotationKind {
  if (deliveries.every(({ namespace }) => namespace === config.stores.namespace)) return 'text';
  const byOperator = storeService(config, engine) === 'operator' && !config.stores[engine].databases[name];
  if (byOperator) return engine === 'mysql' ? 'mysql-user' : 'mongodb-user';
  // Without an administrator's login nobody but the owner of the server can change its users.
  if (storeService(config, engine) === 'external' && !config.stores[engine].external?.credentials) return 'foreign-database';
  return engine === 'mysql' ? 'mysql-user-job' : 'mongodb-user-job';
}

function passwordKind(model: EnvironmentModel, entry: SecretEntry): RotationKind {
  const { config, databases } = model;
  const there = elsewhere(model);
  if (typeof entry.owner === 'object' && there.has(entry.owner.participant)) return 'elsewhere';
  if (entry.deliveries.some(({ namespace }) => there.has(namespace))) return 'elsewhere';
  const found = userOf(databases, entry.id);
  if (found) return databaseKind(model, found.database, entry);
  if (entry.id.startsWith('mysql-system-') || entry.id.startsWith('mongodb-system-') || entry.id === mysqlExporter.secret)
    return 'store-account';
  if (entry.id === administratorSecret.name) return 'keycloak-administrator';
  if (config.identity.operators.some(({ username }) => firstPassword(username) === entry.id)) return 'first-password';
  if (entry.owner === 'edge') return runsKeycloak(config) ? 'keycloak-client' : 'foreign-client';
  return 'application';
}

const kinds: Kinds = {
  password: passwordKind,
  'signing-key': (_, { deliveries }) => (deliveries.length === 0 ? 'text' : 'signing-key'),
  given: () => 'given',
  managed: () => 'managed',
};

const renewals: Readonly<Record<Renewal, RotationKind>> = {
  'cert-manager': 'certificate',
  operator: 'authority',
  participant: 'participant-certificate',
};

const daysOf = ({ lifetimeHours, alertHours }: CertificateRow) => Math.floor((lifetimeHours - alertHours) / 24);

/**
 * Everything of an environment that has a next version, with what is due when: secrets and keys by `operations.rotation`, certificates by their life and
 * the time that is needed before its end. Pure.
 */
export function rotationItems(model: EnvironmentModel): RotationItem[] {
  const { rotation } = model.config.operations;
  return [
    ...model.secrets.map((entry): RotationItem => {
      const key = entry.kind === 'signing-key';
      return {
        what: key ? 'key' : 'secret',
        id: entry.id,
        kind: kinds[entry.kind](model, entry),
        purpose: entry.purpose,
        everyDays: key ? rotation.keyDays : rotation.secretDays,
        secret: entry,
      };
    }),
    ...certificateTable(model.config).map(
      (row): RotationItem => ({
        what: 'certificate',
        id: row.id,
        kind: renewals[row.renewal],
        purpose: `${row.commonName}: ${row.purpose}`,
        ...(row.renewal === 'cert-manager' ? {} : { everyDays: daysOf(row) }),
        certificate: row,
      }),
    ),
  ];
}
