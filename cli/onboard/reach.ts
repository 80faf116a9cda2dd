import { existsSync } from 'node:fs';
import type { EnvironmentModel } from '../../config/environment';
import { connectionManager } from '../../config/model/connection-manager';
import { workloadNames } from '../../config/model/services';
import { ProblemError, problem } from '../../config/problems';
import { clusterAccessOf } from '../../stacks/workbench-stack';
import { type Api, api, type HubClient } from './hub-client';

/** Addresses that are given, instead of a way through the Kubernetes API. */
export type Addresses = { readonly [Part in keyof HubClient]?: string };
type Part = keyof HubClient;

export interface OpenHub {
  readonly client: HubClient;
  readonly close: () => Promise<void>;
}

function checked(option: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return address;
  throw new ProblemError([problem('ONB-ADDRESS', `${option} ${address} is no address`, 'write it as http://127.0.0.1:3001')]);
}

interface Place {
  readonly name: string;
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  /** Before the paths of its API. */
  readonly path: string;
}

/** Where each is in the cluster. */
const placeOf: { readonly [Name in Part]-?: (model: EnvironmentModel) => Place } = {
  ledger: (model) => ({ name: 'the ledger', ...ofHub(model, 'centralledger-service') }),
  lookup: (model) => ({ name: 'account lookup', ...ofHub(model, 'account-lookup-service-admin') }),
  manager: ({ config }) => ({
    name: 'the connection manager',
    namespace: config.connectionManager.namespace,
    ...connectionManager.api,
    path: '/api',
  }),
};

const ofHub = ({ config: { hub }, layout }: EnvironmentModel, service: string) => ({
  namespace: hub.namespace,
  service: workloadNames(layout, hub.releaseName, service).deployment,
  port: 80,
  path: '',
});

/**
 * Opens a way to the administration of the ledger, of account lookup and of the connection manager: at the addresses given, or through the Kubernetes API to a pod of each, so that
 * none needs a route. All are gone when it is closed.
 * @param wanted what there is something to do at, beside the ledger
 * @throws ProblemError when the cluster or a ready pod can't be reached
 */
export async function openHub(model: EnvironmentModel, stateDir: string, given: Addresses, wanted: readonly Part[]): Promise<OpenHub> {
  const { environment } = model.config;
  const closing: (() => Promise<void>)[] = [];
  const forward = async ({ namespace, service, port }: Place) => {
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
    const open = await portForward({ kubeconfig: configPath, context: configContext }, namespace, service, port);
    closing.push(open.close);
    return `http://${open.host}:${open.port}`;
  };
  const open = async (part: Part) => {
    const place = placeOf[part](model);
    const address = given[part];
    return api(place.name, `${address === undefined ? await forward(place) : checked(`--${part}`, address)}${place.path}`);
  };
  const close = async () => {
    await Promise.all(closing.map((one) => one()));
  };
  try {
    const ledger = await open('ledger');
    const client: { -readonly [Name in Part]?: Api } & Pick<HubClient, 'ledger'> = { ledger };
    // A ledger that is given stands alone, as in tests: the others are then asked only where they are given too.
    for (const part of wanted) if (given[part] !== undefined || given.ledger === undefined) client[part] = await open(part);
    return { client, close };
  } catch (error) {
    await close();
    throw error;
  }
}
