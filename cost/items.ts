import type { WorkbenchConfig } from '../config/schema/workbench';
import type { Resource } from '../policy/policy';

/** Hours of an average month, as the clouds count it: 365 days of 24 hours, by twelve. */
export const hoursAMonth = 730;

/** What a price is for. `hour` and `day` run with the clock; the others are by the month. */
export const units = ['hour', 'day', 'month', 'LCU-hour', 'GiB-month', 'GB', '10k requests', '1M requests', '10M samples'] as const;
export type Unit = (typeof units)[number];

/** Something that is paid for. */
export interface Item {
  /** In words: `m6i.xlarge node`. */
  readonly what: string;
  /** Key in a price table: `aws.ec2.m6i.xlarge`. */
  readonly key: string;
  readonly unit: Unit;
  /** How many of them at the fewest nodes and at the most. Missing: it depends on use, and a price table may say how much (`quantities`). */
  readonly count?: { readonly least: number; readonly most: number };
  /** Its hours end while the environment is hibernated. */
  readonly stops?: true;
}

/** Everything that is counted: what Terraform gets, objects, and releases as `chart:<name>` with their values as attributes. */
export interface Inventory {
  readonly config: WorkbenchConfig;
  readonly parts: readonly Resource[];
}

/** What one part of an environment costs, in things. Pure. */
export type Count = (attributes: Resource['attributes'], part: Resource, all: Inventory) => readonly Item[];
export type Counts = Readonly<Record<string, Count>>;

/** So many things that run by the hour. */
export const hourly = (what: string, key: string, least = 1, most = least): Item => ({ what, key, unit: 'hour', count: { least, most } });
/** The same, ending while the environment is hibernated. */
export const stopping = (what: string, key: string, least = 1, most = least): Item => ({ ...hourly(what, key, least, most), stops: true });
export const monthly = (what: string, key: string, count = 1): Item => ({ what, key, unit: 'month', count: { least: count, most: count } });
export const stored = (what: string, key: string, least: number, most = least): Item => ({
  what,
  key,
  unit: 'GiB-month',
  count: { least, most },
});
/** Depends on what passes: nothing in the file says how much. */
export const used = (what: string, key: string, unit: Unit): Item => ({ what, key, unit });

export const numberOf = (value: unknown, otherwise = 0): number =>
  Number.isFinite(Number(value ?? Number.NaN)) ? Number(value) : otherwise;
export const textOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
