import { separator, unescapeKey, type ValueIndex } from '../releases/value-index';

/** What became of the values a chart knows. */
export interface ValueMoves {
  /** Paths that are gone, with the places where the same value is now; none when it has vanished. */
  readonly gone: readonly { readonly path: string; readonly to: readonly string[] }[];
  readonly added: readonly string[];
}

/** As people write a path of an index. */
const dotted = (path: string) => path.split(separator).map(unescapeKey).join('.');

/** A path with one of its keys left out, each in turn; the last one stays, it says what the value is. */
function* shorter(path: string): Generator<string> {
  const keys = path.split(separator);
  for (let index = 0; index < keys.length - 1; index++) yield keys.toSpliced(index, 1).join(separator);
}

/**
 * Compares the values two versions of a chart know. A value has moved when its path is there again with one key more or one key less:
 * that is how the charts were cut anew (`central.centralledger` became `centralledger`, `quoting-service.config` became
 * `quoting-service.quoting-service.config`). A path that moved to several parts is told with each of them.
 */
export function valueMoves(before: ValueIndex, after: ValueIndex): ValueMoves {
  const added = [...after.paths.keys()].filter((path) => !before.paths.has(path) && !before.children.has(path));
  const addedSet = new Set(added);
  const longer = new Map<string, Set<string>>();
  for (const path of added) for (const short of shorter(path)) longer.set(short, (longer.get(short) ?? new Set()).add(path));
  const gone = [...before.paths.keys()]
    .filter((path) => !after.paths.has(path) && !after.children.has(path))
    .map((path) => ({
      path: dotted(path),
      to: [...new Set([...(longer.get(path) ?? []), ...[...shorter(path)].filter((short) => addedSet.has(short))])].map(dotted).sort(),
    }));
  return { gone, added: added.map(dotted) };
}
