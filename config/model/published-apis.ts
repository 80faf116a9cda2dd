import type { EnvironmentModel } from '../environment';
import { runsConnectionManager } from './connection-manager';
import type { Hosts } from './hosts';
import { runsKeycloak } from './identity';
import { portalParts, runsPortal } from './portal/portal';
import { publishesRevocation } from './revocation';

/** Who an API is for: participants with their systems, people who run the hub, or nobody but services of the hub. */
export type Audience = 'participant' | 'operator' | 'internal';

/**
 * What keeps everybody else out. `gate`: certificate, token, `FSPIOP-Source` and address of one participant. `addresses`: `gateway.operatorAddresses`.
 * `login`: who comes logs in at the identity provider. `cluster`: no route leads to it, and network policies decide inside. `signed`: anybody may read it; what it
 * says is signed, and says nothing that is not public.
 */
export type Guard = 'gate' | 'addresses' | 'login' | 'cluster' | 'signed';

export interface PublishedApi {
  readonly title: string;
  readonly audience: Audience;
  readonly guard: Guard;
  /** Name people and systems use; none for what no route leads to. */
  readonly host?: (hosts: Hosts) => string;
  /** First segments of its paths, or none where the whole host is its. */
  readonly paths: readonly string[];
  /** Whether this environment has it; always when left out. */
  readonly when?: (model: EnvironmentModel) => boolean;
}

const interop = ({ interopSwitch }: Hosts) => interopSwitch;
const participants = { audience: 'participant', guard: 'gate', host: interop } as const;
const operators = { audience: 'operator', guard: 'addresses', host: ({ administration }: Hosts) => administration } as const;

/**
 * Everything that may be reached from outside of the cluster, and for whom. What is not in the table has no route: the gateway answers 404.
 * Paths: FSPIOP API definition 2.0, chapters 5 and 6; Third Party API 2.0; admin and settlement APIs of central-ledger and central-settlement.
 */
export const publishedApis = {
  parties: { title: 'Who a telephone number belongs to', ...participants, paths: ['/parties', '/participants'] },
  prefixes: {
    title: 'Which prefix is whose',
    ...participants,
    paths: ['/oracles'],
    when: ({ config }) => config.hub.oracles.prefix.some(({ published }) => published),
  },
  quotes: { title: 'Quotes', ...participants, paths: ['/quotes', '/bulkQuotes', '/fxQuotes'] },
  transfers: { title: 'Transfers', ...participants, paths: ['/transfers', '/fxTransfers'] },
  requests: { title: 'Requests to pay', ...participants, paths: ['/transactionRequests', '/authorizations'] },
  bulk: { title: 'Bulk transfers', ...participants, paths: ['/bulkTransfers'], when: ({ features }) => features.bulk },
  thirdParty: {
    title: 'Third-party payments',
    ...participants,
    paths: ['/thirdpartyRequests', '/consents', '/consentRequests', '/services', '/accounts'],
    when: ({ features }) => features.thirdParty,
  },
  settlement: { title: 'Settlement', ...operators, paths: ['/settlements'] },
  administration: { title: 'Administration of the ledger', ...operators, paths: ['/admin'] },
  testingToolkit: {
    title: 'Testing toolkit',
    ...operators,
    host: ({ testingToolkit }) => testingToolkit,
    paths: [],
    when: ({ features }) => features.testingToolkit,
  },
  testingToolkitApi: {
    title: 'API of the testing toolkit',
    ...operators,
    host: ({ testingToolkitApi }) => testingToolkitApi,
    paths: [],
    when: ({ features }) => features.testingToolkit,
  },
  // A participant gets its certificate here, so it can't be asked for one.
  connectionManager: {
    title: 'Connection manager (MCM)',
    audience: 'participant',
    guard: 'login',
    host: ({ connectionManager }) => connectionManager,
    paths: [],
    when: ({ config }) => runsConnectionManager(config),
  },
  tokens: {
    title: 'Tokens',
    audience: 'participant',
    guard: 'login',
    host: ({ tokens }) => tokens,
    paths: [],
    when: ({ config }) => runsKeycloak(config),
  },
  logins: {
    title: 'Logins',
    audience: 'operator',
    guard: 'login',
    host: ({ keycloak }) => keycloak,
    paths: [],
    when: ({ config }) => runsKeycloak(config),
  },
  // Its own list of addresses comes before the login.
  dashboards: {
    title: 'Dashboards',
    audience: 'operator',
    guard: 'login',
    host: ({ grafana }) => grafana,
    paths: [],
    when: ({ config }) => config.monitoring.enabled,
  },
  // Who checks a certificate has none of ours yet: participants that look at the one of the hub, and whoever else is shown one.
  revocation: {
    title: 'Lists of revoked certificates, OCSP and authorities',
    audience: 'participant',
    guard: 'signed',
    host: ({ pki }) => pki,
    paths: [],
    when: ({ config }) => publishesRevocation(config),
  },
  // People come from an operator's address and log in, and Oathkeeper asks for each call whether they may.
  portal: {
    title: 'Portal of operators',
    audience: 'operator',
    guard: 'login',
    host: ({ portal }) => portal,
    paths: [],
    when: ({ config }) => runsPortal(config),
  },
  reports: {
    title: 'Reports',
    audience: 'operator',
    guard: 'login',
    host: ({ portal }) => portal,
    paths: [portalParts['reporting-legacy-api'].api, portalParts['reporting-hub-bop-api-svc'].api],
    when: ({ config }) => runsPortal(config),
  },
  events: { title: 'Events of the ledger', audience: 'internal', guard: 'cluster', paths: [] },
} as const satisfies Readonly<Record<string, PublishedApi>>;

export type ApiName = keyof typeof publishedApis;

/** Listener of the gateway that asks for client certificates; every other host comes by the other one. */
export const participantHost = interop;

/** Whether a route of this host is behind the listener that asks for client certificates. */
export const asksForCertificate = (hosts: Hosts, host: string): boolean => host === participantHost(hosts);
