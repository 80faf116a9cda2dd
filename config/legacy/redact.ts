import { show } from '../validate/values';
import type { JsonNode } from './json-node';

/** What stands in place of a secret. */
export const hidden = '(hidden)';

/** Values that give themselves away: webhooks, logins in addresses, keys and tokens of well-known makes. */
const secretValues: readonly RegExp[] = [
  /^https?:\/\/[^/]*\bhooks?\./i,
  /\/(?:web)?hooks?\//i,
  /:\/\/[^/\s:@]+:[^/\s@]+@/,
  /-----BEGIN/,
  /\b(?:xox[abeoprs]|gh[oprsu]_|github_pat_|glpat-|hv[bs]\.|sk_live_)[\w.-]+/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\beyJ[\w-]{10,}\.[\w-]{10,}/,
];

/** Words in the name of a field nobody knows that make its value none of anybody's business. */
const secretName = /pass|pwd|secret|token|hook|slack|credential|private|auth|key|cert|login/i;

export const looksSecret = (text: string): boolean => secretValues.some((pattern) => pattern.test(text));

/** Long and without a word in it: the tail of a webhook or a key. */
const looksRandom = (text: string): boolean => /^[\w+/=-]{24,}$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);

/** Whether a field that no table knows may be shown. */
export function unknownIsSecret(node: JsonNode): boolean {
  if (node.kind !== 'text' && node.kind !== 'number') return false;
  return node.path.some((key) => typeof key === 'string' && secretName.test(key)) || looksSecret(node.text) || looksRandom(node.text);
}

/** A value as a message shows it: short, on one line, never a secret. */
export function shown(node: JsonNode): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'section') return 'a section';
  if (node.kind === 'text' && (looksSecret(node.text) || looksRandom(node.text))) return hidden;
  // The digits as they are written: a number of the language may have lost some.
  return node.kind === 'number' && node.text.length <= 40 ? node.text : show(node.value);
}
