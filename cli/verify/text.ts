import { failureText } from './exchange-text';
import { isFailed, type RunVerdict, totalsOf, type VerifyResult } from './result';

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const shownSeconds = (seconds: number): string => {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
};

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** The verdict in a line. */
export function headline({ outcome, runs, totals }: VerifyResult): string {
  const broken = runs.filter((run) => run.outcome === 'broken').length;
  const words = {
    passed: `all ${counted(totals.cases, 'test case')} passed`,
    failed: [
      ...(totals.failedCases > 0 ? [`${totals.failedCases} of ${counted(totals.cases, 'test case')} failed`] : []),
      ...(broken > 0 ? [`${counted(broken, 'run')} without a result`] : []),
    ].join(', '),
    interrupted: 'stopped before the end',
    nothing: 'nothing was run',
  } as const satisfies { readonly [Outcome in VerifyResult['outcome']]: string };
  // A cleanup that failed alone leaves the whole passed, and is told all the same.
  const told =
    outcome === 'passed' && (totals.failedCases > 0 || broken > 0) ? `passed, but ${words.failed} in the cleanup` : words[outcome];
  return told || 'failed';
}

const marks = { passed: '✓', failed: '✗', broken: '✗', 'not-run': '–' } as const;

/** One line for a run that has ended, such as progress shows. */
export function runLine({ name, title, outcome, why, cases, seconds }: RunVerdict): string {
  const { cases: all, failedCases } = totalsOf(cases);
  const verdict = {
    passed: `${counted(all, 'case')} passed`,
    failed: `${failedCases} of ${counted(all, 'case')} failed`,
    broken: `no result: ${why ?? 'nobody knows why'}`,
    'not-run': `not run: ${why ?? 'left out'}`,
  } as const;
  const took = outcome === 'not-run' ? '' : `, ${shownSeconds(seconds)}`;
  return `${marks[outcome]} ${name}, ${title}: ${verdict[outcome]}${took}`;
}

/** What came from a server must not write to a terminal; line ends stay, they are ours or of a body. */
const safe = (text: string) => text.replace(/[^\P{Cc}\n]+|[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ');

/** Failed cases that are written out in full; the page and the JUnit file have all of them. */
const most = 10;

/** The result for people: a line a run, then the failed cases with request and response, then the verdict. */
export function explainVerify(result: VerifyResult, files: readonly string[]): string {
  const { runs, environment, seconds } = result;
  const failed = runs.flatMap((run) => run.cases.filter(isFailed).map((one) => ({ run, one })));
  const shown = failed
    .slice(0, most)
    .map(({ run, one }) =>
      [
        `✗ ${run.name}: ${one.name}${one.file ? ` (${one.file})` : ''}`,
        ...one.requests.filter(isFailed).map((request) => failureText(request).replace(/^/gm, '  ')),
      ].join('\n'),
    );
  const parts = [
    runs.map(runLine).join('\n'),
    ...shown,
    ...(failed.length > most ? [`and ${counted(failed.length - most, 'more failed case')}; --out writes all of them`] : []),
    [...files.map((file) => `${file} was written`), `${environment}: ${headline(result)} in ${shownSeconds(seconds)}`].join('\n'),
  ];
  return `${safe(parts.filter(Boolean).join('\n\n'))}\n`;
}
