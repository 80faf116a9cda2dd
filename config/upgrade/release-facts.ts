import type { Features } from '../model/features';
import type { ReleaseVersion } from '../releases/versions';

/** An application of the hub, as the release's own Chart.yaml names it (`appVersion`), and who needs it. */
interface Application {
  readonly versions: Readonly<Partial<Record<ReleaseVersion, string>>>;
  readonly when?: (features: Features) => boolean;
}

const order = ['14.1.0', '14.1.1', '15.0.0', '15.1.0', '15.2.0', '16.0.4', '17.0.0', '17.1.0'] as const satisfies readonly ReleaseVersion[];

/** A row of versions, a word a release in the order above; `-` where the release does not name it. */
const row = (words: string): Application['versions'] =>
  Object.fromEntries(
    words
      .split(' ')
      .map((version, index) => [order[index], version])
      .filter(([, version]) => version !== '-'),
  );

/**
 * Versions of the applications, from `appVersion` in the Chart.yaml of each release; a test holds them against the packages and what they
 * render. One part of an application may run another patch of it: 17.1.0 has its position handler in batches at v19.8.0.
 * The toolkit of 15.0.0 and 16.0.4 is what their charts run, not what Chart.yaml says (v16.0.1, v17.0.0). What no Chart.yaml names is not compared.
 */
export const applications: Readonly<Record<string, Application>> = {
  'account-lookup-service': { versions: row('v13.0.0 v13.0.0 v13.0.0 v14.1.0 v15.0.0 v15.2.3 v17.7.1 v17.12.2') },
  'auth-service': { versions: row('- - v14.0.0 v14.0.0 v15.0.0 v15.0.0 v15.1.2 v15.2.7'), when: (f) => f.thirdParty },
  'bulk-api-adapter': { versions: row('v14.2.0 v14.2.0 v15.0.3 v15.0.3 v17.0.0 v17.0.0 v17.1.9 v17.2.2'), when: (f) => f.bulk },
  'central-ledger': { versions: row('v16.3.1 v16.3.1 v17.0.3 v17.0.3 v17.3.2 v17.6.1 v19.4.3 v19.8.3') },
  'central-settlement': { versions: row('v15.0.0 v15.0.0 v15.0.0 v15.0.0 v16.0.0 v16.0.0 v17.0.6 v17.2.2') },
  'ml-api-adapter': { versions: row('v14.0.0 v14.0.0 v14.0.0 v14.0.0 v14.0.5 v14.0.5 v16.4.1 v16.5.9') },
  'ml-testing-toolkit': {
    versions: row('v15.2.0 v15.7.0 v16.1.1 v16.1.1 v17.0.0 v17.1.1 v18.11.2 v18.14.0'),
    when: (f) => f.testingToolkit || f.ttkSimulators,
  },
  'mojaloop-simulator': { versions: row('v13.0.1 v13.0.1 v14.0.1 v14.0.1 v15.0.0 v15.0.0 v15.3.0 v15.4.2'), when: (f) => f.simulators },
  'quoting-service': { versions: row('v15.0.2 v15.0.2 v15.0.2 v15.0.2 v15.5.0 v15.7.0 v17.7.1 v17.12.1') },
  'sdk-scheme-adapter': {
    versions: row('v21.4.0 v21.4.0 v22.0.1 v23.0.1 v23.1.1 v23.4.0 v24.6.3 v24.10.5'),
    when: (f) => f.simulators || f.ttkSimulators,
  },
  simulator: { versions: row('v12.0.0 v12.0.0 v12.0.0 v12.0.0 v12.0.0 v12.1.0 v12.2.5 v12.3.2'), when: (f) => f.simulators },
  'transaction-requests-service': { versions: row('v14.0.1 v14.0.1 v14.0.1 v14.1.0 v14.1.2 v14.1.2 v14.3.9 v14.4.5') },
};

/** Files in `migrations/` of a store's owner that came with a release and were not in the one before. */
export interface Migration {
  readonly since: ReleaseVersion;
  readonly database: string;
  readonly count: number;
  readonly what: string;
  readonly source: string;
}

/**
 * Every migration between two releases of the catalogue, counted by comparing `migrations/` at the tags of the applications above:
 * mojaloop/central-ledger v16.3.1, v17.0.3, v17.3.2 and v17.6.1 have the same 171 files, v19.4.3 and v19.8.3 the same 216; no file was
 * ever taken away. mojaloop/account-lookup-service has the same 8 from v13.0.0 to v17.12.2.
 */
export const migrations: readonly Migration[] = [
  {
    since: '17.0.0',
    database: 'central-ledger-db',
    count: 45,
    what: 'tables for foreign exchange and its quotes, proxies of participants and participants of other schemes; columns more in transferParticipant, columns changed in participantPositionChange',
    source: 'https://github.com/mojaloop/central-ledger/compare/v17.6.1...v19.4.3',
  },
];

/** What the release notes and charts of a release say that an operator has to know. */
export interface ReleaseNote {
  readonly release: ReleaseVersion;
  readonly text: string;
  readonly source: string;
}

const changelog = (release: string) => `https://github.com/mojaloop/helm/blob/main/.changelog/release-v${release}.md`;
export const upgradeGuide = 'https://docs.mojaloop.io/technical/deployment-guide/upgrade-strategy-guide.html';

export const releaseNotes: readonly ReleaseNote[] = [
  {
    release: '15.0.0',
    text: 'stores left the chart, passwords come from Secrets, addresses of MongoDB are parts and no longer one text; the charts were cut anew',
    source: changelog('15.0.0'),
  },
  {
    release: '15.0.0',
    text: 'central event processor and email notifier are no longer part of the release',
    source: changelog('15.0.0'),
  },
  {
    release: '16.0.4',
    text: 'quotes go over Kafka, by a handler of their own',
    source: changelog('16.0.0'),
  },
  {
    release: '17.0.0',
    text: 'the ledger is migrated by a Job before anything else of the release; transfers reach positions in batches, over a topic of their own',
    source: changelog('17.0.0'),
  },
  {
    release: '17.1.0',
    text: 'services speak to MySQL by the driver mysql2, with TLS and caching_sha2_password',
    source: changelog('17.1.0'),
  },
];
