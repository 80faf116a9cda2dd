import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from '../../cli/run/processes';
import { cacheHome } from '../cache-home';
import { type ProgramName, programs } from './programs';

/** Folder that keeps built programs between runs; it may be removed at any time, and is then filled anew. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheHome(env), 'lab');
}

export const programFolder = (name: ProgramName, root = cacheRoot()) => join(root, `${name}-${programs[name].version.slice(1)}`);
export const programFile = (name: ProgramName, root = cacheRoot()) => join(programFolder(name, root), name);

interface Holder {
  readonly pid: number;
  readonly identity?: string;
}

/** Who holds the lock; undefined when nobody alive does. */
function holderOf(file: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    const identity = processIdentity(holder.pid);
    return identity !== undefined && identity === holder.identity ? holder : undefined;
  } catch {
    return undefined;
  }
}

function take(file: string): boolean {
  try {
    const holder: Holder = { pid: process.pid, identity: processIdentity(process.pid) };
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Tries to take the lock of a folder until it has it, with a pause after each try.
 * @param waiting called once, when another process holds the lock
 */
function* taken(file: string, waiting: (pid: number) => void): Generator<number, void> {
  for (let told = false; !take(file); ) {
    const holder = holderOf(file);
    if (!holder) {
      // It may be that its holder is just writing it: a dead one is still there a moment later.
      yield 200;
      if (!holderOf(file)) rmSync(file, { force: true });
      continue;
    }
    if (!told) waiting(holder.pid);
    told = true;
    yield 500;
  }
}

function lockOf(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return join(folder, 'lock.json');
}

/**
 * Does a piece of work that no two processes may do at once in this folder. A lock whose holder is dead counts for nothing.
 * @param waiting called once, when another process holds the lock
 */
export async function withLock<T>(folder: string, work: () => Promise<T>, waiting: (pid: number) => void = () => {}): Promise<T> {
  const file = lockOf(folder);
  for (const pause of taken(file, waiting)) await sleep(pause);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** The same for work that is done at once, as what decides whether a test is skipped must be: the process stands still while it waits. */
export function withLockNow<T>(folder: string, work: () => T, waiting: (pid: number) => void = () => {}): T {
  const file = lockOf(folder);
  for (const pause of taken(file, waiting)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}
