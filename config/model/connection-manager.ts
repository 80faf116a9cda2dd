import { catalogue } from '../releases/catalogue';
import { layoutOf } from '../releases/versions';
import type { WorkbenchConfig } from '../schema/workbench';

/** Helm release of the connection manager, and the Services its chart makes of that name (its template `fullname`). */
export const connectionManager = {
  release: 'connection-manager',
  chart: 'connection-manager',
  api: { service: 'connection-manager-api', port: 3001 },
  ui: { service: 'connection-manager-ui', port: 8080 },
  /** Its client at the issuer of operators. */
  client: 'connection-manager',
  /** Where the gateway takes the answer of a login. */
  loginPath: '/oauth2/callback',
} as const;

/**
 * Only the chart that goes with 17 can be told the CA of the deployed Vault, so the connection manager is on by itself from there on.
 * With older releases it is there when the file says so, and a rule tells what it needs.
 */
export const runsConnectionManager = ({ connectionManager: section, hub }: Pick<WorkbenchConfig, 'connectionManager' | 'hub'>): boolean =>
  section.enabled ?? layoutOf(hub.release) === 'v17';

export const connectionManagerVersion = ({ hub, charts }: WorkbenchConfig): string =>
  charts.versions[connectionManager.chart] ?? catalogue[hub.release].companions.connectionManager!.version;

/** Below the KV version 1 mount: what the connection manager keeps for itself. */
export const connectionManagerPath = ({ secrets }: Pick<WorkbenchConfig, 'secrets'>): string => `${secrets.pm4mlMount}/mcm`;

/** Roles in the PKI of the environment that sign for the connection manager. */
export const connectionManagerRoles = { server: 'mcm-server', client: 'mcm-client' } as const;

/** The account of a participant at the connection manager, which its payment manager uses. */
export interface ConnectionManagerAccount {
  readonly id: string;
  readonly name: string;
  /** Currency of its accounts in the ledger; a participant has one monetary zone there. */
  readonly monetaryZone: string;
}

/** Accounts for everybody who is there, inside and outside of the cluster. Whoever has left keeps theirs: it holds what was signed, and no token leads to it. */
export const connectionManagerAccounts = (config: WorkbenchConfig): ConnectionManagerAccount[] =>
  runsConnectionManager(config)
    ? config.participants
        .filter(({ retired }) => !retired)
        .map(({ id, name, currency }) => ({ id, name: name ?? id, monetaryZone: currency }))
    : [];
