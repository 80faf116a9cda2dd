import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { didYouMean, type Problem, problem } from './problems';
import type { ReadCode } from './validate/codes';
import { largestFile, refuseBinary, refuseSize } from './validate/text';

/** The text of an environment's file, or why there is none. */
export interface EnvironmentText {
  readonly file: string;
  readonly text?: string;
  readonly problems: readonly Problem[];
}

const endings = ['.yaml', '.yml', '.json'] as const;
/** Lies beside the environments and is none. */
const schemaFile = 'schema.json';

const sorry = (file: string, code: ReadCode, message: string, hint?: string): EnvironmentText => ({
  file,
  problems: [problem(code, message, hint, { file })],
});

/** Finds and reads the file of an environment. Never throws. */
export function readEnvironmentFile(nameOrPath: string | undefined, workbenchDir: string): EnvironmentText {
  const root = dirname(resolve(workbenchDir));
  const shown = (path: string) => {
    const inside = relative(root, path);
    return inside.startsWith('..') ? path : inside || path;
  };
  const there = environmentFiles(workbenchDir);
  const folder = shown(resolve(workbenchDir));
  if (nameOrPath === undefined || nameOrPath === '') {
    const [only, ...others] = there;
    if (only === undefined)
      return sorry(
        folder,
        'CFG-FILE-NONE',
        'there is no workbench file in it',
        'write one as docs/reference/workbench.md shows, or workbench import an older workbench-config.json',
      );
    if (others.length > 0) return sorry(folder, 'CFG-FILE-CHOICE', `there are ${there.length} environments`, `name one: ${names(there)}`);
    return read(join(resolve(workbenchDir), only), shown(join(resolve(workbenchDir), only)));
  }
  const asPath = resolve(root, nameOrPath);
  const isPath = /[\\/]/.test(nameOrPath) || endings.some((ending) => nameOrPath.endsWith(ending));
  const named = isPath ? there.filter((file) => file === nameOrPath) : there.filter((file) => withoutEnding(file) === nameOrPath);
  if (isPath && (statOf(asPath) || named.length === 0)) return read(asPath, shown(asPath), there);
  if (named.length > 1)
    return sorry(
      folder,
      'CFG-FILE-CHOICE',
      `there are ${named.length} files for ${nameOrPath}: ${named.join(', ')}`,
      'keep one of them, or name the file',
    );
  const [file] = named;
  if (file !== undefined) return read(join(resolve(workbenchDir), file), shown(join(resolve(workbenchDir), file)));
  if (statOf(asPath)?.isFile()) return read(asPath, shown(asPath));
  return sorry(join(folder, `${nameOrPath}.yaml`), 'CFG-FILE-MISSING', `there is no environment ${nameOrPath}`, hintOf(nameOrPath, there));
}

const withoutEnding = (file: string) => basename(file, extname(file));
const names = (files: readonly string[]) => [...new Set(files.map(withoutEnding))].join(', ');

function hintOf(name: string, there: readonly string[]): string | undefined {
  if (there.length === 0) return undefined;
  const meant = didYouMean(withoutEnding(name), there.map(withoutEnding));
  return [meant, `there are: ${names(there)}`].filter(Boolean).join('; ');
}

/** Files of environments in the folder, sorted; none where there is no folder. */
export function environmentFiles(workbenchDir: string): string[] {
  try {
    return readdirSync(workbenchDir)
      .filter((file) => endings.some((ending) => file.endsWith(ending)) && file !== schemaFile && !file.startsWith('.'))
      .sort();
  } catch {
    return [];
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links lead in a circle',
  EIO: 'the disk reports an error',
};

function read(path: string, file: string, there: readonly string[] = []): EnvironmentText {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return sorry(file, 'CFG-FILE-KIND', 'is a directory', 'name a file in it');
    if (!stat.isFile()) return sorry(file, 'CFG-FILE-KIND', 'is no regular file');
    if (stat.size > largestFile) return { file, problems: refuseSize(stat.size, file) };
    return { file, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path)), problems: [] };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { file, problems: refuseBinary(file) };
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return sorry(file, 'CFG-FILE-MISSING', 'there is no such file', hintOf(basename(path), there));
    return sorry(file, 'CFG-FILE-READ', `cannot be read: ${reasons[code] ?? code.toLowerCase()}`, 'check its owner and its permissions');
  }
}
