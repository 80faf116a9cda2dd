import { isMap, isScalar, type Node, parseDocument, visit, type YAMLParseError } from 'yaml';
import { refuse } from './chart-problem';

/** A value of a chart: maps keep their keys as they are written, so that no key can reach into an object's prototype. */
export type Tree = ReadonlyMap<string, unknown>;

export interface ReadTree {
  readonly tree: Tree;
  /** Keys at the top that define anchors. */
  readonly anchored: ReadonlySet<string>;
}

const deepest = 64;
const mostRepairs = 200;

/**
 * Reads YAML as Helm does: YAML 1.1 without times and dates, a key or an anchor that stands twice is the later one, `<<` merges.
 * (mojaloop 16 and newer define their anchors several times.) Empty text is an empty map.
 * @throws ProblemError with line and column
 */
export function readTree(bytes: Buffer, file: string): ReadTree {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const first = parse(text);
  const document = first.errors.length > 0 ? parseIndented(text, first.errors[0]) : first;
  const [error] = first.errors;
  if (error && !document) {
    const { line, col: column } = error.linePos?.[0] ?? { line: 1, col: 1 };
    const message = (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
    refuse('CHART-VALUES', file, `is no YAML: ${message}`, undefined, { line, column });
  }
  const value: unknown = document?.toJS({ mapAsMap: true, maxAliasCount: -1 });
  if (value === null || value === undefined) return { tree: new Map(), anchored: new Set() };
  if (!(value instanceof Map)) refuse('CHART-VALUES', file, 'is no map of names and values');
  return { tree: withTextKeys(value, file, 0), anchored: anchoredKeys(document?.contents) };
}

/** Keys at the top whose values define anchors: such a key may be there for the rest of the file alone. */
function anchoredKeys(contents: unknown): Set<string> {
  const found = new Set<string>();
  if (!isMap(contents)) return found;
  for (const pair of contents.items) {
    visit(pair.value as Node, {
      Node: (_, node) => {
        if (!('anchor' in node) || node.anchor === undefined) return undefined;
        found.add(isScalar(pair.key) ? String(pair.key.value) : '');
        return visit.BREAK;
      },
    });
  }
  return found;
}

const parse = (text: string) =>
  parseDocument(text, {
    version: '1.1',
    merge: true,
    uniqueKeys: false,
    strict: false,
    logLevel: 'silent',
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !('format' in tag) || tag.format !== 'TIME').filter(noDate),
  });
const noDate = (tag: unknown) => typeof tag !== 'object' || tag === null || (tag as { tag?: string }).tag !== 'tag:yaml.org,2002:timestamp';

/**
 * Charts have braces and quotes whose further lines stand too far left (protocol_versions in 14.1), and Helm's reader does not mind.
 * Ours does, so those lines are moved to the right, one after the other: inside braces and quotes that changes no value.
 */
function parseIndented(text: string, problem: YAMLParseError | undefined) {
  const lines = text.split('\n');
  const moved = new Set<number>();
  for (let error = problem; moved.size < mostRepairs; ) {
    if (error?.code !== 'BAD_INDENT' && error?.code !== 'MISSING_CHAR') return undefined;
    let line = (error.linePos?.[0].line ?? 1) - 1;
    // A quote is missed at the end of its last line; the one below it is where it goes on.
    if (error.code === 'MISSING_CHAR')
      do line++;
      while (lines[line]?.trim() === '');
    const content = lines[line];
    if (content === undefined || moved.has(line)) return undefined;
    moved.add(line);
    lines[line] = ' '.repeat(2 * deepest) + content;
    const document = parse(lines.join('\n'));
    [error] = document.errors;
    if (!error) return document;
  }
  return undefined;
}

const known = new WeakMap<Map<unknown, unknown>, Tree>();

/** Keys may be numbers or true; an alias that holds itself would go on for ever. */
function withTextKeys(map: Map<unknown, unknown>, file: string, depth: number): Tree {
  if (depth > deepest) refuse('CHART-VALUES', file, `is nested more than ${deepest} levels deep`);
  const seen = known.get(map);
  if (seen) return seen;
  const tree = new Map<string, unknown>();
  for (const [key, value] of map) tree.set(String(key), value instanceof Map ? withTextKeys(value, file, depth + 1) : value);
  known.set(map, tree);
  return tree;
}
