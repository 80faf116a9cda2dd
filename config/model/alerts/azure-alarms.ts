import type { WorkbenchConfig } from '../../schema/workbench';
import { storeMachine } from '../store-machines';
import { storeService } from '../store-services';
import { type AzureAlarm, about } from './azure-metrics';
import { azureTelemetryAlarms } from './azure-telemetry';

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

/** Alerts about what Azure runs for this environment. */
export const azureAlarms = (config: WorkbenchConfig): readonly AzureAlarm[] => [
  ...(storeService(config, 'mysql') === 'flexible-server' ? mysql(config) : []),
  ...(storeService(config, 'kafka') === 'event-hubs' ? kafka() : []),
  ...cluster(),
  ...(config.gateway.controller === 'envoy-gateway' ? balancer() : []),
  ...azureTelemetryAlarms(config),
];
