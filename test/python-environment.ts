import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheHome } from './cache-home';

export interface PythonEnvironment {
  /** Folder below the user's cache; the version is part of it. */
  readonly place: readonly string[];
  /** Requirement as pip takes it, such as `moto[server]==5.2.5`. */
  readonly requirement: string;
  /** File that pins what comes along. */
  readonly constraints?: string;
}

const lastLine = (error: unknown): string => {
  const { stderr, message } = error as { stderr?: Buffer; message?: string };
  return (
    String(stderr ?? '')
      .trim()
      .split('\n')
      .at(-1) ||
    message ||
    'no reason given'
  );
};

/** Runs a program to its end. @returns why it failed, as one line; undefined when it did not */
function failureOf(file: string, args: readonly string[]): string | undefined {
  try {
    execFileSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 600_000 });
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? `there is no ${file} on PATH` : lastLine(error);
  }
}

const pythonOf = (folder: string) => join(folder, 'bin', 'python');

/** @returns why it can't be had; undefined when the folder holds it whole */
function install(folder: string, { requirement, constraints }: PythonEnvironment): string | undefined {
  const old = failureOf('python3', ['-c', 'import sys; sys.exit("Python 3.10 or newer is needed" if sys.version_info < (3, 10) else 0)']);
  if (old) return old;
  const noVenv = failureOf('python3', ['-m', 'venv', folder]);
  if (noVenv) return `python3 can't make a virtual environment (Debian: apt install python3-venv): ${noVenv}`;
  const pinned = constraints ? ['--constraint', constraints] : [];
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', ...pinned, requirement];
  const failed = failureOf(pythonOf(folder), pip);
  return failed && `pip can't install ${requirement}: ${failed}`;
}

/**
 * Python with one package of PyPI, in a virtual environment below the user's cache: made once, in 20 to 60 seconds, from PyPI or whatever pip is told to use.
 * Made beside its place and moved there, so that two at once do not meet and a killed one leaves nothing that looks whole.
 * It may be removed at any time, and is then made anew.
 * @param log gets one line when it has to be made
 */
export function pythonEnvironment(
  environment: PythonEnvironment,
  log: (line: string) => void = () => {},
  env: NodeJS.ProcessEnv = process.env,
): { readonly python: string } | { readonly reason: string } {
  const place = join(cacheHome(env), ...environment.place);
  if (existsSync(pythonOf(place))) return { python: pythonOf(place) };
  log(`installing ${environment.requirement} from PyPI, once, in about a minute`);
  mkdirSync(dirname(place), { recursive: true });
  const folder = mkdtempSync(`${place}.`);
  try {
    const reason = install(folder, environment);
    if (reason) return { reason };
    if (!existsSync(place)) renameSync(folder, place);
    return { python: pythonOf(place) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
