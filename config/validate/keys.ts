import { nearest, type Problem, problem } from '../problems';
import { joinPath, type Path } from './path';
import type { Positions } from './positions';
import { homesOf, keysOf, knownKeys, type Schema } from './schema';
import { word } from './values';

const beneath = (home: string) => (home === '' ? 'at the top' : `under ${home}`);
const mostPlaces = 3;
/** Shorter words are near to everything. */
const shortest = 3;

/** What a person who wrote an unknown key most likely meant: a key of that section, or the same key elsewhere. */
export function keyHint(schema: Schema, section: Path, key: string): string | undefined {
  const keys = keysOf(schema);
  const near = (candidates: Iterable<string>) => (key.length < shortest ? undefined : nearest(key, candidates));
  const here = near(keys);
  const elsewhere = homesOf(key).length > 0 ? key : here === undefined ? near(knownKeys()) : undefined;
  const places = elsewhere === undefined ? [] : homesOf(elsewhere).map(beneath);
  const listed = [...places.slice(0, mostPlaces), ...(places.length > mostPlaces ? ['…'] : [])].join(', ');
  const belongs = places.length > 0 ? `${elsewhere} belongs ${listed}` : undefined;
  const parts = [here && `did you mean ${joinPath([...section, here])}?`, belongs].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join('; ');
  return keys.length > 0 && keys.length <= 12 ? `known here: ${keys.join(', ')}` : undefined;
}

/** One problem for each key a section does not know, at the place of the key. */
export function unknownKeys(schema: Schema, section: Path, keys: readonly string[], positions: Positions): Problem[] {
  const where = section.length > 0 ? joinPath(section) : 'the workbench file';
  return keys.map((key) => {
    const path = [...section, key];
    const place = positions.key(path) ?? positions.nearest(path);
    return problem('CFG-UNKNOWN-KEY', `${where} knows no key ${word(key)}`, keyHint(schema, section, key), {
      file: positions.file,
      ...place,
      path: joinPath(path),
    });
  });
}
