import { basename } from 'node:path';
import { Document, isPair, isScalar, isSeq, type Pair, visit, type YAMLSeq } from 'yaml';
import type { WorkbenchFile } from '../schema/workbench';
import { joinPath, type Path } from '../validate/path';
import type { Setting } from './outcome';

/** Longest list that is written on one line. */
const longestLine = 100;
const plain = (text: string) => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/**
 * The workbench file as text: for a person to go on with. Comments stand where the import did not take a value as it was.
 * @param from file it was imported from
 */
export function workbenchYaml(file: WorkbenchFile, sets: readonly Setting[], from: string): string {
  // Readers of YAML 1.1 take a bare `no` for false: what they would misread is quoted.
  const document = new Document(file, { compat: 'yaml-1.1' });
  const notes = new Map(sets.flatMap(({ path, note }) => (note === undefined ? [] : [[joinPath(path), plain(note)] as const])));
  document.commentBefore = ` yaml-language-server: $schema=./schema.json\n Imported from ${plain(basename(from))}.`;
  visit(document, {
    Pair: (_, pair, above) => {
      const path = pathOf(pair, above);
      if (isSeq(pair.value)) pair.value.flow = isShort(pair.value);
      const note = notes.get(joinPath(path));
      if (note !== undefined) annotate(pair, note);
      // Sections stand apart; the names at the top stand together.
      if (path.length === 1 && isScalar(pair.key) && !isScalar(pair.value)) pair.key.spaceBefore = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

const isShort = ({ items }: YAMLSeq) => items.every((item) => isScalar(item)) && items.map(String).join(', ').length < longestLine;

/** A short comment: behind a value, before the members of a section. */
function annotate(pair: Pair, note: string): void {
  if (isScalar(pair.value) || (isSeq(pair.value) && pair.value.flow)) pair.value.comment = ` ${note}`;
  else if (isScalar(pair.key)) pair.key.commentBefore = ` ${note}`;
}

function pathOf(pair: Pair, above: readonly unknown[]): Path {
  const path: (string | number)[] = [];
  above.forEach((node, at) => {
    const inside = above[at + 1] ?? pair;
    if (isPair(node) && isScalar(node.key)) path.push(String(node.key.value));
    if (isSeq(node)) path.push(node.items.indexOf(inside));
  });
  return isScalar(pair.key) ? [...path, String(pair.key.value)] : path;
}
