import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError } from '../../config/problems';
import type { PodSeen } from '../doctor/cluster-seen';
import { podTrouble } from '../doctor/pod-trouble';
import type { ClusterJobs, JobSeen } from './cluster-jobs';
import type { VerifyCode } from './codes';

/** How a Job ended: with the name of its pod, or why there is nothing to read. */
export type Ended =
  | { readonly pod: string; readonly startedAt: string }
  | { readonly code: VerifyCode; readonly why: string; readonly hint: string };

/** Seconds between two looks, and how long each trouble may last before it is believed; tests are in more of a hurry. */
export interface Pace {
  readonly look: number;
  readonly unschedulable: number;
  readonly stuck: number;
  readonly noPod: number;
  readonly away: number;
}

/** A new node takes some minutes, a registry that hiccups less; the API server of a cluster that is being upgraded comes back. */
export const usualPace: Pace = { look: 2, unschedulable: 300, stuck: 120, noPod: 60, away: 120 };

export const hintOf = (why: string): string => {
  if (/ImagePull|InvalidImageName/.test(why))
    return 'let the nodes reach that registry, or name yours in charts.images; then run the same command';
  if (/Unschedulable|Pending/.test(why)) return 'give the cluster room for one more pod, then run the same command';
  if (/OOMKilled|ended with 137/.test(why)) return 'the run needs more memory than its pod may have: narrow it down by tests.labels';
  return 'look at the pod and its events: kubectl describe pod';
};

/** What keeps a pod from starting, in the words of Kubernetes; undefined for what passes by itself. */
export function stuckReason(pod: PodSeen): string | undefined {
  const { ownerReferences: _, ...metadata } = pod.metadata;
  const trouble = podTrouble({ ...pod, metadata }, []);
  return trouble === undefined || trouble.startsWith('not ready') ? undefined : trouble;
}

const condition = (job: JobSeen, type: string) => job.status?.conditions?.find((one) => one.type === type && one.status === 'True');
export const isDone = (job: JobSeen) => condition(job, 'Complete') !== undefined || condition(job, 'Failed') !== undefined;

/** The same trouble for as long as it lasts; another one begins anew. */
function stopwatch() {
  let what: string | undefined;
  let since = 0;
  return (now: string | undefined): number => {
    if (now !== what) since = Date.now();
    what = now;
    return now === undefined ? 0 : (Date.now() - since) / 1_000;
  };
}

const isAway = (error: unknown) => error instanceof ProblemError && error.problems.every(({ code }) => code === 'RUN-CLUSTER-UNREACHABLE');

/**
 * Waits until a Job has ended, or can't. Short absences of the API server are waited out.
 * @param stop ends the waiting; the Job is left as it is
 * @throws ProblemError when the cluster is away for longer, or forbids to look
 */
export async function awaitJob(
  cluster: ClusterJobs,
  name: string,
  pace: Pace,
  stop: AbortSignal,
  tell: (words: string) => void,
): Promise<Ended | undefined> {
  const trouble = stopwatch();
  const away = stopwatch();
  while (!stop.aborted) {
    try {
      const ended = await lookOnce(cluster, name, pace, trouble, tell);
      away(undefined);
      if (ended) return ended;
    } catch (error) {
      if (!isAway(error) || away('away') > pace.away) throw error;
      tell('the cluster does not answer');
    }
    await sleep(pace.look * 1_000, undefined, { signal: stop }).catch(() => undefined);
  }
  return undefined;
}

async function lookOnce(
  cluster: ClusterJobs,
  name: string,
  pace: Pace,
  trouble: (now?: string) => number,
  tell: (words: string) => void,
): Promise<Ended | undefined> {
  const job = await cluster.job(name);
  if (!job) return { code: 'VERIFY-POD', why: `somebody removed Job ${name}`, hint: 'run the same command' };
  const pod = (await cluster.pods(name)).at(-1);
  const failed = condition(job, 'Failed');
  if (failed?.reason === 'DeadlineExceeded')
    return { code: 'VERIFY-TIME', why: 'it took longer than its Job may', hint: 'see whether the hub answers, and tests.timeoutMinutes' };
  if (isDone(job)) {
    if (pod) return { pod: pod.metadata.name, startedAt: job.status?.startTime ?? job.metadata.creationTimestamp };
    return { code: 'VERIFY-POD', why: `its pod is gone${failed?.message ? `: ${failed.message}` : ''}`, hint: 'run the same command' };
  }
  if (!pod) {
    if (trouble('no pod') < pace.noPod) return undefined;
    const why = (await cluster.lastWarning(name)) ?? 'its Job got no pod';
    return { code: 'VERIFY-POD', why, hint: 'admit its pod in the namespace of the hub: quotas and policies decide' };
  }
  const stuck = stuckReason(pod);
  // While an image is waited for, two words take turns.
  const lasts = trouble(stuck?.split(':')[0]?.replace('ErrImagePull', 'ImagePullBackOff'));
  if (stuck === undefined) return undefined;
  tell(stuck);
  const patience = stuck.startsWith('Unschedulable') ? pace.unschedulable : stuck.startsWith('InvalidImageName') ? 0 : pace.stuck;
  return lasts < patience ? undefined : { code: 'VERIFY-POD', why: `its pod can't start: ${stuck}`, hint: hintOf(stuck) };
}

/** Why the pod of a Job that is over left no log: one of its containers ended before its time. */
export async function lastTrouble(cluster: ClusterJobs, name: string): Promise<string | undefined> {
  const pod = (await cluster.pods(name)).at(-1);
  const killed = [...(pod?.status?.initContainerStatuses ?? []), ...(pod?.status?.containerStatuses ?? [])].find(
    ({ state }) => state?.terminated?.reason === 'OOMKilled',
  );
  return killed ? `${killed.name} ended with ${killed.state?.terminated?.exitCode} (OOMKilled)` : pod && stuckReason(pod);
}
