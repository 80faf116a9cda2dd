import { strToU8, type Zippable, zipSync } from 'fflate';

/** The first day that a zip can name: the same archive whenever it is written. As text, which has no time zone of its own. */
const firstDay = '1980-01-01T00:00:00';

/**
 * A zip with these files in the order of their names. The same files give the same bytes: no time of day, no rights, no folder entries, and a compressor
 * that is part of the package.
 */
export function zipOf(files: ReadonlyMap<string, string | Uint8Array>): Uint8Array {
  const inOrder = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = inOrder.map(([name, content]): [string, Zippable[string]] => [
    name,
    [typeof content === 'string' ? strToU8(content) : content, { level: 9, mtime: firstDay, os: 3, attrs: 0o100644 << 16 }],
  ]);
  return zipSync(Object.fromEntries(entries));
}
