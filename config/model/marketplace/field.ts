import type { z } from 'zod';
import type { Path } from '../../validate/path';
import { type Schema, schemaAt, schemaOf, unwrap } from '../../validate/schema';

/** What the portal holds an entry against; the message stands beside the field. */
export interface Validation {
  readonly regex: string;
  readonly message: string;
}

/** What the schema of the workbench file says about one setting. */
export interface Field {
  readonly doc: string;
  /** Values of an enumeration. */
  readonly values: readonly string[];
  readonly defaults: { readonly sandbox: unknown; readonly production: unknown };
  /** Every rule that the schema has for a text, as the portal can hold it. */
  readonly validations: readonly Validation[];
}

const inner = (schema: Schema): Schema => {
  const { core } = unwrap(schema);
  const { def } = core._zod;
  if (def.type === 'array') return inner(def.element);
  // Addresses of both families: the resource manager of Azure takes the older one here.
  if (def.type === 'union') return inner(def.options[0] as Schema);
  return core;
};

const anchored = (pattern: RegExp) => `^(?:${pattern.source.replace(/^\^/, '').replace(/\$$/, '')})$`;

interface Checked {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: RegExp;
  readonly error?: (issue: { readonly code: string; readonly input: string }) => unknown;
}

/** Formats that zod knows by itself, as a person is told of them. */
const formats: Readonly<Record<string, string>> = {
  cidrv4: 'must be an address range such as 10.0.0.0/8',
  email: 'must be an e-mail address',
};

/** Rules of a text: how long it may be, first, and every pattern with the message that `check` gives. */
function validationsOf(schema: Schema, many: boolean): Validation[] {
  const def = inner(schema)._zod.def as {
    readonly type: string;
    readonly format?: string;
    readonly pattern?: RegExp;
    readonly checks?: readonly z.core.$ZodCheck[];
  };
  if (def.type !== 'string') return [];
  const checks = (def.checks ?? []).map((check) => check._zod.def as unknown as Checked);
  const minimum = checks.find(({ check }) => check === 'min_length')?.minimum ?? 1;
  const maximum = checks.find(({ check }) => check === 'max_length')?.maximum ?? longest;
  const patterns = [
    ...(def.pattern ? [{ pattern: def.pattern, message: formats[def.format ?? ''] ?? `must be a ${def.format}` }] : []),
    ...checks.flatMap(({ pattern, error }) => {
      const message = error?.({ code: 'invalid_format', input: '' });
      return pattern ? [{ pattern, message: typeof message === 'string' ? message : 'has characters that are not allowed' }] : [];
    }),
  ];
  if (many) return patterns.map(({ pattern, message }) => listed(pattern, message));
  return [
    { regex: `^.{${minimum},${maximum}}$`, message: `must have ${minimum} to ${maximum} characters` },
    ...patterns.map(({ pattern, message }) => ({ regex: anchored(pattern), message })),
  ];
}

/** Longest entry where the schema names no limit. */
const longest = 253;
const most = 40;

/** Several of them with commas between. */
export function listed(pattern: RegExp, message: string): Validation {
  const one = anchored(pattern).replace(/^\^/, '').replace(/\$$/, '');
  return { regex: `^${one}( *, *${one}){0,${most - 1}}$`, message: `${message}; several with commas between, at most ${most}` };
}

/** What may also be left empty. */
export const orNothing = ({ regex, message }: Validation): Validation => ({ regex: `^$|${regex}`, message });

/** A setting of the workbench file as a field of a form. @throws Error when the schema has no such setting: a fault of ours */
export function fieldAt(path: Path): Field {
  const [sandbox, production] = (['sandbox', 'production'] as const).map((profile) => schemaAt(schemaOf(profile, 'azure'), path));
  if (!sandbox || !production) throw new Error(`the schema has no ${path.join('.')}`);
  const { core, doc = '', defaultValue } = unwrap(sandbox);
  const { def } = core._zod;
  return {
    doc: doc.replaceAll('`', ''),
    values: def.type === 'enum' ? Object.values(def.entries).map(String) : [],
    defaults: { sandbox: defaultValue, production: unwrap(production).defaultValue },
    validations: validationsOf(sandbox, def.type === 'array'),
  };
}
