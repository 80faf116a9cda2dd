import type { Waiver } from './policy';

/** What an environment may leave open, and why. A waiver covers what it names and nothing more. */
export const waivers: readonly Waiver[] = [];
