import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Io } from '../cli/command';
import { main } from '../cli/index';

export const root = join(__dirname, '..');

/** What a command line ended with. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly env?: NodeJS.ProcessEnv;
  /** A person sits there: both outputs are terminals of this width. */
  readonly columns?: number;
}

/** A folder of our own with files in it, by their paths. */
export function project(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'command-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Runs the command in this process, as if it were typed in a folder. */
export async function command(cwd: string, args: readonly string[], { env = {}, columns }: Surroundings = {}): Promise<Ended> {
  const stream = () => Object.assign(new PassThrough(), columns === undefined ? {} : { isTTY: true, columns });
  const [stdout, stderr, stdin] = [stream(), stream(), new PassThrough()];
  const texts = { stdout: '', stderr: '' };
  stdout.on('data', (text) => {
    texts.stdout += text;
  });
  stderr.on('data', (text) => {
    texts.stderr += text;
  });
  const io = { cwd, env, stdout, stderr, stdin } as unknown as Io;
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const status = await main(args, io);
    return { status, ...texts };
  } finally {
    process.chdir(before);
  }
}

/** The compiled command in a copy of the project, so that what is tested is what is in the sources now; undefined when it cannot be compiled. */
export function compile(): string {
  const copy = mkdtempSync(join(tmpdir(), 'compiled-'));
  for (const name of ['node_modules', 'package.json', 'cli', 'config', 'constructs', 'cost'])
    symlinkSync(join(root, name), join(copy, name));
  const { stdout } = spawnSync('npx', ['tsc', '-p', root, '--outDir', join(copy, 'dist')], { cwd: root, encoding: 'utf8' });
  if (!existsSync(join(copy, 'dist/cli/index.js'))) throw new Error(`tsc wrote nothing: ${stdout}`);
  return copy;
}

/** Runs the compiled command as a shell would. */
export function compiled(copy: string, cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, 'dist/cli/index.js'), ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

/** Every file below a folder with its content, folders as they are. */
export function tree(folder: string): Readonly<Record<string, string>> {
  const read = (path: string): [string, string][] =>
    readdirSync(join(folder, path))
      .sort()
      .flatMap((name): [string, string][] => {
        const place = path === '' ? name : `${path}/${name}`;
        if (!statSync(join(folder, place)).isDirectory()) return [[place, readFileSync(join(folder, place), 'utf8')]];
        return [[`${place}/`, ''], ...read(place)];
      });
  return Object.fromEntries(read(''));
}

export const copyInto = (folder: string, path: string, from: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  cpSync(from, join(folder, path));
};
