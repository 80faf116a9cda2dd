import { hoursAMonth } from './items';

const words = ['SUN MON TUE WED THU FRI SAT', 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'] as const;
const nicknames: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
};

/** A number or the word for one. */
const numberAt = (text: string): number => {
  const at = words.map((list) => list.split(' ').indexOf(text.toUpperCase()));
  return /^\d+$/.test(text) ? Number(text) : (at[0] ?? -1) >= 0 ? (at[0] ?? 0) : (at[1] ?? -1) + 1;
};

/** The numbers of one field of a cron schedule. */
function numbers(field: string, from: number, to: number): ReadonlySet<number> {
  return new Set(
    field.split(',').flatMap((part) => {
      const [range = '*', step] = part.split('/');
      const [first = '', last] = range === '*' ? [String(from), String(to)] : range.split('-');
      const begin = numberAt(first);
      const end = last === undefined ? (step === undefined ? begin : to) : numberAt(last);
      return Array.from({ length: Math.max(0, end - begin + 1) }, (_, at) => begin + at).filter(
        (n) => (n - begin) % Number(step ?? 1) === 0,
      );
    }),
  );
}

const year = 2027;
const day = 1440;

/** Minutes of a year at which a schedule strikes, in its own time; a year without a leap day, and clocks that are never changed. */
function strikes(schedule: string): number[] {
  const text = nicknames[schedule] ?? schedule;
  const [minutes = '*', hours = '*', days = '*', months = '*', weekdays = '*'] = text.trim().split(/\s+/);
  const ofDay = [...numbers(hours, 0, 23)].flatMap((h) => [...numbers(minutes, 0, 59)].map((m) => h * 60 + m)).sort((a, b) => a - b);
  const [inMonth, ofMonth, ofWeek] = [numbers(months, 1, 12), numbers(days, 1, 31), numbers(weekdays, 0, 7)];
  return Array.from({ length: 365 }, (_, at) => at).flatMap((at) => {
    const date = new Date(Date.UTC(year, 0, 1 + at));
    const weekday = date.getUTCDay();
    const byDay = ofMonth.has(date.getUTCDate());
    const byWeek = ofWeek.has(weekday) || (weekday === 0 && ofWeek.has(7));
    // Cron: where both fields are given, either of them is enough.
    const fits = days.startsWith('*') || weekdays.startsWith('*') ? byDay && byWeek : byDay || byWeek;
    return inMonth.has(date.getUTCMonth() + 1) && fits ? ofDay.map((minute) => at * day + minute) : [];
  });
}

/**
 * Hours of an average month in which an environment runs that is stopped and started by these schedules. The year is taken as a circle: what was last
 * struck in December holds on New Year. A start and a stop of the same minute leave it running; without a stop or without a start nothing changes.
 */
export function runningHours(hibernation: { readonly stop: string; readonly start: string } | undefined): number {
  if (!hibernation) return hoursAMonth;
  const stops = strikes(hibernation.stop);
  const starts = strikes(hibernation.start);
  if (stops.length === 0 || starts.length === 0) return hoursAMonth;
  const begun = new Set(starts);
  const events = [
    ...stops.filter((at) => !begun.has(at)).map((at) => ({ at, runs: false })),
    ...starts.map((at) => ({ at, runs: true })),
  ].sort((a, b) => a.at - b.at);
  const total = 365 * day;
  const minutes = events.reduce((sum, { at, runs }, index) => {
    const next = events[index + 1]?.at ?? (events[0]?.at ?? 0) + total;
    return sum + (runs ? next - at : 0);
  }, 0);
  return (hoursAMonth * minutes) / total;
}
