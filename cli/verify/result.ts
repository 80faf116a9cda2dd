import type { Problem } from '../../config/problems';

export type CaseOutcome = 'passed' | 'failed' | 'skipped';

/** What a run came to: `broken` has no report, `not-run` was left out because of another run, or because the command was stopped. */
export type RunOutcome = 'passed' | 'failed' | 'broken' | 'not-run';

export interface AssertionResult {
  readonly name: string;
  readonly outcome: CaseOutcome;
  /** What was expected and what was found, in the toolkit's words. */
  readonly message?: string;
}

/** One side of an exchange, without secrets, and cut where it is long. */
export interface Side {
  /** `POST http://…` or `400 Bad Request`. */
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What went over the wire; kept for the requests of failed cases only. */
export interface Exchange {
  readonly request: Side;
  readonly response?: Side;
  readonly callback?: Side;
  /** The request as a line for a shell; secrets have to be put in again. */
  readonly curl: string;
}

export interface RequestResult {
  readonly name: string;
  readonly outcome: CaseOutcome;
  readonly seconds: number;
  readonly assertions: readonly AssertionResult[];
  /** What was odd besides the assertions: nothing answered, or no callback came. */
  readonly note?: string;
  readonly exchange?: Exchange;
}

export interface CaseResult {
  readonly name: string;
  /** File of the collection, as the toolkit names it. */
  readonly file?: string;
  readonly outcome: CaseOutcome;
  readonly seconds: number;
  readonly requests: readonly RequestResult[];
}

export interface RunVerdict {
  readonly name: string;
  /** What it tries, for people. */
  readonly title: string;
  readonly phase: string;
  /** Whether the exit status depends on it. */
  readonly gates: boolean;
  readonly outcome: RunOutcome;
  /** Why it is broken or was not run. */
  readonly why?: string;
  /** ISO 8601; absent where it was not run. */
  readonly startedAt?: string;
  readonly seconds: number;
  readonly cases: readonly CaseResult[];
}

export interface Totals {
  readonly cases: number;
  readonly failedCases: number;
  readonly requests: number;
  readonly assertions: number;
  readonly failedAssertions: number;
}

export interface VerifyResult {
  readonly environment: string;
  readonly release: string;
  /** `interrupted`: stopped by Ctrl-C; `nothing`: the plan has no run. */
  readonly outcome: 'passed' | 'failed' | 'interrupted' | 'nothing';
  readonly runs: readonly RunVerdict[];
  readonly totals: Totals;
  readonly seconds: number;
  readonly problems: readonly Problem[];
}

export const isFailed = ({ outcome }: { readonly outcome: string }) => outcome === 'failed';

/** Counts over any number of cases. */
export function totalsOf(cases: readonly CaseResult[]): Totals {
  const requests = cases.flatMap((one) => one.requests);
  const assertions = requests.flatMap((one) => one.assertions);
  return {
    cases: cases.length,
    failedCases: cases.filter(isFailed).length,
    requests: requests.length,
    assertions: assertions.length,
    failedAssertions: assertions.filter(isFailed).length,
  };
}
