import type { KubernetesObject } from '../../constructs/in-cluster/objects';

/*
 * Written here after Envoy Gateway 1.5.0's own translator (internal/xds/translator/oidc.go), whose command can't do it: it looks for the key of sessions in the
 * namespace of a controller, and has none.
 */

/** With it the gateway is known to the issuer of operators. */
export const loginSecret = 'secret-of-this-test';
/** With it the gateway signs what it tells browsers to keep; Envoy Gateway makes its own when it is installed. */
const sessionKey = 'key-of-this-test-with-32-characters';

interface Login {
  readonly provider: {
    readonly authorizationEndpoint: string;
    readonly tokenEndpoint: string;
    readonly endSessionEndpoint?: string;
  };
  readonly clientID: string;
  readonly redirectURL: string;
  readonly logoutPath: string;
  readonly refreshToken: boolean;
}
interface Policy {
  readonly oidc?: Login;
  readonly targetRefs?: readonly { readonly name: string }[];
}

const loginOf = ({ kind, spec }: KubernetesObject): Login | undefined => (kind === 'SecurityPolicy' ? (spec as Policy).oidc : undefined);

/** The objects without logins: everything else of a policy is translated. */
export const withoutLogins = (objects: readonly KubernetesObject[]): KubernetesObject[] =>
  objects.map((object) => {
    if (!loginOf(object)) return object;
    const { oidc: _, ...spec } = object.spec as Policy;
    return { ...object, spec: spec as KubernetesObject['spec'] };
  });

/** What a login is in Envoy, for the route that its policy names. */
export interface LoginFilter {
  readonly route: string;
  readonly filter: { readonly name: string; readonly disabled: true; readonly typedConfig: object };
  readonly cluster: { readonly name: string; readonly type: 'STATIC'; readonly loadAssignment: object };
  readonly secrets: readonly { readonly name: string; readonly genericSecret: object }[];
}

const exact = (path: string) => ({ path: { exact: path } });
const cookies = {
  bearerToken: 'AccessToken-0',
  oauthHmac: 'OauthHMAC-0',
  oauthExpires: 'OauthExpires-0',
  idToken: 'IdToken-0',
  refreshToken: 'RefreshToken-0',
  oauthNonce: 'OauthNonce-0',
};

/** Logins of all policies, with an issuer at a port of the loopback interface in place of its name. */
export function loginFilters(objects: readonly KubernetesObject[], issuerPort: number): LoginFilter[] {
  return objects.flatMap((object) => {
    const login = loginOf(object);
    const route = (object.spec as Policy | undefined)?.targetRefs?.[0]?.name;
    if (!login || !route) return [];
    const own = `oauth2/${String(object.metadata.namespace)}/${String(object.metadata.name)}`;
    const secret = (name: string, text: string) => ({ name: `${own}/${name}`, genericSecret: { secret: { inlineString: text } } });
    const { provider, clientID, redirectURL, logoutPath, refreshToken } = login;
    const config = {
      tokenEndpoint: { uri: provider.tokenEndpoint, cluster: own, timeout: '10s' },
      authorizationEndpoint: provider.authorizationEndpoint,
      ...(provider.endSessionEndpoint ? { endSessionEndpoint: provider.endSessionEndpoint } : {}),
      redirectUri: redirectURL,
      redirectPathMatcher: exact(new URL(redirectURL).pathname),
      signoutPath: exact(logoutPath),
      useRefreshToken: refreshToken,
      forwardBearerToken: false,
      preserveAuthorizationHeader: true,
      credentials: {
        clientId: clientID,
        tokenSecret: { name: `${own}/client` },
        hmacSecret: { name: `${own}/session` },
        cookieNames: cookies,
      },
      authType: 'BASIC_AUTH',
      authScopes: ['openid'],
    };
    const endpoint = { address: { socketAddress: { address: '127.0.0.1', portValue: issuerPort } } };
    return [
      {
        route,
        filter: {
          name: `envoy.filters.http.${own}`,
          disabled: true,
          typedConfig: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.oauth2.v3.OAuth2', config },
        },
        cluster: {
          name: own,
          type: 'STATIC',
          loadAssignment: { clusterName: own, endpoints: [{ lbEndpoints: [{ endpoint }] }] },
        },
        secrets: [secret('client', loginSecret), secret('session', sessionKey)],
      } satisfies LoginFilter,
    ];
  });
}
