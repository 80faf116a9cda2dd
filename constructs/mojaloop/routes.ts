import type { EnvironmentModel } from '../../config/environment';
import { prefixOraclePorts } from '../../config/model/onboarding/oracles';
import { type ApiName, type PublishedApi, publishedApis } from '../../config/model/published-apis';
import type { Route, RouteRule } from '../../config/model/routes';
import { workloadNames } from '../../config/model/services';

interface Target {
  readonly service: string;
  readonly port?: number;
  readonly rewritePrefix?: string;
}

/** Services of the hub behind each of its APIs; what has other services (logins, the connection manager) has its routes where those are made. */
const targets: { readonly [Name in ApiName]?: (model: EnvironmentModel) => Target } = {
  parties: () => ({ service: 'account-lookup-service' }),
  quotes: () => ({ service: 'quoting-service' }),
  transfers: () => ({ service: 'ml-api-adapter-service' }),
  requests: () => ({ service: 'transaction-requests-service' }),
  bulk: () => ({ service: 'bulk-api-adapter-service' }),
  // Services of third party have port 80 from 15 on.
  thirdParty: ({ layout }) => ({ service: 'tp-api-svc', port: layout === 'v14' ? 3008 : 80 }),
  administration: () => ({ service: 'centralledger-service', rewritePrefix: '/' }),
  settlement: () => ({ service: 'centralsettlement-service', rewritePrefix: '/v2' }),
  testingToolkit: () => ({ service: 'ml-testing-toolkit-frontend', port: 6060 }),
  testingToolkitApi: () => ({ service: 'ml-testing-toolkit-backend', port: 5050 }),
};

/** Names of the HTTPRoutes with the APIs that each carries: those of one route have one audience and one host. */
const routes = {
  fspiop: ['parties', 'quotes', 'transfers', 'requests', 'bulk'],
  'third-party': ['thirdParty'],
  administration: ['administration', 'settlement'],
  'testing-toolkit': ['testingToolkit'],
  'testing-toolkit-api': ['testingToolkitApi'],
} as const satisfies Readonly<Record<string, readonly ApiName[]>>;

/** Paths that only some hubs have. */
const pathExists = ({ features, layout }: EnvironmentModel): Readonly<Record<string, boolean>> => ({
  '/fxTransfers': features.fx,
  '/fxQuotes': layout === 'v17',
});

function rulesOf(model: EnvironmentModel, name: ApiName): RouteRule[] {
  const api: PublishedApi = publishedApis[name];
  const target = targets[name]?.(model);
  if (!target || !(api.when?.(model) ?? true)) return [];
  const { service, port = 80, rewritePrefix } = target;
  const to = { service: workloadNames(model.layout, model.config.hub.releaseName, service).deployment, port };
  const exists = pathExists(model);
  return (api.paths.length > 0 ? api.paths : ['/'])
    .filter((path) => exists[path] ?? true)
    .map((pathPrefix) => ({ pathPrefix, ...to, ...(rewritePrefix === undefined ? {} : { rewritePrefix }) }));
}

/**
 * Which prefix is whose, for participants and to be read alone: the oracle has no notion of who asks, and whoever may write there takes the customers of
 * others. Its port of entries has no other way in.
 */
function prefixRoutes({ config, hosts }: EnvironmentModel): Route[] {
  const { audience, host } = publishedApis.prefixes;
  const rules = config.hub.oracles.prefix
    .filter(({ published }) => published)
    .map(
      ({ name }): RouteRule => ({
        pathPrefix: `/oracles/${name}/prefixes`,
        rewritePrefix: '/prefixes',
        exact: true,
        method: 'GET',
        service: name,
        port: prefixOraclePorts.admin,
      }),
    );
  return rules.length > 0 ? [{ name: 'prefixes', host: host(hosts), audience, rules }] : [];
}

/** What the hub publishes: the interoperability API for participants, administration and the testing toolkit for operators. */
export function hubRoutes(model: EnvironmentModel): Route[] {
  const made = Object.entries(routes).flatMap(([name, apis]): Route[] => {
    const rules = apis.flatMap((api) => rulesOf(model, api));
    const { audience, host } = publishedApis[apis[0] as (typeof apis)[number]];
    return rules.length > 0 ? [{ name, host: host(model.hosts), audience, rules }] : [];
  });
  return [...made, ...prefixRoutes(model)];
}
