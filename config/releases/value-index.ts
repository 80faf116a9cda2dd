/** Type of the default of one value path. `map` is an empty map (anything may be put into it), `null` says nothing. */
export type ValueType = 'string' | 'number' | 'bool' | 'map' | 'list' | 'null';

/** Between the keys of a path in an index: keys themselves have dots. */
export const separator = '/';

/** A key inside a path: keys with a cut in them (annotations) are written as JSON pointers write them, a line end as `~2`. */
export const escapeKey = (key: string) => key.replaceAll('~', '~0').replaceAll(separator, '~1').replaceAll('\n', '~2');
export const unescapeKey = (key: string) => key.replaceAll('~2', '\n').replaceAll('~1', separator).replaceAll('~0', '~');

/** The value paths a chart knows. */
export interface ValueIndex {
  readonly paths: ReadonlyMap<string, ValueType>;
  /** Every prefix of a known path, with the keys below it. */
  readonly children: ReadonlyMap<string, ReadonlySet<string>>;
}

const letters = { s: 'string', n: 'number', b: 'bool', m: 'map', l: 'list', z: 'null' } as const satisfies Record<string, ValueType>;
const letterOf = Object.fromEntries(Object.entries(letters).map(([letter, type]) => [type, letter]));

/**
 * Packs paths as text: sorted, each line with the length it shares with the one before, its type, and the rest.
 * Brotli over that makes a megabyte of paths some tens of kilobytes.
 */
export function packIndex(paths: Iterable<readonly [string, string]>): string {
  let previous = '';
  const lines = [...new Map(paths)]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([path, type]) => {
      let shared = 0;
      while (shared < path.length && path[shared] === previous[shared]) shared++;
      // Half a character cannot be written as text.
      if (/[\ud800-\udbff]/.test(path[shared - 1] ?? '')) shared--;
      previous = path;
      return `${shared}${letterOf[type] ?? 'z'}${path.slice(shared)}`;
    });
  return lines.join('\n');
}

const zero = '0'.charCodeAt(0);

/**
 * Reads a packed index, ten thousand lines and more with every command: by hand, since a pattern for each line takes twice as long.
 * @param conditions switches that the chart knows though its values do not show them
 * @param templates further paths that only the templates of the chart know
 */
export function unpackIndex(
  text: string,
  conditions: readonly string[] = [],
  templates: Readonly<Record<string, ValueType>> = {},
): ValueIndex {
  const paths = new Map<string, ValueType>();
  const children = new Map<string, Set<string>>();
  const note = (path: string, type: ValueType) => {
    paths.set(path, type);
    enter(children, path);
  };
  let previous = '';
  for (const line of text.split('\n')) {
    let at = 0;
    let shared = 0;
    for (let digit = line.charCodeAt(0) - zero; digit >= 0 && digit <= 9; digit = line.charCodeAt(++at) - zero)
      shared = shared * 10 + digit;
    const type = letters[line[at] as keyof typeof letters];
    if (at === 0 || type === undefined) continue;
    previous = previous.slice(0, shared) + line.slice(at + 1);
    note(previous, type);
  }
  for (const condition of conditions) {
    // A switch of a sub chart that this version of the chart does not have says nothing.
    const top = condition.slice(0, condition.indexOf(separator));
    if (children.has(top) && !paths.has(condition)) note(condition, 'bool');
  }
  for (const [path, type] of Object.entries(templates)) note(path, type);
  return { paths, children };
}

/** Notes a path below each of its beginnings, until one that is known already. */
function enter(children: Map<string, Set<string>>, path: string): void {
  let end = path.length;
  while (end >= 0) {
    const cut = path.lastIndexOf(separator, end - 1);
    const parent = cut < 0 ? '' : path.slice(0, cut);
    const keys = children.get(parent) ?? new Set<string>();
    const key = path.slice(cut + 1, end);
    if (keys.has(key)) break;
    keys.add(key);
    children.set(parent, keys);
    end = cut;
    if (cut < 0) break;
  }
}
