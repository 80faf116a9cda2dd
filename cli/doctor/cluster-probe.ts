import { setMaxListeners } from 'node:events';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { EnvironmentModel } from '../../config/environment';
import { openCluster } from '../run/cluster';
import { loadKubeConfig } from '../run/kubeconfig';
import type { ClusterPart } from './cluster-part';
import { before, failureOf, listOf, metadataOnly, type Question } from './cluster-questions';
import type { ClusterSeen, EventSeen, PodSeen, Seen, StoreSeen } from './cluster-seen';
import { type ReadRelease, readReleases } from './helm-records';
import { type Failure, isFailure } from './seen';

/** Milliseconds for everything that is asked; what is compared afterwards takes about a second more, and all together stays below 5 s. */
const patience = 3500;

/** A moment after the time is over, what has not answered is cut off: nothing keeps the command from ending. */
const grace = 200;

/** `sys/health` tells its state by its status and needs no login. */
function vaultHealth(address: string, signal: AbortSignal): Promise<number> {
  const url = new URL('/v1/sys/health', address);
  return new Promise((resolve, reject) => {
    // Whether its certificate is trusted is another question, and nothing is sent.
    const options = { signal, rejectUnauthorized: false };
    const sent = (url.protocol === 'http:' ? httpRequest : httpsRequest)(url, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** What was read, with Helm's records as they are: they hold the values that went in, so they stay in the memory of the command. */
export interface ClusterRead extends Omit<ClusterSeen, 'releases'> {
  readonly records: readonly ReadRelease[] | Failure;
}

/**
 * Reads everything at once, after one question that shows whether there is a way in at all: a login by a program then runs once. Nothing is changed,
 * and a part that can't be read does not keep the others from being told.
 */
export async function readCluster(model: EnvironmentModel, part: ClusterPart): Promise<ClusterRead> {
  const { access, asks, name } = part;
  // Reading the file and loading the client is this machine's own time, not that of the cluster.
  const config = await loadKubeConfig(access).catch(failureOf);
  const end = Date.now() + patience;
  const signal = AbortSignal.timeout(patience + grace);
  // Every question listens to it until it is answered; Node takes more than ten for a leak, and says so in the middle of the list.
  setMaxListeners(0, signal);
  const { address } = model.config.secrets.vault;
  const health = address === undefined || name !== undefined ? undefined : before(end, vaultHealth(address, signal));
  const opened = await before(
    end,
    (async () => {
      if (isFailure(config)) return config;
      const api = await openCluster(access, { loaded: config, signal });
      return { way: { access, config, signal }, api, version: await api.version() };
    })(),
  );
  const list = async <T>(what: Question, accept?: string): Promise<readonly T[] | Failure> => {
    if (!asks.has(what)) return [];
    return isFailure(opened) ? opened : before(end, listOf<T>(opened.way, what, accept));
  };
  const helm = async () => (isFailure(opened) ? opened : before(end, readReleases(opened.way, await opened.api.helmRecords(), end)));
  const [pods, probes, secrets, certificates, gateways, topics, jobs, services, vaultSecrets, mysql, mongodb, records, vault] =
    await Promise.all([
      list<PodSeen>('pods'),
      list<EventSeen>('events'),
      list<Seen>('secrets', metadataOnly),
      list<Seen>('certificates'),
      list<Seen>('gateways'),
      list<Seen>('kafkatopics'),
      list<Seen>('jobs'),
      list<Seen>('services'),
      list<Seen>('vaultsecrets'),
      list<StoreSeen>('perconaxtradbclusters'),
      list<StoreSeen>('perconaservermongodbs'),
      before(end, helm()),
      health,
    ]);
  const version = isFailure(opened) ? opened : opened.version;
  const stores = { topics, jobs, services, mysql, mongodb };
  return { model, part, now: Date.now(), version, pods, probes, secrets, certificates, gateways, vaultSecrets, ...stores, records, vault };
}
