import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isBuilt, reasonOf } from '../lab/build';
import { cacheRoot } from '../lab/cache';
import { ownGoMod } from '../lab/programs';

/** Prometheus 3.13, as a Go module. It needs no newer Go than the lab does. */
const prometheus = { module: 'github.com/prometheus/prometheus', version: 'v0.313.0', package: '.' } as const;

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
    const options = { cwd: source, env: goEnvironment(), maxBuffer: 64 << 20, encoding: 'utf8', stdio: 'pipe' } as const;
    const name = `${prometheus.module}@${prometheus.version}`;
    const { GoMod, Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', name], options)) as { GoMod: string; Dir: string };
    writeFileSync(join(source, 'go.mod'), ownGoMod('promrules', prometheus, readFileSync(GoMod, 'utf8')));
    // The sums that the module itself was made with: what comes is what its makers built.
    writeFileSync(join(source, 'go.sum'), readFileSync(join(Dir, 'go.sum')));
    writeFileSync(join(source, 'unittest.go'), readFileSync(join(Dir, 'cmd/promtool/unittest.go')));
    copyFileSync(join(__dirname, 'main.go'), join(source, 'main.go'));
    execFileSync('nice', ['go', 'build', '-trimpath', '-ldflags=-s -w', '-o', join(source, 'promrules'), '.'], options);
    renameSync(join(source, 'promrules'), file);
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

/**
 * promtool's tests of rules and Prometheus' parser, built from the published module into the user's cache: once, in a minute or two on two cores. Built beside
 * its place and moved there, so that a killed build leaves nothing that looks whole.
 * @returns the program, or why there is none
 */
export function findPromrules(log: (line: string) => void): { readonly file: string } | { readonly reason: string } {
  const file = join(dirname(cacheRoot()), 'promtool', `promrules-${prometheus.version}`, 'promrules');
  if (isBuilt(file)) return { file };
  log(`building promtool's tests of rules ${prometheus.version} from its Go module, once`);
  try {
    mkdirSync(dirname(file), { recursive: true });
    build(file);
    return { file };
  } catch (error) {
    const { code, stderr = '' } = error as { code?: string; stderr?: string };
    return { reason: code === 'ENOENT' ? 'there is no go command on PATH' : `promtool can't be built: ${reasonOf(stderr)}` };
  }
}
