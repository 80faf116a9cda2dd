import { isDeepStrictEqual } from 'node:util';
import { isAlias, isMap, isScalar, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';

/** A text that a program can't change without spoiling it. */
export class UneditableText extends Error {}

type Value = string | number;
interface Change {
  readonly path: readonly string[];
  readonly value: Value;
}

/**
 * Sets values in the text of a workbench file (YAML or JSON) and leaves everything else as it stands, letter by letter: comments, order, quotes.
 * @throws UneditableText where an anchor or something that is no section stands in the way
 */
export function editedText(text: string, changes: readonly Change[]): string {
  return changes.reduce((now, change) => {
    const edited = withOne(now, change);
    if (!isDeepStrictEqual(dataOf(edited), withValue(dataOf(now), change.path, change.value)))
      throw new UneditableText(change.path.join('.'));
    return edited;
  }, text);
}

const dataOf = (text: string): unknown => parseDocument(text, { schema: 'core', version: '1.2' }).toJS();

function withValue(data: unknown, [key = '', ...rest]: readonly string[], value: Value): unknown {
  const section = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
  return { ...section, [key]: rest.length === 0 ? value : withValue(section[key], rest, value) };
}

function withOne(text: string, { path, value }: Change): string {
  const document = parseDocument(text, { schema: 'core', version: '1.2' });
  const json = text.trimStart().startsWith('{');
  const insert = (at: number, added: string, until = at) => text.slice(0, at) + added + text.slice(until);
  let node = document.contents as Node | null;
  let depth = 0;
  for (;;) {
    const rest = path.slice(depth);
    if (isAlias(node) || !node?.range) throw new UneditableText(path.join('.'));
    if (isScalar(node) && rest.length === 0) return insert(node.range[0], written(value, json), node.range[1]);
    // A key with nothing behind it: `stores:`.
    if (isScalar(node) && node.value === null && node.range[0] === node.range[1])
      return insert(node.range[0], `${text[node.range[0] - 1] === ' ' ? '' : ' '}${flow(rest, value, json)}`);
    if (!isMap(node) || rest.length === 0) throw new UneditableText(path.join('.'));
    const pair = pairOf(node, rest[0] ?? '');
    if (!pair) return node.flow ? insertFlow(text, node, rest, value, json) : insertBlock(text, node, rest, value);
    node = pair.value as Node | null;
    depth += 1;
  }
}

const pairOf = ({ items }: YAMLMap, name: string): Pair | undefined => items.find(({ key }) => isScalar(key) && key.value === name);
const written = (value: Value, json: boolean) => (json && typeof value === 'string' ? JSON.stringify(value) : String(value));

/** A path and its value on one line: `{ mysql: { size: 100Gi } }`. */
const flow = (path: readonly string[], value: Value, json: boolean): string =>
  path.reduceRight((inner, key) => `{ ${json ? JSON.stringify(key) : key}: ${inner} }`, written(value, json));

function insertFlow(text: string, { items, range }: YAMLMap, path: readonly string[], value: Value, json: boolean): string {
  const added = flow(path, value, json).slice(2, -2);
  const end = endOf(items.at(-1));
  const begin = (range?.[0] ?? 0) + 1;
  return end === undefined ? `${text.slice(0, begin)} ${added} ${text.slice(begin)}` : `${text.slice(0, end)}, ${added}${text.slice(end)}`;
}

/** After the last member of a section, and what stands behind it on its line; as far in as the first one. */
function insertBlock(text: string, { items }: YAMLMap, path: readonly string[], value: Value): string {
  const [first] = items;
  const start = isScalar(first?.key) ? first.key.range?.[0] : undefined;
  const end = endOf(items.at(-1));
  if (start === undefined || end === undefined) throw new UneditableText(path.join('.'));
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  const line = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end);
  const at = line < 0 ? text.length : line;
  const lines = path.map((key, depth) => `\n${indent}${'  '.repeat(depth)}${key}:${depth === path.length - 1 ? ` ${value}` : ''}`);
  return text.slice(0, at) + lines.join('') + text.slice(at);
}

/** Where the last thing of a member ends, comments not counted. */
function endOf(pair: Pair | undefined): number | undefined {
  const value = pair?.value as Node | null | undefined;
  if (isMap(value) && !value.flow && value.items.length > 0) return endOf(value.items.at(-1));
  if (value?.range) return value.range[1];
  return isScalar(pair?.key) ? pair.key.range?.[1] : undefined;
}
