import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheHome } from '../cache-home';

/** What a real ledger stands on, in the versions that were tried together. */
export const ledgerVersions = { ledger: '19.5.5', kafka: '3.9.1' } as const;

/** Folders of the programs; each may be removed at any time, and is then filled anew. */
export interface LedgerPrograms {
  readonly ledger: string;
  readonly kafka: string;
  /** Root below which Debian's packages were unpacked. */
  readonly mariadb: string;
}

export const lastLine = (error: unknown): string => {
  const { stderr, stdout, message } = error as { stderr?: Buffer; stdout?: Buffer; message?: string };
  const lines = [stderr, stdout]
    .flatMap((text) =>
      String(text ?? '')
        .trim()
        .split('\n'),
    )
    .filter(Boolean);
  return (lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? message ?? 'no reason given').slice(0, 200);
};

const call = (cwd: string, file: string, args: readonly string[]) =>
  execFileSync(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: 900_000, maxBuffer: 64 << 20 });

/** From npm; its one native part, the client of Kafka, is compiled (two minutes). No other script of a package is run. */
function installLedger(folder: string): void {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  call(folder, 'npm', ['install', ...quiet, '--ignore-scripts', `@mojaloop/central-ledger@${ledgerVersions.ledger}`]);
  call(folder, 'npm', ['rebuild', ...quiet, 'node-rdkafka']);
}

/** From Maven Central: the broker is a set of Java archives. */
function installKafka(folder: string): void {
  const artifact = (group: string, id: string, version: string) =>
    `<dependency><groupId>${group}</groupId><artifactId>${id}</artifactId><version>${version}</version></dependency>`;
  writeFileSync(
    join(folder, 'pom.xml'),
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>lab</groupId><artifactId>lab</artifactId><version>1</version><dependencies>${artifact('org.apache.kafka', 'kafka_2.13', ledgerVersions.kafka)}${artifact('org.slf4j', 'slf4j-simple', '1.7.36')}</dependencies></project>`,
  );
  call(folder, 'java', ['-version']);
  call(folder, 'mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs']);
}

const debian = ['mariadb-server-core', 'mariadb-client-core', 'liburing2', 'libaio1', 'libaio1t64', 'libsnappy1v5', 'libncurses6'];

/**
 * From Debian's archive, unpacked into a folder and not installed: nothing of the machine is changed. Packages that apt does not know are left out, but for
 * the first, without which there is no point.
 */
export function unpackDebian(folder: string, packages: readonly string[]): void {
  const known = packages.filter((name) => {
    try {
      return String(call(folder, 'apt-cache', ['show', '--no-all-versions', name])).includes('Filename:');
    } catch {
      return false;
    }
  });
  const [first = ''] = packages;
  if (!known.includes(first)) throw new Error(`apt knows no package ${first}: apt-get update`);
  call(folder, 'apt-get', ['download', '-q', ...known]);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    call(folder, 'dpkg', ['-x', file, '.']);
    rmSync(join(folder, file));
  }
}

const parts = {
  mariadb: { name: 'mariadb', install: (folder: string) => unpackDebian(folder, debian), holds: 'usr/sbin/mariadbd' },
  kafka: { name: `kafka-${ledgerVersions.kafka}`, install: installKafka, holds: `libs/kafka_2.13-${ledgerVersions.kafka}.jar` },
  ledger: {
    name: `central-ledger-${ledgerVersions.ledger}`,
    install: installLedger,
    holds: 'node_modules/node-rdkafka/build/Release/node-librdkafka.node',
  },
} as const;

export type LedgerPart = keyof typeof parts;

/** One of them alone. @returns its folder, or why it can't be had */
export function ledgerPart(
  part: LedgerPart,
  log: (line: string) => void = () => {},
  env: NodeJS.ProcessEnv = process.env,
): { readonly folder: string } | { readonly reason: string } {
  const { name, install, holds } = parts[part];
  const place = join(cacheHome(env), 'ledger', name);
  const whole = (folder: string) => existsSync(join(folder, holds));
  if (whole(place)) return { folder: place };
  log(`getting ${name}, once`);
  mkdirSync(dirname(place), { recursive: true });
  const made = mkdtempSync(`${place}.`);
  try {
    install(made);
    if (!whole(made)) return { reason: `${name} came without ${holds}` };
    // Somebody else may have been as far meanwhile, and run it already.
    if (whole(place)) return { folder: place };
    rmSync(place, { recursive: true, force: true });
    renameSync(made, place);
    return { folder: place };
  } catch (error) {
    return { reason: `${name} can't be had: ${lastLine(error)}` };
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/**
 * Gets what a real ledger needs, once, in about four minutes, into the user's cache. Each part is made beside its place and moved there.
 * @returns the folders, or why they can't be had
 */
export function ledgerPrograms(
  log: (line: string) => void = () => {},
  env: NodeJS.ProcessEnv = process.env,
): LedgerPrograms | { readonly reason: string } {
  const found: Record<string, string> = {};
  for (const part of Object.keys(parts) as LedgerPart[]) {
    const had = ledgerPart(part, log, env);
    if ('reason' in had) return had;
    found[part] = had.folder;
  }
  return found as unknown as LedgerPrograms;
}
