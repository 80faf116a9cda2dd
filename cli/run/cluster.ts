import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { homedir } from 'node:os';
import type { KubeConfig } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { didYouMean, type Problem, ProblemError, problem } from '../../config/problems';
import { fileProblem } from './write-errors';

/** How a cluster is reached: a kubeconfig file and the context in it (its current one where none is named). */
export interface ClusterAccess {
  readonly kubeconfig: string;
  readonly context?: string;
}

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

const patience = 10_000;
const nameOf = ({ kubeconfig, context }: ClusterAccess) => `cluster of context ${context ?? '(current)'} in ${kubeconfig}`;

/** Reads the kubeconfig with the login of the context. @throws ProblemError for a missing or broken file and an unknown context */
export async function loadKubeConfig(access: ClusterAccess): Promise<KubeConfig> {
  const file = access.kubeconfig.replace(/^~(?=\/)/, homedir());
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    readFileSync(file);
    config.loadFromFile(file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = missing
      ? `kubeconfig ${file} does not exist`
      : (fileProblem(error, file)?.message ?? `kubeconfig ${file} can't be read: ${firstLine(error)}`);
    throw new ProblemError([problem('RUN-KUBECONFIG', reason, 'set platform.kubeconfig to the file that your cluster gave you')]);
  }
  const contexts = (config.getContexts() ?? []).map(({ name }) => name);
  const wanted = access.context ?? config.getCurrentContext();
  if (!wanted || !contexts.includes(wanted)) {
    const message = wanted ? `kubeconfig ${file} has no context ${wanted}` : `kubeconfig ${file} names no current context`;
    const hint = (wanted && didYouMean(wanted, contexts)) || `it has: ${contexts.join(', ') || 'none'}`;
    throw new ProblemError([problem('RUN-CLUSTER-CONTEXT', message, hint)]);
  }
  config.setCurrentContext(wanted);
  if (!config.getCurrentCluster()?.server) {
    throw new ProblemError([
      problem(
        'RUN-KUBECONFIG',
        `context ${wanted} in ${file} names no cluster with a server`,
        'mend the kubeconfig, or choose another context',
      ),
    ]);
  }
  return config;
}

const firstLine = (error: unknown) =>
  String((error as Error)?.message ?? error)
    .trim()
    .split('\n')[0] ?? '';

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Call {
  readonly method: 'GET' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function call(config: KubeConfig, { method, path, headers, body }: Call): Promise<Answer> {
  const url = new URL(config.getCurrentCluster()!.server.replace(/\/$/, '') + path);
  const options: RequestOptions = { method, headers: { accept: 'application/json', ...headers }, timeout: patience };
  await config.applyToHTTPSOptions(options);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'http:' ? httpRequest : httpsRequest)(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(Object.assign(new Error(`no answer in ${patience / 1000} s`), { code: 'ETIMEDOUT' })));
    request.on('error', reject);
    request.end(body);
  });
}

/** One request to the API server. @throws ProblemError when the cluster is out of reach or turns us away; other statuses come back as they are */
export async function ask(access: ClusterAccess, config: KubeConfig, request: Call): Promise<Answer> {
  const server = config.getCurrentCluster()?.server;
  let answer: Answer;
  try {
    answer = await call(config, request);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const login = code === 'ENOENT' || code === undefined;
    const message = login
      ? `the login for the ${nameOf(access)} does not work: ${firstLine(error)}`
      : `the ${nameOf(access)} can't be reached at ${server}: ${firstLine(error) || code}`;
    const hint = login
      ? 'run the login command of that kubeconfig by hand and mend it'
      : 'start the cluster, or check the network, the VPN and the address in the kubeconfig';
    throw new ProblemError([problem(login ? 'RUN-CLUSTER-LOGIN' : 'RUN-CLUSTER-UNREACHABLE', message, hint)]);
  }
  if (answer.status === 401) {
    throw new ProblemError([
      problem(
        'RUN-CLUSTER-LOGIN',
        `the ${nameOf(access)} does not accept the login (401 unauthorized)`,
        'renew the credentials of that context',
      ),
    ]);
  }
  if (answer.status === 403) {
    const what = `${request.method} ${request.path.split('?')[0]}`;
    throw new ProblemError([
      problem(
        'RUN-CLUSTER-FORBIDDEN',
        `the ${nameOf(access)} forbids ${what}`,
        'use a context that may read and delete Secrets in the namespaces of the releases',
      ),
    ]);
  }
  return answer;
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
export async function openCluster(access: ClusterAccess): Promise<ClusterApi> {
  const config = await loadKubeConfig(access);
  const refuse = (answer: Answer, what: string) =>
    new ProblemError([
      problem('RUN-CLUSTER-ANSWER', `the ${nameOf(access)} answers ${answer.status} to ${what}`, 'look at the API server'),
    ]);
  return {
    version: async () => {
      const answer = await ask(access, config, { method: 'GET', path: '/version' });
      if (answer.status !== 200) throw refuse(answer, 'the question for its version');
      return (JSON.parse(answer.body) as { gitVersion?: string }).gitVersion ?? 'unknown';
    },
    helmRecords: async (namespace) => {
      const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
      const answer = await ask(access, config, {
        method: 'GET',
        path: `/api/v1${within}/secrets?labelSelector=${encodeURIComponent('owner=helm')}`,
        headers: { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=1' },
      });
      if (answer.status !== 200) throw refuse(answer, 'the question for its Helm releases');
      return (JSON.parse(answer.body) as { items?: readonly SecretMetadata[] }).items?.map(readRecord) ?? [];
    },
    removeRecord: async ({ namespace, secret, uid, resourceVersion }) => {
      const answer = await ask(access, config, {
        method: 'DELETE',
        path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(secret)}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid, resourceVersion } }),
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
