import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bindToOwner } from '../lab/clean-up';
import { type Crew, crew, dismiss } from '../lab/crew';
import { freePorts, isListening } from '../lab/ports';
import type { LedgerPrograms } from './programs';

/** The database of a ledger. */
export interface LedgerDatabase {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Variables with which the programs of MariaDB run. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder of `mariadb` and `mariadb-dump`. */
  readonly bin: string;
  /** What statements print: rows of values between tabs, as `mysql --batch --skip-column-names` does. */
  readonly sql: (statements: string) => string;
}

/** A central ledger with its handlers in one process, on a MariaDB and a Kafka of its own, all on the loopback interface and empty at the start. */
export interface LedgerRig {
  /** Base address of its administration. */
  readonly adminUrl: string;
  /** Rows of statements in its database, each a record of texts. */
  readonly query: (sql: string) => readonly Readonly<Record<string, string>>[];
  readonly database: LedgerDatabase;
  readonly stop: () => Promise<void>;
}

/** Where the loader finds the libraries of packages that were unpacked and not installed. */
export const libraries = (root: string): string =>
  ['usr/lib', 'lib']
    .flatMap((folder) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => join(root, folder, name)) : []))
    .join(':');

const user = 'central_ledger';

/** How the server at a port is asked. */
export function ledgerDatabase(root: string, port: number, password: string): LedgerDatabase {
  const bin = join(root, 'usr/bin');
  const env = { LD_LIBRARY_PATH: libraries(root) };
  const args = ['--no-defaults', '--host=127.0.0.1', `--port=${port}`, `--user=${user}`, '--batch', '--skip-column-names', user];
  const sql = (statements: string) =>
    execFileSync(join(bin, 'mariadb'), args, { env: { ...env, MYSQL_PWD: password }, input: statements, encoding: 'utf8' });
  return { port, user, password, env, bin, sql };
}

/** An empty schema and the user that owns it, made as the bootstrap of a server makes them: with the character set of the server. */
export interface FirstSchema {
  readonly schema: string;
  readonly user: string;
  readonly password: string;
}

const commonOptions = (dir: string, root: string) => [
  '--no-defaults',
  `--basedir=${join(root, 'usr')}`,
  `--datadir=${join(dir, 'mysql')}`,
  ...(process.getuid?.() === 0 ? ['--user=root'] : []),
];

/** The files of an empty server in a folder. Takes seconds, in which this process does nothing else. */
export function installMariadb(dir: string, root: string): void {
  const bin = join(root, 'usr/bin');
  execFileSync(
    join(bin, 'mariadb-install-db'),
    [...commonOptions(dir, root), '--auth-root-authentication-method=normal', '--skip-test-db'],
    { env: { LD_LIBRARY_PATH: libraries(root), PATH: `${bin}:${process.env.PATH}` }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
}

/** Starts a MariaDB on the loopback interface below `dir`; `root` is where its packages were unpacked. */
export function startMariadb(
  team: Crew,
  dir: string,
  root: string,
  port: number,
  { schema, user: owner, password }: FirstSchema,
  options: readonly string[] = [],
): void {
  const usr = join(root, 'usr');
  const env = { LD_LIBRARY_PATH: libraries(root) };
  const common = commonOptions(dir, root);
  // One that was copied from another is ready.
  if (!existsSync(join(dir, 'mysql'))) installMariadb(dir, root);
  const first = join(dir, 'first.sql');
  const user = (host: string) => [
    `create user ${owner}@'${host}' identified by '${password}';`,
    `grant all on ${schema}.* to ${owner}@'${host}';`,
  ];
  // One statement a line, as MariaDB reads such a file.
  writeFileSync(first, [`create database ${schema};`, ...['%', 'localhost'].flatMap(user)].join('\n'), { mode: 0o600 });
  team.start(
    'mariadb',
    join(usr, 'sbin/mariadbd'),
    [
      ...common,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(dir, 's')}`,
      `--init-file=${first}`,
      '--skip-log-bin',
      '--innodb-flush-log-at-trx-commit=0',
      ...options,
    ],
    { env },
  );
}

function startKafka(team: Crew, dir: string, root: string, port: number, controller: number): void {
  const file = join(dir, 'kafka.properties');
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `CONTROLLER://127.0.0.1:${controller},PLAINTEXT://127.0.0.1:${port}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': join(dir, 'kafka'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': true,
  };
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([key, value]) => `${key}=${value}`)
      .join('\n'),
  );
  const classes = ['-cp', join(root, 'libs', '*')];
  // One id in 64 begins with a dash, which the tool takes for an option (Kafka's own random ids leave those out).
  const cluster = randomBytes(16).toString('base64url').replaceAll('-', '_');
  execFileSync('java', [...classes, 'kafka.tools.StorageTool', 'format', '-t', cluster, '-c', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  team.start('kafka', 'java', ['-Xmx400m', ...classes, 'kafka.Kafka', file]);
}

type Settings = { [key: string]: unknown };

/** Every broker list in the settings of the ledger, which has one for each topic. */
function withBrokers(settings: Settings, brokers: string): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      key === 'metadata.broker.list'
        ? brokers
        : typeof value === 'object' && value !== null && !Array.isArray(value)
          ? withBrokers(value as Settings, brokers)
          : value,
    ]),
  );
}

interface LedgerPorts {
  readonly mysql: number;
  readonly kafka: number;
  readonly ledger: number;
}

function startLedgerItself(team: Crew, dir: string, root: string, ports: LedgerPorts, password: string): void {
  const home = join(root, 'node_modules/@mojaloop/central-ledger');
  const settings = withBrokers(JSON.parse(readFileSync(join(home, 'config/default.json'), 'utf8')) as Settings, `127.0.0.1:${ports.kafka}`);
  const file = join(dir, 'ledger.json');
  const own = {
    ...settings,
    PORT: ports.ledger,
    HOSTNAME: `http://127.0.0.1:${ports.ledger}`,
    DATABASE: { ...(settings.DATABASE as Settings), HOST: '127.0.0.1', PORT: ports.mysql, PASSWORD: password },
    // The cache of inter-scheme payments is a Redis, which nothing here needs.
    PROXY_CACHE: { ...(settings.PROXY_CACHE as Settings), enabled: false },
  };
  writeFileSync(file, JSON.stringify(own), { mode: 0o600 });
  // It reads files beside its own, so it runs where it is.
  const script = `process.chdir(${JSON.stringify(home)}); require(${JSON.stringify(join(home, 'src/api/index.js'))})`;
  team.start('ledger', process.execPath, ['-e', script], { env: { CLEDG_config: file, LOG_LEVEL: 'error', CSL_LOG_LEVEL: 'error' } });
}

/** By MariaDB's own client: tables of the last statement, separated by tabs. */
function rowsOf(root: string, port: number, password: string, sql: string): Record<string, string>[] {
  const args = [
    '--no-defaults',
    '--batch',
    '--protocol=tcp',
    '--host=127.0.0.1',
    `--port=${port}`,
    '--user=central_ledger',
    'central_ledger',
  ];
  const text = execFileSync(join(root, 'usr/bin/mariadb'), args, {
    input: sql,
    env: { LD_LIBRARY_PATH: libraries(root), MYSQL_PWD: password },
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const [head, ...rows] = text.split('\n').filter(Boolean);
  const names = head?.split('\t') ?? [];
  return rows.map((row) => Object.fromEntries(row.split('\t').map((value, at) => [names[at] ?? String(at), value])));
}

/** Starts one, in ten seconds or so, about 1 GiB of memory. It ends with `stop`, and with this process however that ends. */
export async function startLedger(programs: LedgerPrograms): Promise<LedgerRig> {
  const dir = mkdtempSync(join(tmpdir(), 'mojaloop-workbench-lab-ledger-'));
  const unbind = bindToOwner(dir);
  const team = crew(dir);
  const stop = async () => {
    team.close();
    await dismiss([team.members().filter(({ name }) => name === 'ledger'), team.members()], 5_000);
    unbind();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const ports = await freePorts(['mysql', 'kafka', 'controller', 'ledger']);
    const password = `p${randomBytes(12).toString('hex')}`;
    startMariadb(team, dir, programs.mariadb, ports.mysql, { schema: 'central_ledger', user: 'central_ledger', password });
    startKafka(team, dir, programs.kafka, ports.kafka, ports.controller);
    await team.until('MariaDB', () => isListening(ports.mysql));
    await team.until('Kafka', () => isListening(ports.kafka));
    startLedgerItself(team, dir, programs.ledger, ports, password);
    const adminUrl = `http://127.0.0.1:${ports.ledger}`;
    await team.until('the ledger', async () => (await fetch(`${adminUrl}/participants`)).ok, 120);
    const database = ledgerDatabase(programs.mariadb, ports.mysql, password);
    return { adminUrl, database, query: (sql) => rowsOf(programs.mariadb, ports.mysql, password, sql), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
