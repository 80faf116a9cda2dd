import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { isAlive, processIdentity } from './processes';
import { onFile } from './write-errors';

/** Who works on an environment, as written in its lock file. */
export interface RunOwner {
  readonly run: string;
  readonly action: string;
  readonly pid: number;
  /** Tells the owner from a later process with the same number. */
  readonly process?: string;
  readonly host: string;
  readonly user: string;
  readonly startedAt: string;
}

export interface RunLock {
  /** The run that held the lock before and was killed; its leftovers are ours to clear. */
  readonly predecessor?: RunOwner;
  readonly release: () => void;
}

function readOwner(file: string): RunOwner | undefined {
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8')) as RunOwner;
    return typeof owner.pid === 'number' && typeof owner.host === 'string' ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the owner still works, as far as this host can tell: of another host's processes nothing is known, so its lock counts. */
export function isWorking(owner: RunOwner, host: string): boolean {
  if (owner.host !== host) return true;
  if (!isAlive(owner.pid)) return false;
  return owner.process === undefined || processIdentity(owner.pid) === owner.process;
}

/** The run that holds a lock file at this moment; undefined when nobody does, or its owner is dead. */
export function workingOwner(file: string, host: string): RunOwner | undefined {
  const owner = readOwner(file);
  return owner && isWorking(owner, host) ? owner : undefined;
}

function refused(owner: RunOwner, host: string, file: string): Problem {
  const who = `${owner.action} of ${owner.user}@${owner.host} (process ${owner.pid}, since ${owner.startedAt})`;
  const hint =
    owner.host === host
      ? `wait for it, or stop it with: kill -INT ${owner.pid}`
      : `wait for it; if ${owner.host} is gone for good, remove ${file} with: rm -f '${file}'`;
  return problem('RUN-BUSY', `another run works on this environment: ${who}`, hint);
}

/**
 * Takes the environment for one run. A lock whose owner is dead is taken over.
 * @throws ProblemError RUN-BUSY naming the owner; or why the file can't be written
 */
export function takeRunLock(file: string, owner: RunOwner): RunLock {
  onFile(file, () => mkdirSync(dirname(file), { recursive: true, mode: 0o700 }));
  // The lock appears whole or not at all: written aside, then linked to its name, which fails when the name is taken.
  const own = `${file}.${owner.pid}`;
  try {
    onFile(own, () => {
      const descriptor = openSync(own, 'w', 0o600);
      try {
        writeSync(descriptor, `${JSON.stringify(owner)}\n`);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    });
    const predecessor = claim(file, own, owner);
    sweep(file, own);
    const release = () => {
      if (readOwner(file)?.run === owner.run) rmSync(file, { force: true });
    };
    return { ...(predecessor ? { predecessor } : {}), release };
  } finally {
    rmSync(own, { force: true });
  }
}

/** Files that a run left which was killed in the very moment of taking the lock. */
function sweep(file: string, own: string): void {
  for (const name of readdirSync(dirname(file))) {
    const pid = name.startsWith(`${basename(file)}.`) ? Number(/^\d+/.exec(name.slice(basename(file).length + 1))?.[0]) : Number.NaN;
    const path = join(dirname(file), name);
    if (pid > 0 && path !== own && !isAlive(pid)) rmSync(path, { force: true });
  }
}

function claim(file: string, own: string, owner: RunOwner): RunOwner | undefined {
  let predecessor: RunOwner | undefined;
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      linkSync(own, file);
      return predecessor;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        return onFile(file, () => {
          throw error;
        });
    }
    const found = readOwner(file);
    if (found && isWorking(found, owner.host)) throw new ProblemError([refused(found, owner.host, file)]);
    predecessor = found ?? predecessor;
    moveAway(file, `${own}.old`, found);
  }
  throw new ProblemError([problem('RUN-BUSY', `${file} changes hands too fast`, 'run the command again')]);
}

/** Two runs may find the same dead lock: what was moved away must be what was judged, else it goes back to its living owner. */
function moveAway(file: string, aside: string, judged: RunOwner | undefined): void {
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readOwner(aside)?.run !== judged?.run) {
    try {
      linkSync(aside, file);
    } catch {
      // A third run has taken the name; the one put aside finds that out at its next step.
    }
  }
  unlinkSync(aside);
}
