import { ProblemError, problem } from '../../config/problems';
import { places, type RotateCluster, type Thing } from './objects';
import { type Patience, until } from './until';

export interface Job extends Thing {
  readonly spec?: {
    readonly template: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> }; readonly spec: object };
  };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const has = (job: Job | undefined, type: 'Complete' | 'Failed') =>
  job?.status?.conditions?.some((one) => one.type === type && one.status === 'True') === true;

export const isComplete = async (cluster: RotateCluster, namespace: string, name: string) =>
  has(await cluster.get<Job>(places.job(namespace, name)), 'Complete');

/** Runs a Job to its end. One of an earlier run that failed is made anew, one that runs is waited for. @throws ProblemError ROTATE-JOB */
export async function runJob(cluster: RotateCluster, namespace: string, name: string, spec: object, patience: Patience): Promise<void> {
  const path = places.job(namespace, name);
  if (has(await cluster.get<Job>(path), 'Failed')) {
    await cluster.remove(path);
    await until(async () => (await cluster.get(path)) === undefined, `the Job ${name} to go`, 'see what keeps it', patience);
  }
  await cluster.create(places.jobs(namespace), { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace }, spec });
  await until(
    async () => {
      const job = await cluster.get<Job>(path);
      if (has(job, 'Failed'))
        throw new ProblemError([
          problem(
            'ROTATE-JOB',
            `the Job ${name} in ${namespace} has failed`,
            `kubectl logs -n ${namespace} job/${name} says why; mend it, then run the same command: it goes on where it was`,
          ),
        ]);
      return has(job, 'Complete');
    },
    `the Job ${name} in ${namespace} to end`,
    `kubectl describe job -n ${namespace} ${name}`,
    patience,
  );
}

/** A Job of the environment that runs once more: its pod as it is, without what the Job controller wrote into it. */
export function again({ spec }: Job, change: (pod: object) => object = (pod) => pod): object {
  const labels = Object.fromEntries(
    Object.entries(spec?.template.metadata?.labels ?? {}).filter(([name]) => !/(^|\/)(controller-uid|job-name)$/.test(name)),
  );
  return { backoffLimit: 6, template: { metadata: { labels }, spec: change(spec?.template.spec ?? {}) } };
}

/** The newest Job whose name begins so. @throws ProblemError ROTATE-NOT-THERE */
export async function jobNamed(cluster: RotateCluster, namespace: string, prefix: string): Promise<Job> {
  const jobs = (await cluster.list<Job>(places.jobs(namespace))).filter(({ metadata }) => metadata.name.startsWith(prefix));
  const [newest] = jobs.sort((a, b) => (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? ''));
  if (newest) return newest;
  throw new ProblemError([
    problem(
      'ROTATE-NOT-THERE',
      `there is no Job ${prefix}… in ${namespace}`,
      'workbench deploy makes it; it is run once more, with the new version',
    ),
  ]);
}
