import type { Rule } from './rule';
export const releaseRules: readonly Rule[] = [];
