import type { AuditSource } from '../../config/model/audit/place';

const hour = 3_600_000;

/** The longest that each source is ever silent while it is well, in hours: the API server never is, people sleep, and tokens of pods are renewed all day. */
export const silence: Readonly<Record<AuditSource, number>> = { kubernetes: 2, vault: 6, gateway: 24, mojaloop: 24 };

/** The hour that the name of a file says, as Unix milliseconds: `vault/2026/11/27/22/…`, or of Azure Monitor `…/y=2026/m=11/d=27/h=22/…`. */
export function hourOf(key: string): number | undefined {
  const [, year, month, day, at] = /(?:^|\/)(?:y=)?(\d{4})\/(?:m=)?(\d{2})\/(?:d=)?(\d{2})\/(?:h=)?(\d{2})\//.exec(key) ?? [];
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(at));
}

/** Whole hours before `now`, the oldest first. The one that goes on is none: what is collected in it comes within minutes. */
export function wholeHours(now: Date, count: number): readonly number[] {
  const end = Math.floor(now.getTime() / hour) * hour;
  return Array.from({ length: count }, (_, at) => end - (count - at) * hour);
}

/** Days of some hours (UTC, `2026-11-27`). */
export const daysOf = (hours: readonly number[]): readonly string[] => [
  ...new Set(hours.map((at) => new Date(at).toISOString().slice(0, 10))),
];

/** Runs of hours in which nothing came that are longer than `limit`, each with its first hour and how many they are. */
export function gaps(
  hours: readonly number[],
  filled: ReadonlySet<number>,
  limit: number,
): readonly { readonly from: number; readonly hours: number }[] {
  const found: { from: number; hours: number }[] = [];
  let run: { from: number; hours: number } | undefined;
  for (const at of hours) {
    if (filled.has(at)) run = undefined;
    else if (run) run.hours += 1;
    else {
      run = { from: at, hours: 1 };
      found.push(run);
    }
  }
  return found.filter(({ hours: length }) => length >= limit);
}
