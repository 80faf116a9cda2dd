import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { connectionManager } from '../../config/model/connection-manager';
import { issuerOf } from '../../config/model/identity';
import type { Route } from '../../config/model/routes';
import { routeObject } from '../in-cluster/gateway-objects';
import { gateway, operatorAddresses } from '../in-cluster/gateway-targets';
import type { KubernetesObject } from '../in-cluster/objects';
import type { Json } from '../in-cluster/release-spec';
import { projectRoot } from '../terraform/project-root';

const names = { participants: 'connection-manager-participants', operators: 'connection-manager' } as const;
const tokenProvider = 'participants';

/** Participants' payment managers come by `/pm4mlapi` (mcm-client 9 and newer), people by everything else. */
export function connectionManagerRoutes(model: EnvironmentModel): Route[] {
  const { api, ui } = connectionManager;
  const host = model.hosts.connectionManager;
  return [
    { name: names.participants, host, audience: 'participant', rules: [{ pathPrefix: '/pm4mlapi', rewritePrefix: '/api', ...api }] },
    {
      name: names.operators,
      host,
      audience: 'operator',
      rules: [
        { pathPrefix: '/api', ...api },
        { pathPrefix: '/', ...ui },
      ],
    },
  ];
}

const target = (name: string): Json => ({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name });

/** The script that a participant's request passes when its token has been verified. */
export const participantScript = (): string =>
  `local token_provider = ${JSON.stringify(tokenProvider)}\n${readFileSync(join(projectRoot(), 'constructs/connection-manager/participants.lua'), 'utf8')}`;

/**
 * Who gets in. The program itself lets anybody do anything, so it stands behind two locks. A participant needs a token of its own, and reaches only what is
 * its own; it needs no client certificate, which it gets here. A person comes from an operator's address and logs in at the issuer of operators.
 */
function policies(model: EnvironmentModel): KubernetesObject[] {
  const { config, hosts } = model;
  const { namespace } = config.connectionManager;
  const participants = issuerOf(config, 'participants');
  const operators = issuerOf(config, 'operators');
  const addresses = operatorAddresses(model);
  const policy = (kind: string, name: string, spec: { readonly [key: string]: Json }): KubernetesObject => ({
    apiVersion: gateway.apiVersion,
    kind,
    metadata: { name, namespace },
    spec: { targetRefs: [target(name)], ...spec },
  });
  return [
    policy('SecurityPolicy', names.participants, {
      jwt: {
        providers: [
          {
            name: tokenProvider,
            issuer: participants.issuer,
            remoteJWKS: { uri: participants.jwksUri },
            extractFrom: { headers: [{ name: 'Authorization', valuePrefix: 'Bearer ' }] },
          },
        ],
      },
    }),
    policy('EnvoyExtensionPolicy', names.participants, { lua: [{ type: 'Inline', inline: participantScript() }] }),
    policy('SecurityPolicy', names.operators, {
      oidc: {
        provider: {
          issuer: operators.issuer,
          authorizationEndpoint: operators.authorizationEndpoint,
          tokenEndpoint: operators.gatewayTokenEndpoint,
          // Without it a sign-out takes the cookies away and no more: the next page logs the same person in again, without a password.
          ...(operators.endSessionEndpoint ? { endSessionEndpoint: operators.endSessionEndpoint } : {}),
        },
        clientID: connectionManager.client,
        clientSecret: { name: `${connectionManager.client}-login` },
        redirectURL: `https://${hosts.connectionManager}${connectionManager.loginPath}`,
        logoutPath: '/logout',
        // A token lives minutes, and a page that asks for data in the background can't follow a redirect to a login: the gateway renews the token as
        // long as the session at the issuer lives. Who is shut out is so after one life of a token.
        refreshToken: true,
      },
      authorization: {
        defaultAction: 'Deny',
        ...(addresses.length > 0 ? { rules: [{ name: 'operators', action: 'Allow', principal: { clientCIDRs: [...addresses] } }] } : {}),
      },
    }),
  ];
}

/** The routes of the connection manager with what guards them; behind a gateway that is not ours they have no guard but its own, which a rule tells. */
export function connectionManagerRouteObjects(model: EnvironmentModel): KubernetesObject[] {
  const { config } = model;
  const guarded = config.gateway.controller === 'envoy-gateway';
  return [
    ...(guarded ? policies(model) : []),
    ...connectionManagerRoutes(model).map((route) => routeObject(model, config.connectionManager.namespace, route)),
  ];
}
