import type { EnvironmentModel } from '../../config/environment';
import type { TestRun } from '../../config/model/test-plan';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { environmentCluster } from '../cloud/environment-cluster';
import { listenForStop } from '../run/signals';
import { type Pace, usualPace } from './await-job';
import { type ClusterJobs, openClusterJobs } from './cluster-jobs';
import { brokenRun, type Judged } from './judge';
import { isFailed, type RunVerdict, totalsOf, type VerifyResult } from './result';
import { runJob } from './run-job';
import { runPlan } from './run-plan';
import { jobNames, openSession, type Precedence, removeJobs } from './session';
import { headline, runLine } from './text';

export interface VerifyRequest {
  readonly runs: readonly TestRun[];
  /** Minutes for everything but the cleanup. */
  readonly timeoutMinutes?: number;
  readonly precedence: Precedence;
  readonly tell: (line: string) => void;
  readonly pace?: Pace;
}

const openHub = (model: EnvironmentModel, stateDir: string): Promise<ClusterJobs> =>
  openClusterJobs(environmentCluster(model, stateDir), model.config.hub.namespace);

/** What failed, as one problem: it is what a gate ends with. */
function failure(environment: string, runs: readonly RunVerdict[], line: string): Problem | undefined {
  const failed = runs.filter(({ gates }) => gates).flatMap((run) => run.cases.filter(isFailed).map(({ name }) => `${run.name}: ${name}`));
  if (failed.length === 0) return undefined;
  const names = `${failed.slice(0, 5).join('; ')}${failed.length > 5 ? ` and ${failed.length - 5} more` : ''}`;
  return problem(
    'VERIFY-FAILED',
    `${line} (${names})`,
    `workbench verify ${environment} --out <folder> writes each with its request and response`,
  );
}

function conclude({ config }: EnvironmentModel, judged: readonly Judged[], interrupted: boolean, seconds: number): VerifyResult {
  const runs = judged.map(({ verdict }) => verdict);
  const gate = runs.filter(({ gates }) => gates);
  const passed = gate.some(({ outcome }) => outcome === 'passed') && gate.every(({ outcome }) => outcome === 'passed');
  const base = {
    environment: config.environment,
    release: config.hub.release,
    outcome: interrupted ? ('interrupted' as const) : passed ? ('passed' as const) : ('failed' as const),
    runs,
    totals: totalsOf(runs.flatMap(({ cases }) => cases)),
    seconds,
  };
  const found = judged.flatMap((one) => (one.problem ? [one.problem] : []));
  const failed = failure(config.environment, runs, headline({ ...base, problems: [] }));
  return { ...base, problems: failed ? [failed, ...found] : found };
}

/** Trouble with the cluster in the middle is that of one run: what was found before is still told, and the cleanup still tried. */
function spoilt(run: TestRun, error: unknown, begun: boolean): Judged {
  const [first] = error instanceof ProblemError ? error.problems : [];
  if (!first || !begun) throw error;
  const judged = brokenRun(run, { code: 'VERIFY-REFUSED', why: first.message, hint: first.hint ?? 'run the same command' }, undefined, 0);
  return judged.problem ? { ...judged, problem: { ...judged.problem, code: first.code } } : judged;
}

/**
 * Makes the runs in the hub, one Job after the other, and removes the Jobs afterwards. The first Ctrl-C ends the run that goes on and leaves only the
 * cleanup to be done, the second one that, too; a killed command leaves its Jobs, and the next one goes on with them.
 * @throws ProblemError when the cluster can't be reached or forbids what is needed, or other runs are going on
 */
export async function verifyEnvironment(model: EnvironmentModel, stateDir: string, request: VerifyRequest): Promise<VerifyResult> {
  const { runs, tell, precedence, timeoutMinutes } = request;
  const { config } = model;
  const startedAt = Date.now();
  const cluster = await openHub(model, stateDir);
  const session = await openSession(cluster, config, runs, precedence, tell);
  if (session.resumed) tell(`goes on with what was begun at ${session.resumed}`);
  const [first, second, time] = [new AbortController(), new AbortController(), new AbortController()];
  const timer = timeoutMinutes === undefined ? undefined : setTimeout(() => time.abort(), timeoutMinutes * 60_000);
  const stop = listenForStop({
    onSignal: (kind) => {
      tell(kind === 'polite' ? 'stopping: only the cleanup is still done; Ctrl-C again leaves it out' : 'stopping now');
      (kind === 'polite' ? first : second).abort();
    },
  });
  const tooLong = {
    code: 'VERIFY-TIME' as const,
    why: `--timeout of ${timeoutMinutes} minutes is over`,
    hint: 'give it more time, or fewer runs',
  };
  const stopped = () => (first.signal.aborted ? 'stopped' : tooLong);
  let begun = false;
  try {
    const judged = await runPlan(runs, {
      stopAtFirstFailure: config.tests.stopAtFirstFailure,
      barred: () => (first.signal.aborted ? 'stopped' : time.signal.aborted ? tooLong.why : undefined),
      done: (verdict) => tell(runLine(verdict)),
      runOne: async (run) => {
        tell(`… ${run.name}, ${run.title}`);
        let last = '';
        const context = {
          cluster,
          config,
          session,
          pace: request.pace ?? usualPace,
          tell: (words: string) => {
            if (words !== last) tell(`  ${run.name}: ${words}`);
            last = words;
          },
        };
        const end = run.phase === 'cleanup' ? second.signal : AbortSignal.any([first.signal, second.signal, time.signal]);
        const one = await runJob(context, run, end, stopped).catch((error: unknown) => spoilt(run, error, begun));
        begun = true;
        return one;
      },
    });
    return conclude(model, judged, first.signal.aborted, Math.round((Date.now() - startedAt) / 100) / 10);
  } finally {
    clearTimeout(timer);
    // What can't be removed goes by itself after tests.results.keepHours; it must not hide what was found.
    await removeJobs(cluster, jobNames(runs, session)).catch(() => tell('the Jobs could not be removed; they go by themselves'));
    stop.dispose();
  }
}
