import type { EnvironmentModel } from '../../config/environment';
import type { SecretValue } from '../in-cluster/release-spec';
import { type Component, databaseOf } from './chart-leaves';

/** A secret that a chart of this release takes only as text, with the reason. */
export interface SecretException extends SecretValue {
  readonly chart: string;
  readonly why: string;
}

interface ExceptionRow {
  readonly engine: 'mysql' | 'mongodb';
  /** Database, where the component works in more than one. */
  readonly only?: string;
  /** Text around the password. */
  readonly template?: (user: string, host: string, port: number, schema: string) => string;
}

const address: ExceptionRow['template'] = (user, host, port, schema) => `mongodb://${user}:{}@${host}:${port}/${schema}`;

/** Where 14.x takes a password: no chart of it knows Secrets. */
export const passwordLeaves: Readonly<Record<string, ExceptionRow>> = {
  'config/db_password': { engine: 'mysql' },
  'config/mongo_password': { engine: 'mongodb' },
  'config/objstore_uri': { engine: 'mongodb', template: address },
  'config/system_config.json/DB/URI': { engine: 'mongodb', template: address },
  'config/production.json/DATABASE/connection/password': { engine: 'mysql' },
  'config/default.json/DATABASE/PASSWORD': { engine: 'mysql' },
  'config/db/central_ledger/password': { engine: 'mysql', only: 'central-ledger-db' },
  'config/db/account_lookup/password': { engine: 'mysql', only: 'account-lookup-db' },
};

/** The exception a leaf of a component is, if it is one: 14.x has no Secret support, 15.x none for the signing key. */
export function secretException(model: EnvironmentModel, component: Component, leaf: string): SecretException | undefined {
  const path = [...component, ...leaf.split('/')].map((part) => part.replaceAll('.', '\\.')).join('.');
  const exception = { chart: 'mojaloop', path };
  if (leaf === 'config/endpointSecurity/jwsSigningKey' && model.features.jws && model.layout < 'v16')
    return { ...exception, secret: 'hub-jws', why: 'the charts take the signing key from a Secret only from 16.0 on' };
  const row = passwordLeaves[leaf];
  if (model.layout !== 'v14' || !row) return undefined;
  const found = databaseOf(model, component, row.engine, row.only);
  if (!found) return undefined;
  const { user, host, port, database } = found;
  return {
    ...exception,
    secret: user.secret,
    why: 'the charts of 14.x know no Secrets',
    ...(row.template ? { template: row.template(user.name, host, port, database.schema) } : {}),
  };
}
