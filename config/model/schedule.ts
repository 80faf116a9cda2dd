/** Ranges of the five fields of a cron schedule: minute, hour, day of the month, month, day of the week. */
const fields = [
  { name: 'minute', from: 0, to: 59, words: '' },
  { name: 'hour', from: 0, to: 23, words: '' },
  { name: 'day of the month', from: 1, to: 31, words: '' },
  { name: 'month', from: 1, to: 12, words: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC' },
  { name: 'day of the week', from: 0, to: 7, words: 'SUN MON TUE WED THU FRI SAT' },
] as const;

/** One part of a field: `*`, `5`, `1-5`, any of them with a step. */
function partFits(part: string, { from, to, words }: (typeof fields)[number]): boolean {
  const [range = '', step, ...more] = part.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*') return true;
  const ends = range.split('-').map((end) => {
    const word = words.split(' ').indexOf(end.toUpperCase());
    if (word >= 0 && words !== '') return word + (from === 1 ? 1 : 0);
    return /^\d+$/.test(end) ? Number(end) : Number.NaN;
  });
  const [first = Number.NaN, last = first] = ends;
  return ends.length <= 2 && first >= from && last <= to && first <= last;
}

/** What of a cron schedule no clock ever shows, such as `hour 25`; undefined when it is one that Kubernetes takes. */
export function wrongField(schedule: string): string | undefined {
  if (schedule.startsWith('@')) return undefined;
  const texts = schedule.trim().split(/\s+/);
  const at = fields.findIndex((field, index) => !(texts[index] ?? '').split(',').every((part) => partFits(part, field)));
  return at < 0 ? undefined : `${fields[at]?.name} ${texts[at]}`;
}

/** Whether a name is one of the IANA database, as Kubernetes and clouds know them. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
