import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, readSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Operation } from './terraform';
import { onFile } from './write-errors';

/** How one operation on one stack ended. `killed` is written by a later run that found it without an end. */
export type OperationOutcome = 'ok' | 'changes' | 'no-change' | 'failed' | 'interrupted' | 'killed';

export type JournalRecord =
  | {
      readonly type: 'run';
      readonly run: string;
      readonly at: string;
      readonly action: string;
      readonly pid: number;
      readonly host: string;
      readonly user: string;
      readonly tool: string;
    }
  | {
      readonly type: 'begin';
      readonly run: string;
      readonly at: string;
      readonly stack: string;
      readonly operation: Operation;
      readonly hash: string;
      readonly log: string;
      readonly host: string;
    }
  /** The process number of Terraform, which is that of its process group too. */
  | {
      readonly type: 'process';
      readonly run: string;
      readonly at: string;
      readonly stack: string;
      readonly operation: Operation;
      readonly pid: number;
    }
  | {
      readonly type: 'end';
      readonly run: string;
      readonly at: string;
      readonly stack: string;
      readonly operation: Operation;
      readonly outcome: OperationOutcome;
    }
  | { readonly type: 'run-end'; readonly run: string; readonly at: string; readonly exitCode: number };

/** One operation put together from its records. */
export interface JournalOperation {
  readonly run: string;
  readonly stack: string;
  readonly operation: Operation;
  /** Content of cdk.tf.json at that time, as SHA-256. */
  readonly hash: string;
  readonly log: string;
  readonly host: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly pid?: number;
  /** Absent: the run was killed before it could say. */
  readonly outcome?: OperationOutcome;
}

export const stackHash = (stackJson: string | Buffer): string => createHash('sha256').update(stackJson).digest('hex');

/** Reads the records; a line cut off by a crash (or anything else that is no record) is passed over. */
export function readJournal(file: string): readonly JournalRecord[] {
  if (!existsSync(file)) return [];
  return parseJournal(onFile(file, () => readFileSync(file, 'utf8')));
}

export function parseJournal(text: string): readonly JournalRecord[] {
  return text.split('\n').flatMap((line) => {
    try {
      const record = JSON.parse(line) as JournalRecord | null;
      return typeof record === 'object' && record !== null && typeof record.type === 'string' && typeof record.run === 'string'
        ? [record]
        : [];
    } catch {
      return [];
    }
  });
}

/** The operations in the order in which they began. */
export function operationsOf(records: readonly JournalRecord[]): readonly JournalOperation[] {
  const operations: JournalOperation[] = [];
  for (const record of records) {
    if (record.type === 'begin') {
      const { run, stack, operation, hash, log, host, at } = record;
      operations.push({ run, stack, operation, hash, log, host, startedAt: at });
      continue;
    }
    if (record.type !== 'process' && record.type !== 'end') continue;
    const index = operations.findLastIndex(
      (one) => one.run === record.run && one.stack === record.stack && one.operation === record.operation && one.outcome === undefined,
    );
    const found = operations[index];
    if (!found) continue;
    operations[index] =
      record.type === 'process' ? { ...found, pid: record.pid } : { ...found, outcome: record.outcome, endedAt: record.at };
  }
  return operations;
}

/** What of a stack isn't settled yet: its operations since the last apply or destroy that went through. */
export function unsettled(operations: readonly JournalOperation[], stack: string): readonly JournalOperation[] {
  const own = operations.filter((operation) => operation.stack === stack);
  const settled = own.findLastIndex(({ operation, outcome }) => (operation === 'apply' || operation === 'destroy') && outcome === 'ok');
  return own.slice(settled + 1);
}

/** The last time the stack was applied or destroyed with success; undefined when never. */
export function lastSettled(operations: readonly JournalOperation[], stack: string): JournalOperation | undefined {
  return operations.findLast(
    (one) => one.stack === stack && (one.operation === 'apply' || one.operation === 'destroy') && one.outcome === 'ok',
  );
}

export interface Journal {
  readonly file: string;
  /** Returns once the record is on disk, so that it is there after a power cut as well. */
  readonly append: (record: JournalRecord) => void;
  readonly records: () => readonly JournalRecord[];
}

/** Above this size the journal keeps only what is still of use, in bytes. */
const roomy = 4 * 1024 * 1024;

/** Opens the journal of an environment, makes it where it isn't, and shortens it when it has grown large. @throws ProblemError when it can't be written */
export function openJournal(file: string, limit = roomy): Journal {
  onFile(file, () => mkdirSync(dirname(file), { recursive: true, mode: 0o700 }));
  if (existsSync(file) && statSync(file).size > limit) shorten(file);
  return {
    file,
    append: (record) => onFile(file, () => write(file, 'a', `${needsNewline(file) ? '\n' : ''}${JSON.stringify(record)}\n`)),
    records: () => readJournal(file),
  };
}

function write(file: string, flags: string, text: string): void {
  const descriptor = openSync(file, flags, 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** After a crash the last line may be cut off; what follows must not be glued to it. */
function needsNewline(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size === 0) return false;
  const descriptor = openSync(file, 'r');
  try {
    const last = Buffer.alloc(1);
    readSync(descriptor, last, 0, 1, found.size - 1);
    return last[0] !== 10;
  } finally {
    closeSync(descriptor);
  }
}

function shorten(file: string): void {
  const records = readJournal(file);
  const operations = operationsOf(records);
  const stacks = new Set(operations.map(({ stack }) => stack));
  const keep = new Set<JournalOperation>();
  for (const stack of stacks) {
    const settled = lastSettled(operations, stack);
    if (settled) keep.add(settled);
    for (const operation of unsettled(operations, stack).slice(-50)) keep.add(operation);
  }
  const runs = new Set([...keep].map(({ run }) => run));
  const kept = records.filter((record) =>
    record.type === 'run' || record.type === 'run-end'
      ? runs.has(record.run)
      : [...keep].some((one) => one.run === record.run && one.stack === record.stack && one.operation === record.operation),
  );
  const temporary = `${file}.new`;
  onFile(temporary, () => write(temporary, 'w', kept.map((record) => `${JSON.stringify(record)}\n`).join('')));
  onFile(file, () => renameSync(temporary, file));
}
