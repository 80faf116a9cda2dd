import type { z } from 'zod';
import { byProfile, type Profile, profiles } from '../schema/kinds';
import { type Platform, platforms } from '../schema/platform';
import { workbenchSchema } from '../schema/workbench';
import type { Path } from './path';

/** Any type of the schema; `core` narrows it. */
export type Schema = z.core.$ZodType;
type Core = z.core.$ZodTypes;

const schemas = new Map<string, ReturnType<typeof workbenchSchema>>();

/** The schema of a profile on a platform, made once: building it takes longer than using it. */
export function schemaOf(profile: Profile, platform: Platform = 'kubernetes'): ReturnType<typeof workbenchSchema> {
  const key = `${profile} ${platform}`;
  const known = schemas.get(key);
  if (known) return known;
  const made = workbenchSchema(profile, platform);
  schemas.set(key, made);
  return made;
}

/** The profile a raw file asks for; what is no profile counts as a sandbox until the schema refuses it. */
export function profileOf(raw: unknown): Profile {
  const asked = typeof raw === 'object' && raw !== null ? (raw as { profile?: unknown }).profile : undefined;
  return profiles.find((profile) => profile === asked) ?? byProfile('sandbox')('sandbox', 'production');
}

/** The platform a raw file asks for; what is none counts as a plain cluster until the schema refuses it. */
export function platformOf(raw: unknown): Platform {
  const section = typeof raw === 'object' && raw !== null ? (raw as { platform?: unknown }).platform : undefined;
  const asked = typeof section === 'object' && section !== null ? (section as { provider?: unknown }).provider : undefined;
  return platforms.find((platform) => platform === asked) ?? 'kubernetes';
}

/** A type without its wrappers, and what the wrappers say. */
export interface Unwrapped {
  readonly core: Core;
  readonly doc?: string;
  /** May be left out. */
  readonly optional: boolean;
  /** What it is when it is left out; sections fill in their own members. */
  readonly defaultValue?: unknown;
}

export function unwrap(schema: Schema): Unwrapped {
  let core = schema as Core;
  let doc = describe(core);
  let optional = false;
  let defaultValue: unknown;
  for (;;) {
    const { def } = core._zod;
    if (def.type === 'default' || def.type === 'prefault') {
      optional = true;
      if (defaultValue === undefined) defaultValue = def.defaultValue;
    } else if (def.type === 'optional') optional = true;
    else if (def.type !== 'nullable' && def.type !== 'readonly') return { core, doc, optional, defaultValue };
    core = def.innerType as Core;
    doc ??= describe(core);
  }
}

const describe = (schema: Core) => (schema as { readonly description?: string }).description;

/** Names of the members of a section. */
export function keysOf(schema: Schema): readonly string[] {
  const { def } = unwrap(schema).core._zod;
  return def.type === 'object' ? Object.keys(def.shape) : [];
}

/** The type of one member of a section, list or table; undefined where the schema knows none. */
export function memberOf(schema: Schema, key: string | number): Schema | undefined {
  const { def } = unwrap(schema).core._zod;
  if (def.type === 'object') return Object.hasOwn(def.shape, key) ? def.shape[String(key)] : undefined;
  if (def.type === 'array') return typeof key === 'number' ? def.element : undefined;
  if (def.type === 'record') return def.valueType;
  return undefined;
}

/** The type at a path, from the root of the workbench file. */
export function schemaAt(root: Schema, path: Path): Schema | undefined {
  return path.reduce<Schema | undefined>((schema, key) => schema && memberOf(schema, key), root);
}

/** A place in the schema: members of lists are `N`, those of tables `<name>`. */
export interface SchemaField extends Unwrapped {
  readonly path: readonly string[];
  readonly schema: Schema;
}

/** Every field below a type, sections before their members. */
export function fieldsOf(schema: Schema, path: readonly string[] = []): SchemaField[] {
  const unwrapped = unwrap(schema);
  const { def } = unwrapped.core._zod;
  const self: SchemaField[] = path.length > 0 ? [{ ...unwrapped, schema, path }] : [];
  if (def.type === 'object') return [...self, ...Object.entries(def.shape).flatMap(([key, member]) => fieldsOf(member, [...path, key]))];
  const inside =
    def.type === 'array'
      ? { mark: 'N', schema: def.element }
      : def.type === 'record'
        ? { mark: '<name>', schema: def.valueType }
        : undefined;
  if (!inside) return self;
  const members = fieldsOf(inside.schema, [...path, inside.mark]);
  // A list of plain values is told by its own row.
  return members.length > 1 ? [...self, ...members.slice(1)] : self;
}

const depth = (section: string) => (section === '' ? 0 : section.split('.').length);
let paths: ReadonlyMap<string, readonly string[]> | undefined;

/** Sections in which a key is known, by key: tells where a misplaced key belongs. Both profiles have the same keys. */
export function homesOf(key: string): readonly string[] {
  paths ??= fieldsOf(schemaOf('sandbox')).reduce((found, { path }) => {
    const name = path.at(-1) ?? '';
    return found.set(name, [...(found.get(name) ?? []), path.slice(0, -1).join('.')]);
  }, new Map<string, readonly string[]>());
  return (paths.get(key) ?? []).toSorted((a, b) => depth(a) - depth(b));
}

export function knownKeys(): readonly string[] {
  homesOf('');
  return [...(paths?.keys() ?? [])];
}
