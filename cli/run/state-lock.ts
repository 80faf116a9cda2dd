import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Problem, problem } from '../../config/problems';
import type { JournalOperation } from './journal-records';
import { processesOfRun } from './processes';
import type { Diagnostic } from './terraform-events';

/** What Terraform writes into a state lock. */
export interface LockInfo {
  readonly id: string;
  readonly path: string;
  readonly operation: string;
  readonly who: string;
  readonly created: string;
}

/** Finds the lock's description in the errors of a command; undefined when none of them is about the state lock. */
export function readLockInfo(diagnostics: readonly Diagnostic[]): LockInfo | undefined {
  const text = diagnostics.find(({ summary }) => summary === 'Error acquiring the state lock')?.detail;
  if (text === undefined) return undefined;
  const field = (name: string) => new RegExp(`^\\s*${name}:[ \\t]*(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  const lock = { id: field('ID'), path: field('Path'), operation: field('Operation'), who: field('Who'), created: field('Created') };
  // The id of the lock that stands, which the http backend tells only here: all else is about the one who asked.
  const standing = /already locked:\s+ID=(\S+)/.exec(text)?.[1];
  return standing === undefined || standing === lock.id ? lock : { id: standing, path: lock.path, operation: '', who: '', created: '' };
}

/** `2026-11-24 14:34:07.959158772 +0000 UTC` (or RFC 3339) as milliseconds; NaN when it is neither. */
export function lockTime(created: string): number {
  const found = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,3})?\d*\s*(?:Z|\+0000(?: UTC)?)$/.exec(created);
  return found ? Date.parse(`${found[1]}T${found[2]}${found[3] ?? ''}Z`) : Number.NaN;
}

const lockOperations: Record<string, readonly string[]> = {
  OperationTypePlan: ['plan'],
  OperationTypeApply: ['apply', 'destroy'],
  OperationTypeInvalid: ['init', 'unlock'],
  'state-push': ['push'],
};

/** A lock is taken in the first moments of an operation: this long after its start another one's lock can't be mistaken for it. */
const takenWithin = 60_000;

/**
 * The operation of ours that left the lock behind, or undefined when it isn't ours or may still be held.
 * Ours means: same user and host, the same kind of operation, taken just after that operation began, and every process of that run is gone.
 */
export function ownerOfLock(
  lock: LockInfo,
  operations: readonly JournalOperation[],
  self: { readonly user: string; readonly host: string },
  alive: (run: string) => boolean = (run) => processesOfRun(run).length > 0,
): JournalOperation | undefined {
  const at = lockTime(lock.created);
  return operations.find(
    (one) =>
      one.host === self.host &&
      lock.who === `${self.user}@${self.host}` &&
      (lockOperations[lock.operation] ?? []).includes(one.operation) &&
      at >= Date.parse(one.startedAt) - 1_000 &&
      at <= Date.parse(one.startedAt) + takenWithin &&
      !alive(one.run),
  );
}

/** Names the owner and the one command that frees the lock. `data` is Terraform's data folder of the stack, without which it would not know the backend. */
export function lockProblem(
  stack: string,
  lock: LockInfo,
  where: { readonly program: string; readonly configDir: string; readonly data: string; readonly local: boolean },
): Problem {
  const details = [lock.operation, `lock ${lock.id}`].filter(Boolean).join(', ');
  const message = `the state of ${stack} is locked by ${lock.who || 'somebody'}${lock.created && ` since ${lock.created}`} (${details})`;
  const free = `TF_DATA_DIR='${where.data}' ${where.program} -chdir='${where.configDir}' force-unlock -force ${lock.id}`;
  const hint = where.local
    ? 'wait for that Terraform, or stop it there with Ctrl-C: the lock on a file ends with its process'
    : `wait for it; when nobody works there any more: ${free}`;
  return problem('RUN-STATE-LOCKED', message, hint);
}

/** The state file of a stack with a local backend, absolute; undefined for every other backend. */
export function localStateFile(stackJson: string, configDir: string): string | undefined {
  const { terraform } = JSON.parse(stackJson) as { terraform?: { backend?: Record<string, unknown> } };
  const backend = terraform?.backend;
  if (backend === undefined || Object.keys(backend).length === 0) return join(configDir, 'terraform.tfstate');
  if (!('local' in backend)) return undefined;
  const local = (Array.isArray(backend.local) ? backend.local[0] : backend.local) as { path?: string } | undefined;
  return resolve(configDir, local?.path ?? 'terraform.tfstate');
}

/**
 * Takes away the note that a killed Terraform leaves beside a local state (`.<state>.lock.info`). The lock itself is the operating system's and ended
 * with the process, so only a note of ours with no living process is removed: anybody else's may belong to somebody at work.
 */
export function clearLocalLockNote(stateFile: string, owned: (lock: LockInfo) => boolean): boolean {
  const note = join(dirname(stateFile), `.${basename(stateFile)}.lock.info`);
  if (!existsSync(note)) return false;
  try {
    const { ID, Path, Operation, Who, Created } = JSON.parse(readFileSync(note, 'utf8')) as Record<string, string | undefined>;
    const lock = { id: ID ?? '', path: Path ?? '', operation: Operation ?? '', who: Who ?? '', created: Created ?? '' };
    if (!owned(lock)) return false;
  } catch {
    return false;
  }
  rmSync(note, { force: true });
  return true;
}
