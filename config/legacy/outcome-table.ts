import { show } from '../validate/values';
import type { FieldOutcome, Outcome } from './outcome';
import { hidden } from './redact';

const widest = 100;
const widestField = 46;

/** What a person has to look at comes first. */
const groups = {
  unknown: 'unknown: nothing knows them, so nothing was taken over',
  changed: 'changed: taken over, in another way or with another value',
  'no-effect': 'no effect: nothing uses them now',
  kept: 'kept: taken over as they are',
} as const satisfies Record<Outcome, string>;

/**
 * The outcomes as a table for people, grouped and at most 100 columns wide. Fields of a list that went the same way share a row,
 * which names each of them: `participants.{0-6}.id`; an entry that leads nowhere as a whole is one row.
 */
export function formatOutcomes(fields: readonly FieldOutcome[]): string {
  const whole = wholeEntries(fields);
  const inside = ({ path }: FieldOutcome) => whole.has(entryOf(path) ?? '');
  const sections = (Object.keys(groups) as Outcome[]).flatMap((outcome) => {
    const all = fields.filter((field) => field.outcome === outcome);
    if (all.length === 0) return [];
    const entries = [...whole].filter(([, { sample }]) => sample.outcome === outcome);
    const rows = [
      ...fold(all.filter((field) => !inside(field))),
      ...entries.map(([entry, { sample, count }]): Row => ({ field: `${entry}.*`, text: `${count} fields: ${sample.why}` })),
    ];
    return [[`${groups[outcome]} (${all.length})`, ...rows.flatMap(lines)].join('\n')];
  });
  return sections.length === 0 ? '' : `${sections.join('\n\n')}\n`;
}

const entryOf = (path: string): string | undefined => /^[^.[]+\.\d+(?=\.)/.exec(path)?.[0];

/** Entries of lists all of whose fields lead nowhere for one reason: a row is enough for each. */
function wholeEntries(fields: readonly FieldOutcome[]): ReadonlyMap<string, { readonly sample: FieldOutcome; readonly count: number }> {
  const entries = new Map<string, FieldOutcome[]>();
  for (const field of fields) {
    const entry = entryOf(field.path);
    const known = entry === undefined ? undefined : entries.get(entry);
    if (known) known.push(field);
    else if (entry !== undefined) entries.set(entry, [field]);
  }
  return new Map(
    [...entries].flatMap(([entry, [sample, ...others]]) => {
      const alike =
        sample?.to === undefined && others.every(({ to, why, outcome }) => !to && why === sample?.why && outcome === sample.outcome);
      return sample && alike && others.length > 0 ? [[entry, { sample, count: others.length + 1 }] as const] : [];
    }),
  );
}

interface Row {
  readonly field: string;
  readonly text: string;
}

const position = /\.(\d+)(?=\.|$)/;
const marked = (path: string | undefined) => path?.replace(position, '.#') ?? '';

/** One row for fields that differ in their place in a list only. */
function fold(fields: readonly FieldOutcome[]): Row[] {
  const rows = new Map<string, FieldOutcome[]>();
  for (const field of fields) {
    const key = JSON.stringify([marked(field.path), marked(field.to), field.why]);
    const row = rows.get(key);
    if (row) row.push(field);
    else rows.set(key, [field]);
  }
  return [...rows.values()].map((row) => {
    const [{ path, to, why, value }] = row as [FieldOutcome];
    const same = row.every((field) => JSON.stringify(field.value) === JSON.stringify(value));
    const target =
      to === undefined
        ? ''
        : `→ ${withPlaces(
            to,
            row.map((field) => field.to),
          )}: `;
    return {
      field: withPlaces(
        path,
        row.map((field) => field.path),
      ),
      text: `${same ? `${shownValue(value)}${target ? ' ' : ': '}` : ''}${target}${why}`,
    };
  });
}

function shownValue(value: FieldOutcome['value']): string {
  if (Array.isArray(value)) return '[]';
  if (typeof value === 'object' && value !== null) return '{}';
  if (value === hidden) return hidden;
  const text = value === null ? 'null' : show(value);
  return text.length > 32 ? `${text.slice(0, 31)}…` : text;
}

/** `a.{0-2,5}.b` for the places 0, 1, 2 and 5. */
function withPlaces(path: string, all: readonly (string | undefined)[]): string {
  const places = [...new Set(all.map((each) => position.exec(each ?? '')?.[1]).filter((found) => found !== undefined))].map(Number);
  return places.length < 2 ? path : path.replace(position, `.{${ranges(places.toSorted((a, b) => a - b))}}`);
}

function ranges(places: readonly number[]): string {
  const found: [number, number][] = [];
  for (const place of places) {
    const last = found.at(-1);
    if (last && place === last[1] + 1) last[1] = place;
    else found.push([place, place]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** A row as lines: a field that is too long for its column stands on lines of its own. */
function lines({ field, text }: Row): string[] {
  const column = ' '.repeat(widestField + 4);
  const wrapped = wrap(text, widest - column.length).map((line) => `${column}${line}`);
  const names = wrap(field, field.length > widestField ? widest - 2 : widestField);
  if (names.length > 1 || field.length > widestField)
    return [...names.map((name) => `  ${name}`), ...wrapped].map((line) => line.trimEnd());
  const [first = '', ...more] = wrapped;
  return [`  ${field.padEnd(widestField + 2)}${first.slice(column.length)}`, ...more].map((line) => line.trimEnd());
}

/** Breaks at blanks, and anywhere in a word that is longer than a line. */
function wrap(text: string, width: number): string[] {
  const found: string[] = [];
  let line = '';
  for (const word of text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (joined.length <= width) {
      line = joined;
      continue;
    }
    if (line !== '') found.push(line);
    line = word;
    while (line.length > width) {
      found.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...found, line];
}
