import type { WorkbenchConfig } from '../schema/workbench';
import { realms } from './edge';
import { hostsOf } from './hosts';

/** Keycloak in the cluster: name of its workload and Service, and its ports. It speaks plain HTTP: TLS ends at the gateway. */
export const keycloak = { name: 'keycloak', port: 8080, managementPort: 9000, administrator: 'admin' } as const;

export const runsKeycloak = ({ identity }: Pick<WorkbenchConfig, 'identity'>): boolean => identity.provider === 'keycloak';

/** An OIDC issuer as the others need to know it. */
export interface Issuer {
  /** Claim `iss` of its tokens. */
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** The same, at an address that the gateway reaches. */
  readonly gatewayTokenEndpoint: string;
  readonly authorizationEndpoint: string;
  /** Where a browser ends its session; known of Keycloak in the cluster alone. */
  readonly endSessionEndpoint?: string;
  /** Public keys, at an address that the gateway reaches: inside the cluster where Keycloak runs there. */
  readonly jwksUri: string;
  readonly discovery: string;
}

/** Tokens of participants, of people at the portals of payment managers, and of operators of the hub. */
export type Audience = keyof typeof realms;

const below = (issuer: string, path: string) => `${issuer.replace(/\/$/, '')}/${path}`;
const discoveryPath = '.well-known/openid-configuration';
/** Where Keycloak has its addresses below an issuer. */
const oidc = (issuer: string, name: 'token' | 'auth' | 'certs' | 'logout') => below(issuer, `protocol/openid-connect/${name}`);

/** The issuer that an audience is told: a realm of Keycloak in the cluster, or what the file names. */
export function issuerOf(config: WorkbenchConfig, audience: Audience): Issuer {
  const { identity } = config;
  if (runsKeycloak(config)) {
    const hosts = hostsOf(config);
    const path = `realms/${realms[audience]}`;
    // One issuer whatever name a request comes by: Keycloak is told its public address (KC_HOSTNAME).
    const issuer = `https://${hosts.keycloak}/${path}`;
    return {
      issuer,
      tokenEndpoint: oidc(audience === 'participants' ? `https://${hosts.tokens}/${path}` : issuer, 'token'),
      gatewayTokenEndpoint: oidc(`${keycloakAddress(config)}/${path}`, 'token'),
      authorizationEndpoint: oidc(issuer, 'auth'),
      endSessionEndpoint: oidc(issuer, 'logout'),
      jwksUri: oidc(`${keycloakAddress(config)}/${path}`, 'certs'),
      discovery: below(issuer, discoveryPath),
    };
  }
  const own = { participants: identity.issuer, portals: identity.portalIssuer, operators: identity.operatorIssuer }[audience];
  const issuer = own ?? identity.issuer ?? '';
  const first = issuer === identity.issuer;
  const tokenEndpoint = (first ? identity.tokenEndpoint : undefined) ?? oidc(issuer, 'token');
  return {
    issuer,
    tokenEndpoint,
    gatewayTokenEndpoint: tokenEndpoint,
    authorizationEndpoint: oidc(issuer, 'auth'),
    jwksUri: (first ? identity.jwksUri : undefined) ?? oidc(issuer, 'certs'),
    discovery: below(issuer, discoveryPath),
  };
}

/** Keycloak inside the cluster, without a path. */
export const keycloakAddress = ({ identity, network }: WorkbenchConfig): string =>
  `http://${keycloak.name}.${identity.namespace}.svc.${network.clusterDomain}:${keycloak.port}`;
