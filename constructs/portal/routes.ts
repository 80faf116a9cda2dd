import type { EnvironmentModel } from '../../config/environment';
import { ory, type PortalPart, partsOf, portalParts, portalService } from '../../config/model/portal/portal';
import type { Route, RouteRule } from '../../config/model/routes';
import { routeObject } from '../in-cluster/gateway-objects';
import { gateway, operatorAddresses } from '../in-cluster/gateway-targets';
import type { KubernetesObject } from '../in-cluster/objects';
import type { Json } from '../in-cluster/release-spec';
import { hubService } from './portal-values';

const names = { pages: 'portal', apis: 'portal-api' } as const;

/** Pages anybody at an operator's address may load, and APIs that need a session and a permission. */
export function portalRoutes(model: EnvironmentModel): Route[] {
  const { config, hosts } = model;
  const to = (part: PortalPart, pathPrefix: string, rewritePrefix?: string): RouteRule => ({
    pathPrefix,
    ...(rewritePrefix === undefined ? {} : { rewritePrefix }),
    service: portalService(config, part),
    port: 80,
  });
  const parts = partsOf(config);
  const pages = parts.flatMap((part) => {
    const row = portalParts[part];
    return 'page' in row && row.page !== '/' ? [to(part, row.page, '/')] : [];
  });
  const apis = parts.flatMap((part) => {
    const row = portalParts[part];
    return 'api' in row ? [to(part, row.api, 'behind' in row ? row.behind : '/')] : [];
  });
  const inHub = (name: string, pathPrefix: string, rewritePrefix: string): RouteRule => ({
    pathPrefix,
    rewritePrefix,
    service: hubService(model, name),
    namespace: config.hub.namespace,
    port: 80,
  });
  return [
    {
      name: names.pages,
      host: hosts.portal,
      audience: 'operator',
      rules: [
        { pathPrefix: '/kratos', rewritePrefix: '/', service: ory.kratosPublic.service, port: ory.kratosPublic.port },
        { pathPrefix: '/auth', service: ory.login.service, port: ory.login.port },
        ...pages,
        to('reporting-hub-bop-shell', '/'),
      ],
    },
    {
      name: names.apis,
      host: hosts.portal,
      audience: 'operator',
      rules: [...apis, inHub('centralsettlement-service', '/api/central-settlements', '/v2')],
    },
  ];
}

const target = (name: string): Json => ({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name });

/**
 * Who gets in: operators by their addresses, and to an API only whom Oathkeeper lets through. The gateway asks it with the cookies of the request, lets
 * nothing pass while it is away, and hands on who the person is.
 */
function policies(model: EnvironmentModel): KubernetesObject[] {
  const { namespace } = model.config.portal;
  const addresses = operatorAddresses(model);
  const authorization: Json = {
    defaultAction: 'Deny',
    ...(addresses.length > 0 ? { rules: [{ name: 'operators', action: 'Allow', principal: { clientCIDRs: [...addresses] } }] } : {}),
  };
  const policy = (name: string, spec: { readonly [key: string]: Json }): KubernetesObject => ({
    apiVersion: gateway.apiVersion,
    kind: 'SecurityPolicy',
    metadata: { name, namespace },
    spec: { targetRefs: [target(name)], authorization, ...spec },
  });
  return [
    policy(names.pages, {}),
    policy(names.apis, {
      extAuth: {
        failOpen: false,
        headersToExtAuth: ['cookie', 'x-forwarded-proto'],
        http: {
          backendRefs: [{ name: ory.oathkeeperApi.service, port: ory.oathkeeperApi.port }],
          path: '/decisions',
          headersToBackend: ['x-user', 'x-email'],
        },
      },
    }),
  ];
}

/** Lets routes of the portal lead to settlement, and to no other service of the hub: what changes the ledger goes past the part that writes down who did it. */
const grant = (model: EnvironmentModel): KubernetesObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1beta1',
  kind: 'ReferenceGrant',
  metadata: { name: 'portal', namespace: model.config.hub.namespace },
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: model.config.portal.namespace }],
    to: [{ group: '', kind: 'Service', name: hubService(model, 'centralsettlement-service') }],
  },
});

/** The routes of the portal with what guards them; a rule tells that a gateway that is not ours guards nothing. */
export const portalRouteObjects = (model: EnvironmentModel): KubernetesObject[] => [
  ...policies(model),
  grant(model),
  ...portalRoutes(model).map((route) => routeObject(model, model.config.portal.namespace, route)),
];
