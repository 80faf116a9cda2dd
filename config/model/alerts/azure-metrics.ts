import type { CloudSeverity } from './cloud-recipients';

/** What an alert of Azure Monitor looks at. */
export type AzureTarget = 'mysql' | 'kafka' | 'cluster' | 'balancer' | 'audit' | 'metrics';

/** One metric alert, in the words of Azure Monitor. */
export interface AzureAlarm {
  readonly id: string;
  readonly target: AzureTarget;
  readonly severity: CloudSeverity;
  /** What it means, for whoever gets the mail. */
  readonly says: string;
  readonly metric: string;
  readonly aggregation: 'Average' | 'Maximum' | 'Total';
  readonly operator: 'GreaterThan' | 'LessThan';
  readonly threshold: number;
  /** Minutes that are looked at together, every five. */
  readonly minutes: 5 | 15;
  /** Of the metric only what has one of these values. */
  readonly only?: { readonly dimension: string; readonly values: readonly string[] };
}

/** Spaces of names of the metrics: the types of what is looked at. */
export const azureMetricSpaces = {
  mysql: 'Microsoft.DBforMySQL/flexibleServers',
  kafka: 'Microsoft.EventHub/namespaces',
  cluster: 'Microsoft.ContainerService/managedClusters',
  balancer: 'Microsoft.Network/loadBalancers',
  audit: 'Microsoft.Storage/storageAccounts',
  metrics: 'Microsoft.Monitor/accounts',
} as const satisfies Record<AzureTarget, string>;

type Row = Omit<AzureAlarm, 'target' | 'aggregation' | 'operator' | 'minutes'> & Partial<AzureAlarm>;
/** Rows about one thing, with what most of them say. */
export const about = (target: AzureTarget, rows: readonly Row[]): AzureAlarm[] =>
  rows.map((row) => ({ target, aggregation: 'Average', operator: 'GreaterThan', minutes: 15, ...row }));
