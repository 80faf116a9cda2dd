import { type Problem, ProblemError } from '../../config/problems';
import type { LoadedStack, RunContext } from './context';
import { diagnose } from './diagnose';
import { askHttpLock, httpLockPlace } from './http-lock';
import type { Journal } from './journal';
import type { JournalRecord, OperationOutcome } from './journal-records';
import { unsettled } from './journal-records';
import { clearLocalLockNote, type LockInfo, localStateFile, lockProblem, ownerOfLock, readLockInfo } from './state-lock';
import { dataDir, type Finished, type Listeners, logFile, type Operation, runTerraform, type StackPlace } from './terraform';
import { forgetInit, initStack, isInitNeeded } from './terraform-init';
import { Stopped } from './terraform-read';

/** One stack at work: where it is, what was synthesised, and what was mended so far. */
export interface StackWork {
  readonly context: RunContext;
  readonly place: StackPlace;
  readonly stack: LoadedStack;
  readonly note: (text: string) => void;
}

const now = () => new Date().toISOString();

/** Writes down that an operation begins and how it ended, so that a killed one is known for what it was. */
export async function recorded<T extends Finished | undefined>(
  { context, place, stack }: StackWork,
  operation: Operation,
  work: (listeners: Listeners) => Promise<T>,
  outcomeOf: (finished: T) => OperationOutcome,
): Promise<T> {
  const { journal, terraform, self } = context;
  const about = { run: terraform.run, stack: place.stack, operation };
  journal.append({ type: 'begin', at: now(), hash: stack.hash, log: logFile(place, operation), host: self.host, ...about });
  let outcome: OperationOutcome = 'failed';
  try {
    const finished = await work({ onStart: (pid) => noteProcess(journal, { type: 'process', at: now(), pid, ...about }) });
    outcome = outcomeOf(finished);
    return finished;
  } finally {
    const stopped = outcome === 'failed' && terraform.stop.stopped();
    journal.append({ type: 'end', at: now(), outcome: stopped ? 'interrupted' : outcome, ...about });
  }
}

/** A full disk must not lose sight of a process that runs already; without this line its mark in the environment still finds it. */
function noteProcess(journal: Journal, record: JournalRecord): void {
  try {
    journal.append(record);
  } catch {
    // The end of the operation is written next, and reports the same fault.
  }
}

/** Initialises the stack if it needs it. @throws ProblemError with what Terraform said, Stopped */
export async function initialise(work: StackWork): Promise<void> {
  const { context, place } = work;
  const finished = await context.initTurn(() => {
    if (context.terraform.stop.stopped()) throw new Stopped();
    return recorded(
      work,
      'init',
      (listeners) => initStack(context.terraform, place, listeners),
      (done) => (done === undefined || done.code === 0 ? 'ok' : 'failed'),
    );
  });
  if (finished === undefined || finished.code === 0) return;
  fail(work, finished);
}

/** Ends the stack with what Terraform reported, or as stopped when that is why. */
export function fail({ context, place }: StackWork, finished: Finished, extra: readonly Problem[] = []): never {
  if (context.terraform.stop.stopped()) throw new Stopped();
  throw new ProblemError([...extra, ...diagnose(place.stack, finished.diagnostics, finished.log)]);
}

/** The lock on this state was left by an earlier run of ours whose processes are all gone. */
function leftLock({ context, place }: StackWork) {
  const operations = unsettled(context.earlier, place.stack);
  return (lock: Parameters<typeof ownerOfLock>[0]) => ownerOfLock(lock, operations, context.self);
}

/** Takes away the lock note of a killed Terraform beside a local state. */
export function tidyLocalLock(work: StackWork): void {
  const file = localStateFile(work.stack.text, work.place.configDir);
  const owner = leftLock(work);
  if (file && clearLocalLockNote(file, (lock) => owner(lock) !== undefined))
    work.note(`removed the lock note that a killed run left beside ${file}`);
}

export const lockTimeout = ({ context }: StackWork): string => `-lock-timeout=${context.request.lockPatience ?? 5}s`;

/** What Terraform said of a lock, or what the server of the state says where Terraform doesn't know. */
async function trueLock({ context, place, stack }: StackWork, told: LockInfo | undefined): Promise<LockInfo | 'free' | undefined> {
  if (told === undefined || told.who !== '') return told;
  const server = httpLockPlace(stack.json, { ...context.terraform.env, ...place.env });
  return (server && (await askHttpLock(server, `${context.self.user}@${context.self.host}`))) ?? told;
}

/**
 * Runs a Terraform command that locks the state. A lock that our own killed run left is freed, and the command runs again; anybody else's is named with
 * its owner. A data folder that no longer fits is initialised again, once.
 * @throws ProblemError RUN-STATE-LOCKED; Stopped
 */
export async function locking(work: StackWork, operation: Operation, command: () => Promise<Finished>): Promise<Finished> {
  const { context, place, stack, note } = work;
  if (context.terraform.stop.stopped()) throw new Stopped();
  const finished = await command();
  if (finished.code === 0 || finished.code === 2) return finished;
  if (context.terraform.stop.stopped()) return finished;
  const lock = await trueLock(work, readLockInfo(finished.diagnostics));
  if (lock === 'free') return command();
  if (lock === undefined) {
    if (operation !== 'plan' || !isInitNeeded(finished.diagnostics)) return finished;
    forgetInit(place);
    await initialise(work);
    return command();
  }
  const owner = leftLock(work)(lock);
  const local = localStateFile(stack.text, place.configDir) !== undefined;
  const where = { program: context.terraform.binary.path, configDir: place.configDir, data: dataDir(place), local };
  if (owner === undefined || local) throw new ProblemError([lockProblem(place.stack, lock, where)]);
  const freed = await recorded(
    work,
    'unlock',
    (listeners) => runTerraform(context.terraform, place, 'unlock', ['force-unlock', '-force', lock.id], listeners),
    ({ code }) => (code === 0 ? 'ok' : 'failed'),
  );
  if (freed.code !== 0) throw new ProblemError([lockProblem(place.stack, lock, where)]);
  note(`freed the state lock ${lock.id} of ${lock.created}: it was left by our killed run ${owner.run}`);
  return command();
}
