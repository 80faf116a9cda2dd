import { redisUrl } from './cache';
import type { Pm4mlContext, Pm4mlLayout, Writer } from './context';
import { hubAddresses, portalClient, services } from './names';
import { quotedSecret, quotedWith } from './raw-text';
import { secretOf } from './secrets';

/** How the experience API gets its OIDC client secret, and what else its version wants. */
const experience = {
  v8: (c) => ({ authClientSecret: quotedSecret(secretOf(c, 'portal-client')) }),
  v9: (c) => clientSecret(c),
  // Since 3.1 its login is off unless asked for, and the chart has no value for that: without it anybody could read the portal's data.
  v10: (c) => ({ ...clientSecret(c), cacheUrl: quotedWith(redisUrl(c.release), { ENABLE_AUTH_CLIENT: 'true', ENABLE_CORS: 'true' }) }),
} as const satisfies Record<Pm4mlLayout, (context: Pm4mlContext) => Record<string, string>>;

function clientSecret(context: Pm4mlContext) {
  const { name, key } = secretOf(context, 'portal-client');
  return { authClientSecretSecret: name, authClientSecretSecretKey: key };
}

/** The portal of a participant: web pages and the API behind them, both at host names of their own. */
export const portal: Writer = (context) => {
  const { model, participant, release, hosts, layout } = context;
  const api = `https://${hosts.experienceApi}`;
  return {
    frontend: {
      env: {
        API_BASE_URL: api,
        TITLE: participant.name ?? participant.id,
        ...(layout === 'v10' ? { ENABLE_AUTHENTICATION: 'true' } : {}),
      },
    },
    'experience-api': {
      env: {
        dfspId: participant.id,
        managementEndPoint: services(release).managementApi.service,
        appKeys: quotedSecret(secretOf(context, 'portal-session')),
        authDiscoveryEndpoint: hubAddresses(model).portalDiscovery,
        authClientId: portalClient(participant),
        authResourceName: portalClient(participant),
        authRedirectUri: `${api}/auth`,
        authLoggedInLandingUrl: `https://${hosts.portal}/`,
        // TLS ends at the gateway, and the API does not trust what a proxy says of it: a secure cookie would make every login fail.
        authSessionSecure: false,
        authSessionRedisUrl: `${redisUrl(release)}/2`,
        ...experience[layout](context),
      },
    },
  };
};
