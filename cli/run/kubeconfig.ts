import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { homedir } from 'node:os';
import { didYouMean, ProblemError, problem } from '../../config/problems';
import { fileProblem } from './write-errors';

/** How a cluster is reached: a kubeconfig file and the context in it (its current one where none is named). */
export interface ClusterAccess {
  readonly kubeconfig: string;
  readonly context?: string;
}

/** Loaded when a cluster is first asked for: it is large, an ES module, and most commands need no cluster. */
const client = () => import('@kubernetes/client-node');
export type KubeConfig = InstanceType<Awaited<ReturnType<typeof client>>['KubeConfig']>;

const patience = 10_000;
export const nameOf = ({ kubeconfig, context }: ClusterAccess) => `cluster of context ${context ?? '(current)'} in ${kubeconfig}`;

/** Reads the kubeconfig with the login of the context. @throws ProblemError for a missing or broken file and an unknown context */
export async function loadKubeConfig(access: ClusterAccess): Promise<KubeConfig> {
  const file = access.kubeconfig.replace(/^~(?=\/)/, homedir());
  const unreadable = (error: unknown) => {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = missing
      ? `kubeconfig ${file} does not exist`
      : (fileProblem(error, file)?.message ?? `kubeconfig ${file} can't be read: ${firstLine(error)}`);
    return new ProblemError([
      problem(
        'RUN-KUBECONFIG',
        reason,
        'write the file that your cluster gave you in its place: platform.kubeconfig, or kubeconfig of that cluster where payment managers are elsewhere',
      ),
    ]);
  };
  // A file that is not there is told before the client is loaded, which takes longer than all else.
  try {
    readFileSync(file);
  } catch (error) {
    throw unreadable(error);
  }
  const { KubeConfig } = await client();
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (error) {
    throw unreadable(error);
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

export interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Call {
  readonly method: 'GET' | 'DELETE' | 'POST' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What a context has to be allowed to, for the way out of a 403. */
  readonly needs?: string;
  /** Ends the request, so that a server that never answers does not keep the command from ending. */
  readonly signal?: AbortSignal;
}

async function call(config: KubeConfig, { method, path, headers, body, signal }: Call): Promise<Answer> {
  const url = new URL(config.getCurrentCluster()!.server.replace(/\/$/, '') + path);
  // Node tells the length of a body with every method but DELETE and GET, and a server takes a body without length for none.
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const options: RequestOptions = { method, headers: { accept: 'application/json', ...headers, ...length }, timeout: patience, signal };
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

/** Body of a DELETE. Without a policy the API server leaves the pods of a Job behind; in the background they go after it, and nobody waits for them. */
export const deleteOptions = (options: {
  readonly propagationPolicy?: 'Background';
  readonly preconditions?: { readonly uid: string; readonly resourceVersion: string };
}) => ({ kind: 'DeleteOptions', apiVersion: 'v1', ...options });

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
        'renew the credentials of that context; at a cluster of a cloud, be one of cluster.administrators',
      ),
    ]);
  }
  if (answer.status === 403) {
    const what = `${request.method} ${request.path.split('?')[0]}`;
    throw new ProblemError([
      problem(
        'RUN-CLUSTER-FORBIDDEN',
        `the ${nameOf(access)} forbids ${what}`,
        `use a context that may ${request.needs ?? 'read and delete Secrets in the namespaces of the releases'}`,
      ),
    ]);
  }
  return answer;
}
