import { platformCharts } from './platform-charts';
import { atLeast, type Layout, layoutOf, type ReleaseVersion } from './versions';

/** A chart with the version that goes with a release. */
export interface ChartRef {
  readonly chart: string;
  readonly version: string;
}

/** What a release can and cannot do; sources: change logs and the charts themselves. */
export interface ReleaseLimits {
  /** Oldest and newest Kubernetes minor the release was tried on by its makers. */
  readonly kubernetes: { readonly oldest: string; readonly newest: string };
  readonly mysqlDriver: 'mysql' | 'mysql2';
  /** The driver logs in only with `mysql_native_password`. */
  readonly mysqlNativePassword: boolean;
  readonly mysqlTls: boolean;
  /** Passwords from Kubernetes Secrets: from 15.0 on. */
  readonly secretSupport: boolean;
  /** The signing key from a Kubernetes Secret: from 16.0 on. */
  readonly jwsKeySecret: boolean;
  /** The ledger is migrated by a Job before everything else of the release, so its database must be there first. */
  readonly migrationHook: boolean;
  /** Longer names make volume names of more than 63 characters (measured with 15.1.0 on a real API server). */
  readonly releaseNameLength: 8;
}

export interface MojaloopRelease {
  readonly version: ReleaseVersion;
  readonly layout: Layout;
  readonly companions: Readonly<Record<string, ChartRef>>;
  /** Tag of mojaloop/testing-toolkit-test-cases that belongs to the release: what its chart asks for. */
  readonly testCases: string;
  readonly limits: ReleaseLimits;
}

interface Row {
  readonly newest: string;
  readonly pm4ml: string;
  readonly bof: string;
  readonly financePortal?: string;
  readonly connectionManager: string;
  /** Where it is not `v` and the version of the release. */
  readonly testCases?: string;
}

/**
 * What differs from release to release. `newest` of 17.1.0 is that of 17.0.0: its makers tried it on 1.29, with the same kinds of objects.
 * PM4ML 8 is left out: its ingresses need Kubernetes below 1.22, so 9.1.5 goes with 14 to 16.
 */
const rows = {
  '14.1.0': { newest: '1.24', pm4ml: '9.1.5', bof: '2.4.4', connectionManager: '0.6.1' },
  '14.1.1': { newest: '1.24', pm4ml: '9.1.5', bof: '2.4.4', connectionManager: '0.6.1', testCases: 'v14.1.0' },
  '15.0.0': { newest: '1.24', pm4ml: '9.1.5', bof: '3.0.1', connectionManager: '0.6.1' },
  '15.1.0': { newest: '1.24', pm4ml: '9.1.5', bof: '3.0.1', connectionManager: '0.6.1' },
  '15.2.0': { newest: '1.28', pm4ml: '9.1.5', bof: '3.0.1', connectionManager: '0.7.7' },
  '16.0.4': { newest: '1.29', pm4ml: '9.1.5', bof: '5.1.3', financePortal: '5.1.3', connectionManager: '1.2.4', testCases: 'v16.0.0' },
  '17.0.0': { newest: '1.32', pm4ml: '10.3.4', bof: '5.1.3', financePortal: '5.1.3', connectionManager: '1.3.3' },
  '17.1.0': { newest: '1.32', pm4ml: '10.3.4', bof: '5.1.3', financePortal: '5.1.3', connectionManager: '1.3.3' },
} as const satisfies Record<ReleaseVersion, Row>;

const ref = (chart: string, version: string): ChartRef => ({ chart, version });

/**
 * Charts of Ory that the portal of 16 and newer was put together with (mojaloop/iac-modules). That of 14 and 15 gets the same ones: its own Kratos is of 2020,
 * with a page of the login whose image has no version.
 */
const ory = {
  kratos: ref('kratos', '0.39.0'),
  oathkeeper: ref('oathkeeper', '0.39.0'),
  kratosLogin: ref('kratos-selfservice-ui-node', '0.39.0'),
} as const;

/** The role operator and the services up to 15 speak the first API of Keto (0.6), which 0.11 has no longer. */
const keto = {
  v14: ref('keto', '0.19.6'),
  v15: ref('keto', '0.19.6'),
  v16: ref('keto', '0.39.0'),
  v17: ref('keto', '0.39.0'),
} as const satisfies Record<Layout, ChartRef>;

function release(version: ReleaseVersion, row: Row): MojaloopRelease {
  const layout = layoutOf(version);
  const newDriver = atLeast(version, '17.1.0');
  return {
    version,
    layout,
    testCases: row.testCases ?? `v${version}`,
    companions: {
      pm4ml: ref('mojaloop-payment-manager', row.pm4ml),
      bof: ref('bof', row.bof),
      ...(row.financePortal ? { financePortal: ref('finance-portal', row.financePortal) } : {}),
      ...ory,
      keto: keto[layout],
      connectionManager: ref('connection-manager', row.connectionManager),
      aliasOracle: ref('alias-oracle', '1.4.2'),
      accountOracle: ref('mfi-account-oracle', '2.0.7'),
      ...platformCharts,
    },
    limits: {
      kubernetes: { oldest: '1.22', newest: row.newest },
      mysqlDriver: newDriver ? 'mysql2' : 'mysql',
      mysqlNativePassword: !newDriver,
      mysqlTls: newDriver,
      secretSupport: atLeast(version, '15.0.0'),
      jwsKeySecret: atLeast(version, '16.0.0'),
      migrationHook: atLeast(version, '17.0.0'),
      releaseNameLength: 8,
    },
  };
}

/** Every release with what goes with it: a new one is one row. */
export const catalogue = Object.fromEntries(
  Object.entries(rows).map(([version, row]) => [version, release(version as ReleaseVersion, row)]),
) as Readonly<Record<ReleaseVersion, MojaloopRelease>>;
