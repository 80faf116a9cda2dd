import { existsSync } from 'node:fs';
import type { EnvironmentModel } from '../../config/environment';
import { workloadNames } from '../../config/model/services';
import { ProblemError, problem } from '../../config/problems';
import { clusterAccessOf } from '../../stacks/workbench-stack';
import { api, type HubClient } from './hub-client';

export interface Addresses {
  readonly ledger?: string;
  readonly lookup?: string;
}

export interface OpenHub {
  readonly client: HubClient;
  readonly close: () => Promise<void>;
}

function checked(option: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return address;
  throw new ProblemError([problem('ONB-ADDRESS', `${option} ${address} is no address`, 'write it as http://127.0.0.1:3001')]);
}

const names = { ledger: 'the ledger', lookup: 'account lookup' } as const;
const services = { ledger: 'centralledger-service', lookup: 'account-lookup-service-admin' } as const;

/**
 * Opens a way to the administration of the ledger and of account lookup: at the addresses given, or through the Kubernetes API to a pod of each, so that
 * neither needs a route. Both are gone when it is closed.
 * @throws ProblemError when the cluster or a ready pod can't be reached
 */
export async function openHub(model: EnvironmentModel, stateDir: string, given: Addresses, oracles: boolean): Promise<OpenHub> {
  const { hub, environment } = model.config;
  const closing: (() => Promise<void>)[] = [];
  const forward = async (part: keyof typeof services) => {
    const { configPath, configContext } = clusterAccessOf({ model, stateDir });
    if (!existsSync(configPath))
      throw new ProblemError([
        problem(
          'ONB-CLUSTER',
          `there is no kubeconfig at ${configPath}`,
          `workbench kubeconfig ${environment} --out ${configPath} writes it where the environment made its cluster`,
        ),
      ]);
    const { portForward } = await import('../run/port-forward.js');
    const service = workloadNames(model.layout, hub.releaseName, services[part]).deployment;
    const open = await portForward({ kubeconfig: configPath, context: configContext }, hub.namespace, service, 80);
    closing.push(open.close);
    return `http://${open.host}:${open.port}`;
  };
  const open = async (part: keyof typeof services) => {
    const address = given[part];
    return api(names[part], address === undefined ? await forward(part) : checked(`--${part}`, address));
  };
  const close = async () => {
    await Promise.all(closing.map((one) => one()));
  };
  try {
    const ledger = await open('ledger');
    // A ledger that is given stands alone, as in tests: its account lookup is then asked only where it is given too.
    const asked = oracles && (given.lookup !== undefined || given.ledger === undefined);
    return { client: { ledger, ...(asked ? { lookup: await open('lookup') } : {}) }, close };
  } catch (error) {
    await close();
    throw error;
  }
}
