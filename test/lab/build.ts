import { execFile, spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants as priorities, setPriority } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ProblemError, problem } from '../../config/problems';
import { cacheRoot, programFile, programFolder, withLock } from './cache';
import { ownGoMod, type Program, type ProgramName, programNames, programs } from './programs';

const run = promisify(execFile);

/** Where each program lies once all of them are built. */
export type Programs = Readonly<Record<ProgramName, string>>;

export interface BuildOptions {
  /** Gets one plain line per program that had to be built, with the time it took. */
  readonly log?: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv;
}

const getGo = 'install Go 1.25.3 or newer from https://go.dev/dl and put it on PATH';

/** Settings of the toolchain: our small go.mod files complete themselves, nothing needs a C compiler, no other toolchain is fetched. */
export const goEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  GOFLAGS: '-mod=mod -buildvcs=false',
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
  CGO_ENABLED: '0',
});

export function isBuilt(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Programs that the cache lacks: building them takes about a quarter of an hour in all. */
export const unbuilt = (env: NodeJS.ProcessEnv = process.env): readonly ProgramName[] =>
  programNames.filter((name) => !isBuilt(programFile(name, cacheRoot(env))));

/** What a toolchain says when it fails, as one line: the last lines are the ones that tell why. */
export function reasonOf(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const telling = lines.filter((line) => line && !line.startsWith('go: downloading') && !line.startsWith('# '));
  return telling.slice(-2).join(' ') || 'it gave no reason';
}

/** Why `go mod download -json` failed: it says so in its document, and other commands of Go on stderr. */
export const goReason = ({ stdout = '', stderr = '' }: { readonly stdout?: string; readonly stderr?: string }): string =>
  /"Error": "(.*)"/.exec(stdout)?.[1]?.replace(/\\[nt"]/g, ' ') ?? reasonOf(stderr);

async function goMod({ module, version }: Program, cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const name = `${module}@${version}`;
  try {
    const { stdout } = await run('go', ['mod', 'download', '-json', name], { cwd, env: goEnvironment(env), maxBuffer: 16 << 20 });
    return readFileSync((JSON.parse(stdout) as { GoMod: string }).GoMod, 'utf8');
  } catch (error) {
    const told = error as { code?: string | number; stdout?: string; stderr?: string };
    if (told.code === 'ENOENT') throw new ProblemError([problem('LAB-NO-GO', 'there is no go command on PATH', getGo)]);
    const hint = 'let this machine reach a Go module proxy (GOPROXY), or copy the cache folder of a machine that could';
    throw new ProblemError([problem('LAB-NO-MODULE', `Go can't have ${name}: ${goReason(told)}`, hint)]);
  }
}

/** Runs `go build` at low priority: other work on the machine goes first. */
function goBuild(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('go', ['build', ...args], { cwd, env: goEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
    if (child.pid !== undefined) setPriority(child.pid, priorities.priority.PRIORITY_BELOW_NORMAL);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

async function build(name: ProgramName, env: NodeJS.ProcessEnv): Promise<void> {
  const program: Program = programs[name];
  const source = join(programFolder(name, cacheRoot(env)), 'source');
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'go.mod'), ownGoMod(name, program, await goMod(program, source, env)));
  const file = programFile(name, cacheRoot(env));
  const part = `${file}.part`;
  const flags = `-s -w ${program.ldflags ?? ''}`.trim();
  try {
    const { code, output } = await goBuild(['-trimpath', `-ldflags=${flags}`, '-o', part, program.package], source, env);
    if (code !== 0) throw new ProblemError([problem('LAB-BUILD', `go build ${program.package} failed: ${reasonOf(output)}`, getGo)]);
    renameSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
}

/**
 * Gives every program of the lab, building those that the cache lacks. The first time takes about a quarter of an hour on two cores
 * and 12 GB in the caches of Go and of this project; later it takes no time. Two processes never build the same program.
 * @throws ProblemError LAB-NO-GO, LAB-NO-MODULE or LAB-BUILD: whoever needs the lab then skips, aloud
 */
export async function buildPrograms({ log = () => {}, env = process.env }: BuildOptions = {}): Promise<Programs> {
  const root = cacheRoot(env);
  for (const name of programNames) {
    const file = programFile(name, root);
    const waiting = (pid: number) => log(`${name}: process ${pid} is building it, waiting`);
    if (isBuilt(file)) continue;
    await withLock(
      programFolder(name, root),
      async () => {
        if (isBuilt(file)) return;
        const began = Date.now();
        await build(name, env);
        log(`${name} ${programs[name].version}: built in ${Math.round((Date.now() - began) / 1000)} s`);
      },
      waiting,
    );
  }
  return Object.fromEntries(programNames.map((name) => [name, programFile(name, root)])) as Programs;
}
