import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { images } from '../../constructs/in-cluster/images';
import { cacheHome } from '../cache-home';
import { freePorts } from '../lab/ports';

/** The version that is deployed: what the tests show holds for that one. */
export const keycloakVersion = images.keycloak.split(':')[1] ?? '';
const cache = join(cacheHome(), 'keycloak');
const folder = join(cache, `keycloak-${keycloakVersion}`);
/** A test may not take the memory of the others. */
const heap = { JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m' };
/** It comes up in 20 seconds; on a machine that does ten things at once it took more than 150. In milliseconds. */
export const startLimit = 600_000;

/**
 * Keycloak's own distribution, from Maven Central, built as the init container of the pod builds it but for a database in memory. Kept in the user's
 * cache: 160 MB to fetch and a minute to build, once. @returns why it cannot be had
 */
export function keycloakMissing(): string | undefined {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const [, version] = /version "(\d+)/.exec(java.stderr ?? '') ?? [];
  if (Number(version ?? 0) < 17) return 'needs Java 17 or newer on the path';
  if (existsSync(folder)) return undefined;
  if (spawnSync('mvn', ['-v']).status !== 0) return 'needs Maven on the path, once, to fetch Keycloak';
  mkdirSync(cache, { recursive: true });
  const fetched = mkdtempSync(join(cache, 'fetch-'));
  try {
    const artifact = `org.keycloak:keycloak-quarkus-dist:${keycloakVersion}:zip`;
    const unpack = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:unpack';
    execFileSync('mvn', ['-q', '-B', unpack, `-Dartifact=${artifact}`, `-DoutputDirectory=${fetched}`], {
      stdio: 'ignore',
      timeout: 600_000,
    });
    const unpacked = join(fetched, `keycloak-${keycloakVersion}`);
    const options = ['build', '--db=dev-mem', '--health-enabled=true', '--metrics-enabled=true'];
    execFileSync('bash', [join(unpacked, 'bin/kc.sh'), ...options], {
      stdio: 'ignore',
      timeout: 300_000,
      env: { ...process.env, ...heap },
    });
    renameSync(unpacked, folder);
    return undefined;
  } catch {
    return `Keycloak ${keycloakVersion} cannot be fetched from Maven Central and built`;
  } finally {
    rmSync(fetched, { recursive: true, force: true });
  }
}

export interface KeycloakServer {
  readonly address: string;
  stop(): void;
}

/** Starts it on loopback, with the settings of the pod. @throws with its last words when it does not come up in time */
export async function startKeycloak(settings: { readonly hostname: string; readonly password: string }): Promise<KeycloakServer> {
  const { port, management } = await freePorts(['port', 'management']);
  const place = mkdtempSync(join(tmpdir(), 'keycloak-'));
  const log = join(place, 'log');
  const options = [
    ...['start', '--optimized', '--cache=local', '--http-enabled=true', '--http-host=127.0.0.1', '--http-management-host=127.0.0.1'],
    ...[`--http-port=${port}`, `--http-management-port=${management}`, `--hostname=${settings.hostname}`, '--proxy-headers=xforwarded'],
  ];
  const env = { ...process.env, ...heap, KC_BOOTSTRAP_ADMIN_USERNAME: 'admin', KC_BOOTSTRAP_ADMIN_PASSWORD: settings.password };
  const output = openSync(log, 'w');
  const child: ChildProcess = spawn('bash', [join(folder, 'bin/kc.sh'), ...options], {
    env,
    stdio: ['ignore', output, output],
    detached: true,
  });
  const stop = () => {
    try {
      // The script and its Java are one group, made here.
      if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  };
  const ready = async () => (await fetch(`http://127.0.0.1:${management}/health/ready`).catch(() => undefined))?.ok ?? false;
  for (const end = Date.now() + startLimit; Date.now() < end && child.exitCode === null; ) {
    if (await ready()) return { address: `http://127.0.0.1:${port}`, stop };
    await new Promise((wait) => setTimeout(wait, 500));
  }
  const words = readFileSync(log, 'utf8').slice(-1500);
  stop();
  throw new Error(`Keycloak did not come up:\n${words}`);
}
