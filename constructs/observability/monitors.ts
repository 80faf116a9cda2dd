import type { EnvironmentModel } from '../../config/environment';
import { auditCollector, collectsAudit } from '../../config/model/audit/place';
import { exportersOf } from '../../config/model/exporters';
import { runsKeycloak } from '../../config/model/identity';
import { runsLedgerExporter } from '../../config/model/ledger-exporter';
import { kafkaProxy } from '../../config/model/managed-stores';
import { keepsLogs, keepsTraces, runsAgents } from '../../config/model/monitoring';
import { isManaged } from '../../config/model/store-services';
import type { KubernetesObject } from '../in-cluster/objects';
import type { Json, Values } from '../in-cluster/release-spec';
import { vaultTls } from '../vault/server';
import { exporterLabel, metricsPort } from './exporter-pod';

/** Where a kind of pods shows its numbers. */
interface Monitored {
  readonly name: string;
  readonly namespace: string;
  readonly selector: Values;
  readonly endpoints: readonly Values[];
  readonly when: boolean;
}

const annotation = (name: string) => `__meta_kubernetes_pod_annotation_prometheus_io_${name}`;

/**
 * Services of Mojaloop say by annotations whether and at which port they show numbers. Of all ports of a pod that one is kept; the name of the service
 * is its label `app.kubernetes.io/name`, the same that its traces and logs carry.
 */
const byAnnotations: readonly Json[] = [
  { action: 'keep', sourceLabels: [annotation('scrape')], regex: 'true' },
  { action: 'keepequal', sourceLabels: ['__meta_kubernetes_pod_container_port_number'], targetLabel: annotation('port') },
];
const serviceName: Json = { sourceLabels: ['__meta_kubernetes_pod_label_app_kubernetes_io_name'], targetLabel: 'service_name' };

const labelled = (matchLabels: Readonly<Record<string, string>>): Values => ({ matchLabels });
const named = (...names: string[]): Values => ({ matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: names }] });

/** Services whose charts make no annotations although they show numbers at their own port (quoting-service 17.1). */
const unannotated = ['quoting-service', 'quoting-service-handler'] as const;

function monitored({ config, logicalServices }: EnvironmentModel): Monitored[] {
  const { hub, stores, gateway, certificates, identity, secrets, monitoring } = config;
  const ownGateway = gateway.controller === 'envoy-gateway';
  return [
    {
      name: 'hub',
      namespace: hub.namespace,
      selector: {},
      endpoints: [{ path: '/metrics', relabelings: [...byAnnotations, serviceName] }],
      when: hub.metrics,
    },
    {
      name: 'hub-unannotated',
      namespace: hub.namespace,
      selector: named(...unannotated),
      endpoints: [
        {
          port: 'http',
          path: '/metrics',
          relabelings: [{ action: 'drop', sourceLabels: [annotation('scrape')], regex: 'true' }, serviceName],
        },
      ],
      when: hub.metrics,
    },
    {
      name: 'exporters',
      namespace: stores.namespace,
      selector: labelled(exporterLabel),
      endpoints: [{ port: metricsPort, relabelings: [serviceName] }],
      when: exportersOf(config, logicalServices).length > 0 || runsLedgerExporter(config),
    },
    {
      name: 'kafka-proxy',
      namespace: stores.namespace,
      selector: named(kafkaProxy.name),
      endpoints: [{ portNumber: kafkaProxy.metricsPort, relabelings: [serviceName] }],
      when: isManaged(config, 'kafka'),
    },
    {
      name: 'gateway',
      namespace: gateway.namespace,
      selector: labelled({ 'gateway.envoyproxy.io/owning-gateway-namespace': gateway.namespace }),
      endpoints: [{ port: 'metrics', path: '/stats/prometheus' }],
      when: ownGateway,
    },
    {
      name: 'gateway-controller',
      namespace: gateway.namespace,
      selector: named('gateway-helm'),
      endpoints: [{ port: 'metrics', path: '/metrics' }],
      when: ownGateway,
    },
    {
      name: 'cert-manager',
      namespace: certificates.namespace,
      selector: named('cert-manager'),
      endpoints: [{ port: 'http-metrics' }],
      when: hub.metrics,
    },
    {
      name: 'keycloak',
      namespace: identity.namespace,
      selector: named('keycloak'),
      endpoints: [{ port: 'management', path: '/metrics' }],
      when: runsKeycloak(config),
    },
    {
      name: 'logs-and-traces',
      namespace: monitoring.namespace,
      selector: named('loki', 'tempo'),
      endpoints: [{ port: 'http-metrics' }, { port: 'prom-metrics' }],
      when: keepsLogs(config) || keepsTraces(config),
    },
    {
      name: 'node-agents',
      namespace: monitoring.agentsNamespace,
      selector: named('opentelemetry-collector'),
      endpoints: [{ port: metricsPort }],
      when: runsAgents(config),
    },
    {
      name: 'audit-collector',
      namespace: monitoring.namespace,
      selector: named(auditCollector.release),
      endpoints: [{ port: metricsPort }],
      when: collectsAudit(config),
    },
    {
      name: 'vault',
      namespace: secrets.vault.namespace,
      selector: labelled({ 'app.kubernetes.io/name': 'vault', component: 'server' }),
      endpoints: [
        {
          port: 'https',
          path: '/v1/sys/metrics',
          params: { format: ['prometheus'] },
          scheme: 'https',
          tlsConfig: { ca: { secret: { name: vaultTls.secret, key: 'ca.crt' } }, serverName: `vault.${secrets.vault.namespace}.svc` },
        },
      ],
      when: secrets.vault.address === undefined,
    },
  ];
}

/** Tells Prometheus whom to look at. Each stands beside the pods that it is for. */
export const monitorObjects = (model: EnvironmentModel): KubernetesObject[] =>
  monitored(model)
    .filter(({ when }) => when)
    .map(({ name, namespace, selector, endpoints }) => ({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: { name, namespace },
      spec: { selector, podMetricsEndpoints: [...endpoints] },
    }));
