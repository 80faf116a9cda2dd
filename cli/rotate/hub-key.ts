import { createPublicKey } from 'node:crypto';
import type { EnvironmentModel } from '../../config/environment';
import { connectionManager } from '../../config/model/connection-manager';
import { jwsSecret, signingKeyPath } from '../../config/model/secret-map';
import { ProblemError, problem } from '../../config/problems';
import { environmentCluster } from '../cloud/environment-cluster';
import { type Api, api, Refused } from '../onboard/hub-client';
import { places, type RotateCluster, type Thing } from './objects';

/** Annotation on the VaultSecret of the key: the number of the key that all who sign were started with. */
export const signingAnnotation = 'workbench.mojaloop.io/signs-with';

interface KeySecret extends Thing {
  readonly data?: Readonly<Record<string, string>>;
}
interface VaultSecret extends Thing {
  readonly spec?: { readonly vaultSecretDefinitions?: readonly { readonly path?: string }[] };
}

/** Where the rotation of the key is: what the file says, what is delivered, what signs. */
export interface KeyState {
  readonly newest: number;
  readonly current: number;
  /** The stack that delivers it has been deployed with `current`. */
  readonly deployed: boolean;
  /** Number of the key that all who sign were started with; the first where nothing else was noted. */
  readonly signs: number;
}

export async function keyState(cluster: RotateCluster, { config }: EnvironmentModel): Promise<KeyState> {
  const { newest, current } = config.certificates.signingKeys;
  const object = await cluster.get<VaultSecret>(places.vaultSecret(config.hub.namespace, jwsSecret.name));
  if (!object)
    throw new ProblemError([
      problem('ROTATE-NOT-THERE', `there is no VaultSecret ${jwsSecret.name} in ${config.hub.namespace}`, 'workbench deploy makes it'),
    ]);
  const wanted = `${config.secrets.kvMount}/data/${signingKeyPath(current)}`;
  const deployed = object.spec?.vaultSecretDefinitions?.some(({ path }) => path === wanted) ?? false;
  return { newest, current, deployed, signs: Number(object.metadata.annotations?.[signingAnnotation] ?? 1) };
}

/**
 * The public part of the key with which the hub signs. The one place where a rotation reads what is in a Secret: in memory, for as long as it takes to
 * derive the public part, which Vault cannot give without the key beside it.
 */
export async function hubPublicKey(cluster: RotateCluster, { config }: EnvironmentModel): Promise<string | undefined> {
  const secret = await cluster.get<KeySecret>(places.secret(config.hub.namespace, jwsSecret.name));
  const key = secret?.data?.[jwsSecret.key];
  if (key === undefined) return undefined;
  return createPublicKey(Buffer.from(key, 'base64').toString('utf8')).export({ type: 'spki', format: 'pem' }).toString();
}

/** Whether two texts are the same PEM, but for line ends, which every program writes as it likes. */
export const samePem = (one: string | undefined, other: string | undefined): boolean => {
  const bare = (pem: string | undefined) => pem?.replace(/\s+/g, '');
  return bare(one) === bare(other);
};

/** The public key of the hub that the connection manager hands out; undefined where it has none yet. @throws Refused */
export async function knownHubKey(manager: Pick<Api, 'get'>): Promise<string | undefined> {
  try {
    return (await manager.get<{ readonly publicKey?: string }>('/hub/jwscerts')).publicKey;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}

export const isPublished = async (manager: Pick<Api, 'get'>, publicKey: string): Promise<boolean> =>
  samePem(await knownHubKey(manager), publicKey);

/** Has the connection manager hand the key out (POST /hub/jwscerts, v2.14.0), and asks whether it does. @throws ProblemError ROTATE-PUBLISH */
export async function publishKey(manager: Pick<Api, 'get' | 'send'>, publicKey: string): Promise<void> {
  try {
    await manager.send({ method: 'POST', path: '/hub/jwscerts', body: { publicKey } });
    if (await isPublished(manager, publicKey)) return;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new ProblemError([
      problem(
        'ROTATE-PUBLISH',
        `the connection manager refuses the public key: ${error.message}`,
        'see its log, then run the same command',
      ),
    ]);
  }
  throw new ProblemError([
    problem(
      'ROTATE-PUBLISH',
      'the connection manager answers with another key than it was given',
      'see its log, then run the same command',
    ),
  ]);
}

/** Opens a way to the connection manager, whose gateway lets nobody else in. */
export async function openManager(
  model: EnvironmentModel,
  stateDir: string,
  address: string | undefined,
): Promise<{ readonly manager: Api; readonly close: () => Promise<void> }> {
  const name = 'the connection manager';
  if (address !== undefined) return { manager: api(name, `${address}/api`), close: async () => undefined };
  const { portForward } = await import('../run/port-forward.js');
  const { service, port } = connectionManager.api;
  const open = await portForward(environmentCluster(model, stateDir), model.config.connectionManager.namespace, service, port);
  return { manager: api(name, `http://${open.host}:${open.port}/api`), close: open.close };
}
