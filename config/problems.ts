/** A finding about an input, written for the person who has to mend it. */
export type Severity = 'error' | 'warning';

export interface Problem {
  /** Stable identifier: scripts and documentation may refer to it. */
  readonly code: string;
  readonly severity: Severity;
  readonly file?: string;
  /** 1-based, like editors count. */
  readonly line?: number;
  readonly column?: number;
  /** Where in the workbench file: `participants.0.id`. */
  readonly path?: string;
  readonly message: string;
  /** The way out. */
  readonly hint?: string;
}

/** Carries problems through code that cannot go on; the command prints them one a line, never a stack trace. */
export class ProblemError extends Error {
  constructor(public readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'ProblemError';
  }
}

export function problem(code: string, message: string, hint?: string, place: Partial<Problem> = {}): Problem {
  return { severity: 'error', ...place, code, message, ...(hint ? { hint } : {}) };
}

/** `file:line:column  path  error CODE: message (hint)`, each part only where it is known. */
export function formatProblem(p: Problem): string {
  const place = [p.file, p.line, p.column].filter((part) => part !== undefined).join(':');
  const head = [place, p.path].filter(Boolean).join('  ');
  const text = `${p.severity} ${p.code}: ${p.message}${p.hint ? ` (${p.hint})` : ''}`;
  return onOneLine(head ? `${head}  ${text}` : text);
}

/** Values of a file may hold line ends and control characters: none of them may reach a terminal or a log. */
function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((p) => p.severity === 'error');
}

/** Levenshtein distance; the inputs are single keys, so the plain table is fast enough. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, previous[j]! + 1, row[j - 1]! + 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}

/** The candidate a person most likely meant, or undefined when nothing is near (more than 40 % of the word differs). */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: { word: string; distance: number } | undefined;
  const normal = (text: string) => text.toLowerCase().replace(/[-_\s]/g, '');
  for (const candidate of candidates) {
    const distance = editDistance(normal(word), normal(candidate));
    if (!best || distance < best.distance) best = { word: candidate, distance };
  }
  return best && best.distance <= Math.max(1, Math.floor(word.length * 0.4)) ? best.word : undefined;
}

export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const match = nearest(word, candidates);
  return match === undefined ? undefined : `did you mean ${match}?`;
}
