import { toJSONSchema } from 'zod';
import { type Profile, profiles } from './schema/kinds';
import { schemaOf } from './validate/schema';

export type Json = { readonly [key: string]: unknown };

const isSection = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Where each profile has its own default the editor cannot fill one in: it tells both. */
function withBothDefaults(description: unknown, [sandbox, production]: readonly [unknown, unknown]): string {
  const text = typeof description === 'string' ? `${description} ` : '';
  return `${text}Default: ${JSON.stringify(sandbox)} in a sandbox, ${JSON.stringify(production)} in production.`;
}

/** Bounds that only say "a number", and defaults that only say "a section". */
function isNoise(key: string, value: unknown): boolean {
  if (key === 'default') return isSection(value) && Object.keys(value).length === 0;
  if (key === 'propertyNames') return same(value, { type: 'string' });
  return (key === 'maximum' || key === 'minimum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
}

/** The schemas of two profiles as one. They differ in defaults only. */
function merge(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b)) return a.map((item, i) => merge(item, b[i]));
  if (!isSection(a) || !isSection(b)) return a;
  const entries = Object.keys(a)
    .filter((key) => !isNoise(key, a[key]) && (key !== 'default' || same(a.default, b.default)))
    .map((key): [string, unknown] => [key, key === 'default' ? a[key] : merge(a[key], b[key])]);
  const merged = Object.fromEntries(entries);
  return isField(a) && !same(a.default, b.default)
    ? { ...merged, description: withBothDefaults(a.description, [a.default, b.default]) }
    : merged;
}

/** A schema, not the table of properties in which `default` could be the name of a setting. */
const isField = (value: Json) => typeof value.type === 'string' || 'enum' in value || 'anyOf' in value || '$ref' in value;

const jsonSchemaOf = (profile: Profile) => toJSONSchema(schemaOf(profile), { target: 'draft-2020-12', io: 'input' });

/** `workbench/schema.json`: what editors complete and check with (JSON Schema, draft 2020-12). */
export function jsonSchema(): Json {
  const [sandbox, production] = profiles.map(jsonSchemaOf);
  const { $schema, description, properties, ...rest } = merge(sandbox, production) as Json;
  return {
    $schema,
    $comment: 'Generated from config/schema by `npm run generate`. Do not edit.',
    title: 'Mojaloop Workbench environment',
    description,
    ...rest,
    properties: { $schema: { type: 'string', description: 'This file, for editors; no setting.' }, ...(properties as Json) },
  };
}
