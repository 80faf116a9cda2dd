import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { EnvironmentModel } from '../../config/environment';
import { ProblemError } from '../../config/problems';
import { openCluster } from '../run/cluster';
import { ask, type ClusterAccess, loadKubeConfig } from '../run/kubeconfig';
import type { ClusterSeen, EventSeen, PodSeen, Seen } from './cluster-seen';
import type { Failure } from './seen';

/** Milliseconds for everything that is asked of the cluster, since all of it is asked at once. */
const patience = 4000;

async function within<T>(work: Promise<T>): Promise<T | Failure> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Failure>((resolve) => {
    timer = setTimeout(() => resolve({ failed: `no answer in ${patience / 1000} s` }), patience);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    if (error instanceof ProblemError) return { failed: error.problems[0]?.message ?? 'no reason was told' };
    return { failed: (error as NodeJS.ErrnoException).code ?? 'no reason was told' };
  } finally {
    clearTimeout(timer);
  }
}

/** Names and labels alone: what is in a Secret stays where it is. */
const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

const paths = {
  pods: '/api/v1/pods',
  probes: `/api/v1/events?fieldSelector=${encodeURIComponent('reason=Unhealthy')}`,
  certificates: '/apis/cert-manager.io/v1/certificates',
  gateways: '/apis/gateway.networking.k8s.io/v1/gateways',
  topics: '/apis/kafka.strimzi.io/v1beta2/kafkatopics',
  jobs: '/apis/batch/v1/jobs',
  services: '/api/v1/services',
} as const;

/** `sys/health` tells its state by its status and needs no login. */
function vaultHealth(address: string): Promise<number> {
  const url = new URL('/v1/sys/health', address);
  return new Promise((resolve, reject) => {
    // Whether its certificate is trusted is another question, and nothing is sent.
    const options = { timeout: patience, rejectUnauthorized: false };
    const sent = (url.protocol === 'http:' ? httpRequest : httpsRequest)(url, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('timeout', () => sent.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    sent.on('error', reject);
    sent.end();
  });
}

/** Reads everything at once; nothing is changed, and a part that can't be read does not keep the others from being told. */
export async function seeCluster(model: EnvironmentModel, access: ClusterAccess): Promise<ClusterSeen> {
  const opened = within(loadKubeConfig(access));
  const list = async <T>(path: string, accept = 'application/json'): Promise<readonly T[] | Failure> =>
    within(
      (async (): Promise<readonly T[] | Failure> => {
        const config = await opened;
        if ('failed' in config) return config;
        const answer = await ask(access, config, { method: 'GET', path, headers: { accept } });
        if (answer.status === 404) return { failed: 'the cluster does not know the kind' };
        if (answer.status !== 200) return { failed: `the cluster answers ${answer.status}` };
        return (JSON.parse(answer.body) as { items?: readonly T[] }).items ?? [];
      })(),
    );
  const cluster = within(openCluster(access));
  const of = async <T>(question: (api: Awaited<ReturnType<typeof openCluster>>) => Promise<T>): Promise<T | Failure> => {
    const api = await cluster;
    return 'failed' in api ? api : within(question(api));
  };
  const { address } = model.config.secrets.vault;
  const [version, pods, probes, secrets, certificates, gateways, topics, jobs, services, helm, vault] = await Promise.all([
    of((api) => api.version()),
    list<PodSeen>(paths.pods),
    list<EventSeen>(paths.probes),
    list<Seen>('/api/v1/secrets', metadataOnly),
    list<Seen>(paths.certificates),
    list<Seen>(paths.gateways),
    list<Seen>(paths.topics),
    list<Seen>(paths.jobs),
    list<Seen>(paths.services),
    of((api) => api.helmRecords()),
    address === undefined ? undefined : within(vaultHealth(address)),
  ]);
  return { model, now: Date.now(), version, pods, probes, secrets, certificates, gateways, topics, jobs, services, helm, vault };
}
