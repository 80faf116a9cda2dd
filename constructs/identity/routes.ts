import type { EnvironmentModel } from '../../config/environment';
import { realms } from '../../config/model/edge';
import { keycloak, runsKeycloak } from '../../config/model/identity';
import type { Route, RouteRule } from '../../config/model/routes';

const to = (pathPrefix: string): RouteRule => ({ pathPrefix, service: keycloak.name, port: keycloak.port });

/**
 * Ways in to Keycloak: tokens for participants, logins for people, and its console for operators alone. Each realm is named, so that of Keycloak
 * itself (`master`), whose administrators may do everything, is behind the console's list of addresses.
 */
export function identityRoutes(model: EnvironmentModel): Route[] {
  if (!runsKeycloak(model.config)) return [];
  const { keycloak: host, tokens } = model.hosts;
  const realm = (name: string) => `/realms/${name}`;
  const openid = (name: string) => `${realm(name)}/protocol/openid-connect`;
  return [
    {
      name: 'tokens',
      host: tokens,
      audience: 'participant',
      rules: [to(openid(realms.participants)), to(`${realm(realms.participants)}/.well-known`)],
    },
    {
      name: 'keycloak',
      host,
      audience: 'participant',
      rules: [to(realm(realms.participants)), to(realm(realms.portals)), to(realm(realms.operators)), to('/resources')],
    },
    { name: 'keycloak-console', host, audience: 'operator', rules: [to('/admin'), to(realm('master'))] },
  ];
}
