import { setTimeout as sleep } from 'node:timers/promises';
import { reportContainer, testJob } from '../../config/model/test-job';
import type { TestRun } from '../../config/model/test-plan';
import { type ReadReport, readReport } from '../../config/model/test-report';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { awaitJob, hintOf, lastTrouble, type Pace } from './await-job';
import type { ClusterJobs } from './cluster-jobs';
import { type Broken, brokenRun, type Judged, judge } from './judge';
import { annotations, madeFrom, ownOwner, type Session } from './session';

/** What one run needs of the verification around it. */
export interface RunContext {
  readonly cluster: ClusterJobs;
  readonly config: WorkbenchConfig;
  readonly session: Session;
  readonly pace: Pace;
  readonly tell: (words: string) => void;
}

/** Makes the Job of a run, or takes up the one that a killed command left. Its ConfigMap belongs to it, and goes with it. */
async function start(
  { cluster, config, session }: RunContext,
  run: TestRun,
): Promise<{ readonly name: string; readonly deadline: number }> {
  const { job, configMap } = testJob(config, run, session.id);
  const { name } = job.metadata;
  const marks = { [annotations.owner]: ownOwner(), [annotations.made]: madeFrom(config, run) };
  const made = await cluster.create('jobs', { ...job, metadata: { ...job.metadata, annotations: marks } });
  if (!made) await cluster.annotate(name, marks);
  const there = made ?? (await cluster.job(name));
  const ownerReferences = there ? [{ apiVersion: 'batch/v1', kind: 'Job', name, uid: there.metadata.uid }] : [];
  await cluster.create('configmaps', { ...configMap, metadata: { ...configMap.metadata, ownerReferences } });
  return { name, deadline: there?.spec?.activeDeadlineSeconds ?? run.timeLimitMinutes * 60 };
}

/** The report in the log of the pod. The kubelet may need a moment for the last lines, or be away for one. */
async function fetchReport({ cluster, pace }: RunContext, run: TestRun, job: string, pod: string): Promise<ReadReport | Broken> {
  let last: ReadReport | undefined;
  let why = '';
  for (let tries = 0; tries < 5; tries++) {
    const log = await cluster.log(pod, reportContainer(run));
    last = log.text === undefined ? undefined : readReport(log.text);
    if (last && last.kind !== 'fault') return last;
    why = log.why;
    await sleep(pace.look * 1_000);
  }
  if (last) return last;
  const trouble = await lastTrouble(cluster, job);
  if (trouble) return { code: 'VERIFY-POD', why: trouble, hint: hintOf(trouble) };
  return {
    code: 'VERIFY-LOG',
    why: `the log of pod ${pod} can't be read: ${why}`,
    hint: 'let the API server reach the nodes (port 10250), and this context read logs',
  };
}

/**
 * Makes one run and waits for its verdict.
 * @param stop ends it before its time: its Job is removed then. What the toolkit has begun goes on in the hub for as long as its test case takes
 * @param stopped why, for the verdict
 */
export async function runJob(context: RunContext, run: TestRun, stop: AbortSignal, stopped: () => Broken | string): Promise<Judged> {
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 100) / 10;
  const { name, deadline } = await start(context, run);
  // The Job ends itself; this is for a cluster whose controller doesn't.
  const late = AbortSignal.timeout((deadline + 120) * 1_000);
  const ended = await awaitJob(context.cluster, name, context.pace, AbortSignal.any([stop, late]), context.tell);
  const startedAt = new Date(begun).toISOString();
  if (!ended) {
    await context.cluster.remove(name);
    const why = stop.aborted
      ? stopped()
      : { code: 'VERIFY-TIME' as const, why: 'its Job did not end', hint: 'look at the Jobs of the cluster' };
    if (typeof why !== 'string') return brokenRun(run, why, startedAt, seconds());
    return { verdict: brokenRun(run, { code: 'VERIFY-TIME', why, hint: '' }, startedAt, seconds()).verdict };
  }
  if ('code' in ended) {
    await context.cluster.remove(name);
    return brokenRun(run, ended, startedAt, seconds());
  }
  const read = await fetchReport(context, run, name, ended.pod);
  return 'code' in read ? brokenRun(run, read, ended.startedAt, seconds()) : judge(run, read, ended.startedAt, seconds());
}
