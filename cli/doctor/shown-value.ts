import { LaterText } from '../../constructs/terraform/later-text';

const longest = 60;
/** Names whose values are nobody's to read: what somebody set by hand may be a password. */
const telling = /pass(?:word|wd|phrase)?|secret|token|credential|private|api[-_]?key|(?:^|[._-])key$|dsn|connection[-_]?string|auth/i;
const withLogin = /:\/\/[^/\s]*@/;

const isSecret = (name: string) => telling.test(name);

/** A value for people, short. What may be a secret, by its name or its look, is not told. */
function value(of: unknown, path: string, hidden: boolean): string {
  if (of instanceof LaterText) return 'what another stack decides';
  if (Array.isArray(of)) return `a list of ${of.length}`;
  if (typeof of === 'object' && of !== null) return `{ ${Object.keys(of).slice(0, 3).join(', ')} }`;
  const name = path
    .split(/(?<!\\)\./)
    .slice(-2)
    .join('.');
  if (typeof of === 'string' && (hidden || isSecret(name) || withLogin.test(of))) return 'a value that is not shown';
  if (typeof of === 'string' && (of.length > longest || of.includes('\n'))) return `a text of ${of.length} characters`;
  return JSON.stringify(of) ?? 'nothing';
}

export const shown = { isSecret, value };
