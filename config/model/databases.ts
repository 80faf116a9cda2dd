import { layoutOf } from '../releases/versions';
import type { WorkbenchConfig } from '../schema/workbench';
import { runsConnectionManager } from './connection-manager';
import type { Features } from './features';
import { runsKeycloak } from './identity';
import { ledgerExporter, runsLedgerExporter } from './ledger-exporter';
import { runsPortal } from './portal/portal';

/** A database user: one for each service that the charts let have its own. */
export interface DatabaseUser {
  readonly name: string;
  /** Id of its password in the secret map. */
  readonly secret: string;
  /** `owner` runs the migrations; `writer` reads and writes rows of a schema that somebody else owns; `extender` adds tables to it besides; `reader` changes nothing. */
  readonly access: 'owner' | 'writer' | 'extender' | 'reader';
  /** Who logs in with it, in the words of the charts. */
  readonly usedBy: readonly string[];
  /** Namespace from which it logs in, where that is not the one of its database. */
  readonly namespace?: string;
}

/** A logical database: what a service asks for, wherever it lives. */
export interface Database {
  /** Logical name; the Service `<name>` in the namespace of the stores leads to it. */
  readonly name: string;
  readonly engine: 'mysql' | 'mongodb';
  readonly schema: string;
  readonly users: readonly DatabaseUser[];
  /** Namespace of its users; that of the hub when left out. */
  readonly namespace?: string;
  readonly why: string;
}

interface UserRow extends Omit<DatabaseUser, 'secret' | 'namespace'> {
  /** Left out: whenever the database is there. */
  readonly when?: (features: Features, config: WorkbenchConfig) => boolean;
  readonly usedFrom?: (config: WorkbenchConfig) => string;
}

interface DatabaseRow extends Omit<Database, 'users' | 'namespace'> {
  readonly users: readonly UserRow[];
  readonly usedFrom?: (config: WorkbenchConfig) => string;
  readonly when: (features: Features, config: WorkbenchConfig) => boolean;
}

const ofPortal = ({ portal }: WorkbenchConfig) => portal.namespace;
const owner = (name: string, ...usedBy: string[]) => ({ name, access: 'owner' as const, usedBy });
const writer = (name: string, ...usedBy: string[]) => ({ name, access: 'writer' as const, usedBy });

/** The oracle of Pathfinder has no database of its own: it enters itself into account lookup and adds a table to the ledger. */
const pathfinder = (name: string, access: 'writer' | 'extender'): UserRow => ({
  name,
  access,
  usedBy: ['als-oracle-pathfinder'],
  when: (f) => f.oraclePathfinder,
});

/**
 * Every database a release can need. quoting-service and central-settlement work in the schema of the ledger
 * (its migrations make their tables), so they get users of their own without the right to change tables.
 */
const rows: readonly DatabaseRow[] = [
  {
    name: 'account-lookup-db',
    engine: 'mysql',
    schema: 'account_lookup',
    users: [owner('account_lookup', 'account-lookup-service', 'account-lookup-service-admin'), pathfinder('pathfinder_lookup', 'writer')],
    why: 'account lookup',
    when: () => true,
  },
  {
    name: 'central-ledger-db',
    engine: 'mysql',
    schema: 'central_ledger',
    users: [
      owner('central_ledger', 'centralledger', 'bulk-centralledger'),
      writer('quoting', 'quoting-service'),
      writer('central_settlement', 'centralsettlement'),
      pathfinder('pathfinder_ledger', 'extender'),
      // Reports are written by people: whatever they ask, nothing can be changed by it.
      { name: 'reporting', access: 'reader', usedBy: ['finance-portal'], when: (_, config) => runsPortal(config), usedFrom: ofPortal },
      {
        name: ledgerExporter.user,
        access: 'reader',
        usedBy: [ledgerExporter.name],
        when: (_, config) => runsLedgerExporter(config),
        usedFrom: ({ stores }) => stores.namespace,
      },
    ],
    why: 'the ledger, quotes and settlement',
    when: () => true,
  },
  {
    name: 'msisdn-oracle-db',
    engine: 'mysql',
    schema: 'oracle_msisdn',
    users: [owner('oracle_msisdn', 'als-msisdn-oracle')],
    why: 'the MSISDN oracle',
    when: (f) => f.oracleMsisdn,
  },
  {
    name: 'thirdparty-auth-db',
    engine: 'mysql',
    schema: 'auth_svc',
    users: [owner('auth_svc', 'auth-svc')],
    why: 'third-party authentication',
    when: (f) => f.thirdParty,
  },
  {
    name: 'consent-oracle-db',
    engine: 'mysql',
    schema: 'consent_oracle',
    users: [owner('consent_oracle', 'consent-oracle')],
    why: 'the consent oracle',
    when: (f) => f.thirdParty && f.oracleConsent,
  },
  {
    name: 'keycloak-db',
    engine: 'mysql',
    schema: 'keycloak',
    users: [owner('keycloak', 'keycloak')],
    usedFrom: ({ identity }) => identity.namespace,
    why: 'logins and tokens',
    when: (_, config) => runsKeycloak(config),
  },
  {
    name: 'connection-manager-db',
    engine: 'mysql',
    schema: 'mcm',
    users: [owner('mcm', 'connection-manager')],
    usedFrom: ({ connectionManager }) => connectionManager.namespace,
    why: 'the connection manager',
    when: (_, config) => runsConnectionManager(config),
  },
  {
    name: 'kratos-db',
    engine: 'mysql',
    schema: 'kratos',
    users: [owner('kratos', 'kratos')],
    usedFrom: ofPortal,
    why: 'sessions of people at the portal',
    when: (_, config) => runsPortal(config),
  },
  {
    name: 'keto-db',
    engine: 'mysql',
    schema: 'keto',
    users: [owner('keto', 'keto')],
    usedFrom: ofPortal,
    why: 'who may do what at the portal',
    when: (_, config) => runsPortal(config),
  },
  {
    name: 'reporting-mongodb',
    engine: 'mongodb',
    schema: 'reporting',
    users: [owner('reporting_events', 'finance-portal')],
    usedFrom: ofPortal,
    why: 'events of the hub, for tracing transfers',
    when: (_, config) => runsPortal(config),
  },
  {
    name: 'bulk-mongodb',
    engine: 'mongodb',
    schema: 'mlos',
    users: [owner('mojaloop', 'bulk-api-adapter', 'bulk-centralledger')],
    why: 'bulk transfers',
    when: (f) => f.bulk,
  },
  {
    name: 'ttk-mongodb',
    engine: 'mongodb',
    schema: 'ttk',
    users: [owner('ttk', 'ml-testing-toolkit', 'mojaloop-ttk-simulators')],
    why: 'reports of the testing toolkit',
    when: (f) => f.testingToolkit || f.ttkSimulators,
  },
  {
    name: 'cep-mongodb',
    engine: 'mongodb',
    schema: 'mojaloop',
    users: [owner('cep', 'centraleventprocessor')],
    why: 'the central event processor of 14.x',
    when: (_, config) => layoutOf(config.hub.release) === 'v14',
  },
];

/** The databases this hub needs: a toggle that is on brings its database along. */
export function databasesOf(config: WorkbenchConfig, features: Features): Database[] {
  return rows
    .filter((row) => row.when(features, config))
    .map(({ when: _, users, usedFrom, ...row }) => ({
      ...row,
      ...(usedFrom ? { namespace: usedFrom(config) } : {}),
      users: users
        .filter((user) => user.when?.(features, config) ?? true)
        .map(({ when: _when, usedFrom: from, ...user }) => ({
          ...user,
          ...(from ? { namespace: from(config) } : {}),
          secret: `${row.engine}-${user.name.replaceAll('_', '-')}`,
        })),
    }));
}

/** Logical names of all databases a workbench file may place elsewhere. */
export const databaseNames = { mysql: names('mysql'), mongodb: names('mongodb') };

function names(engine: Database['engine']): string[] {
  return rows.filter((row) => row.engine === engine).map((row) => row.name);
}
