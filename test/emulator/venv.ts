import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../constructs/terraform/project-root';

/** moto plays AWS: real requests of the real provider, answered from memory. */
export const motoVersion = '5.2.5';

/** Where our own programs of the emulator lie; the compiled tests use them too. */
export const emulatorFile = (name: string) => join(projectRoot(), 'test/emulator', name);

/** Folder that keeps the emulator between runs; it may be removed at any time, and is then filled anew. */
function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mojaloop-workbench', 'emulator');
}

const pythonOf = (folder: string) => join(folder, 'bin', 'python');

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

/** @returns why it can't be had; undefined when the folder holds it whole */
function install(folder: string): string | undefined {
  const old = failureOf('python3', ['-c', 'import sys; sys.exit("Python 3.10 or newer is needed" if sys.version_info < (3, 10) else 0)']);
  if (old) return old;
  const noVenv = failureOf('python3', ['-m', 'venv', folder]);
  if (noVenv) return `python3 can't make a virtual environment (Debian: apt install python3-venv): ${noVenv}`;
  const constraints = emulatorFile('constraints.txt');
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '--constraint', constraints];
  const noMoto = failureOf(pythonOf(folder), [...pip, `moto[server]==${motoVersion}`]);
  return noMoto && `pip can't install moto ${motoVersion}: ${noMoto}`;
}

/**
 * Python with moto, in a virtual environment below the user's cache: made once, in 20 to 60 seconds, from PyPI or whatever pip is told to use.
 * Made beside its place and moved there, so that two at once do not meet and a killed one leaves nothing that looks whole.
 * @param log gets one line when it has to be made
 */
export function emulatorPython(log: (line: string) => void = () => {}): { readonly python: string } | { readonly reason: string } {
  const place = join(cacheRoot(), `moto-${motoVersion}`);
  if (existsSync(pythonOf(place))) return { python: pythonOf(place) };
  log(`installing moto ${motoVersion} from PyPI, once, in about a minute`);
  mkdirSync(cacheRoot(), { recursive: true });
  const folder = mkdtempSync(`${place}.`);
  try {
    const reason = install(folder);
    if (reason) return { reason };
    if (!existsSync(place)) renameSync(folder, place);
    return { python: pythonOf(place) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
