import { layoutOf, type ReleaseVersion } from '../releases/versions';
import type { Path } from '../validate/path';
import type { LegacyToggles } from './facts';

export type Engine = 'mysql' | 'mongodb' | 'kafka' | 'redis';

/** A store the hub still has: which one it is now, and what switches it on. */
export interface StoreRow {
  readonly engine: Engine;
  /** Logical name, schema and user of the database; Kafka and Redis have none. */
  readonly database?: { readonly name: string; readonly schema: string; readonly user: string };
  /** The setting it follows; always there when absent. */
  readonly feature?: Path;
  /** Why there is none when it is not used. */
  readonly off: string;
  readonly used: (toggles: LegacyToggles, release: ReleaseVersion | undefined) => boolean;
}

/** A store of something the workbench does not deploy, and why. */
export interface GoneRow {
  readonly gone: string;
}

const always = () => true;
const database = (name: string, schema: string, user = schema) => ({ name, schema, user });
const never = 'no hub runs without it';
const noThirdParty = 'hub.thirdParty is off, so it is not made';
const portal = 'it comes with the portal, by portal.enabled';

/** The stores of `stateful_resources`, which the older platform looked up by these very names. */
export const storeTable = {
  'account-lookup-db': { engine: 'mysql', database: database('account-lookup-db', 'account_lookup'), off: never, used: always },
  'central-ledger-db': { engine: 'mysql', database: database('central-ledger-db', 'central_ledger'), off: never, used: always },
  'thirdparty-auth-svc-db': {
    engine: 'mysql',
    database: database('thirdparty-auth-db', 'auth_svc'),
    feature: ['hub', 'thirdParty'],
    off: noThirdParty,
    used: ({ thirdParty }) => thirdParty,
  },
  'mysql-consent-oracle-db': {
    engine: 'mysql',
    database: database('consent-oracle-db', 'consent_oracle'),
    feature: ['hub', 'thirdParty'],
    off: noThirdParty,
    used: ({ thirdParty }) => thirdParty,
  },
  'bulk-mongodb': {
    engine: 'mongodb',
    database: database('bulk-mongodb', 'mlos', 'mojaloop'),
    feature: ['hub', 'bulk'],
    off: 'hub.bulk is off, so it is not made',
    used: ({ bulk }) => bulk,
  },
  'ttk-mongodb': {
    engine: 'mongodb',
    database: database('ttk-mongodb', 'ttk'),
    feature: ['hub', 'testingToolkit'],
    off: 'hub.testingToolkit and hub.ttkSimulators are off, so it is not made',
    used: ({ testingToolkit, ttkSimulators }) => testingToolkit || ttkSimulators,
  },
  'cep-mongodb': {
    engine: 'mongodb',
    database: database('cep-mongodb', 'mojaloop', 'cep'),
    feature: ['hub', 'release'],
    off: 'only Mojaloop 14 has a central event processor',
    used: (_, release) => release !== undefined && layoutOf(release) === 'v14',
  },
  'mojaloop-kafka': { engine: 'kafka', off: never, used: always },
  'thirdparty-auth-svc-redis': { engine: 'redis', feature: ['hub', 'thirdParty'], off: noThirdParty, used: ({ thirdParty }) => thirdParty },
  'wso2-db': { gone: 'WSO2 is replaced by the Gateway API edge, which keeps no database' },
  'mcm-db': { gone: 'it comes with the connection manager, which goes with 17 and newer' },
  'keto-db': { gone: portal },
  'kratos-db': { gone: portal },
  'reporting-events-mongodb': { gone: portal },
} as const satisfies Readonly<Record<string, StoreRow | GoneRow>>;

export type StoreName = keyof typeof storeTable;

export const storeRow = (name: string): StoreRow | GoneRow | undefined =>
  Object.hasOwn(storeTable, name) ? storeTable[name as StoreName] : undefined;

export const engineNames = { mysql: 'MySQL', mongodb: 'MongoDB', kafka: 'Kafka', redis: 'Redis' } as const satisfies Record<Engine, string>;
export const usualPorts = { mysql: 3306, mongodb: 27017, kafka: 9092, redis: 6379 } as const satisfies Record<Engine, number>;
export const operators = {
  mysql: 'the Percona operator runs MySQL',
  mongodb: 'the Percona operator runs MongoDB',
  kafka: 'Strimzi runs Kafka',
  redis: 'the Redis operator runs Redis',
} as const satisfies Record<Engine, string>;
