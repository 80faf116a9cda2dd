import type { EnvironmentModel } from '../../environment';
import type { Features } from '../features';

/** What the ledger keeps about where to reach a participant: a type that its seeds know, and an address with the ledger's own placeholders. */
export interface Endpoint {
  readonly type: string;
  readonly value: string;
}

type Known = Pick<EnvironmentModel, 'features' | 'layout'>;
interface Group {
  readonly when: (model: Known) => boolean;
  /** Type without its prefix → path after the callback address; empty where the service adds the path itself. */
  readonly prefix: string;
  readonly paths: Readonly<Record<string, string>>;
}

const feature =
  (name: keyof Features) =>
  ({ features }: Known) =>
    Boolean(features[name]);

const party = '{{partyIdType}}/{{partyIdentifier}}';
const subParty = `${party}/{{partySubIdOrType}}`;

/**
 * Callbacks by type. Sources: seeds of @mojaloop/central-ledger 19.5.5 (`endpointType`) for the types; the provisioning collections of the testing toolkit
 * (`hub/provisioning/for_golden_path`, 17.1.0) for the paths.
 */
const groups: readonly Group[] = [
  {
    when: () => true,
    prefix: 'FSPIOP_CALLBACK_URL_',
    paths: {
      PARTICIPANT_PUT: `/participants/${party}`,
      PARTICIPANT_PUT_ERROR: `/participants/${party}/error`,
      PARTICIPANT_SUB_ID_PUT: `/participants/${subParty}`,
      PARTICIPANT_SUB_ID_PUT_ERROR: `/participants/${subParty}/error`,
      PARTICIPANT_DELETE: `/participants/${party}`,
      PARTICIPANT_SUB_ID_DELETE: `/participants/${subParty}`,
      PARTICIPANT_BATCH_PUT: '/participants/{{requestId}}',
      PARTICIPANT_BATCH_PUT_ERROR: '/participants/{{requestId}}/error',
      PARTIES_GET: `/parties/${party}`,
      PARTIES_SUB_ID_GET: `/parties/${subParty}`,
      PARTIES_PUT: `/parties/${party}`,
      PARTIES_SUB_ID_PUT: `/parties/${subParty}`,
      PARTIES_PUT_ERROR: `/parties/${party}/error`,
      PARTIES_SUB_ID_PUT_ERROR: `/parties/${subParty}/error`,
      QUOTES: '',
      TRX_REQ_SERVICE: '',
      AUTHORIZATIONS: '',
      TRANSFER_POST: '/transfers',
      TRANSFER_PUT: '/transfers/{{transferId}}',
      TRANSFER_ERROR: '/transfers/{{transferId}}/error',
    },
  },
  {
    when: feature('bulk'),
    prefix: 'FSPIOP_CALLBACK_URL_BULK_',
    paths: {
      QUOTES: '',
      TRANSFER_POST: '/bulkTransfers',
      TRANSFER_PUT: '/bulkTransfers/{{id}}',
      TRANSFER_ERROR: '/bulkTransfers/{{id}}/error',
    },
  },
  {
    when: feature('fx'),
    prefix: 'FSPIOP_CALLBACK_URL_FX_',
    paths: {
      QUOTES: '',
      TRANSFER_POST: '/fxTransfers',
      TRANSFER_PUT: '/fxTransfers/{{commitRequestId}}',
      TRANSFER_ERROR: '/fxTransfers/{{commitRequestId}}/error',
    },
  },
  {
    when: feature('thirdParty'),
    prefix: 'TP_CB_URL_',
    paths: {
      TRANSACTION_REQUEST_GET: '/thirdpartyRequests/transactions/{{ID}}',
      TRANSACTION_REQUEST_POST: '/thirdpartyRequests/transactions',
      TRANSACTION_REQUEST_PUT: '/thirdpartyRequests/transactions/{{ID}}',
      TRANSACTION_REQUEST_PUT_ERROR: '/thirdpartyRequests/transactions/{{ID}}/error',
      TRANSACTION_REQUEST_PATCH: '/thirdpartyRequests/transactions/{{ID}}',
      TRANSACTION_REQUEST_AUTH_POST: '/thirdpartyRequests/authorizations',
      TRANSACTION_REQUEST_AUTH_PUT: '/thirdpartyRequests/authorizations/{{ID}}',
      TRANSACTION_REQUEST_AUTH_PUT_ERROR: '/thirdpartyRequests/authorizations/{{ID}}/error',
      TRANSACTION_REQUEST_VERIFY_POST: '/thirdpartyRequests/verifications',
      TRANSACTION_REQUEST_VERIFY_PUT: '/thirdpartyRequests/verifications/{{ID}}',
      TRANSACTION_REQUEST_VERIFY_PUT_ERROR: '/thirdpartyRequests/verifications/{{ID}}/error',
      CONSENT_REQUEST_POST: '/consentRequests',
      CONSENT_REQUEST_PUT: '/consentRequests/{{ID}}',
      CONSENT_REQUEST_PUT_ERROR: '/consentRequests/{{ID}}/error',
      CONSENT_REQUEST_PATCH: '/consentRequests/{{ID}}',
      CREATE_CREDENTIAL_POST: '/consents/{{ID}}/createCredential',
      CONSENT_POST: '/consents',
      CONSENT_GET: '/consents/{{ID}}',
      CONSENT_PUT: '/consents/{{ID}}',
      CONSENT_PUT_ERROR: '/consents/{{ID}}/error',
      CONSENT_PATCH: '/consents/{{ID}}',
      CONSENT_GENERATE_CHALLENGE_POST: '/consents/{{ID}}/generateChallenge',
      CONSENT_GENERATE_CHALLENGE_PUT_ERROR: '/consents/{{ID}}/generateChallenge/error',
      ACCOUNTS_GET: '/accounts/{{ID}}',
      ACCOUNTS_PUT: '/accounts/{{ID}}',
      ACCOUNTS_PUT_ERROR: '/accounts/{{ID}}/error',
      SERVICES_GET: '/services/{{ServiceType}}',
      SERVICES_PUT: '/services/{{ServiceType}}',
      SERVICES_PUT_ERROR: '/services/{{ServiceType}}/error',
    },
  },
];

/** Mails of the ledger about caps and settlement, all to one address. */
export const mailTypes = [
  'NET_DEBIT_CAP_THRESHOLD_BREACH_EMAIL',
  'NET_DEBIT_CAP_ADJUSTMENT_EMAIL',
  'SETTLEMENT_TRANSFER_POSITION_CHANGE_EMAIL',
] as const;

/** Every endpoint of a participant whose callbacks go to `base`. */
export function callbackEndpoints(model: Known, base: string, mail?: string): Endpoint[] {
  return [
    ...groups
      .filter(({ when }) => when(model))
      .flatMap(({ prefix, paths }) => Object.entries(paths).map(([name, path]) => ({ type: `${prefix}${name}`, value: `${base}${path}` }))),
    ...(mail === undefined ? [] : mailTypes.map((type) => ({ type, value: mail }))),
  ];
}
