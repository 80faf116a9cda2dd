import { isDeepStrictEqual } from 'node:util';
import type { Profile } from '../schema/kinds';
import type { WorkbenchConfig, WorkbenchFile } from '../schema/workbench';
import { joinPath, type Path, valueAt } from '../validate/path';
import { schemaOf } from '../validate/schema';
import { alwaysWritten, defaultsOf } from './defaults';
import type { Setting } from './outcome';

type Json = { [key: string]: unknown };

/** Puts settings together; where two say something of one place, the later one counts. */
export function fileOf(sets: readonly Setting[]): unknown {
  const file: Json = {};
  for (const { path, value } of sets) {
    let at: Json = file;
    path.forEach((key, depth) => {
      if (depth === path.length - 1) at[key] = structuredClone(value);
      else {
        at[key] ??= typeof path[depth + 1] === 'number' ? [] : {};
        at = at[key] as Json;
      }
    });
  }
  return file;
}

const isSection = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const isPlain = (value: unknown) =>
  typeof value !== 'object' || value === null || (Array.isArray(value) && value.every((item) => typeof item !== 'object'));

export interface Built {
  readonly file: WorkbenchFile;
  /** With every default filled in. */
  readonly config: WorkbenchConfig;
}

/** A setting of the import that the schema refuses: the rules of the import should have caught it. */
export interface Refused {
  readonly path: Path;
  readonly message: string;
}

/** Reads what the settings say as a workbench file, then leaves the defaults out and puts the rest into the order of the schema. */
export function build(sets: readonly Setting[], profile: Profile): Built | readonly Refused[] {
  const read = schemaOf(profile).safeParse(fileOf(sets));
  if (!read.success)
    return read.error.issues.map(({ path, message }) => ({ path: path.filter((key) => typeof key !== 'symbol'), message }));
  return { file: shortest(read.data, fileOf(sets), profile), config: read.data };
}

/** The settings of a file that are not the default. The keys of `config` are in the order of the schema. */
function shortest(config: WorkbenchConfig, given: unknown, profile: Profile): WorkbenchFile {
  const defaults = defaultsOf(profile);
  const defaultAt = (path: Path) =>
    path[0] === 'participants' ? valueAt(defaults.participant, path.slice(2)) : valueAt(defaults.config, path);
  const visit = (value: unknown, source: unknown, path: Path): unknown => {
    if (source === undefined) return undefined;
    const place = joinPath(path.map((key) => (typeof key === 'number' ? '#' : key)));
    if (isPlain(value)) return !alwaysWritten.has(place) && isDeepStrictEqual(value, defaultAt(path)) ? undefined : value;
    if (Array.isArray(value)) return value.map((item, at) => visit(item, (source as unknown[])[at], [...path, at]) ?? {});
    const entries = Object.entries(value as Json).map(
      ([key, item]) => [key, visit(item, isSection(source) ? source[key] : undefined, [...path, key])] as const,
    );
    const written = entries.filter(([, item]) => item !== undefined);
    return written.length === 0 ? undefined : Object.fromEntries(written);
  };
  return visit(config, given, []) as WorkbenchFile;
}
