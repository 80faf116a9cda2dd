import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ProblemError, problem } from '../config/problems';
import { isAlive } from './run/processes';
import { fileProblem } from './run/write-errors';

/** Beside the place itself, so that it can be moved there in one step; with the number of the process, so that what a killed one left is known. */
const beside = (target: string, ending: 'part' | 'old') => `${target}.${process.pid}.${ending}`;
export const partOf = (path: string) => beside(resolve(path), 'part');

/**
 * Does what writes to the place of `--out`. @throws ProblemError that names the place as it was given, for whatever the file system refuses
 */
export function onOut<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException | undefined)?.code;
    // A file stands where a folder is needed, or the file system (such as /proc) makes no folders at all.
    if (reason === 'EEXIST' || reason === 'ENOENT')
      throw new ProblemError([problem('RUN-NOT-WRITABLE', `${path} can't be made there`, 'choose another --out')]);
    const found = fileProblem(error, path);
    throw found ? new ProblemError([found]) : error;
  }
}

/** Makes a folder and those above it, one by one: Node's own way never ends on a file system that makes none. */
export function makeFolder(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** Removes what could not be finished; where nothing could be made there is nothing to remove. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // What kept it from being written is told already.
  }
}

/** Files of a kind begin alike: a page with its doctype, a picture with its element. Enough to know a workbench file or a note from them. */
const kindOf = (content: string) => content.trimStart().slice(0, 8).toLowerCase();

/** Refuses a file that is there and is of another kind than what is to be written. @throws ProblemError OUT-NOT-OURS */
export function refuseOtherKind(path: string, content: string): void {
  const there = existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : '';
  if (there.trim() === '' || kindOf(there) === kindOf(content)) return;
  throw new ProblemError([
    problem('OUT-NOT-OURS', `${path} is there and was not written by this command`, 'choose another --out, or remove it'),
  ]);
}

/** Writes one file whole or not at all. @throws ProblemError when the place cannot be written */
export function writeFileWhole(path: string, content: string | Uint8Array): void {
  const target = resolve(path);
  const part = partOf(path);
  onOut(path, () => {
    makeFolder(dirname(target));
    removeLeftovers(target);
    try {
      writeFileSync(part, content);
      renameSync(part, target);
    } finally {
      removeQuietly(part);
    }
  });
}

/** Writes a folder whole or not at all; one that is there is replaced only when the marker says that it is ours. @throws ProblemError */
export function writeFolderWhole(path: string, files: ReadonlyMap<string, string | Uint8Array>, marker: string): void {
  const target = resolve(path);
  if (!isFree(target) && !existsSync(join(target, marker))) {
    throw new ProblemError([
      problem('OUT-NOT-OURS', `${path} is there and was not written by this command`, 'choose another --out, or remove it'),
    ]);
  }
  const part = partOf(path);
  onOut(path, () => {
    try {
      for (const [name, content] of [...files, [marker, ''] as const]) {
        makeFolder(dirname(join(part, name)));
        writeFileSync(join(part, name), content);
      }
      replaceFolder(part, target);
    } finally {
      removeQuietly(part);
    }
  });
}

/** Nothing is there, or an empty folder. */
export const isFree = (target: string): boolean =>
  !existsSync(target) || (statSync(target).isDirectory() && readdirSync(target).length === 0);

/** Puts a folder in the place of another. The old one is moved away first, so that the place is empty only for a moment, and never half full. */
export function replaceFolder(from: string, path: string): void {
  const target = resolve(path);
  const old = beside(target, 'old');
  if (existsSync(target)) renameSync(target, old);
  renameSync(from, target);
  rmSync(old, { recursive: true, force: true });
  removeLeftovers(target);
}

/** Removes what a process that was killed has left beside a place. */
function removeLeftovers(target: string): void {
  const name = basename(target);
  for (const entry of readdirSync(dirname(target))) {
    const [, pid] = (entry.startsWith(`${name}.`) && entry.slice(name.length).match(/^\.(\d+)\.(?:part|old)$/)) || [];
    if (pid && !isAlive(Number(pid))) rmSync(join(dirname(target), entry), { recursive: true, force: true });
  }
}
