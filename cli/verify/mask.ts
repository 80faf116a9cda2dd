import type { ToolkitReport } from './toolkit-report';

/** What stands where a secret was. */
export const hidden = '(hidden)';

/**
 * Names of headers, settings and fields whose value is a secret: logins, tokens, keys, certificates, one-time codes. The private parts of a JSON web key
 * have names of one or two letters and are known by the key around them.
 */
const secretName =
  /authori[sz]ation|cookie|passw|passphrase|secret|token|api[-_]?key|access[-_]?key|sign(?:ing)?[-_]?key|private|credential|authenticationvalue|client[-_]?cert|certificate|^(?:pin|otp|jwt|jws|cert|key)$/i;
const privateKeyParts: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']);

/** Secrets that are known by how they look, wherever they stand. Parts have a greatest length: a body of megabytes must not take minutes. */
const looks: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]+-----(?:(?!-----END)[\s\S])*(?:-----END [A-Z0-9 ]+-----)?/g, hidden],
  [/\beyJ[\w-]{8,}\.[\w-]*(?:\.[\w-]*){0,3}/g, hidden],
  [/\b(Bearer|Basic)\s+[^\s"',;\\]+/gi, `$1 ${hidden}`],
  [/(\/\/)[^\s/@:"']+:[^\s/@"']+@/g, `$1${hidden}@`],
  [/([\w-]{0,40}(?:passw|secret|token|api[-_]?key|private|credential)[\w-]{0,40}=)[^&\s"']+/gi, `$1${hidden}`],
  [
    /(\\?["'][\w-]{0,40}(?:passw|secret|token|api[-_]?key|private|credential|authorization)[\w-]{0,40}\\?["']\s{0,8}:\s{0,8}\\?["'])[^"'\\]+/gi,
    `$1${hidden}`,
  ],
];

/** Shorter values are words such as a currency: to hide them wherever they stand would make the report unreadable. */
const shortest = 8;
/** Such as the values of an enumeration. */
const word = /^[A-Z_]+$/;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isKey = (value: Readonly<Record<string, unknown>>) => typeof value.kty === 'string';

/** Every text and number under a value. */
function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return isObject(value) ? Object.values(value).flatMap(leaves) : [];
}

/** Values that stand under a secret name, anywhere below; a header such as `Bearer abc` counts with and without its first word. */
function secretsIn(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const secret = secretName.test(name) || (isKey(value) && privateKeyParts.has(name));
    return secret ? leaves(inner).flatMap((text) => [text, text.replace(/^\w+\s+/, '')]) : secretsIn(inner);
  });
}

/** For a text outside of a report: what looks like a secret. */
export const maskLoose = (given: string): string => looks.reduce((rest, [look, instead]) => rest.replace(look, instead), given);

export interface Mask {
  /** A text without secrets: those that look like one, and those that stand under a secret name anywhere in the report. */
  readonly text: (text: string) => string;
  /** A header, a body, or a part of it. */
  readonly value: (value: unknown) => unknown;
}

/**
 * Hides the secrets of one report. A token that a request got is known by its name there, and hidden in every later path, header and message, too.
 * A text under no telling name that looks like nothing in particular can't be known as a secret: none may stand in the inputs of a run.
 */
export function maskOf(report: ToolkitReport): Mask {
  const found = secretsIn({ inputs: report.inputValues, cases: report.test_cases });
  // The longest first: one secret may be the beginning of another.
  const known = [...new Set(found.filter((text) => text.length >= shortest && !word.test(text)))].sort((a, b) => b.length - a.length);
  /** The toolkit cuts long values in its messages, so the beginning of a secret may stand there. */
  const begins = (begin: string) => known.some((secret) => secret.startsWith(begin));
  const text = (given: string): string => {
    const without = known.reduce((rest, secret) => rest.split(secret).join(hidden), given);
    const whole = without.replace(/[^\s'"]{5,100}…/g, (begin) => (begins(begin.slice(0, -1)) ? hidden : begin));
    return maskLoose(whole);
  };
  const value = (given: unknown): unknown => {
    if (typeof given === 'string') return text(given);
    if (Array.isArray(given)) return given.map(value);
    if (!isObject(given)) return given;
    const secret = (name: string) => secretName.test(name) || (isKey(given) && privateKeyParts.has(name));
    return Object.fromEntries(
      Object.entries(given).map(([name, inner]) => [
        text(name),
        secret(name) && inner !== null && inner !== undefined ? hidden : value(inner),
      ]),
    );
  };
  return { text, value };
}
