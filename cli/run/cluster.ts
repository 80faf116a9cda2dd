import { type Problem, ProblemError, problem } from '../../config/problems';
import { type Answer, ask, type ClusterAccess, deleteOptions, type KubeConfig, loadKubeConfig, nameOf } from './kubeconfig';

/** One revision of a Helm release, as the labels of its Secret tell it; what the release holds is never fetched. */
export interface HelmRecord {
  readonly namespace: string;
  readonly secret: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly release: string;
  readonly revision: number;
  readonly status: string;
  /** When it got this status, in milliseconds. */
  readonly since: number;
}

/** The little that a run asks of a cluster; tests may bring their own. */
export interface ClusterApi {
  readonly version: () => Promise<string>;
  /** The records of one namespace, or of all of them. @throws ProblemError */
  readonly helmRecords: (namespace?: string) => Promise<readonly HelmRecord[]>;
  /** False when the record has changed or gone since it was read: then somebody is at work on it. @throws ProblemError */
  readonly removeRecord: (record: HelmRecord) => Promise<boolean>;
}

/** The server's version (`v1.34.2`), or why there is no way to it: unreachable, unknown context, unauthorized. Takes at most 10 s. */
export async function clusterReachable(access: ClusterAccess): Promise<{ readonly version: string } | Problem> {
  try {
    const cluster = await openCluster(access);
    return { version: await cluster.version() };
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!;
    throw error;
  }
}

interface SecretMetadata {
  readonly metadata: {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
    creationTimestamp: string;
    labels?: Record<string, string>;
  };
}

/** Opens the cluster for the run; nothing is asked of it yet. @throws ProblemError for a kubeconfig or context that is not there */
export async function openCluster(
  access: ClusterAccess,
  { loaded, signal }: { readonly loaded?: KubeConfig; readonly signal?: AbortSignal } = {},
): Promise<ClusterApi> {
  const config = loaded ?? (await loadKubeConfig(access));
  const refuse = (answer: Answer, what: string) =>
    new ProblemError([
      problem('RUN-CLUSTER-ANSWER', `the ${nameOf(access)} answers ${answer.status} to ${what}`, 'look at the API server'),
    ]);
  return {
    version: async () => {
      const answer = await ask(access, config, { method: 'GET', path: '/version', signal });
      if (answer.status !== 200) throw refuse(answer, 'the question for its version');
      return (JSON.parse(answer.body) as { gitVersion?: string }).gitVersion ?? 'unknown';
    },
    helmRecords: async (namespace) => {
      const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
      const answer = await ask(access, config, {
        method: 'GET',
        path: `/api/v1${within}/secrets?labelSelector=${encodeURIComponent('owner=helm')}`,
        headers: { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' },
        signal,
      });
      if (answer.status !== 200) throw refuse(answer, 'the question for its Helm releases');
      return (JSON.parse(answer.body) as { items?: readonly SecretMetadata[] }).items?.map(readRecord) ?? [];
    },
    removeRecord: async ({ namespace, secret, uid, resourceVersion }) => {
      const answer = await ask(access, config, {
        method: 'DELETE',
        path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(secret)}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(deleteOptions({ preconditions: { uid, resourceVersion } })),
      });
      if (answer.status === 404 || answer.status === 409) return false;
      if (answer.status !== 200) throw refuse(answer, `removing ${secret}`);
      return true;
    },
  };
}

function readRecord({ metadata }: SecretMetadata): HelmRecord {
  const { name: secret, namespace, uid, resourceVersion, labels = {} } = metadata;
  const modified = Number(labels.modifiedAt ?? labels.createdAt) * 1000;
  return {
    namespace,
    secret,
    uid,
    resourceVersion,
    release: labels.name ?? '',
    revision: Number(labels.version ?? 0),
    status: labels.status ?? '',
    since: Math.max(Date.parse(metadata.creationTimestamp), Number.isFinite(modified) ? modified : 0),
  };
}
