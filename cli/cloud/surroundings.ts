import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What a login is looked for in. Nothing of it is sent anywhere, and no network is asked. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** Folder where the kernel tells who made the machine. */
  readonly machine: string;
  /** In milliseconds. */
  readonly now: number;
}

export const surroundings = (env: NodeJS.ProcessEnv): Surroundings => ({
  env,
  home: env.HOME || homedir(),
  machine: '/sys/class/dmi/id',
  now: Date.now(),
});

/** The text of a file; undefined when it can't be read. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A variable that says something. */
export const given = ({ env }: Pick<Surroundings, 'env'>, name: string): string | undefined => env[name]?.trim() || undefined;

/** Where a program is that PATH leads to; undefined when nowhere. */
export const programOnPath = (name: string, env: NodeJS.ProcessEnv): string | undefined =>
  (env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

/** Whether a token (a JWT) has ended: seen from its own words, nothing is checked. False for what is no JWT. */
export function hasEnded(token: string, now: number): boolean {
  try {
    const { exp } = JSON.parse(Buffer.from(token.trim().split('.')[1] ?? '', 'base64url').toString('utf8')) as { exp?: number };
    return typeof exp === 'number' && exp * 1000 < now;
  } catch {
    return false;
  }
}

/** A way to log in: complete, with the account it leads to where that can be known; or begun, with what is missing. */
export type LoginWay =
  | { readonly complete: true; readonly account?: string; readonly by: string }
  | { readonly complete: false; readonly missing: string /** The cloud's own program would stop here too. */; readonly final?: boolean };

/** The way that counts: the first complete one, unless one before it ends the search; then what is missing everywhere. */
export function chooseWay(ways: readonly (LoginWay | undefined)[]): LoginWay | undefined {
  const begun = ways.filter((way) => way !== undefined);
  const decisive = begun.find((way) => way.complete || way.final);
  if (decisive) return decisive;
  const missing = begun.flatMap((way) => (way.complete ? [] : [way.missing]));
  return missing.length > 0 ? { complete: false, missing: missing.join('; ') } : undefined;
}
