import { stringify } from 'yaml';
import type { EnvironmentModel } from '../../config/environment';
import { participantSecrets } from '../../config/model/secret-map';
import type { ParticipantConfig } from '../../config/schema/workbench';
import type { Values } from '../kubernetes/release-spec';
import { pm4mlChart, pm4mlContext } from './context';
import { certificateRequests, certificateSubjects, managementHubEnv } from './management-api';
import { currenciesOf, hubAddresses, oauthClient } from './names';
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

/**
 * The file an external participant gets: where the hub is, what it must ask for, and the part of the chart's values that depends on the hub.
 * Its own payment manager, its Vault and the Secret with the client secret are made by itself.
 */
export function handOverFile(model: EnvironmentModel, participant: ParticipantConfig): { fileName: string; content: string } {
  const context = pm4mlContext(model, participant);
  const { config, hosts } = model;
  const hub = hubAddresses(model);
  const secret = secretOf(context, 'oauth-client');
  // With a Secret option since 9.0; before, the text itself, which the participant fills in.
  const secretNames = context.layout === 'v8' ? undefined : secret;
  const content = {
    participant: {
      id: participant.id,
      name: participant.name ?? participant.id,
      currencies: currenciesOf(participant),
      allowedAddresses: participant.allowedAddresses,
      callback: `https://${context.hosts.connector}`,
    },
    hub: {
      environment: config.environment,
      operator: config.tenant,
      release: config.hub.release,
      messages: config.hub.apiType,
      signedMessages: participant.jws,
      mutualTls: true,
      hosts: {
        switch: hosts.interopSwitch,
        tokens: hosts.tokens,
        identityProvider: hosts.keycloak,
        connectionManager: hosts.connectionManager,
      },
      endpoints: {
        switch: `https://${hosts.interopSwitch}`,
        tokens: hub.tokenEndpoint,
        identityProvider: hub.identityProvider,
        connectionManager: hub.connectionManager,
      },
    },
    oauth: { clientId: oauthClient(participant), tokenEndpoint: hub.tokenEndpoint, clientSecret: secretHandOver(model, participant) },
    certificates: certificateSubjects(context),
    paymentManager: {
      chart: pm4mlChart,
      version: context.version,
      ...(secretNames
        ? { secret: { ...secretNames, holds: 'the client secret; made by the participant before the chart is installed' } }
        : {}),
      values: {
        'management-api': {
          config: certificateRequests(context),
          env: {
            ...managementHubEnv(context),
            ...(secretNames ? { CLIENT_SECRET_NAME: secretNames.name, CLIENT_SECRET_KEY: secretNames.key } : {}),
          },
        },
        'scheme-adapter': {
          'sdk-scheme-adapter-api-svc': {
            config: { simName: participant.id, ...jwsConfig(participant.jws) },
            env: {
              ...sdkHubEnv(context),
              ...(secretNames ? { OAUTH_CLIENT_SECRET_NAME: secretNames.name, OAUTH_CLIENT_SECRET_KEY: secretNames.key } : {}),
            },
          },
        },
      },
    },
  };
  const comment = heading(model, participant.id).trimEnd().replaceAll(/^/gm, '# ');
  return {
    fileName: `${participant.id}.yaml`,
    content: `${comment}\n${stringify(content, { lineWidth: 0, aliasDuplicateObjects: false })}`,
  };
}
