import { z } from 'zod';
import { didYouMean } from '../problems';
import { joinPath, type Path } from '../validate/path';
import { schemaAt, schemaOf } from '../validate/schema';
import { typeText, word } from '../validate/values';
import { type JsonNode, leavesOf, textOf } from './json-node';
import { changed, join, judge, judgeAll, kept, noEffect, type Part, problemAt, setting, type Verdict, warn, wrongType } from './outcome';
import { shown, unknownIsSecret } from './redact';

/** Reads one field, with whatever is below it. */
export type Rule<C> = (node: JsonNode, context: C) => Part;
export type RuleTable<C> = Readonly<Record<string, Rule<C>>>;

const empty = noEffect('nothing stands there');

/** A rule for a scalar. Nothing, empty text and the gaps of a template lead nowhere, lists and sections are of the wrong type. */
export const leaf =
  <C>(verdict: (node: JsonNode, context: C) => Verdict): Rule<C> =>
  (node, context) => {
    if (node.value === undefined) return wrongType(node, 'text');
    if (textOf(node) === undefined) return judge(node, empty);
    if (isGap(node)) return judge(node, gap(node));
    return judge(node, verdict(node, context));
  };

/** `<something>`: what the older templates leave to be filled in. */
export const isGap = (node: JsonNode): boolean => /^<[^<>]*>$/.test(node.text.trim());

const gap = (node: JsonNode): Verdict =>
  warn(noEffect('a gap of the template that nobody filled in'), 'IMP-VALUE', `${shown(node)} is a gap of the template`, 'fill it in');

/** Whatever stands there, it leads nowhere. */
export const ignored =
  <C>(why: string): Rule<C> =>
  (node) =>
    judgeAll(node, noEffect(why));

/** Passwords and the like: never shown; where there is one, people are told. */
export const secret =
  <C>(why: string): Rule<C> =>
  (node) => {
    const filled = leavesOf(node).some((scalar) => textOf(scalar) !== undefined);
    const verdict = filled
      ? warn(
          noEffect(why),
          'IMP-SECRET',
          `a secret stands in ${word(String(node.path.at(-1)))}`,
          'whoever has read the file knows it: change it',
        )
      : empty;
    return judgeAll(node, { ...verdict, secret: true });
  };

/** What a setting must be, in words, when a value does not fit it; undefined when it fits. The types are those of both profiles. */
export function misfit(path: Path, value: unknown): string | undefined {
  const schema = schemaAt(schemaOf('sandbox'), path);
  if (!schema) throw new Error(`the workbench file has no setting ${joinPath(path)}`);
  return z.core.safeParse(schema, value).success ? undefined : typeText(schema);
}

/** A value that does not fit its setting is left out, and people are told. */
export const refused = (node: JsonNode, to: Path, wanted: string): Verdict =>
  warn(
    noEffect(`must be ${wanted}; ${joinPath(to)} is left out`),
    'IMP-VALUE',
    `${shown(node)} must be ${wanted}`,
    `mend it, or write ${joinPath(to)} into the workbench file by hand`,
  );

/** The text of a field becomes a setting as it is, if it fits. */
export function keep(node: JsonNode, to: Path, why: string, value: unknown = textOf(node)): Verdict {
  const wanted = misfit(to, value);
  if (wanted !== undefined) return refused(node, to, wanted);
  return setting(value === node.text || typeof value !== 'string' || node.text.trim() === value ? kept(to, why) : changed(to, why), value);
}

/** The table with the keys that lie on the way to others: `local_resource` for `local_resource.mysql_data`. */
const sectionsOf = (table: RuleTable<never>): ReadonlySet<string> =>
  new Set(Object.keys(table).flatMap((key) => key.split('.').map((_, i, parts) => parts.slice(0, i).join('.'))));

/**
 * Reads a section by a table: keys with dots stand for sections inside it. A field that the table lacks is unknown,
 * one that is given twice counts once.
 */
export function readSection<C>(section: JsonNode, table: RuleTable<C>, context: C): Part {
  // An entry of a list with nothing in it is itself what must not be lost.
  if (section.members.length === 0 && section.path.length > 0) return judge(section, empty);
  const between = sectionsOf(table);
  const names = [...new Set([...Object.keys(table), ...between].map((known) => known.slice(known.lastIndexOf('.') + 1)).filter(Boolean))];
  let guesses = 0;
  const read = (node: JsonNode, above: string): Part => {
    const last = new Map(node.members.map((field) => [field.path.at(-1), field]));
    return join(
      node.members.map((field) => {
        const key = String(field.path.at(-1));
        const name = above === '' ? key : `${above}.${key}`;
        if (last.get(key) !== field) return givenTwice(field);
        // A key that itself holds a dot must not be taken for a place further down.
        const plain = !key.includes('.');
        const rule = plain && Object.hasOwn(table, name) ? table[name] : undefined;
        if (rule) return rule(field, context);
        if (!plain || !between.has(name)) return unknown(field, ++guesses > mostGuesses ? [] : names);
        if (field.kind === 'null') return judge(field, empty);
        if (field.kind !== 'section') return wrongType(field, 'a section');
        return field.members.length === 0 ? judge(field, empty) : read(field, name);
      }),
    );
  };
  return read(section, '');
}

/** Guesses take time; a file with more unknown fields than this is another kind of file. */
const mostGuesses = 100;

function givenTwice(field: JsonNode): Part {
  return judgeAll(field, {
    ...warn(
      noEffect('the field stands there again, and the last one counts'),
      'IMP-KEY-TWICE',
      `${word(String(field.path.at(-1)))} is given twice`,
      'keep one of them',
    ),
    ...(leavesOf(field).some(unknownIsSecret) ? { secret: true } : {}),
  });
}

/** Longest name worth a guess. */
const longestName = 60;

function unknown(field: JsonNode, names: readonly string[]): Part {
  const key = String(field.path.at(-1));
  const guess = key.length > longestName ? undefined : didYouMean(key, names);
  const part = join(
    leavesOf(field).map((scalar) =>
      judge(scalar, { outcome: 'unknown', why: guess ?? 'no older version knows it', secret: unknownIsSecret(scalar) }),
    ),
  );
  const problem = problemAt(field, {
    code: 'IMP-UNKNOWN',
    severity: 'warning',
    message: `no older version knows ${word(key)}`,
    hint: guess ?? 'it is not taken over',
  });
  return { ...part, problems: [...part.problems, problem] };
}

/** Reads each section of a list. Anything else in it is of the wrong type. */
export function readList(node: JsonNode, item: (section: JsonNode, index: number) => Part, emptyWhy: string): Part {
  if (node.kind === 'null') return judge(node, empty);
  if (node.kind !== 'list') return wrongType(node, 'a list', 'error');
  if (node.members.length === 0) return judge(node, kept(undefined, emptyWhy));
  return join(node.members.map((entry, at) => (entry.kind === 'section' ? item(entry, at) : wrongType(entry, 'a section', 'error'))));
}
