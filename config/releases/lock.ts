import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, ProblemError, problem } from '../problems';
import { releasesFolder } from './folder';

/** One pinned chart version. */
export interface LockedChart {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  /** sha256 of the package; null where its maker's index could not be read. */
  readonly digest: string | null;
}

export const lockFile = 'charts.lock.json';

const comment =
  'Pinned charts. Digests are sha256 of the packages, from the index of each repository or from the package; null: not known yet. Written by `workbench charts lock`.';
const digestPattern = /^[0-9a-f]{64}$/;

/** Reads the text of a lock file. @throws ProblemError LOCK-DAMAGED when it is none, or a row in it is none */
export function parseLock(text: string, file: string): LockedChart[] {
  const damaged = (what: string) => new ProblemError([problem('LOCK-DAMAGED', what, 'take it from version control again', { file })]);
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw damaged('is no JSON');
  }
  const rows = (read as { charts?: unknown } | null)?.charts;
  if (!Array.isArray(rows)) throw damaged('has no list of charts');
  return rows.map((row: Partial<LockedChart> | null, index) => {
    const { name, version, repository, digest } = row ?? {};
    const texts = typeof name === 'string' && typeof version === 'string' && typeof repository === 'string';
    if (!texts || !(digest === null || (typeof digest === 'string' && digestPattern.test(digest))))
      throw damaged(`charts.${index} wants name, version, repository, and a digest of 64 hexadecimal digits or null`);
    return { name, version, repository, digest };
  });
}

/** The text of a lock file: charts by name and version, the same whatever order they come in. */
export function formatLock(charts: readonly LockedChart[]): string {
  const sorted = [...charts].sort((a, b) => order(a.name, b.name) || order(a.version, b.version));
  const rows = sorted.map(({ name, version, repository, digest }) => ({ name, version, repository, digest }));
  return `${JSON.stringify({ $comment: comment, charts: rows }, null, 2)}\n`;
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const place = join(releasesFolder(), lockFile);
const entries: ReadonlyMap<string, LockedChart> = new Map(
  parseLock(readFileSync(place, 'utf8'), `config/releases/${lockFile}`).map((chart) => [`${chart.name}@${chart.version}`, chart]),
);

export const lockedCharts: readonly LockedChart[] = [...entries.values()];

/** The entry of a chart version, or undefined when nobody has pinned it. */
export function lockedChart(name: string, version: string): LockedChart | undefined {
  return entries.get(`${name}@${version}`);
}

/** A chart asked for that is not pinned: Helm could be given anything under its name. */
export function missingEntry(name: string, version: string): Problem {
  return problem(
    'LOCK-MISSING',
    `${name} ${version} is not in config/releases/charts.lock.json`,
    'workbench charts lock <folder with the package>',
  );
}

export const digestOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Holds a package against its locked digest. A package whose digest is not known passes; `charts verify` lists those. */
export function verifyDigest(file: string, { name, version, digest }: LockedChart): Problem[] {
  if (digest === null) return [];
  const found = digestOf(file);
  if (found === digest) return [];
  return [
    problem(
      'LOCK-DIGEST',
      `${name} ${version}: the package has digest ${found.slice(0, 12)}…, the lock file says ${digest.slice(0, 12)}…`,
      'fetch the package again from its own repository; do not deploy this one',
    ),
  ];
}
