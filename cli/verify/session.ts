import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { testApp, testJob, testJobName, testLabels } from '../../config/model/test-job';
import type { TestRun } from '../../config/model/test-plan';
import { ProblemError, problem } from '../../config/problems';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { processIdentity } from '../run/processes';
import { isWorking } from '../run/run-lock';
import { isDone } from './await-job';
import type { ClusterJobs, JobSeen } from './cluster-jobs';

/** Who made a Job, and from what. */
export const annotations = { owner: 'workbench.mojaloop.io/owner', made: 'workbench.mojaloop.io/made-from' } as const;

/** What a killed command left is gone on with for an hour; later the hub may be another one. */
const longestAge = 3_600_000;

/** One verification: its name is in the names of its Jobs. */
export interface Session {
  readonly id: string;
  /** When what is gone on with was begun, ISO 8601; absent for a new one. */
  readonly resumed?: string;
}

export const ownOwner = () => JSON.stringify({ host: hostname(), pid: process.pid, process: processIdentity(process.pid) });

/** The same for the same Job: one that was made from another workbench file or another version of the command is not gone on with. */
export const madeFrom = (config: WorkbenchConfig, run: TestRun): string =>
  createHash('sha256')
    .update(JSON.stringify(testJob(config, run, 'any')))
    .digest('hex')
    .slice(0, 32);

function ownerWorks(job: JobSeen): boolean {
  try {
    const owner = JSON.parse(job.metadata.annotations?.[annotations.owner] ?? '') as { host: string; pid: number; process?: string };
    // Of another machine's processes nothing is known: its Job counts for as long as it runs.
    return owner.host === hostname() ? isWorking({ ...owner, run: '', action: '', user: '', startedAt: '' }, owner.host) : !isDone(job);
  } catch {
    return !isDone(job);
  }
}

const newId = () => `${Date.now().toString(36)}${randomBytes(2).toString('hex')}`;
const idOf = ({ metadata }: JobSeen) => metadata.labels?.[testLabels.id] ?? '';

function busyWith(jobs: readonly JobSeen[], force: boolean): ProblemError | undefined {
  const scheduled = jobs.find((job) => idOf(job) === 'scheduled' && !isDone(job));
  const hints = {
    scheduled: 'wait until it is done',
    other: 'wait until it is done; if nobody waits for it any more: --fresh throws it away',
  };
  const busy = (job: JobSeen, who: string, hint: string) =>
    new ProblemError([
      problem(
        'VERIFY-BUSY',
        `${who} since ${job.metadata.creationTimestamp} (Job ${job.metadata.name}), and two would disturb each other`,
        hint,
      ),
    ]);
  if (scheduled) return busy(scheduled, 'scheduled runs are going on', hints.scheduled);
  const other = force ? undefined : jobs.find((job) => idOf(job) !== 'scheduled' && ownerWorks(job));
  return other && busy(other, 'another workbench verify is going on', hints.other);
}

/** Removes Jobs and waits until they are gone, a minute at most. */
export async function removeJobs(cluster: ClusterJobs, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => cluster.remove(name)));
  for (let tries = 0; tries < 60; tries++) {
    const left = await Promise.all(names.map((name) => cluster.job(name)));
    if (left.every((job) => job === undefined)) return;
    await sleep(1_000);
  }
}

/** What becomes of what others do, or have left. */
export interface Precedence {
  /** Remove what a killed command left, instead of going on with it. */
  readonly fresh: boolean;
  /** And what a command on another machine has begun, though it may still be waiting for it. */
  readonly force: boolean;
  /** Minutes to wait for others before giving up. */
  readonly waitMinutes: number;
}

/** Our Jobs in the hub, once nobody else is at work. @throws ProblemError VERIFY-BUSY */
async function whenFree(
  cluster: ClusterJobs,
  { force, waitMinutes }: Precedence,
  tell: (line: string) => void,
): Promise<readonly JobSeen[]> {
  const end = Date.now() + waitMinutes * 60_000;
  for (let told = false; ; told = true) {
    const jobs = await cluster.jobs(`${testLabels.app}=${testApp},app.kubernetes.io/managed-by=workbench`);
    const busy = busyWith(jobs, force);
    if (!busy) return jobs;
    if (Date.now() >= end) throw busy;
    if (!told) tell(`waits: ${busy.problems[0]?.message}`);
    await sleep(Math.min(10_000, end - Date.now()));
  }
}

/**
 * Looks for what a killed command left in the hub: Jobs of the same runs, made from the same file within the hour, are gone on with, and everything else
 * of ours is removed.
 * @throws ProblemError VERIFY-BUSY while another verification or a scheduled one is going on
 */
export async function openSession(
  cluster: ClusterJobs,
  config: WorkbenchConfig,
  runs: readonly TestRun[],
  precedence: Precedence,
  tell: (line: string) => void,
): Promise<Session> {
  const { fresh } = precedence;
  const jobs = await whenFree(cluster, precedence, tell);
  const left = jobs.filter((job) => idOf(job) !== 'scheduled');
  const made = new Map(runs.map((run) => [run.name as string, madeFrom(config, run)]));
  const usable = (job: JobSeen): boolean => {
    const run = job.metadata.labels?.[testLabels.run] ?? '';
    const same = made.get(run) === job.metadata.annotations?.[annotations.made];
    return same && !job.metadata.deletionTimestamp && Date.now() - Date.parse(job.metadata.creationTimestamp) < longestAge;
  };
  const newest = [...left].sort((a, b) => a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp)).at(-1);
  const id = newest && idOf(newest);
  const resumes = !fresh && id !== undefined && left.filter((job) => idOf(job) === id).every(usable);
  await removeJobs(
    cluster,
    left.filter((job) => !resumes || idOf(job) !== id).map(({ metadata }) => metadata.name),
  );
  const first = left
    .filter((job) => idOf(job) === id)
    .map(({ metadata }) => metadata.creationTimestamp)
    .sort()[0];
  return resumes && id ? { id, ...(first ? { resumed: first } : {}) } : { id: newId() };
}

export const jobNames = (runs: readonly TestRun[], { id }: Session): readonly string[] => runs.map((run) => testJobName(run, id));
