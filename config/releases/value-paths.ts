import { nearest } from '../problems';
import { escapeKey, separator, unescapeKey, type ValueIndex, type ValueType } from './value-index';

export interface ValueProblem {
  readonly code: 'VAL-PATH' | 'VAL-TYPE';
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

const names = {
  string: 'text',
  number: 'a number',
  bool: 'true or false',
  map: 'a map',
  list: 'a list',
  null: 'anything',
} as const satisfies Record<ValueType, string>;

const kindOf = (value: unknown): ValueType => {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  const kinds: Readonly<Record<string, ValueType>> = { string: 'string', number: 'number', boolean: 'bool', object: 'map' };
  return kinds[typeof value] ?? 'null';
};

/**
 * Holds values against the paths a chart knows. Helm ignores a path it does not know and renders nonsense for a wrong type,
 * so both are errors here, with the nearest path. Below an empty map, and where the default is null or a list, anything goes.
 */
export function checkValues(index: ValueIndex, values: unknown): ValueProblem[] {
  const problems: ValueProblem[] = [];
  const walk = (value: unknown, path: string): void => {
    const known = index.paths.get(path);
    const below = index.children.get(path);
    if (known === undefined && below === undefined) {
      if (freeKeys.test(path.slice(0, Math.max(0, path.lastIndexOf(separator))))) return;
      problems.push(unknown(index, path));
      return;
    }
    if (value === null || known === 'null' || known === 'list' || known === 'map') {
      if (known === 'list' && kindOf(value) !== 'list' && value !== null && kindOf(value) !== 'string')
        problems.push(wrongType(path, known, value));
      else if (known === 'map' && !below && !['map', 'list', 'null', 'string'].includes(kindOf(value)))
        problems.push(wrongType(path, known, value));
      return;
    }
    if (below) {
      if (kindOf(value) !== 'map') problems.push(wrongType(path, 'map', value));
      else for (const [key, child] of Object.entries(value as object)) walk(child, `${path}${separator}${escapeKey(key)}`);
      return;
    }
    if (known !== undefined && known !== kindOf(value) && !interchangeable(known, kindOf(value)))
      problems.push(wrongType(path, known, value));
  };
  for (const [key, child] of Object.entries((values ?? {}) as object)) walk(child, escapeKey(key));
  return problems;
}

/** Maps whose keys are the operator's own, though the chart's defaults hold some: labels, annotations, inputs of tests, and the programs' own settings in the charts of Ory. */
const freeKeys = /(^|\/)(\w*[aA]nnotations|\w*[lL]abels|nodeSelector|matchLabels|inputValues)$|^(kratos|oathkeeper)\/config(\/|$)/;

/** As people write it. */
const dotted = (path: string) => path.split(separator).map(unescapeKey).join('.');

/** Charts quote numbers or leave them plain as they like; `false` is how many of them say that a text or a map is not set. */
function interchangeable(known: ValueType, given: ValueType): boolean {
  const pair = `${known}/${given}`;
  return (
    pair === 'string/number' ||
    pair === 'number/string' ||
    pair === 'bool/map' ||
    pair === 'bool/string' ||
    pair === 'string/list' ||
    pair === 'string/bool'
  );
}

function wrongType(path: string, wanted: ValueType, value: unknown): ValueProblem {
  return { code: 'VAL-TYPE', path: dotted(path), message: `${dotted(path)} wants ${names[wanted]}, not ${names[kindOf(value)]}` };
}

function unknown(index: ValueIndex, path: string): ValueProblem {
  const parts = path.split(separator);
  const key = parts.pop() ?? '';
  const parent = parts.join(separator);
  const sibling = nearest(key, index.children.get(parent) ?? []);
  const hint = sibling ?? elsewhere(index, key);
  const whole = sibling ? [...parts, sibling].join(separator) : hint;
  return {
    code: 'VAL-PATH',
    path: dotted(path),
    message: `the chart knows no value ${dotted(path)}`,
    ...(whole ? { hint: `did you mean ${dotted(whole)}?` } : {}),
  };
}

/** The shortest known path that ends in the key. */
function elsewhere(index: ValueIndex, key: string): string | undefined {
  let best: string | undefined;
  for (const path of index.paths.keys())
    if ((path === key || path.endsWith(`${separator}${key}`)) && (best === undefined || path.length < best.length)) best = path;
  return best;
}
