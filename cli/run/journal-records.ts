import { createHash } from 'node:crypto';
import type { Operation } from './terraform';

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

/** Reads records; a line that a crash cut off (or anything else that is no record) is passed over. */
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
