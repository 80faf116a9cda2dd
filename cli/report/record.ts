import type { Report } from './report';

/** What a report told, in short: enough to say later what has changed. No secret and no value of one is in it. */
export interface ReportRecord {
  readonly environment: string;
  /** Day the report was of, when one was given. */
  readonly date?: string;
  /** Kind of thing → its name → how it stood. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** One thing that came, went or stands otherwise than in the last report. */
export interface Change {
  readonly what: string;
  readonly name: string;
  /** Null: it was not there. */
  readonly before: string | null;
  /** Null: it is there no more. */
  readonly now: string | null;
}

/** The last report and what has changed since. */
export interface Since {
  readonly date?: string;
  readonly changes: readonly Change[];
}

const named = <Row>(rows: readonly Row[], entry: (row: Row) => readonly [name: string, value: string]) =>
  Object.fromEntries(rows.map(entry));

type Compared = Omit<Report, 'since'>;

/** How each kind of thing is compared: what of it a reader would call a change. */
const kinds = {
  Environment: ({ release, profile, place, sizing, host }) => ({
    Mojaloop: release,
    Profile: profile,
    Platform: place,
    Size: `${sizing.size}, ${sizing.transfersPerSecond} transfers/s`,
    Hosts: `*.${host}`,
  }),
  Cost: ({ cost: { stacks, total, currency } }) =>
    named(stacks.length === 0 ? [] : [total], ({ least }) => ['a month, at least', `${Math.round(least)} ${currency}`]),
  Criterion: ({ readiness }) => named(readiness, ({ title, met }) => [title, met ? 'met' : 'not met']),
  Finding: ({ problems }) =>
    named(problems, ({ code, path, severity, message }) => [path ? `${code} ${path}` : code, `${severity}: ${message}`]),
  // Those that are held are most of them, and say nothing.
  Policy: ({ policies }) =>
    named(
      policies.filter(({ open }) => open.length > 0),
      ({ title, open }) => [title, `${open.length} findings`],
    ),
  Stack: ({ stacks }) => named(stacks, ({ id, needs }) => [id, needs.length > 0 ? `after ${needs.join(', ')}` : 'first']),
  Chart: ({ releases }) =>
    Object.fromEntries(
      [...new Set(releases.filter(({ own }) => !own).map(({ chart }) => chart))].map((chart) => [
        chart,
        releases
          .filter((row) => row.chart === chart)
          .map(({ version }) => version)
          .join(', '),
      ]),
    ),
  Database: ({ databases }) => named(databases, ({ name, target }) => [name, target]),
  Topic: ({ topics }) => named(topics, ({ name, partitions, replicas }) => [name, `${partitions} partitions, ${replicas} replicas`]),
  Secret: ({ secrets }) =>
    named(
      // Those of participants come and go with them.
      secrets.filter(({ participant, path }) => participant === undefined && !path.includes('/participants/')),
      ({ id, path }) => [id, path],
    ),
  Certificate: ({ certificates }) => named(certificates, ({ id, lifetimeHours }) => [id, `${lifetimeHours} hours`]),
  Objective: ({ serviceLevels: { objectives } }) =>
    named(objectives, ({ title, objective, windowDays }) => [title, `${objective} % in ${windowDays} days`]),
  'Route of alerts': ({ serviceLevels: { routes } }) =>
    named(routes, ({ name, to, severities }) => [name, `${to}: ${severities.join(', ')}`]),
  Connection: ({ flows }) =>
    named(flows, ({ from, to, ports, why }) => [`${from} to ${to}: ${why}`, ports.length > 0 ? `ports ${ports.join(', ')}` : 'every port']),
  Participant: ({ participants }) =>
    named(participants, ({ id, place, currencies, callbackHost }) => [id, `${place}; ${currencies.join(', ')}; ${callbackHost}`]),
} as const satisfies Readonly<Record<string, (report: Compared) => Readonly<Record<string, string>>>>;

export const recordOf = (report: Compared): ReportRecord => ({
  environment: report.environment,
  ...(report.date === undefined ? {} : { date: report.date }),
  values: Object.fromEntries(Object.entries(kinds).map(([kind, of]) => [kind, of(report)])),
});

/** What came, went or changed between two reports, kind by kind. A kind that the earlier one did not know tells nothing. Pure. */
export function changesBetween(before: ReportRecord, now: ReportRecord): Change[] {
  return Object.entries(now.values).flatMap(([what, after]) => {
    const earlier = before.values[what];
    if (earlier === undefined) return [];
    const names = [...new Set([...Object.keys(earlier), ...Object.keys(after)])];
    return names
      .map((name): Change => ({ what, name, before: earlier[name] ?? null, now: after[name] ?? null }))
      .filter((change) => change.before !== change.now);
  });
}
