import type { EnvironmentModel } from '../../config/environment';
import { runsConnectionManager } from '../../config/model/connection-manager';
import { environmentCluster } from '../cloud/environment-cluster';
import { hubPublicKey, samePem } from '../rotate/hub-key';
import { rotateCluster } from '../rotate/objects';
import { loadKubeConfig } from '../run/kubeconfig';
import { managerGroup } from './connection-manager';
import type { Step } from './step';

/** What the connection manager is to hand out held against what it does. Pure. */
export function hubKeyStep(wanted: string, known: string | undefined): Step {
  const step = { id: 'connection manager key of the hub', group: managerGroup };
  if (samePem(known, wanted)) return { ...step, action: 'nothing', why: 'it is there' };
  const request = { api: 'manager', method: 'POST', path: '/hub/jwscerts', body: { publicKey: wanted } } as const;
  return known === undefined
    ? { ...step, action: 'create', why: 'it is not there', requests: [request] }
    : { ...step, action: 'change', why: 'the hub signs with another key', requests: [request] };
}

/**
 * The public part of the key that is delivered to the services that sign, where there is a connection manager to hand it out. The Secret is read for it, in
 * memory (`hubPublicKey`). Undefined where nothing is signed, or the key is not delivered yet.
 * @throws ProblemError where the cluster does not let the Secret be read
 */
export async function deliveredHubKey(model: EnvironmentModel, stateDir: string): Promise<string | undefined> {
  const signs = model.secrets.some(({ kind, deliveries }) => kind === 'signing-key' && deliveries.length > 0);
  if (!signs || !runsConnectionManager(model.config)) return undefined;
  const access = environmentCluster(model, stateDir);
  return hubPublicKey(rotateCluster(access, await loadKubeConfig(access)), model);
}
