import { offerOf } from '../capabilities';
import type { WorkbenchConfig } from '../schema/workbench';
import { auditFlows } from './audit/flows';
import { databasesOf } from './databases';
import { type LogicalService, logicalServices } from './endpoints';
import { exporterPorts, exportersOf } from './exporters';
import type { Features } from './features';
import type { Flow, Peer } from './flows';
import { keycloak, runsKeycloak } from './identity';
import { ledgerExporter, runsLedgerExporter } from './ledger-exporter';
import { logsGoTo, logsInObjects, metricsGoToCloud, tracesGoToInsights } from './log-places';
import { kafkaProxy, managedReach, rangesOf } from './managed-stores';
import { keepsTraces, monitoring, runsAgents, runsMonitoring } from './monitoring';
import { namespacesOf } from './namespaces';
import { networkPlan } from './network-plan';
import { tracesServices } from './service-spans';

const ns = (namespace: string): Peer => ({ namespace });
const anywhere: Peer = { cidr: '0.0.0.0/0' };
const api: Peer = { kubernetesApi: true };

/** Where nodes have their addresses: in the subnets that are made for them; of a cluster that exists already nobody here knows. */
const nodesOf = (config: WorkbenchConfig): readonly Peer[] =>
  offerOf(config.platform, 'network').offered ? networkPlan(config).cluster.map((cidr) => ({ cidr })) : [anywhere];

/** Where the pods of a namespace show their numbers. */
const metricPorts = {
  vault: [8200],
  certificates: [9402],
  operators: [8080, 8443, 9443],
  stores: [kafkaProxy.metricsPort, ...Object.values(exporterPorts)],
  gateway: [19001],
  identity: [keycloak.managementPort],
  // Services of Mojaloop show them at the port that they serve, and each has its own (3000 to 4006).
  hub: [],
} as const satisfies Record<string, readonly number[]>;

/** Who looks at whom. Prometheus alone reaches into the namespaces of others, and only where numbers are shown. */
export function monitoringFlows(config: WorkbenchConfig, features: Features): Flow[] {
  if (!runsMonitoring(config)) return [];
  const services = logicalServices(config, features, databasesOf(config, features));
  const { gateway, identity, monitoring: section } = config;
  const own = ns(section.namespace);
  const prometheus: Peer = { namespace: section.namespace, app: 'prometheus' };
  const grafana: Peer = { namespace: section.namespace, app: 'grafana' };
  const watched = namespacesOf(config).flatMap(({ name, role }) =>
    Object.hasOwn(metricPorts, role) ? [{ name, ports: metricPorts[role as keyof typeof metricPorts] }] : [],
  );
  return [
    { from: own, to: own, ports: [], why: 'parts of the monitoring among themselves' },
    { from: own, to: api, ports: [443, 6443], why: 'the operator, Prometheus and the state of Kubernetes watch objects' },
    { from: api, to: own, ports: [10250], why: 'webhook of the Prometheus operator' },
    ...watched.map(({ name, ports }): Flow => ({ from: prometheus, to: ns(name), ports, why: `metrics of ${name}` })),
    ...(runsLedgerExporter(config)
      ? [
          {
            from: prometheus,
            to: ns(config.stores.namespace),
            ports: [ledgerExporter.port],
            why: `numbers of the books, which an exporter reads in ${ledgerExporter.schema} as ${ledgerExporter.user}`,
          } satisfies Flow,
        ]
      : []),
    ...(['mysql', 'redis'] as const).flatMap((kind) => exporterFlows(config, services, kind)),
    ...nodesOf(config).map((to): Flow => ({ from: prometheus, to, ports: [9100, 10250], why: 'metrics of nodes, at their own addresses' })),
    { from: prometheus, to: ns('kube-system'), ports: [9153], why: 'metrics of the cluster DNS' },
    { from: ns(gateway.namespace), to: own, ports: [3000], why: 'operators at Grafana' },
    ...agentFlows(config),
    ...(logsInObjects(config)
      ? [
          {
            from: { namespace: section.namespace, app: 'loki' },
            to: anywhere,
            ports: [443],
            why: 'logs into object storage',
          } satisfies Flow,
        ]
      : []),
    ...(metricsGoToCloud(config)
      ? [{ from: prometheus, to: anywhere, ports: [443], why: 'metrics to the managed Prometheus' } satisfies Flow]
      : []),
    ...auditFlows(config),
    ...receiverFlows(config),
    runsKeycloak(config)
      ? { from: grafana, to: ns(identity.namespace), ports: [keycloak.port], why: 'logins at Grafana' }
      : { from: grafana, to: anywhere, ports: [443], why: 'logins at Grafana, by an issuer elsewhere' },
  ];
}

/** Agents of the nodes: they ask the API whose a log is, and bring logs and traces to where they are kept. */
function agentFlows(config: WorkbenchConfig): Flow[] {
  if (!runsAgents(config)) return [];
  const { gateway, monitoring: section } = config;
  const agents = ns(section.agentsNamespace);
  return [
    { from: agents, to: api, ports: [443, 6443], why: 'whose pod a log is of' },
    { from: agents, to: ns(section.namespace), ports: [monitoring.logs.port, monitoring.traces.otlpPort], why: 'logs and traces' },
    ...placeFlows(config, agents),
    ...(tracesGoToInsights(config)
      ? [{ from: agents, to: anywhere, ports: [443], why: 'traces to Application Insights' } satisfies Flow]
      : []),
    ...(keepsTraces(config)
      ? [{ from: ns(gateway.namespace), to: agents, ports: [monitoring.agents.otlpPort], why: 'traces of requests' } satisfies Flow]
      : []),
    ...(tracesServices(config)
      ? [{ from: ns(config.hub.namespace), to: agents, ports: [monitoring.agents.otlpPort], why: 'spans of services' } satisfies Flow]
      : []),
    { from: { namespace: section.namespace, app: 'prometheus' }, to: agents, ports: [8888], why: 'metrics of the agents' },
  ];
}

/** Logs that are kept elsewhere. */
function placeFlows(config: WorkbenchConfig, agents: Peer): Flow[] {
  const { elastic } = config.monitoring.logs;
  if (logsGoTo(config, 'elastic') && elastic)
    return [
      { from: agents, to: anywhere, ports: [Number(new URL(elastic.address).port || 443)], why: `logs of pods to ${elastic.program}` },
    ];
  return logsGoTo(config, 'cloudwatch') ? [{ from: agents, to: anywhere, ports: [443], why: 'logs of pods to CloudWatch' }] : [];
}

/** Alertmanager at whoever is told: mail servers at their own port, all others by https. */
function receiverFlows({ alerts, monitoring }: WorkbenchConfig): Flow[] {
  const ports = [...new Set(alerts.routes.map(({ to, server }) => (to === 'email' ? Number(server?.split(':').at(-1) ?? 587) : 443)))];
  const from: Peer = { namespace: monitoring.namespace, app: 'alertmanager' };
  return ports.length === 0 ? [] : [{ from, to: anywhere, ports: ports.toSorted((a, b) => a - b), why: 'alerts to their receivers' }];
}

/** Who asks a store that the cloud runs: its exporters alone, and only at that port. */
function exporterFlows(config: WorkbenchConfig, services: readonly LogicalService[], kind: 'mysql' | 'redis'): Flow[] {
  const reach = managedReach(config, kind);
  if (!reach) return [];
  const asking = exportersOf(config, services).filter((exporter) => exporter.kind === kind);
  return [...asking, ...(kind === 'mysql' && runsLedgerExporter(config) ? [ledgerExporter] : [])].flatMap(({ name }) =>
    rangesOf(config, reach).map(
      (cidr): Flow => ({
        from: { namespace: config.stores.namespace, app: name },
        to: { cidr },
        ports: [reach.port],
        why: `metrics of the managed ${kind}`,
      }),
    ),
  );
}
