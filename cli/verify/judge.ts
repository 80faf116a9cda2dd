import type { TestRun } from '../../config/model/test-plan';
import type { ReadReport } from '../../config/model/test-report';
import { type Problem, problem } from '../../config/problems';
import type { VerifyCode } from './codes';
import { maskLoose } from './mask';
import { cut, readCases } from './read-cases';
import { isFailed, type RunVerdict } from './result';
import { toolkitReport } from './toolkit-report';

/** A run that came to no result, and why. */
export interface Broken {
  readonly code: VerifyCode;
  readonly why: string;
  readonly hint: string;
}

export interface Judged {
  readonly verdict: RunVerdict;
  readonly problem?: Problem;
}

export const described = ({ name, title, phase, gates }: TestRun) => ({ name, title, phase, gates });

/** A run without a result. One that doesn't gate is told as a warning. */
export function brokenRun(run: TestRun, { code, why, hint }: Broken, startedAt: string | undefined, seconds: number): Judged {
  const found = problem(code, `${run.name} (${run.title}) came to no result: ${why}`, hint);
  return {
    verdict: { ...described(run), outcome: 'broken', why, ...(startedAt ? { startedAt } : {}), seconds, cases: [] },
    problem: run.gates ? found : { ...found, severity: 'warning' },
  };
}

const faultHints = {
  missing: 'look at the log of the pod, then run the same command',
  cut: 'narrow the run down by tests.labels: the nodes keep a log of 10 MiB',
  damaged: 'run the same command; if it happens again, look at what reads the logs between the node and the API server',
} as const;

/** Where each stage of a pod went wrong, and who can mend it. */
const stageHints = {
  collections: 'let the hub reach the archive of the collections, or name a copy of it in tests.collections.address',
  inputs: 'deploy the hub with tests on: its release brings the inputs',
  skipped: 'mend what failed before it',
  run: 'see the last lines of its log above, and whether the testing toolkit runs: workbench doctor',
  report: 'narrow the run down by tests.labels',
} as const;

const lastWords = (lines: readonly string[]) =>
  lines.length > 0 ? `; it wrote: ${cut(maskLoose(lines.slice(-5).join(' / ')), 1_000)}` : '';

function brokenBy(read: ReadReport): Broken | undefined {
  if (read.kind === 'fault') return { code: 'VERIFY-REPORT', why: read.message, hint: faultHints[read.fault] };
  if (read.kind === 'none')
    return { code: 'VERIFY-TOOLKIT', why: `${read.reason}${lastWords(read.lastLines)}`, hint: stageHints[read.stage] };
  return undefined;
}

/**
 * The verdict of a run from what its pod printed. A case fails when an assertion does, as the toolkit has it; a run without a case, and one whose command
 * failed though no case did, came to no result: neither shows that the hub works.
 */
export function judge(run: TestRun, read: ReadReport, startedAt: string, seconds: number): Judged {
  const broken = (why: Broken) => brokenRun(run, why, startedAt, seconds);
  const without = brokenBy(read);
  if (without || read.kind !== 'report')
    return broken(without ?? { code: 'VERIFY-REPORT', why: 'there is no report', hint: faultHints.missing });
  const parsed = toolkitReport.safeParse(read.report);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const why = `its report is none of the testing toolkit: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim();
    return broken({ code: 'VERIFY-REPORT', why, hint: 'hold the version of the toolkit against that of the release' });
  }
  const cases = readCases(parsed.data);
  if (cases.every(({ requests }) => requests.length === 0)) {
    const hint =
      run.labels.length > 0 ? `no test case has a label of tests.labels (${run.labels.join(', ')})` : `see what is in ${run.collection}`;
    return broken({ code: 'VERIFY-EMPTY', why: 'it had no test case', hint });
  }
  const failed = cases.some(isFailed);
  if (!failed && read.exitStatus !== 0)
    return broken({
      code: 'VERIFY-TOOLKIT',
      why: `the toolkit's command ended with ${read.exitStatus} though no case failed`,
      hint: stageHints.run,
    });
  return { verdict: { ...described(run), outcome: failed ? 'failed' : 'passed', startedAt, seconds, cases } };
}
