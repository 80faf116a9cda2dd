import { stringify } from 'yaml';
import type { EnvironmentModel } from '../../config/environment';
import { signingIssuer } from '../../config/model/authority';
import { oauthClient } from '../../config/model/edge';
import { revocationAddress, revocationIsPublic } from '../../config/model/revocation';
import { participantSecrets, signingKeyPath } from '../../config/model/secret-map';
import type { ParticipantConfig } from '../../config/schema/workbench';
import type { Values } from '../in-cluster/release-spec';
import { type Pm4mlContext, type Pm4mlLayout, pm4mlChart, pm4mlContext } from './context';
import { certificateRequests, certificateSubjects, managementHubEnv } from './management-api';
import { currenciesOf, hubAddresses } from './names';
import type { SecretReference } from './raw-text';
import { jwsConfig, sdkHubEnv } from './scheme-adapter';
import { secretOf } from './secrets';

const heading = (
  model: EnvironmentModel,
  id: string,
) => `What the payment manager of ${id} needs to take part in ${model.config.environment}.
Give this file to the participant as it is: no secret is in it. The client secret is handed over apart, by the commands below.
`;

/** Hours within which the participant must fetch what it is handed. */
const wrapHours = 24;

/** How an operator hands the client secret over, so that nobody between the two can read it unnoticed. */
function secretHandOver(model: EnvironmentModel, participant: ParticipantConfig): Values {
  const { secrets } = model.config;
  const entry = participantSecrets(participant).find(({ id }) => id === `${participant.id}-oauth-client`);
  if (!entry) throw new Error(`no OAuth client of ${participant.id} in the secret map`);
  return {
    path: `${secrets.kvMount}/${entry.path}`,
    field: entry.field,
    operator: `vault kv get -wrap-ttl=${wrapHours}h -format=json -mount=${secrets.kvMount} ${entry.path}`,
    participant: 'vault unwrap <wrapping_token>',
    note: `The first command prints a wrapping token that opens once, within ${wrapHours} hours. A token that does not open has been used: make a new one and change the secret.`,
  };
}

/** Whom the participant must trust to reach the hub; an ACME authority is known to everybody. */
function authority({ config }: EnvironmentModel): Values {
  const { certificates, secrets } = config;
  if (certificates.issuer !== 'vault') return {};
  // With an offline root the mount answers `cert/ca` with an intermediate, which no verifier takes for the end of a chain.
  const byRoot = {
    vault: `vault read -field=certificate ${secrets.pkiMount}/cert/ca`,
    offline: `vault read -format=json ${secrets.pkiMount}/issuer/${signingIssuer(config)}/json | jq -r '.data.ca_chain[-1]'`,
  } as const satisfies Record<typeof certificates.root, string>;
  return {
    authority: {
      operator: byRoot[certificates.root],
      note: 'Send the certificate along with this file.',
    },
  };
}

/** The public key by which messages of the hub in its own name are verified; the connection manager hands on those of participants. */
function signingKey({ config, features }: EnvironmentModel, { jws }: ParticipantConfig): Values {
  if (!features.jws || !jws) return {};
  return {
    signingKey: {
      source: config.hub.name,
      operator: `vault kv get -mount=${config.secrets.kvMount} -field=publicKey ${signingKeyPath(config.certificates.signingKeys.current)}`,
      note: `Verifies messages whose FSPIOP-Source is ${config.hub.name}: errors, mostly. The scheme adapter reads it from ${config.hub.name}.pem among its verification keys, and must be started anew for another one where that file is a mounted Secret.`,
    },
  };
}

function hubPart(model: EnvironmentModel, participant: ParticipantConfig): Values {
  const { config, hosts } = model;
  const { interopSwitch, connectionManager } = hosts;
  const hub = hubAddresses(model);
  const [tokens, identityProvider] = [hub.tokenEndpoint, hub.identityProvider].map((address) => new URL(address).hostname);
  return {
    environment: config.environment,
    operator: config.tenant,
    release: config.hub.release,
    messages: config.hub.apiType,
    signedMessages: participant.jws,
    mutualTls: true,
    hosts: { switch: interopSwitch, tokens: tokens ?? '', identityProvider: identityProvider ?? '', connectionManager },
    endpoints: {
      switch: `https://${interopSwitch}`,
      tokens: hub.tokenEndpoint,
      identityProvider: hub.identityProvider,
      connectionManager: hub.connectionManager,
    },
    ...(revocationIsPublic(config) ? { revocation: revocationAddress(config) } : {}),
    ...authority(model),
    ...signingKey(model, participant),
  };
}

/** How each layout of the chart takes the client secret in a cluster that is not ours. */
const clientSecret = {
  // No option for a Secret: the participant gives these two when it installs the chart, outside of any file.
  v8: () => ({ secretValues: ['management-api.env.AUTH_PASS', 'scheme-adapter.sdk-scheme-adapter-api-svc.env.OAUTH_CLIENT_SECRET'] }),
  v9: (c) => ({ secret: secretOf(c, 'oauth-client') }),
  v10: (c) => ({ secret: secretOf(c, 'oauth-client') }),
} as const satisfies Record<Pm4mlLayout, (context: Pm4mlContext) => object>;

function paymentManagerPart(context: Pm4mlContext): Values {
  const { participant, layout, version } = context;
  const taken: { secret?: SecretReference; secretValues?: string[] } = clientSecret[layout](context);
  const named = (name: string): Values => (taken.secret ? { [`${name}_NAME`]: taken.secret.name, [`${name}_KEY`]: taken.secret.key } : {});
  return {
    chart: pm4mlChart,
    version,
    ...(taken.secret
      ? { secret: { ...taken.secret, holds: 'the client secret; made by the participant before the chart is installed' } }
      : {}),
    ...(taken.secretValues ? { secretValues: taken.secretValues } : {}),
    values: {
      'management-api': { config: certificateRequests(context), env: { ...managementHubEnv(context), ...named('CLIENT_SECRET') } },
      'scheme-adapter': {
        'sdk-scheme-adapter-api-svc': {
          config: { simName: participant.id, ...jwsConfig(participant.jws) },
          env: { ...sdkHubEnv(context), ...named('OAUTH_CLIENT_SECRET') },
        },
      },
    },
  };
}

/** Where the hub calls it back, as the proxy of callbacks does. */
function callbackOf({ hosts, participant: { callback } }: Pm4mlContext): string {
  return `https://${hosts.connector}${callback.port === 443 ? '' : `:${callback.port}`}${callback.path ?? ''}`;
}

/**
 * The file an external participant gets: where the hub is, what it must ask for, and the part of the chart's values that depends on the hub.
 * Its own payment manager, its Vault and the Secret with the client secret are made by itself. Plain YAML, with no secret in it.
 */
export function handOverFile(model: EnvironmentModel, participant: ParticipantConfig): { fileName: string; content: string } {
  const context = pm4mlContext(model, participant);
  const content: Values = {
    participant: {
      id: participant.id,
      name: participant.name ?? participant.id,
      currencies: currenciesOf(participant),
      allowedAddresses: participant.allowedAddresses,
      callback: callbackOf(context),
    },
    hub: hubPart(model, participant),
    oauth: {
      clientId: oauthClient(participant),
      tokenEndpoint: hubAddresses(model).tokenEndpoint,
      clientSecret: secretHandOver(model, participant),
    },
    certificates: certificateSubjects(context),
    paymentManager: paymentManagerPart(context),
  };
  const comment = heading(model, participant.id).trimEnd().replaceAll(/^/gm, '# ');
  return {
    fileName: `${participant.id}.yaml`,
    content: `${comment}\n${stringify(content, { lineWidth: 0, aliasDuplicateObjects: false })}`,
  };
}
