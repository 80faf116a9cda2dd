import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, type LockedChart } from '../../config/releases/lock';

/** How a package of a mirror stands against the lock. */
export type Standing = 'ok' | 'missing' | 'other digest' | 'digest unknown' | 'not locked';

export interface VerifiedChart {
  readonly name: string;
  readonly version: string;
  readonly standing: Standing;
  /** sha256 of the package that is there. */
  readonly found?: string;
  /** sha256 in the lock. */
  readonly locked?: string;
}

/** A chart that must be there; without an entry where nobody has pinned it. */
export interface WantedChart {
  readonly name: string;
  readonly version: string;
  readonly entry?: LockedChart;
}

/** Only these two forbid the use of a mirror. */
export const failed = ({ standing }: VerifiedChart) => standing === 'missing' || standing === 'other digest';

/** Holds the packages of a folder against the lock, chart by chart. */
export function verifyFolder(folder: string, wanted: readonly WantedChart[]): VerifiedChart[] {
  return wanted.map(({ name, version, entry }): VerifiedChart => {
    const file = join(folder, `${name}-${version}.tgz`);
    const locked = entry?.digest ? { locked: entry.digest } : {};
    if (!existsSync(file)) return { name, version, standing: 'missing', ...locked };
    const found = digestOf(file);
    if (!entry) return { name, version, standing: 'not locked', found };
    if (entry.digest === null) return { name, version, standing: 'digest unknown', found };
    return { name, version, standing: found === entry.digest ? 'ok' : 'other digest', found, ...locked };
  });
}
