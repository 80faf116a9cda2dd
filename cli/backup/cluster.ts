import type { EnvironmentModel } from '../../config/environment';
import { ProblemError, problem } from '../../config/problems';
import { environmentCluster } from '../cloud/environment-cluster';
import { ask, loadKubeConfig } from '../run/kubeconfig';
import { awaitJob, lastTrouble, type Pace } from '../verify/await-job';
import { type ClusterJobs, openClusterJobs } from '../verify/cluster-jobs';
import type { CronJobSeen, NewJob } from './jobs';
import type { ScratchObject } from './scratch';

/** A cluster as far as backups are concerned. */
export interface BackupCluster {
  /** @throws ProblemError BACKUP-NOT-DEPLOYED */
  readonly cronJob: (namespace: string, name: string) => Promise<CronJobSeen>;
  /** Makes a Job, waits for its end and returns the log of its container. The Job is removed, unless it failed. @throws ProblemError BACKUP-JOB, BACKUP-LOG */
  readonly run: (job: NewJob, container: string, stop: AbortSignal, tell: (words: string) => void) => Promise<string>;
  readonly create: (object: ScratchObject) => Promise<void>;
  /** What is at a path; undefined where nothing is. */
  readonly read: (
    path: string,
  ) => Promise<
    { readonly metadata: { readonly labels?: Readonly<Record<string, string>>; readonly creationTimestamp?: string } } | undefined
  >;
  /** One that is gone is fine. */
  readonly remove: (path: string) => Promise<void>;
}

const needs =
  'read CronJobs and create, read and delete Jobs, and for a restore Namespaces, Secrets, ConfigMaps, NetworkPolicies, Services and Deployments';

const refused = (what: string, status: number, body: string, hint = 'mend what it says, then run the same command') =>
  new ProblemError([problem('BACKUP-REFUSED', `the API server answers ${status} to ${what}: ${body.slice(0, 200)}`, hint)]);

async function endOf(
  jobs: ClusterJobs,
  job: NewJob,
  container: string,
  pace: Pace,
  stop: AbortSignal,
  tell: (words: string) => void,
): Promise<string> {
  const { name, namespace } = job.metadata;
  const look = `kubectl --namespace ${namespace} logs job/${name} --all-containers`;
  const fail = (why: string, hint: string) => new ProblemError([problem('BACKUP-JOB', `${namespace}/${name}: ${why}`, hint)]);
  const ended = await awaitJob(jobs, name, pace, stop, tell);
  if (!ended) {
    await jobs.remove(name);
    throw fail('stopped before it was done', 'run the command again: a backup that did not end is none');
  }
  if ('code' in ended) throw fail(ended.why, ended.hint);
  const seen = await jobs.job(name);
  if (!seen?.status?.conditions?.some(({ type, status }) => type === 'Complete' && status === 'True')) {
    const trouble = await lastTrouble(jobs, name);
    throw fail(`it failed${trouble ? `: ${trouble}` : ''}`, `its containers tell why: ${look}`);
  }
  const { text, why } = await jobs.log(ended.pod, container);
  if (text === undefined)
    throw new ProblemError([
      problem(
        'BACKUP-LOG',
        `the log of ${namespace}/${name} can't be read: ${why}`,
        'let this context read logs of pods, then run the same command',
      ),
    ]);
  await jobs.remove(name);
  return text;
}

/** Opens the cluster of an environment; nothing is asked of it yet. @throws ProblemError for a kubeconfig that is not there */
export async function openBackupCluster(model: EnvironmentModel, stateDir: string, pace: Pace): Promise<BackupCluster> {
  const access = environmentCluster(model, stateDir);
  const config = await loadKubeConfig(access);
  const { environment } = model.config;
  return {
    cronJob: async (namespace, name) => {
      const path = `/apis/batch/v1/namespaces/${namespace}/cronjobs/${name}`;
      const answer = await ask(access, config, { method: 'GET', path, needs });
      if (answer.status === 200) return JSON.parse(answer.body) as CronJobSeen;
      if (answer.status !== 404) throw refused(`GET ${path}`, answer.status, answer.body);
      throw new ProblemError([
        problem(
          'BACKUP-NOT-DEPLOYED',
          `there is no CronJob ${name} in namespace ${namespace}`,
          `deploy it first: workbench deploy ${environment} stores`,
        ),
      ]);
    },
    run: async (job, container, stop, tell) => {
      const jobs = await openClusterJobs(access, job.metadata.namespace);
      await jobs.create('jobs', job);
      return endOf(jobs, job, container, pace, stop, tell);
    },
    create: async ({ path, body }) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await ask(access, config, { method: 'POST', path, needs, headers, body: JSON.stringify(body) });
      if (answer.status !== 201) throw refused(`POST ${path} of ${body.metadata.name}`, answer.status, answer.body);
    },
    read: async (path) => {
      const answer = await ask(access, config, { method: 'GET', path, needs });
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw refused(`GET ${path}`, answer.status, answer.body);
      return JSON.parse(answer.body) as { metadata: { labels?: Record<string, string> } };
    },
    remove: async (path) => {
      const answer = await ask(access, config, { method: 'DELETE', path, needs });
      if (![200, 202, 404].includes(answer.status))
        throw refused(`DELETE ${path}`, answer.status, answer.body, `it is still there, remove it by hand: kubectl delete --raw ${path}`);
    },
  };
}
