import type { EnvironmentModel } from '../../config/environment';
import { connectionManager } from '../../config/model/connection-manager';
import { msisdnOracle, prefixOraclePorts } from '../../config/model/onboarding/oracles';
import { workloadNames } from '../../config/model/services';
import { ProblemError, problem } from '../../config/problems';
import { environmentCluster } from '../cloud/environment-cluster';
import { type Api, api, type HubClient } from './hub-client';

type Part = Exclude<keyof HubClient, 'oracles'>;
/** Addresses that are given, instead of a way through the Kubernetes API. */
export type Addresses = { readonly [Name in Part]?: string } & {
  /** `<name>=<address>` each. */
  readonly oracles?: readonly string[];
};

/** What there is something to do at, beside the ledger. */
export interface Wanted {
  readonly parts: readonly Part[];
  readonly oracles: readonly string[];
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

/** The MSISDN oracle has one port for both of its callers, prefix oracles one for each. */
const oracleAt = (model: EnvironmentModel, name: string): Place =>
  name === msisdnOracle
    ? { name: 'the MSISDN oracle', ...ofHub(model, name) }
    : { name: `the oracle ${name}`, namespace: model.config.hub.namespace, service: name, port: prefixOraclePorts.admin, path: '' };

/** Addresses of oracles by name. @throws ProblemError ONB-ADDRESS */
function oracleAddresses(given: readonly string[]): Map<string, string> {
  return new Map(
    given.map((entry) => {
      const at = entry.indexOf('=');
      if (at < 1)
        throw new ProblemError([
          problem('ONB-ADDRESS', `--oracle ${entry} names no oracle`, `write it as ${msisdnOracle}=http://127.0.0.1:3000`),
        ]);
      return [entry.slice(0, at), checked('--oracle', entry.slice(at + 1))];
    }),
  );
}

const ofHub = ({ config: { hub }, layout }: EnvironmentModel, service: string) => ({
  namespace: hub.namespace,
  service: workloadNames(layout, hub.releaseName, service).deployment,
  port: 80,
  path: '',
});

/**
 * Opens a way to the administration of the ledger, of account lookup, of oracles and of the connection manager: at the addresses given, or through the
 * Kubernetes API to a pod of each, so that none needs a route. All are gone when it is closed.
 * @throws ProblemError when the cluster or a ready pod can't be reached
 */
export async function openHub(model: EnvironmentModel, stateDir: string, given: Addresses, wanted: Wanted): Promise<OpenHub> {
  const closing: (() => Promise<void>)[] = [];
  const forward = async ({ namespace, service, port }: Place) => {
    const { portForward } = await import('../run/port-forward.js');
    const open = await portForward(environmentCluster(model, stateDir), namespace, service, port);
    closing.push(open.close);
    return `http://${open.host}:${open.port}`;
  };
  const openAt = async (place: Place, address: string | undefined) => api(place.name, `${address ?? (await forward(place))}${place.path}`);
  const open = async (part: Part) => {
    const address = given[part];
    return openAt(placeOf[part](model), address === undefined ? undefined : checked(`--${part}`, address));
  };
  const addresses = oracleAddresses(given.oracles ?? []);
  const close = async () => {
    await Promise.all(closing.map((one) => one()));
  };
  try {
    const ledger = await open('ledger');
    const client: { -readonly [Name in Part]?: Api } & Pick<HubClient, 'ledger'> = { ledger };
    const oracles = new Map<string, Api>();
    // A ledger that is given stands alone, as in tests: the others are then asked only where they are given too.
    const alone = given.ledger !== undefined;
    for (const part of wanted.parts) if (given[part] !== undefined || !alone) client[part] = await open(part);
    for (const name of wanted.oracles)
      if (addresses.has(name) || !alone) oracles.set(name, await openAt(oracleAt(model, name), addresses.get(name)));
    return { client: { ...client, oracles }, close };
  } catch (error) {
    await close();
    throw error;
  }
}
