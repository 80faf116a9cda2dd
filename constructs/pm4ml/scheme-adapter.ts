import { oauthClient } from '../../config/model/edge';
import { endpoint } from '../../config/model/endpoints';
import type { Json, Values } from '../in-cluster/release-spec';
import { backendAddress } from './backend';
import { redisUrl } from './cache';
import type { Pm4mlContext, Pm4mlLayout, Writer } from './context';
import { waitForBulk, waitForRedis } from './init-containers';
import { currenciesOf, hubAddresses, services } from './names';
import { secretEnv } from './raw-text';
import { secretOf } from './secrets';

type Env = Readonly<Record<string, string | number | boolean>>;

/** The chart refuses to sign without some text; real keys reach the SDK from the management API, so this one signs nothing. */
const keyMarker = 'keys arrive from the management API';

/** Secrets that everybody knows because the chart ships them, and that a payment manager does not use. */
const unused = { WSO2_BEARER_TOKEN: '', OAUTH_TOKEN_ENDPOINT_CLIENT_SECRET: '' } as const;

const oauthSecret = {
  v8: (c) => secretEnv('OAUTH_CLIENT_SECRET', secretOf(c, 'oauth-client')),
  v9: (c) => namedSecret(c),
  v10: (c) => namedSecret(c),
} as const satisfies Record<Pm4mlLayout, (context: Pm4mlContext) => Env>;

function namedSecret(context: Pm4mlContext): Env {
  const { name, key } = secretOf(context, 'oauth-client');
  return { OAUTH_CLIENT_SECRET_NAME: name, OAUTH_CLIENT_SECRET_KEY: key };
}

/** What only some versions of the SDK know. */
const versioned = {
  // The text must not end after the first pair: the SDK's own check of it wants something behind.
  v8: () => ({ RESOURCE_VERSIONS: 'transfers=1.1,participants=1.1' }),
  v9: () => ({ RESOURCE_VERSIONS: 'transfers=1.1,participants=1.1', OAUTH_MUTUAL_TLS_ENABLED: true }),
  v10: ({ model, participant }) => ({
    OAUTH_MUTUAL_TLS_ENABLED: true,
    SUPPORTED_CURRENCIES: currenciesOf(participant).join(','),
    API_TYPE: model.features.iso20022 ? 'iso20022' : 'fspiop',
    ILP_VERSION: model.features.iso20022 ? '4' : '1',
  }),
} as const satisfies Record<Pm4mlLayout, (context: Pm4mlContext) => Env>;

/** Settings that are the same whoever runs the payment manager; an external one gets them in its hand-over file. */
export function sdkHubEnv(context: Pm4mlContext): Env {
  const { model, participant, layout } = context;
  const hub = hubAddresses(model);
  return {
    DFSP_ID: participant.id,
    PEER_ENDPOINT: hub.switch,
    ALS_ENDPOINT: hub.switch,
    OUTBOUND_MUTUAL_TLS_ENABLED: true,
    // TLS of callbacks ends at the gateway.
    INBOUND_MUTUAL_TLS_ENABLED: false,
    JWS_SIGN: participant.jws,
    VALIDATE_INBOUND_JWS: participant.jws,
    OAUTH_TOKEN_ENDPOINT: hub.tokenEndpoint,
    OAUTH_CLIENT_KEY: oauthClient(participant),
    RESERVE_NOTIFICATION: true,
    PM4ML_ENABLED: true,
    ...versioned[layout](context),
  };
}

/** Text the chart asks for where signing is on, and where it mounts it. */
export const jwsConfig = (jws: boolean): Values => (jws ? { jwsSigningKey: keyMarker, jwsVerificationKeys: { marker: keyMarker } } : {});
const jwsPaths = { JWS_SIGNING_KEY_PATH: '/jwsSigningKey.key', JWS_VERIFICATION_KEYS_DIRECTORY: '/jwsVerificationKeys' } as const;

/** Bulk through the SDK: its API and both event handlers speak to each other over Kafka. */
function bulkParts(context: Pm4mlContext): Readonly<Record<string, Json>> {
  const { model, participant, release } = context;
  if (!participant.sdkBulk) return {};
  const { host, port } = endpoint(model.logicalServices, 'mojaloop-kafka');
  const { service, port: redisPort } = services(release).redis;
  const handler = {
    enabled: true,
    kafka: { host, port },
    redis: { host: service, port: redisPort },
    config: { simName: participant.id },
    env: { ILP_SECRET: '', ...unused },
    initContainers: waitForBulk(context),
  };
  return { 'sdk-scheme-adapter-dom-evt-handler': handler, 'sdk-scheme-adapter-cmd-evt-handler': handler };
}

/** The SDK: speaks FSPIOP with the hub and a simple interface with the back end of the participant. */
export const schemeAdapter: Writer = (context) => {
  const { model, config, participant, release, layout } = context;
  const { managementControl, redis } = services(release);
  // Nobody sits behind a simulator who could accept.
  const accept = participant.backend !== 'core-connector';
  const kafka: Values = participant.sdkBulk ? { kafka: endpoint(model.logicalServices, 'mojaloop-kafka') } : {};
  return {
    'scheme-adapter': {
      'sdk-scheme-adapter-api-svc': {
        ...kafka,
        redis: { host: redis.service, port: redis.port },
        config: { simName: participant.id, bulkTransactionSupportEnabled: participant.sdkBulk, ...jwsConfig(participant.jws) },
        initContainers: participant.sdkBulk ? waitForBulk(context) : waitForRedis(context),
        env: {
          ...sdkHubEnv(context),
          ...unused,
          ...(participant.jws ? jwsPaths : {}),
          ...oauthSecret[layout](context),
          ...secretEnv('ILP_SECRET', secretOf(context, 'ilp')),
          CACHE_URL: `${redisUrl(release)}/0`,
          BACKEND_ENDPOINT: backendAddress(context),
          MGMT_API_WS_URL: managementControl.service,
          MGMT_API_WS_PORT: managementControl.port,
          AUTO_ACCEPT_PARTY: accept,
          AUTO_ACCEPT_QUOTES: accept,
          ENABLE_TEST_FEATURES: config.profile === 'sandbox',
          ENABLE_BACKEND_EVENT_HANDLER: participant.sdkBulk,
          ENABLE_FSPIOP_EVENT_HANDLER: participant.sdkBulk,
          ...(participant.sdkBulk ? { REQUEST_PROCESSING_TIMEOUT_SECONDS: 30 } : {}),
        },
      },
      ...bulkParts(context),
    },
  };
};
