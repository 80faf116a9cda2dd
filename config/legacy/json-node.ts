import type { Path } from '../validate/path';

export type JsonKind = 'text' | 'number' | 'boolean' | 'null' | 'list' | 'section';

/** A value of the older file, and where it stands. */
export interface JsonNode {
  readonly kind: JsonKind;
  readonly path: Path;
  /** Of the key in a section, of the value in a list; 1-based. */
  readonly line: number;
  readonly column: number;
  /** Of a scalar; undefined for lists and sections. */
  readonly value: string | number | boolean | null | undefined;
  /** A scalar as it is written, text without its quotes: a long number keeps all its digits. */
  readonly text: string;
  /** Of lists and sections, in the order of the file; a key that is given twice is there twice. */
  readonly members: readonly JsonNode[];
}

/** The scalars below a node, and its empty lists and sections: what must end in an outcome. */
export function leavesOf(node: JsonNode): readonly JsonNode[] {
  return node.members.length === 0 ? [node] : node.members.flatMap(leavesOf);
}

/** The member of a section that counts: the last one of its name. */
export function member(section: JsonNode | undefined, key: string): JsonNode | undefined {
  return section?.kind === 'section' ? section.members.findLast(({ path }) => path.at(-1) === key) : undefined;
}

/** Text of a scalar without blanks around it; undefined for nothing, empty text, lists and sections. */
export function textOf(node: JsonNode | undefined): string | undefined {
  if (!node || node.kind === 'null' || node.value === undefined) return undefined;
  return node.text.trim() === '' ? undefined : node.text.trim();
}
