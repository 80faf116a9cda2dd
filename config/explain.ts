import { safeParse } from 'zod';
import { derivedValue } from './explain-derived';
import { type Problem, problem } from './problems';
import { type Profile, profiles } from './schema/kinds';
import type { Platform } from './schema/platform';
import type { WorkbenchConfig } from './schema/workbench';
import { keyHint } from './validate/keys';
import { joinPath, type Path, splitPath, valueAt } from './validate/path';
import type { Positions } from './validate/positions';
import { keysOf, memberOf, type Schema, schemaAt, schemaOf, unwrap } from './validate/schema';
import { allowedValues, typeText } from './validate/values';

/** Where the value of a setting comes from. */
export type Origin = 'file' | 'default' | 'profile' | 'derived' | 'unset';

/** All there is to know about one setting of an environment. */
export interface Explanation {
  readonly path: string;
  /** What is in force; undefined when nothing is. */
  readonly value: unknown;
  readonly origin: Origin;
  /** `workbench/dev.yaml:12:3`, `default`, `default of profile production`, `derived from hub.size`, `not given`. */
  readonly from: string;
  /** What it would be if the file did not give it. */
  readonly defaultValue?: unknown;
  readonly type: string;
  readonly allowed?: readonly string[];
  readonly doc?: string;
  /** Settings below it. */
  readonly members: readonly string[];
}

export interface ExplainResult {
  readonly explanation?: Explanation;
  readonly problems: readonly Problem[];
}

/** Explains a setting by its path (`hub.size`, `participants.0.currency`, `participants.demowallet.currency`). */
export function explainSetting(pathText: string, config: WorkbenchConfig, positions: Positions): ExplainResult {
  const asked = splitPath(pathText);
  if (!asked || asked.length === 0) return unknown(pathText, 'a path is keys with dots between them, such as hub.size');
  const root: Schema = schemaOf(config.profile, config.platform.provider);
  const path: (string | number)[] = [];
  let schema = root;
  for (const part of asked) {
    const key = listPosition(schema, valueAt(config, path), part);
    const member = memberOf(schema, key);
    if (!member) return unknown(pathText, hintFor(schema, path, key), path);
    const list = valueAt(config, path);
    if (typeof key === 'number' && Array.isArray(list) && key >= list.length)
      return unknown(pathText, `${joinPath(path)} has ${list.length} entries, counted from 0`, path);
    path.push(key);
    schema = member;
  }
  return { explanation: explain(path, schema, config, positions), problems: [] };
}

function hintFor(schema: Schema, path: Path, key: string | number): string | undefined {
  if (unwrap(schema).core._zod.def.type === 'array')
    return `${joinPath(path)} is a list: name an entry by its position, from 0, or by its id`;
  return (
    keyHint(schema, path, String(key)) ??
    (path.length > 0 && keysOf(schema).length === 0 ? `${joinPath(path)} has no settings below it` : undefined)
  );
}

function unknown(pathText: string, hint: string | undefined, path: Path = []): ExplainResult {
  return {
    problems: [problem('CFG-NO-SETTING', `there is no setting ${pathText}`, hint, path.length > 0 ? { path: joinPath(path) } : {})],
  };
}

/** Entries of lists may be named by their id. */
function listPosition(schema: Schema, value: unknown, part: string | number): string | number {
  if (unwrap(schema).core._zod.def.type !== 'array' || typeof part === 'number' || !Array.isArray(value)) return part;
  const index = value.findIndex(
    (item: unknown) =>
      typeof item === 'object' && item !== null && [(item as { id?: unknown }).id, (item as { name?: unknown }).name].includes(part),
  );
  return index < 0 ? part : index;
}

function explain(path: Path, schema: Schema, config: WorkbenchConfig, positions: Positions): Explanation {
  const place = positions.value(path);
  const given = valueAt(config, path);
  const derived = place || given !== undefined ? undefined : derivedValue(config, path);
  const defaultValue = defaultAt(config.profile, config.platform.provider, path);
  const origin: Origin = place
    ? 'file'
    : derived
      ? 'derived'
      : given === undefined
        ? 'unset'
        : variesByProfile(config.platform.provider, path)
          ? 'profile'
          : 'default';
  const from = {
    file: () => `${positions.file}:${place?.line}:${place?.column}`,
    derived: () => `derived from ${derived?.from}`,
    unset: () => 'not given',
    profile: () => `default of profile ${config.profile}`,
    default: () => 'default',
  } satisfies Record<Origin, () => string>;
  const allowed = allowedValues(schema);
  const { doc } = unwrap(schema);
  return {
    path: joinPath(path),
    value: derived ? derived.value : given,
    origin,
    from: from[origin](),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    type: typeText(schema),
    ...(allowed ? { allowed } : {}),
    ...(doc ? { doc } : {}),
    members: keysOf(schema).map((key) => joinPath([...path, key])),
  };
}

/** What a setting is when the file gives neither it nor anything above it. */
function defaultAt(profile: Profile, platform: Platform, path: Path): unknown {
  const root: Schema = schemaOf(profile, platform);
  for (let length = path.length; length > 0; length--) {
    const schema = schemaAt(root, path.slice(0, length));
    if (!schema) continue;
    const filled = safeParse(schema, undefined);
    if (filled.success && filled.data !== undefined) return valueAt(filled.data, path.slice(length));
  }
  return undefined;
}

function variesByProfile(platform: Platform, path: Path): boolean {
  const [first, ...others] = profiles.map((profile) => JSON.stringify(defaultAt(profile, platform, path)));
  return others.some((other) => other !== first);
}
