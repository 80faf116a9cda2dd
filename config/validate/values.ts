import type { z } from 'zod';
import { type Schema, unwrap } from './schema';

const longest = 60;

/** A value as a message shows it: short, on one line. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a section';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** A word of the file as a message shows it: bare where it is plain, quoted and short otherwise. */
export const word = (text: string): string => (/^[\w.$/@-]+$/.test(text) && text.length <= longest ? text : show(text));

/** A value with its type: `the number 367`. */
export function showTyped(value: unknown): string {
  if (typeof value === 'string') return `the text ${show(value)}`;
  if (typeof value === 'number') return `the number ${show(value)}`;
  return show(value);
}

interface Bounds {
  readonly low?: number;
  readonly high?: number;
}

/** Smallest and largest value, or length, that the checks of a type let pass. */
function boundsOf(schema: Schema): Bounds {
  const { checks = [] } = schema._zod.def as { readonly checks?: readonly z.core.$ZodCheck[] };
  let bounds: Bounds = {};
  for (const check of checks) {
    const def = check._zod.def as { readonly check: string; readonly value?: number; readonly minimum?: number; readonly maximum?: number };
    if (def.check === 'greater_than' || def.check === 'min_length') bounds = { ...bounds, low: def.value ?? def.minimum };
    if (def.check === 'less_than' || def.check === 'max_length') bounds = { ...bounds, high: def.value ?? def.maximum };
  }
  return bounds;
}

function rangeText({ low, high }: Bounds): string {
  if (low !== undefined && high !== undefined) return `${low} to ${high}`;
  if (low !== undefined) return `at least ${low}`;
  return high === undefined ? '' : `at most ${high}`;
}

const formats: Readonly<Record<string, string>> = {
  url: 'an address such as https://example.org',
  email: 'an e-mail address',
  date: 'a date such as 1980-01-31',
  cidrv4: 'an IPv4 range such as 10.0.0.0/8',
  cidrv6: 'an IPv6 range such as fd00::/8',
};

/** What a format asks for, in words. */
export const formatText = (format: string) => formats[format];

/** How a pattern of the schema explains itself: `must be …`. */
export function patternText(schema: Schema): string | undefined {
  const { def } = unwrap(schema).core._zod;
  if (def.type !== 'string') return undefined;
  for (const check of def.checks ?? []) {
    const { error } = check._zod.def as { error?: (issue: unknown) => unknown };
    const text = error?.({});
    if (typeof text === 'string') return text;
  }
  return undefined;
}

type Def<T extends z.core.$ZodTypeDef['type']> = Extract<z.core.$ZodTypes, { _zod: { def: { type: T } } }>;

function stringText(core: Def<'string'>): string {
  const format = (core._zod.def as { format?: string }).format;
  const words = (format && formats[format]) || patternText(core)?.replace(/^must be /, '');
  if (words) return words.startsWith('a') ? words : `text: ${words}`;
  const { low, high } = boundsOf(core);
  return high === undefined ? 'text' : `text, ${rangeText({ low, high })} characters`;
}

/** The bare type, for a value of another one. */
export function kindText(schema: Schema): string {
  const { def } = unwrap(schema).core._zod;
  if (def.type === 'string') return 'text';
  if (def.type === 'number') return (def as { format?: string }).format === 'safeint' ? 'a whole number' : 'a number';
  return def.type === 'array' ? 'a list' : typeText(schema);
}

/** A type in words, for messages and the reference: `a whole number, 1 to 9`. */
export function typeText(schema: Schema): string {
  const { core } = unwrap(schema);
  const { def } = core._zod;
  switch (def.type) {
    case 'string':
      return stringText(core as Def<'string'>);
    case 'number':
      return [kindText(core), rangeText(boundsOf(core))].filter(Boolean).join(', ');
    case 'boolean':
      return 'true or false';
    case 'enum':
      return `one of ${allowedValues(schema)?.join(', ')}`;
    case 'array':
      return listText(def.element, rangeText(boundsOf(core)));
    case 'record':
      return 'a section with keys of your own';
    case 'object':
      return 'a section';
    case 'union': {
      const { doc } = unwrap(core);
      return doc ? doc.replace(/^A/, 'a').replace(/\.$/, '') : def.options.map((option) => typeText(option)).join(' or ');
    }
    default:
      return 'any JSON value';
  }
}

function listText(element: Schema, range: string): string {
  const type = typeText(element);
  const list = range ? `a list of ${range}` : 'a list';
  return type === 'a section' ? `${range ? list : 'a list of'} sections` : `${list}, each ${type}`;
}

/** The values a setting may have, where they can be listed. */
export function allowedValues(schema: Schema): readonly string[] | undefined {
  const { def } = unwrap(schema).core._zod;
  if (def.type === 'enum') return Object.values(def.entries).map(String);
  return def.type === 'boolean' ? ['true', 'false'] : undefined;
}
