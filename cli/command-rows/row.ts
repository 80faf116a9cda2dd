import type { Command } from '../command';

export interface CommandRow {
  /** Name with its arguments, as commander writes them. */
  readonly name: string;
  readonly summary: string;
  readonly details?: string;
  readonly options?: readonly (readonly [flags: string, text: string])[];
  /** Loads the code of the command: only when it is asked for, so that none slows the others down. */
  readonly load: () => Promise<Command<never>>;
}

export const out = (text: string) => ['--out <path>', text] as const;
export const quiet = ['--quiet', 'only problems'] as const;
