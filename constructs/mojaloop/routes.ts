import type { EnvironmentModel } from '../../config/environment';
import type { Route, RouteRule } from '../../config/model/routes';
import { workloadNames } from '../../config/model/services';

/** What the hub publishes: the interoperability API for participants, administration and the testing toolkit for operators. */
export function hubRoutes(model: EnvironmentModel): Route[] {
  const { features: f, hosts, config, layout } = model;
  const to = (service: string, pathPrefix: string, rewritePrefix?: string, port = 80): RouteRule => ({
    pathPrefix,
    service: workloadNames(layout, config.hub.releaseName, service).deployment,
    port,
    ...(rewritePrefix === undefined ? {} : { rewritePrefix }),
  });
  const lookup = ['/parties', '/participants', '/oracles'].map((path) => to('account-lookup-service', path));
  const quotes = [...(layout === 'v17' ? ['/quotes', '/bulkQuotes', '/fxQuotes'] : ['/quotes', '/bulkQuotes'])].map((path) =>
    to('quoting-service', path),
  );
  const transfers = [...(f.fx ? ['/transfers', '/fxTransfers'] : ['/transfers'])].map((path) => to('ml-api-adapter-service', path));
  const requests = ['/transactionRequests', '/authorizations'].map((path) => to('transaction-requests-service', path));
  const bulk = f.bulk ? [to('bulk-api-adapter-service', '/bulkTransfers')] : [];
  const thirdParty = f.thirdParty
    ? ['/thirdpartyRequests', '/consents', '/consentRequests', '/services', '/accounts'].map((path) =>
        // Services of third party have port 80 from 15 on.
        to('tp-api-svc', path, undefined, layout === 'v14' ? 3008 : 80),
      )
    : [];
  const routes: Route[] = [
    {
      name: 'fspiop',
      host: hosts.interopSwitch,
      audience: 'participant',
      rules: [...lookup, ...quotes, ...transfers, ...requests, ...bulk],
    },
    ...(thirdParty.length > 0
      ? [{ name: 'third-party', host: hosts.interopSwitch, audience: 'participant' as const, rules: thirdParty }]
      : []),
    {
      name: 'administration',
      host: hosts.interopSwitch,
      audience: 'operator',
      rules: [to('centralledger-service', '/admin', '/'), to('centralsettlement-service', '/settlements', '/v2')],
    },
  ];
  if (!f.testingToolkit) return routes;
  return [
    ...routes,
    {
      name: 'testing-toolkit',
      host: hosts.testingToolkit,
      audience: 'operator',
      rules: [to('ml-testing-toolkit-frontend', '/', undefined, 6060)],
    },
    {
      name: 'testing-toolkit-api',
      host: hosts.testingToolkitApi,
      audience: 'operator',
      rules: [to('ml-testing-toolkit-backend', '/', undefined, 5050)],
    },
  ];
}
