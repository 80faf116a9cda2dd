import type { BackedUp } from './scripts';
import { backedUp, listMarkers } from './scripts';

/** What is known of a backup at its place. */
export interface BackupFacts {
  readonly store: BackedUp;
  readonly file: string;
  /** Moment that it is of, ISO 8601. */
  readonly taken: string;
  readonly plainBytes: number;
  readonly bytes: number;
  readonly sha256: string;
  /** The header of age: who opens it. Nothing in it is secret. */
  readonly header: string;
}

/** What lies at the place of a store: its backups, the newest first, and how many files of facts there are none. */
export interface BackupList {
  readonly backups: readonly BackupFacts[];
  readonly unreadable: number;
}

const isText = (value: unknown): value is string => typeof value === 'string';

function factsIn(line: string): BackupFacts | undefined {
  try {
    const { version, store, file, taken, plainBytes, bytes, sha256, header } = JSON.parse(line) as Record<string, unknown>;
    const known = backedUp.find((one) => one === store);
    if (version !== 1 || !known || !isText(file) || !isText(taken) || !isText(sha256) || !isText(header)) return undefined;
    // Names go into commands of Jobs: only those that the Jobs themselves give are taken.
    if (!/^[a-z]+-\d{8}T\d{6}Z\.[a-z-]+\.gz\.age$/.test(file) || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
    if (Number.isNaN(Date.parse(taken)) || typeof plainBytes !== 'number' || typeof bytes !== 'number') return undefined;
    return { store: known, file, taken, plainBytes, bytes, sha256, header };
  } catch {
    return undefined;
  }
}

/** Reads what the Job `list` printed, the newest first. @returns undefined where its end is missing: the log was cut, or the Job failed */
export function readList(log: string): BackupList | undefined {
  const lines = log.split('\n');
  const [begin, end] = [lines.indexOf(listMarkers.begin), lines.indexOf(listMarkers.end)];
  if (begin < 0 || end < begin) return undefined;
  // A log has what rclone says to people in it as well.
  const told = lines.slice(begin + 1, end).filter((line) => line.startsWith('{'));
  const backups = told.flatMap((line) => factsIn(line) ?? []);
  return { backups: backups.sort((a, b) => b.taken.localeCompare(a.taken)), unreadable: told.length - backups.length };
}

/** Hours between two runs of a schedule, at most: what a backup is old before the next one is due. */
export function hoursBetween(schedule: string): number {
  const named = { '@hourly': 1, '@daily': 24, '@weekly': 168, '@monthly': 744 }[schedule.trim()];
  if (named !== undefined) return named;
  const [, hour = '*', day = '*', , weekday = '*'] = schedule.trim().split(/\s+/);
  if (day !== '*') return 744;
  if (weekday !== '*') return 168;
  if (hour === '*') return 1;
  const step = /^\*\/(\d+)$/.exec(hour)?.[1];
  if (step !== undefined) return Number(step);
  const hours = hour
    .split(',')
    .map((part) => Number(part.split('-')[0]))
    .filter((part) => !Number.isNaN(part))
    .sort((a, b) => a - b);
  const gaps = hours.map((at, index) => (hours[index + 1] ?? (hours[0] ?? 0) + 24) - at);
  return Math.max(1, ...gaps);
}
