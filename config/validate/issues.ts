import { safeParse, type z } from 'zod';
import { nearest, type Problem, problem } from '../problems';
import type { ReadCode } from './codes';
import { unknownKeys } from './keys';
import { joinPath, type Path, valueAt } from './path';
import type { Positions } from './positions';
import { type Schema, schemaAt, unwrap } from './schema';
import { allowedValues, formatText, kindText, show, showTyped, typeText, word } from './values';

type Issue = z.core.$ZodIssue;

/** What is known about one issue of the schema. */
interface Case {
  readonly path: Path;
  readonly value: unknown;
  readonly schema: Schema;
  /** What stands in the file, letter by letter. */
  readonly source?: string;
}

interface Verdict {
  readonly code: ReadCode;
  readonly message: string;
  readonly hint?: string;
}

/** Unknown keys are told one by one, beside this table. */
type Verdicts = { readonly [C in Exclude<Issue['code'], 'unrecognized_keys'>]: (issue: Extract<Issue, { code: C }>, at: Case) => Verdict };

/** One more than is worth listing: the reader learns that there are more. */
export const mostProblems = 201;

/** Turns what the schema found into problems: one for each setting, with its place, what is wrong with the value, and the nearest right thing. */
export function issueProblems(root: Schema, raw: unknown, issues: readonly Issue[], positions: Positions): Problem[] {
  const told = new Set<string>();
  const problems: Problem[] = [];
  for (const issue of issues) {
    if (problems.length >= mostProblems) break;
    const path = issue.path as Path;
    const schema = schemaAt(root, path) ?? root;
    if (issue.code === 'unrecognized_keys') {
      problems.push(...unknownKeys(schema, path, issue.keys.slice(0, mostProblems), positions));
      continue;
    }
    const name = joinPath(path);
    if (told.has(name)) continue;
    told.add(name);
    const at: Case = { path, value: valueAt(raw, path), schema, source: positions.source(path) };
    const { code, message, hint } = (verdicts[issue.code] as (issue: Issue, at: Case) => Verdict)(issue, at);
    const place = issue.code === 'invalid_key' ? (positions.key(path) ?? positions.nearest(path)) : positions.nearest(path);
    problems.push(problem(code, message, hint, { file: positions.file, ...place, path: name }));
  }
  return problems;
}

const verdicts: Verdicts = {
  invalid_type: (_, at) => (at.value === undefined ? missing(at) : wrongType(at)),
  invalid_value: (_, at) => (at.value === undefined ? missing(at) : notAllowed(at)),
  invalid_format: (issue, at) => ({
    code: 'CFG-PATTERN',
    message: `${show(at.value)} ${issue.format === 'regex' ? issue.message : `must be ${formatText(issue.format) ?? typeText(at.schema)}`}`,
  }),
  invalid_union: (_, at) =>
    typeof at.value === 'string'
      ? { code: 'CFG-PATTERN', message: `${show(at.value)} must be ${typeText(at.schema)}` }
      : at.value === undefined
        ? missing(at)
        : wrongType(at),
  invalid_key: (issue, at) => ({ code: 'CFG-PATTERN', message: `the key ${show(at.path.at(-1))} ${keyText(issue.issues[0])}` }),
  invalid_element: (issue) => ({ code: 'CFG-VALUE', message: issue.message }),
  too_small: (issue, at) => ({ code: 'CFG-RANGE', message: tooSmall(at.value, Number(issue.minimum)) }),
  too_big: (issue, at) => ({ code: 'CFG-RANGE', message: tooBig(at.value, Number(issue.maximum)) }),
  not_multiple_of: (issue, at) => ({ code: 'CFG-RANGE', message: `${show(at.value)} is no multiple of ${issue.divisor}` }),
  custom: (issue) => ({ code: 'CFG-VALUE', message: issue.message }),
};

function missing({ path, schema }: Case): Verdict {
  const [sentence] = (unwrap(schema).doc ?? typeText(schema)).split(/[.:;] /, 1);
  const allowed = allowedValues(schema);
  const hint = [sentence?.replace(/\.$/, ''), allowed && `one of ${allowed.join(', ')}`].filter(Boolean).join(': ');
  return { code: 'CFG-MISSING', message: `${joinPath(path)} is missing`, hint };
}

function wrongType(at: Case): Verdict {
  const { path, value, schema } = at;
  const given = value === null ? 'but nothing is given' : `not ${showTyped(value)}`;
  const must = `must be ${kindText(schema)}`;
  return {
    code: 'CFG-TYPE',
    message: path.length === 0 ? `a workbench file must be a section of settings, ${given}` : `${must}, ${given}`,
    hint: typeHint(at),
  };
}

const spokenBooleans: ReadonlyMap<string, boolean> = new Map(
  [
    ['yes', 'on', 'y', 'true'],
    ['no', 'off', 'n', 'false'],
  ].flatMap((words, i) => words.map((word) => [word, i === 0] as const)),
);

/** A plain value as it is written; nothing for sections and lists, which may have any member, `toString` among them. */
const literalOf = (value: unknown, source: string | undefined): string =>
  typeof value === 'object' ? '' : (source ?? String(value)).trim();

/** How the value would be right, where that can be told from what is there. */
function typeHint({ value, schema, source, path }: Case): string | undefined {
  const { core, optional } = unwrap(schema);
  const { type } = core._zod.def;
  const literal = literalOf(value, source);
  if (path.length === 0) return undefined;
  if (value === null) return optional ? 'leave the key out to get the default' : undefined;
  if (type === 'string' && typeof value !== 'object')
    return safeParse(schema, literal).success ? `needs quotes: "${literal}"` : typeText(schema);
  if (type === 'number' && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return `write ${value.trim()} without quotes`;
  if (type === 'boolean' && typeof value === 'string') {
    const meant = spokenBooleans.get(value.toLowerCase());
    return meant === undefined ? undefined : `write ${meant}, without quotes`;
  }
  if (type === 'array' && typeof value !== 'object') return `write ${path.at(-1)}: [${literal}]`;
  if (type === 'array') return 'each entry begins with a dash';
  return type === 'object' || type === 'record' ? 'its settings stand below it, indented' : undefined;
}

function notAllowed({ value, schema, source }: Case): Verdict {
  const allowed = allowedValues(schema) ?? [];
  const text = literalOf(value, source);
  // Versions are alike when they begin alike, not when few digits differ.
  const alike = /^\d/.test(text) ? allowed.filter((candidate) => candidate.split('.')[0] === text.split('.')[0]) : allowed;
  const meant = nearest(text, alike) ?? allowed.findLast((candidate) => text !== '' && candidate.startsWith(text));
  return {
    code: 'CFG-ENUM',
    message: `${text === '' ? show(value) : word(text)} is not one of ${allowed.join(', ')}`,
    hint: meant && `did you mean ${meant}?`,
  };
}

/** What is wrong with the name of an entry of a table. */
function keyText(issue: Issue | undefined): string {
  if (issue?.code === 'too_big') return `has more than ${issue.maximum} characters`;
  if (issue?.code === 'too_small') return 'is empty';
  return issue?.message ?? 'is not written as it must be';
}

function tooSmall(value: unknown, minimum: number): string {
  if (typeof value === 'number') return `${show(value)} is too small: at least ${minimum}`;
  const length = (value as { length?: number }).length ?? 0;
  if (length === 0)
    return `is empty: at least ${minimum === 1 ? (Array.isArray(value) ? 'one entry' : 'one character') : minimum} is needed`;
  return `${show(value)} is too short: at least ${minimum}`;
}

function tooBig(value: unknown, maximum: number): string {
  if (typeof value === 'number') return `${show(value)} is too large: at most ${maximum}`;
  const length = (value as { length?: number }).length ?? 0;
  return Array.isArray(value) ? `has ${length} entries: at most ${maximum}` : `${show(value)} has ${length} characters: at most ${maximum}`;
}
