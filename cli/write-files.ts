import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ProblemError, problem } from '../config/problems';

/** Writes one file whole or not at all. */
export function writeFileWhole(path: string, content: string): void {
  mkdirSync(dirname(resolve(path)), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, content);
    renameSync(part, path);
  } finally {
    rmSync(part, { force: true });
  }
}

/** Writes a folder whole or not at all; one that is there is replaced only when the marker says that it is ours. */
export function writeFolderWhole(path: string, files: ReadonlyMap<string, string>, marker: string): void {
  const target = resolve(path);
  if (existsSync(target) && !existsSync(join(target, marker))) {
    throw new ProblemError([
      problem('OUT-NOT-OURS', `${path} is there and was not written by this command`, 'choose another --out, or remove it'),
    ]);
  }
  const part = `${target}.${process.pid}.part`;
  try {
    for (const [name, content] of [...files, [marker, ''] as const]) {
      mkdirSync(dirname(join(part, name)), { recursive: true });
      writeFileSync(join(part, name), content);
    }
    replaceFolder(part, target);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** Puts a folder in the place of another. The old one is moved away first, so that the place is empty only for a moment, and never half full. */
export function replaceFolder(from: string, target: string): void {
  const old = `${target}.${process.pid}.old`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(from, target);
  rmSync(old, { recursive: true, force: true });
}
