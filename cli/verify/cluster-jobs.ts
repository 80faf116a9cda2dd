import { ProblemError, problem } from '../../config/problems';
import type { Condition, PodSeen } from '../doctor/cluster-seen';
import { type Answer, ask, type ClusterAccess, deleteOptions, loadKubeConfig } from '../run/kubeconfig';
import type { VerifyCode } from './codes';

interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A Job as far as it is looked at. */
export interface JobSeen {
  readonly metadata: Metadata;
  readonly spec?: { readonly activeDeadlineSeconds?: number };
  readonly status?: { readonly startTime?: string; readonly completionTime?: string; readonly conditions?: readonly Condition[] };
}

/** An object to be made; only its name is looked at here. */
export interface NewObject {
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
}

/** What a verification asks of the cluster, all of it in the namespace of the hub. */
export interface ClusterJobs {
  readonly jobs: (selector: string) => Promise<readonly JobSeen[]>;
  readonly job: (name: string) => Promise<JobSeen | undefined>;
  /** @returns undefined where one of that name is there already */
  readonly create: (kind: 'jobs' | 'configmaps', object: NewObject) => Promise<JobSeen | undefined>;
  readonly annotate: (name: string, annotations: Readonly<Record<string, string>>) => Promise<void>;
  /** Pods of a Job, the newest last. */
  readonly pods: (job: string) => Promise<readonly (PodSeen & { readonly metadata: Metadata })[]>;
  /** What was last said about a Job that has no pod. */
  readonly lastWarning: (job: string) => Promise<string | undefined>;
  /** @returns undefined where it can't be had (yet); `why` tells the reason */
  readonly log: (pod: string, container: string) => Promise<{ readonly text?: string; readonly why: string }>;
  /** Removes a Job with its pod and its ConfigMap. One that is gone is fine. */
  readonly remove: (name: string) => Promise<void>;
}

const paths = { jobs: '/apis/batch/v1', configmaps: '/api/v1' } as const;
const needs = 'create, read, patch and delete Jobs and ConfigMaps and read Pods, their logs and Events in the namespace of the hub';

const said = ({ body }: Answer): string => {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? body;
  } catch {
    return body.slice(0, 300);
  }
};

const refused = (code: VerifyCode, message: string, hint: string) => new ProblemError([problem(code, message, hint)]);

/** An API server that has too much to do, or is about to go, is one that is away: it is asked again. */
function away(answer: Answer): void {
  if (answer.status !== 429 && answer.status < 500) return;
  throw new ProblemError([
    problem(
      'RUN-CLUSTER-UNREACHABLE',
      `the API server answers ${answer.status}: ${said(answer)}`,
      'look at the API server, then run the same command',
    ),
  ]);
}

/** Opens the namespace of a hub; nothing is asked of it yet. @throws ProblemError for a kubeconfig or context that is not there */
export async function openClusterJobs(access: ClusterAccess, namespace: string): Promise<ClusterJobs> {
  const config = await loadKubeConfig(access);
  const within = (api: string, rest: string) => `${api}/namespaces/${encodeURIComponent(namespace)}/${rest}`;
  const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown, type = 'application/json') =>
    ask(access, config, {
      method,
      path,
      needs,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': type } }),
    });
  const read = async <T>(path: string): Promise<T> => {
    const answer = await call('GET', path);
    if (answer.status === 200) return JSON.parse(answer.body) as T;
    away(answer);
    throw refused(
      'VERIFY-REFUSED',
      `the cluster answers ${answer.status} to a question in namespace ${namespace}: ${said(answer)}`,
      'look at the API server',
    );
  };
  const list = async <T>(api: string, rest: string) => (await read<{ items?: readonly T[] }>(within(api, rest))).items ?? [];
  const job: ClusterJobs['job'] = async (name) => {
    const answer = await call('GET', within(paths.jobs, `jobs/${encodeURIComponent(name)}`));
    if (answer.status === 404) return undefined;
    away(answer);
    return JSON.parse(answer.body) as JobSeen;
  };
  return {
    job,
    jobs: (selector) => list<JobSeen>(paths.jobs, `jobs?labelSelector=${encodeURIComponent(selector)}`),
    create: async (kind, object) => {
      const answer = await call('POST', within(paths[kind], kind), object);
      if (answer.status === 201) return JSON.parse(answer.body) as JobSeen;
      if (answer.status === 409) return undefined;
      if (answer.status === 404)
        throw refused('VERIFY-NO-HUB', `there is no namespace ${namespace}`, 'deploy the hub first: workbench deploy');
      throw refused(
        'VERIFY-REFUSED',
        `the cluster answers ${answer.status} to ${object.metadata.name}: ${said(answer)}`,
        'admit the Jobs of the runs in the namespace of the hub: its quotas and policies decide',
      );
    },
    annotate: async (name, annotations) => {
      const path = within(paths.jobs, `jobs/${encodeURIComponent(name)}`);
      await call('PATCH', path, { metadata: { annotations } }, 'application/merge-patch+json');
    },
    pods: async (name) => {
      const pods = await list<PodSeen & { readonly metadata: Metadata }>(
        '/api/v1',
        `pods?labelSelector=${encodeURIComponent(`job-name=${name}`)}`,
      );
      return [...pods].sort((a, b) => a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp));
    },
    lastWarning: async (name) => {
      const selector = encodeURIComponent(`involvedObject.kind=Job,involvedObject.name=${name},type=Warning`);
      const events = await list<{ readonly reason?: string; readonly message?: string }>('/api/v1', `events?fieldSelector=${selector}`);
      const last = events.at(-1);
      return last && `${last.reason ?? 'Warning'}: ${last.message ?? ''}`;
    },
    log: async (pod, container) => {
      const answer = await call('GET', within('/api/v1', `pods/${encodeURIComponent(pod)}/log?container=${encodeURIComponent(container)}`));
      return answer.status === 200 ? { text: answer.body, why: '' } : { why: `${answer.status} ${said(answer)}` };
    },
    remove: async (name) => {
      // In the background: no name is used twice, so nobody needs to wait for a pod that takes long to end.
      await call('DELETE', within(paths.jobs, `jobs/${encodeURIComponent(name)}`), deleteOptions({ propagationPolicy: 'Background' }));
      await call('DELETE', within(paths.configmaps, `configmaps/${encodeURIComponent(name)}`));
    },
  };
}
