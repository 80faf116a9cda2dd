import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type JournalOperation, type JournalRecord, lastSettled, operationsOf, parseJournal, unsettled } from './journal-records';
import { onFile } from './write-errors';

export interface Journal {
  readonly file: string;
  /** Returns once the record is on disk, so that it is there after a power cut as well. */
  readonly append: (record: JournalRecord) => void;
  readonly records: () => readonly JournalRecord[];
}

/** What is in the journal of an environment; nothing when it has none yet. */
export function readJournal(file: string): readonly JournalRecord[] {
  if (!existsSync(file)) return [];
  return parseJournal(onFile(file, () => readFileSync(file, 'utf8')));
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
    const before = fstatSync(descriptor).size;
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } catch (error) {
      // On a full disk a part of the line may have found room.
      ftruncateSync(descriptor, before);
      throw error;
    }
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
