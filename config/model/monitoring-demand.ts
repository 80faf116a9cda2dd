import type { WorkbenchConfig } from '../schema/workbench';
import { collectsAudit } from './audit/place';
import type { Demand } from './demand';
import { keepsLogs, keepsTraces, monitoringReplicas, prometheusSize, runsAgents, runsMonitoring, storedSize } from './monitoring';

/** Requests of what watches the hub and has no size of its own (constructs/observability states the same). */
const fixed = {
  operator: { cpu: 50, memory: 256 },
  kubeState: { cpu: 50, memory: 256 },
  grafana: { cpu: 140, memory: 640 },
} as const satisfies Record<string, Demand>;
const alertmanager: Demand = { cpu: 20, memory: 128 };
/** The reloader beside a Prometheus or an Alertmanager. */
const reloader: Demand = { cpu: 10, memory: 64 };
/** What runs on every node: node-exporter, and the collector of logs and traces. */
export const agentDemand = { exporter: { cpu: 20, memory: 64 }, collector: { cpu: 50, memory: 256 } } as const satisfies Record<
  string,
  Demand
>;

/** The collector that brings audit logs to their store. */
export const auditDemand: Demand = { cpu: 50, memory: 384 };

const plus = (parts: readonly Demand[]): Demand => ({
  cpu: parts.reduce((sum, { cpu }) => sum + cpu, 0),
  memory: parts.reduce((sum, { memory }) => sum + memory, 0),
});

/** Requests of the monitoring, with its agents on one node a zone: how many nodes there are is not known here. */
export function monitoringDemand(config: WorkbenchConfig): Demand {
  if (!runsMonitoring(config)) return { cpu: 0, memory: 0 };
  const replicas = Array.from({ length: monitoringReplicas(config) });
  return plus([
    ...Object.values(fixed),
    ...replicas.flatMap(() => [prometheusSize(config), reloader, alertmanager, reloader]),
    ...(keepsLogs(config) ? [storedSize(config, 'logs')] : []),
    ...(keepsTraces(config) ? [storedSize(config, 'traces')] : []),
    ...(collectsAudit(config) ? [auditDemand] : []),
    ...Array.from({ length: config.cluster.zones }, () => [
      agentDemand.exporter,
      ...(runsAgents(config) ? [agentDemand.collector] : []),
    ]).flat(),
  ]);
}
