import type { Problem, Severity } from '../problems';
import { joinPath, type Path } from '../validate/path';
import { word } from '../validate/values';
import type { ImportCode } from './codes';
import { type JsonNode, leavesOf } from './json-node';
import { hidden, looksSecret, shown, unknownIsSecret } from './redact';

export type Outcome = 'kept' | 'changed' | 'no-effect' | 'unknown';

/** What became of one field of the older file. */
export interface FieldOutcome {
  /** In the older file: `internal_pm4ml_configs.0.DFSP_NAME`. */
  readonly path: string;
  /** `(hidden)` for what is, or may be, a secret. Empty lists and sections stand for themselves. */
  readonly value: string | number | boolean | null | readonly never[] | Readonly<Record<string, never>>;
  readonly outcome: Outcome;
  /** In the workbench file: `participants.0.id`. */
  readonly to?: string;
  readonly why: string;
}

/** A setting of the workbench file that follows from the older one. */
export interface Setting {
  readonly path: Path;
  readonly value: unknown;
  /** Short comment beside it in the workbench file. */
  readonly note?: string;
  /** Where it comes from, for problems; absent when nothing in the older file says it. */
  readonly from?: JsonNode;
}

export interface Finding {
  readonly code: ImportCode;
  readonly severity?: Severity;
  readonly message: string;
  readonly hint?: string;
}

/** What a rule says of one field. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly why: string;
  readonly to?: Path;
  readonly sets?: readonly Setting[];
  readonly finding?: Finding;
  /** The value must not be shown. */
  readonly secret?: boolean;
}

/** What reading a part of the older file gave. */
export interface Part {
  readonly fields: readonly FieldOutcome[];
  readonly sets: readonly Setting[];
  readonly problems: readonly Problem[];
}

export const nothing: Part = { fields: [], sets: [], problems: [] };

export function join(parts: readonly Part[]): Part {
  return {
    fields: parts.flatMap(({ fields }) => fields),
    sets: parts.flatMap(({ sets }) => sets),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

export const kept = (to: Path | undefined, why: string): Verdict => ({ outcome: 'kept', why, ...(to ? { to } : {}) });
export const changed = (to: Path | undefined, why: string): Verdict => ({ outcome: 'changed', why, ...(to ? { to } : {}) });
export const noEffect = (why: string): Verdict => ({ outcome: 'no-effect', why });

/** A verdict that also sets what it leads to. */
export const setting = (verdict: Verdict, value: unknown, note?: string): Verdict => ({
  ...verdict,
  sets: verdict.to ? [{ path: verdict.to, value, ...(note ? { note } : {}) }] : [],
});

export const warn = (verdict: Verdict, code: ImportCode, message: string, hint?: string): Verdict => ({
  ...verdict,
  finding: { code, severity: 'warning', message, ...(hint ? { hint } : {}) },
});

export const fail = (verdict: Verdict, code: ImportCode, message: string, hint?: string): Verdict => ({
  ...verdict,
  finding: { code, severity: 'error', message, ...(hint ? { hint } : {}) },
});

/** Longest path a problem shows; keys of a broken file may be of any length. */
const longestPath = 120;

export function problemAt(node: JsonNode, { code, severity = 'error', message, hint }: Finding): Problem {
  const path = joinPath(node.path);
  const place = { line: node.line, column: node.column, path: path.length > longestPath ? `${path.slice(0, longestPath)}…` : path };
  return { code, severity, ...place, message, ...(hint ? { hint } : {}) };
}

function outcomeValue(node: JsonNode, secret: boolean): FieldOutcome['value'] {
  if (node.kind === 'list') return [];
  if (node.kind === 'section') return {};
  const value = node.value ?? null;
  return secret && (node.kind === 'text' || node.kind === 'number') && node.text !== '' ? hidden : value;
}

/** Gives one leaf its outcome. A secret where none belongs is neither taken over nor shown. */
export function judge(leaf: JsonNode, verdict: Verdict): Part {
  if (!verdict.secret && leaf.kind === 'text' && looksSecret(leaf.text))
    return judge(leaf, {
      ...warn(
        noEffect('looks like a secret, which never stands in a workbench file'),
        'IMP-SECRET',
        `the value of ${word(String(leaf.path.at(-1)))} looks like a secret and is not taken over`,
        'whoever has read the file knows it: make a new one and put it into Vault',
      ),
      secret: true,
    });
  const { outcome, why, to, sets = [], finding, secret = false } = verdict;
  return {
    fields: [{ path: joinPath(leaf.path), value: outcomeValue(leaf, secret), outcome, ...(to ? { to: joinPath(to) } : {}), why }],
    sets: sets.map((set) => ({ ...set, from: leaf })),
    problems: finding ? [problemAt(leaf, finding)] : [],
  };
}

/** Gives every leaf below a node the same outcome; a finding is told once, at the node itself. */
export function judgeAll(node: JsonNode, { finding, ...verdict }: Verdict): Part {
  const part = join(leavesOf(node).map((leaf) => judge(leaf, verdict)));
  return finding ? { ...part, problems: [...part.problems, problemAt(node, finding)] } : part;
}

/** Every leaf below a node of a type that does not belong there. */
export function wrongType(node: JsonNode, wanted: string, severity: Severity = 'warning'): Part {
  const name = word(String(node.path.at(-1) ?? 'the file'));
  const verdict = noEffect(`${shown(node)} stands where ${wanted} belongs: it cannot be read`);
  const part = join(leavesOf(node).map((leaf) => judge(leaf, { ...verdict, secret: unknownIsSecret(leaf) })));
  const finding: Finding = { code: 'IMP-TYPE', severity, message: `${name} is ${shown(node)} and not ${wanted}`, hint: `write ${wanted}` };
  return { ...part, problems: [...part.problems, problemAt(node, finding)] };
}
