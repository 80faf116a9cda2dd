import type { EnvironmentModel } from '../../config/environment';
import type { Peer } from '../../config/model/flows';
import { monitoring, runsMonitoring } from '../../config/model/monitoring';
import { operatorsNamespace } from '../../config/model/namespaces';
import { counted, type GraphEdge, type GraphNode } from './graph';
import { groupIds } from './topology-parts';

const ids = { monitoring: monitoring.release, agents: monitoring.agents.release } as const;

/** What watches the hub, and what of it runs on every node. */
export function monitoringNodes({ config }: EnvironmentModel): GraphNode[] {
  if (!runsMonitoring(config)) return [];
  const { namespace, agentsNamespace, metrics, logs, traces } = config.monitoring;
  const common = { kind: 'operator', group: groupIds.operators, column: 2 } as const;
  const kept = [
    'asks every part for numbers',
    `metrics ${counted(metrics.retentionDays, 'day')}`,
    ...(logs.store === 'none' ? [] : [`logs ${counted(logs.retentionDays, 'day')}`]),
    ...(traces.store === 'none' ? [] : [`traces ${counted(traces.retentionHours, 'hour')}`]),
  ];
  return [
    { ...common, id: ids.monitoring, title: 'Monitoring', details: kept, namespace },
    { ...common, id: ids.agents, title: 'Agents on nodes', details: ['numbers, logs, traces'], namespace: agentsNamespace },
  ];
}

const namespaceOf = (peer: Peer): string | undefined => ('namespace' in peer ? peer.namespace : undefined);

/** Arrows to and from it: they are the flows themselves, since it looks at almost everybody. Prometheus and Grafana have ways of their own. */
export function watchingEdges(model: EnvironmentModel, owner: (namespace: string) => string | undefined): GraphEdge[] {
  const { config, flows } = model;
  if (!runsMonitoring(config)) return [];
  const own: readonly string[] = Object.values(ids);
  // The box of operators also holds what is in other namespaces.
  const drawn = (name: string | undefined) =>
    name === undefined ? undefined : name === operatorsNamespace ? 'vault-config-operator' : owner(name);
  const edges = new Map<string, GraphEdge>();
  for (const { from, to, ports, why } of flows) {
    const [start, end] = [drawn(namespaceOf(from)), drawn(namespaceOf(to))];
    if (!start || !end || start === end || (!own.includes(start) && !own.includes(end))) continue;
    const label = ports.length === 0 ? 'HTTP' : `HTTP ${[...ports].sort((a, b) => a - b).join(', ')}`;
    const key = `${start} ${end} ${label}`;
    const before = edges.get(key);
    edges.set(key, { from: start, to: end, label, why: before ? `${before.why}; ${why}` : why });
  }
  return [...edges.values()];
}

/** The way of people to its dashboards, which alone is drawn among the arrows of payments: the others would hide them. */
export const dashboardEdges = (edges: readonly GraphEdge[]): GraphEdge[] =>
  edges.filter(({ from, to }) => from === 'gateway' && to === ids.monitoring);
