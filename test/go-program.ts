import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { goEnvironment, goReason, isBuilt } from './lab/build';
import { cacheRoot, withLockNow } from './lab/cache';
import { ownGoMod, type Program } from './lab/programs';

/** A program of this machine, or why there is none. */
export type Found = { readonly file: string } | { readonly reason: string };

/** A program that is built from a published Go module with the sums that the module itself was made with. */
export interface GoProgram extends Pick<Program, 'module' | 'version' | 'package'> {
  readonly name: string;
  /** What it is called where its lack is told. */
  readonly title: string;
  /** Folder of it in the user's cache. */
  readonly place: string;
  /** How long it takes on two cores. */
  readonly lasts: string;
  /** Files of our own that are built with it: gets the folder of the module and that of the build. */
  readonly add?: (moduleFolder: string, source: string) => void;
}

function build(program: GoProgram, file: string): void {
  const source = mkdtempSync(join(dirname(file), 'source-'));
  try {
    const options = { cwd: source, env: goEnvironment(process.env), maxBuffer: 64 << 20, encoding: 'utf8', stdio: 'pipe' } as const;
    const asked = execFileSync('go', ['mod', 'download', '-json', `${program.module}@${program.version}`], options);
    const { GoMod, Dir } = JSON.parse(asked) as { GoMod: string; Dir: string };
    writeFileSync(join(source, 'go.mod'), ownGoMod(program.name, program, readFileSync(GoMod, 'utf8')));
    // The sums that the module itself was made with: what comes is what its makers built.
    writeFileSync(join(source, 'go.sum'), readFileSync(join(Dir, 'go.sum')));
    program.add?.(Dir, source);
    const built = join(source, program.name);
    execFileSync('nice', ['go', 'build', '-trimpath', '-ldflags=-s -w', '-o', built, program.package], options);
    renameSync(built, file);
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

/**
 * Gives a program of the user's cache and builds it there when it lacks. Built beside its place and moved there, so that a killed build leaves nothing that
 * looks whole; of two processes that need it at once one builds and the other waits.
 * @param log gets one line when it has to be built, and one when another process is building it
 */
export function goProgram(program: GoProgram, log: (line: string) => void): Found {
  const { name, title, version } = program;
  const folder = join(dirname(cacheRoot()), program.place, `${name}-${version}`);
  const file = join(folder, name);
  if (isBuilt(file)) return { file };
  try {
    mkdirSync(folder, { recursive: true });
    withLockNow(
      folder,
      () => {
        if (isBuilt(file)) return;
        log(`building ${title} ${version} from its Go module, once, in about ${program.lasts}`);
        build(program, file);
      },
      (pid) => log(`${name}: process ${pid} is building it, waiting`),
    );
    return { file };
  } catch (error) {
    const told = error as { syscall?: string; code?: string; stdout?: string; stderr?: string; message: string };
    if (told.code === 'ENOENT' && told.syscall?.startsWith('spawn')) return { reason: 'there is no go command on PATH' };
    return { reason: `${title} can't be built: ${told.stderr === undefined ? told.message : goReason(told)}` };
  }
}
