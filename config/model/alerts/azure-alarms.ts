import type { WorkbenchConfig } from '../../schema/workbench';
import { makesAuditStore } from '../audit/place';
import { metricsGoToAzure } from '../log-places';
import { storeMachine } from '../store-machines';
import { storeService } from '../store-services';
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
const about = (target: AzureTarget, rows: readonly Row[]): AzureAlarm[] =>
  rows.map((row) => ({ target, aggregation: 'Average', operator: 'GreaterThan', minutes: 15, ...row }));

/** learn.microsoft.com, monitor Azure Database for MySQL flexible server: metrics. Storage grows by itself; where it can't, it turns read-only. */
function mysql(config: WorkbenchConfig): AzureAlarm[] {
  const connections = storeMachine(config, 'mysql')?.maxConnections;
  return about('mysql', [
    {
      id: 'mysql-cpu',
      severity: 'warning',
      says: 'the ledger has been busy for a quarter of an hour: transfers get slower',
      metric: 'cpu_percent',
      threshold: 80,
    },
    {
      id: 'mysql-memory',
      severity: 'warning',
      says: 'the ledger has used nine tenths of its memory',
      metric: 'memory_percent',
      threshold: 90,
    },
    {
      id: 'mysql-storage',
      severity: 'critical',
      says: 'the ledger has used 85 % of its storage, and did not grow by itself: it will take no transfers when it is full',
      metric: 'storage_percent',
      aggregation: 'Maximum',
      threshold: 85,
      minutes: 5,
    },
    ...(connections
      ? [
          {
            id: 'mysql-connections',
            severity: 'critical',
            says: 'the ledger has four fifths of the connections it can take: soon services are refused',
            metric: 'active_connections',
            aggregation: 'Maximum',
            threshold: Math.floor(connections * 0.8),
            minutes: 5,
          } as const,
        ]
      : []),
  ]);
}

/** learn.microsoft.com, monitoring data reference of Event Hubs. A namespace that throttles answers late, and the proxy waits. */
const kafka = (): AzureAlarm[] =>
  about('kafka', [
    {
      id: 'kafka-throttled',
      severity: 'critical',
      says: 'Event Hubs throttles: messages wait, and transfers run out of time; it needs more units',
      metric: 'ThrottledRequests',
      aggregation: 'Total',
      threshold: 0,
      minutes: 5,
    },
    {
      id: 'kafka-errors',
      severity: 'warning',
      says: 'Event Hubs fails at requests',
      metric: 'ServerErrors',
      aggregation: 'Total',
      threshold: 10,
    },
    {
      id: 'kafka-quota',
      severity: 'critical',
      says: 'Event Hubs refuses requests because a quota is used up',
      metric: 'QuotaExceededErrors',
      aggregation: 'Total',
      threshold: 0,
      minutes: 5,
    },
  ]);

/** learn.microsoft.com, monitoring data reference of AKS: metrics of nodes come without any agent. */
const cluster = (): AzureAlarm[] =>
  about('cluster', [
    {
      id: 'nodes-cpu',
      severity: 'warning',
      says: 'nodes have been busy for a quarter of an hour',
      metric: 'node_cpu_usage_percentage',
      threshold: 85,
    },
    {
      id: 'nodes-memory',
      severity: 'warning',
      says: 'nodes have little memory left',
      metric: 'node_memory_working_set_percentage',
      threshold: 90,
    },
    {
      id: 'nodes-disk',
      severity: 'warning',
      says: 'the disk of a node is full by 85 %: soon Kubernetes moves pods away from it',
      metric: 'node_disk_usage_percentage',
      aggregation: 'Maximum',
      threshold: 85,
    },
    {
      id: 'pods-without-node',
      severity: 'warning',
      says: 'pods find no node, and the autoscaler made none in a quarter of an hour',
      metric: 'cluster_autoscaler_unschedulable_pods_count',
      threshold: 0,
    },
  ]);

/**
 * The balancer before the gateway. Not its health probes: nodes without a gateway fail them on purpose, because the address of the sender is kept
 * (`externalTrafficPolicy: Local`).
 */
const balancer = (): AzureAlarm[] =>
  about('balancer', [
    {
      id: 'gateway-unreachable',
      severity: 'critical',
      says: 'the address of the gateway takes no connections: nobody reaches the hub',
      metric: 'VipAvailability',
      operator: 'LessThan',
      threshold: 90,
      minutes: 5,
    },
  ]);

/**
 * The account that audit logs are brought to (learn.microsoft.com, monitoring data reference of Blob Storage: response types). That nothing comes at all shows
 * no number there: `workbench audit verify` tells that.
 */
const audit = (): AzureAlarm[] =>
  about('audit', [
    {
      id: 'audit-refused',
      // Strangers who knock at the public name of the account are refused, too.
      severity: 'warning',
      says: 'the store of audit logs refuses requests: who brings logs has lost the right to, or somebody tries what is not allowed',
      metric: 'Transactions',
      aggregation: 'Total',
      threshold: 0,
      only: { dimension: 'ResponseType', values: ['AuthorizationError'] },
    },
    {
      id: 'audit-unavailable',
      severity: 'warning',
      says: 'the store of audit logs answers with errors: logs wait in the cluster',
      metric: 'Availability',
      operator: 'LessThan',
      threshold: 99,
    },
  ]);

/** A workspace takes a million samples a minute and as many series, until Azure is asked for more (learn.microsoft.com, Azure Monitor workspaces: scaling). */
const metrics = (): AzureAlarm[] =>
  about('metrics', [
    {
      id: 'metrics-near-limit',
      severity: 'warning',
      says: 'Prometheus sends more than four fifths of the samples that the workspace takes a minute: ask Azure for more, or some are refused',
      metric: 'EventsPerMinuteIngestedPercentUtilization',
      threshold: 80,
    },
    {
      id: 'series-near-limit',
      severity: 'warning',
      says: 'Prometheus sends more than four fifths of the series that the workspace keeps at a time: ask Azure for more, or new ones are refused',
      metric: 'ActiveTimeSeriesPercentUtilization',
      threshold: 80,
    },
  ]);

/** Alerts about what Azure runs for this environment. */
export const azureAlarms = (config: WorkbenchConfig): readonly AzureAlarm[] => [
  ...(storeService(config, 'mysql') === 'flexible-server' ? mysql(config) : []),
  ...(storeService(config, 'kafka') === 'event-hubs' ? kafka() : []),
  ...cluster(),
  ...(config.gateway.controller === 'envoy-gateway' ? balancer() : []),
  ...(makesAuditStore(config) ? audit() : []),
  ...(metricsGoToAzure(config) ? metrics() : []),
];
