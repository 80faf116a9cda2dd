import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Problem, problem } from '../problems';
import lock from './charts.lock.json';

/** One pinned chart version. */
export interface LockedChart {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  /** sha256 of the package; null where its maker's index could not be read. */
  readonly digest: string | null;
}

const entries: ReadonlyMap<string, LockedChart> = new Map(
  (lock.charts as readonly LockedChart[]).map((chart) => [`${chart.name}@${chart.version}`, chart]),
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
