import { type Alias, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml';
import type { Path } from './path';

/** 1-based, like editors count. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds the places of settings in the file they were read from. */
export interface Positions {
  readonly file: string;
  /** Where a value stands; undefined when the file does not give it (a default, or no such setting). */
  readonly value: (path: Path) => Place | undefined;
  /** Where its key stands; undefined for members of a list. */
  readonly key: (path: Path) => Place | undefined;
  /** What a person wrote there, letter by letter (`0367`), for plain values. */
  readonly source: (path: Path) => string | undefined;
  /** The place to show for a path: its value, or else what is nearest above it; the beginning of the file at last. */
  readonly nearest: (path: Path) => Place;
}

const beginning: Place = { line: 1, column: 1 };

/** For settings that come from no file. */
export function noPositions(file: string): Positions {
  return { file, value: () => undefined, key: () => undefined, source: () => undefined, nearest: () => beginning };
}

/** What an alias stands for. */
export type AliasTargets = ReadonlyMap<Alias, Node>;

export const keyText = (key: unknown): string | undefined => {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
};

/** Sections that a `<<` key takes in, nearest last. */
export function mergedInto(pair: Pair, follow: (node: unknown) => unknown): unknown[] {
  const value = follow(pair.value);
  return isSeq(value) ? value.items.map(follow) : [value];
}

export function positionsIn(file: string, root: Node | null, lines: LineCounter, aliases: AliasTargets): Positions {
  const follow = (node: unknown): unknown => (isAlias(node) ? aliases.get(node) : node);
  const at = (node: unknown): Place | undefined => {
    const offset = (node as Node | null | undefined)?.range?.[0];
    if (offset === undefined) return undefined;
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const pairOf = (node: unknown, key: string): Pair | undefined => {
    if (!isMap(node)) return undefined;
    const own = node.items.find((pair) => keyText(pair.key) === key);
    if (own) return own;
    const merges = node.items.filter((pair) => keyText(pair.key) === '<<');
    for (const from of merges.flatMap((pair) => mergedInto(pair, follow))) {
      const pair = pairOf(from, key);
      if (pair) return pair;
    }
    return undefined;
  };
  const find = (path: Path): { key?: unknown; value: unknown } | undefined => {
    let found: { key?: unknown; value: unknown } = { value: root };
    for (const part of path) {
      const node = follow(found.value);
      if (isSeq(node) && typeof part === 'number' && part in node.items) found = { value: node.items[part] };
      else {
        const pair = pairOf(node, String(part));
        if (!pair) return undefined;
        found = { key: pair.key, value: pair.value };
      }
    }
    return found;
  };
  const value = (path: Path): Place | undefined => {
    const found = find(path);
    return found && (at(follow(found.value)) ?? at(found.key));
  };
  const key = (path: Path): Place | undefined => at(find(path)?.key);
  const nearest = (path: Path): Place => {
    const exact = value(path);
    if (exact) return exact;
    for (let length = path.length - 1; length > 0; length--) {
      const above = path.slice(0, length);
      const place = key(above) ?? value(above);
      if (place) return place;
    }
    return beginning;
  };
  const source = (path: Path): string | undefined => {
    const node = follow(find(path)?.value);
    return isScalar(node) ? node.source : undefined;
  };
  return { file, value, key, source, nearest };
}
