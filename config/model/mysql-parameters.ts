import type { ReleaseLimits } from '../releases/catalogue';
import type { StoreService } from '../schema/stores';

/** Services of a cloud that are a MySQL server. */
export type ManagedMysql = Exclude<StoreService<'mysql'>, 'operator'>;

/** One server parameter, in the spelling of the service it is for. */
export interface MysqlParameter {
  readonly name: string;
  readonly value: string;
  /** Takes hold when the server starts again; the others at once. */
  readonly restart: boolean;
  readonly why: string;
  readonly source: string;
}

interface ParameterRow {
  readonly name: string;
  readonly value: (limits: ParameterLimits) => boolean | number | string;
  readonly on: readonly ManagedMysql[];
  readonly restart?: true;
  /** How a service spells a switch, where it is not the usual way. */
  readonly spelling?: Readonly<Partial<Record<ManagedMysql, Switch>>>;
  readonly why: string;
  readonly source: string;
}

/** `mysqlTls`: every service that uses the server speaks TLS to it (`everyServiceSpeaksTls`). */
export type ParameterLimits = Pick<ReleaseLimits, 'mysqlTls'>;
type Switch = readonly [on: string, off: string];

const everywhere = ['rds', 'aurora', 'flexible-server'] as const;
const words: Switch = ['ON', 'OFF'];
const digits: Switch = ['1', '0'];
const switches = { rds: digits, aurora: digits, 'flexible-server': words } as const satisfies Record<ManagedMysql, Switch>;

const rdsGuide = (page: string) => `docs.aws.amazon.com RDS user guide, ${page}`;
const auroraGuide = (page: string) => `docs.aws.amazon.com Aurora user guide, ${page}`;
const azureGuide = (page: string) => `learn.microsoft.com MySQL flexible server, ${page}`;

/**
 * What a MySQL server of a cloud must be told for Mojaloop. What a service has right by itself is not repeated: `max_connections` follows the
 * machine, `transaction_isolation` and lock times are those the services were tested with, TLS below 1.2 is refused by every 8.0 of today.
 */
const rows: readonly ParameterRow[] = [
  {
    name: 'require_secure_transport',
    value: ({ mysqlTls }) => mysqlTls,
    on: everywhere,
    spelling: { aurora: words },
    why: 'passwords and ledger cross the network: TLS only. Charts before 17.1.0 and those of third-party payments cannot speak it to MySQL, so there it is off: private subnets and the security group keep others out, and users whose services can are made with REQUIRE SSL',
    source: 'charts 15.2.0 to 17.1.0 (db_ssl_enabled came with 17.1.0)',
  },
  {
    name: 'sql_generate_invisible_primary_key',
    value: () => false,
    on: ['flexible-server'],
    why: 'migrations that add a primary key later find one there already ("Multiple primary key defined"): Keycloak, Quartz and the ledger’s own change of its keys',
    source: `${azureGuide('limitations')}; keycloak/keycloak#23268`,
  },
  {
    name: 'log_bin_trust_function_creators',
    value: () => true,
    on: everywhere,
    why: 'nobody is SUPER on a managed server: without it a migration that makes a function or a trigger fails (Keycloak, Ory)',
    source: rdsGuide('MySQL parameters'),
  },
  {
    name: 'character_set_server',
    value: () => 'utf8mb4',
    on: everywhere,
    why: 'names of people in every script; databases of the hub are made without a charset of their own',
    source: 'MySQL 8.0 manual, server character set',
  },
  {
    name: 'collation_server',
    value: () => 'utf8mb4_unicode_ci',
    on: everywhere,
    why: 'one collation on every platform, so that a dump of one fits another and text columns can be joined',
    source: 'MySQL 8.0 manual, server collation',
  },
  {
    name: 'slow_query_log',
    value: () => true,
    on: everywhere,
    why: 'a slow statement of the position handler holds up every transfer behind it: it must be findable afterwards',
    source: azureGuide('slow query logs'),
  },
  {
    name: 'long_query_time',
    value: () => 2,
    on: everywhere,
    why: 'seconds that make a statement slow',
    source: azureGuide('slow query logs'),
  },
  {
    name: 'log_output',
    value: () => 'FILE',
    on: ['rds'],
    why: 'only logs in files are handed to CloudWatch; tables grow inside the database',
    source: rdsGuide('MySQL logs to CloudWatch'),
  },
  {
    name: 'binlog_format',
    value: () => 'ROW',
    on: ['rds'],
    why: 'replicas and restores to a point in time get the rows that were written, as on Azure and in the cluster; RDS would take MIXED',
    source: rdsGuide('MySQL binary logging'),
  },
  {
    name: 'innodb_flush_log_at_trx_commit',
    value: () => 1,
    on: everywhere,
    why: 'a transfer that was answered must outlive the loss of power',
    source: 'MySQL 8.0 manual, ACID',
  },
  {
    name: 'sync_binlog',
    value: () => 1,
    on: ['rds'],
    why: 'a standby and a restore know every committed transfer',
    source: 'MySQL 8.0 manual, ACID',
  },
  {
    name: 'server_audit_logging',
    value: () => true,
    on: ['aurora'],
    why: 'who logged in and who changed tables or rights',
    source: auroraGuide('advanced auditing'),
  },
  {
    name: 'server_audit_events',
    value: () => 'CONNECT,QUERY_DCL,QUERY_DDL',
    on: ['aurora'],
    why: 'not every statement: those of the ledger would be thousands a second',
    source: auroraGuide('advanced auditing'),
  },
  {
    name: 'audit_log_enabled',
    value: () => true,
    on: ['flexible-server'],
    why: 'who logged in and who changed tables or rights',
    source: azureGuide('audit logs'),
  },
  {
    name: 'audit_log_events',
    value: () => 'CONNECTION,ADMIN,DDL',
    on: ['flexible-server'],
    why: 'not every statement: those of the ledger would be thousands a second',
    source: azureGuide('audit logs'),
  },
];

/**
 * The parameters of one service for one release, by name. RDS keeps its audit in an option group, not in parameters.
 * Which value of `require_secure_transport` it gets follows from `limits.mysqlTls` of the release.
 */
export function mysqlParameters(service: ManagedMysql, limits: ParameterLimits): readonly MysqlParameter[] {
  return rows
    .filter((row) => row.on.includes(service))
    .map(({ name, value, spelling, restart, why, source }) => {
      const given = value(limits);
      const [on, off] = spelling?.[service] ?? switches[service];
      return { name, value: typeof given === 'boolean' ? (given ? on : off) : String(given), restart: restart ?? false, why, source };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
