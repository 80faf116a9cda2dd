import type { TestRun } from '../../config/model/test-plan';
import { described, type Judged } from './judge';
import type { RunVerdict } from './result';

/** What the order of the runs needs to know. */
export interface PlanRules {
  readonly stopAtFirstFailure: boolean;
  /** Why no further run may begin, such as a stop or the end of the time; undefined while it may. */
  readonly barred: () => string | undefined;
  readonly runOne: (run: TestRun) => Promise<Judged>;
  readonly done: (verdict: RunVerdict) => void;
}

const notRun = (run: TestRun, why: string): Judged => ({ verdict: { ...described(run), outcome: 'not-run', why, seconds: 0, cases: [] } });

/**
 * The runs one after the other, in their order: one begins only when the provisioning it stands on passed. The cleanup comes whatever happened before,
 * also after a stop, as soon as anything has begun.
 */
export async function runPlan(
  runs: readonly TestRun[],
  { stopAtFirstFailure, barred, runOne, done }: PlanRules,
): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  const outcomeOf = (name: string) => judged.find(({ verdict }) => verdict.name === name)?.verdict.outcome;
  const begun = () => judged.some(({ verdict }) => verdict.outcome !== 'not-run');
  const obstacle = (run: TestRun): string | undefined => {
    if (run.phase === 'cleanup') return begun() ? undefined : 'nothing was done that it would put back';
    const bar = barred();
    if (bar !== undefined) return bar;
    const missing = run.needs.find((need) => outcomeOf(need) !== undefined && outcomeOf(need) !== 'passed');
    if (missing !== undefined) return `${missing} did not pass`;
    const failed = stopAtFirstFailure
      ? judged.find(({ verdict }) => verdict.gates && (verdict.outcome === 'failed' || verdict.outcome === 'broken'))
      : undefined;
    return failed && `${failed.verdict.name} failed, and tests.stopAtFirstFailure is on`;
  };
  for (const run of runs) {
    const why = obstacle(run);
    const one = why === undefined ? await runOne(run) : notRun(run, why);
    judged.push(one);
    done(one.verdict);
  }
  return judged;
}
