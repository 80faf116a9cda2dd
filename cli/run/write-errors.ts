import { closeSync, copyFileSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { type Problem, ProblemError, problem } from '../../config/problems';

/** What the file system's refusals mean to the person at the keyboard; anything else is a fault of ours and stays an exception. */
const fileProblems: Record<string, (file: string) => Problem> = {
  ENOSPC: (file) =>
    problem(
      'RUN-DISK-FULL',
      `no space left on device while writing ${file}`,
      'free some space and run the same command again: it carries on',
    ),
  EDQUOT: (file) =>
    problem('RUN-DISK-FULL', `disk quota exceeded while writing ${file}`, 'free some space and run the same command again: it carries on'),
  EACCES: (file) =>
    problem('RUN-NOT-WRITABLE', `no permission to use ${file}`, 'run as the owner of that folder, or choose another work folder'),
  EPERM: (file) =>
    problem('RUN-NOT-WRITABLE', `not allowed to use ${file}`, 'run as the owner of that folder, or choose another work folder'),
  EROFS: (file) => problem('RUN-NOT-WRITABLE', `${file} lies on a read-only file system`, 'choose another work folder'),
  ENOTDIR: (file) =>
    problem(
      'RUN-NOT-WRITABLE',
      `${file} can't be made: a part of its path is a file, not a folder`,
      'move that file away, or choose another work folder',
    ),
  EISDIR: (file) => problem('RUN-NOT-WRITABLE', `${file} is a folder where a file is expected`, 'move that folder away'),
  ENOENT: (file) => problem('RUN-MISSING', `${file} does not exist`, 'synthesise again, then run the same command'),
  EMFILE: (file) => problem('RUN-TOO-MANY-FILES', `too many open files at ${file}`, 'raise the limit (ulimit -n) or lower --parallel'),
};

/** The problem behind a failed file operation, or undefined when the error has another cause. */
export function fileProblem(error: unknown, file: string): Problem | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === undefined ? undefined : fileProblems[code]?.(file);
}

/**
 * Runs a file operation and turns what the file system refuses into a located problem.
 * @throws ProblemError for a full disk, a missing or an unwritable place; every other error unchanged
 */
export function onFile<T>(file: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    const found = fileProblem(error, file);
    throw found ? new ProblemError([found]) : error;
  }
}

/** Copies a file whole or not at all: one that is cut off would be taken for the real one. @throws ProblemError */
export function copyWhole(from: string, to: string): void {
  const part = `${to}.part`;
  try {
    onFile(to, () => {
      copyFileSync(from, part);
      const descriptor = openSync(part, 'r');
      try {
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(part, to);
    });
  } finally {
    rmSync(part, { force: true });
  }
}
