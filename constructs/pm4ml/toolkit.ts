import type { Json, Values } from '../in-cluster/release-spec';
import type { Pm4mlContext, Pm4mlLayout, Writer } from './context';
import { address, currenciesOf, services, toolkitNames } from './names';

/** Name of its settings: files in 8.x, beside the database since. */
const filesKey = { v8: 'config', v9: 'config_files', v10: 'config_files' } as const satisfies Record<Pm4mlLayout, string>;

export const environmentFile = 'pm4ml-default-environment.json';

/** The chart puts these texts between single quotes and does not escape them. */
const inSingleQuotes = (text: string) => text.replaceAll("'", "''");

/**
 * What the tests of a payment manager are told: its own id, currency and test account, and where the hub is.
 * Nothing of other participants, so that a new one changes no payment manager but its own.
 */
export function toolkitInputs({ model, participant }: Pick<Pm4mlContext, 'model' | 'participant'>): Readonly<Record<string, Json>> {
  const { config } = model;
  const { testAccount } = participant;
  const party = testAccount?.party;
  const hubService = (name: string) =>
    `http://${config.hub.releaseName}-${name}.${config.hub.namespace}.svc.${config.network.clusterDomain}`;
  const known: Readonly<Record<string, string | undefined>> = {
    CURRENCY_CODE: participant.currency,
    CURRENCIES: currenciesOf(participant).join(','),
    MOJALOOP_RELEASE: config.hub.release,
    FROM_FSP_ID: participant.id,
    FROM_FIRST_NAME: party?.firstName,
    FROM_MIDDLE_NAME: party?.middleName,
    FROM_LAST_NAME: party?.lastName,
    FROM_DISPLAY_NAME: participant.name ?? participant.id,
    FROM_DOB: party?.dateOfBirth,
    P2P_CURRENCY: participant.currency,
    P2P_SOURCE_PARTY_ID_1: testAccount?.msisdn,
    HOST_CENTRAL_LEDGER: hubService('centralledger-service'),
    HOST_ACCOUNT_LOOKUP_SERVICE: hubService('account-lookup-service'),
  };
  return Object.fromEntries(Object.entries(known).flatMap(([key, value]) => (value === undefined ? [] : [[key, inSingleQuotes(value)]])));
}

/** A testing toolkit beside the payment manager: it looks at messages, runs tests, and may stand for the back end. */
export const toolkit: Writer = (context) => {
  const { participant, release, hosts, layout } = context;
  const off: Values = { ttk: { enabled: false } };
  const on: Values = {
    ttk: {
      enabled: true,
      'ml-testing-toolkit-backend': {
        nameOverride: toolkitNames.backend,
        ingress: { enabled: false },
        [filesKey[layout]]: {
          'user_config.json': {
            CALLBACK_ENDPOINT: `http://${address(services(release).sdkOutbound)}`,
            DEFAULT_ENVIRONMENT_FILE_NAME: environmentFile,
            FSPID: participant.id,
            // The chart ships a private key here that everybody knows.
            CLIENT_TLS_CREDS: [],
          },
        },
        extraEnvironments: { [environmentFile]: { inputValues: toolkitInputs(context) } },
      },
      'ml-testing-toolkit-frontend': {
        nameOverride: toolkitNames.frontend,
        ingress: { enabled: false },
        config: { API_BASE_URL: `https://${hosts.testingToolkit}` },
      },
    },
  };
  return participant.testingToolkit ? on : off;
};
