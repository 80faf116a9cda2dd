import type { EnvironmentModel } from '../../config/environment';
import { chartVersion } from '../../config/model/charts';
import { keepsTraces, monitoring } from '../../config/model/monitoring';
import { collectorImage, platformImages } from '../in-cluster/platform-images';
import { priorityName } from '../in-cluster/priorities';
import { mergeValues, type ReleaseSpec, type Values } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';
import { auditFiles } from './audit-files';
import { collectorTelemetry } from './collector-telemetry';
import { insightsExporter } from './insights-exporter';
import { besideGrafana, logExporter } from './log-exporters';

/** Where the label of a pod waits until it becomes the name of the service. */
const label = 'workbench.service';

/**
 * What an agent does: names of pods are put to logs and traces, and the name of a service is everywhere its label `app.kubernetes.io/name`.
 * Where a store is away for a while, what could not be brought waits in memory, and logs wait in their files.
 */
function pipelines({ config }: EnvironmentModel): Values {
  const { traces, agents } = monitoring;
  const logs = logExporter(config);
  const withLogs = logs !== undefined;
  const insights = insightsExporter(config);
  const withTraces = keepsTraces(config);
  const audit = auditFiles(config);
  const processors = ['memory_limiter', 'k8sattributes', 'resource', 'batch'];
  return {
    extensions: {
      health_check: { endpoint: '${env:MY_POD_IP}:13133' },
      file_storage: { directory: '/var/lib/otelcol' },
      ...logs?.extensions,
    },
    receivers: {
      ...audit.receivers,
      ...(withTraces ? { otlp: { protocols: { grpc: { endpoint: `\${env:MY_POD_IP}:${agents.otlpPort}` } } } } : {}),
      ...(withLogs
        ? {
            filelog: {
              include: ['/var/log/pods/*/*/*.log'],
              // Its own log would grow by what it says of itself.
              exclude: [`/var/log/pods/${config.monitoring.agentsNamespace}_*/*/*.log`],
              start_at: 'end',
              storage: 'file_storage',
              include_file_path: true,
              include_file_name: false,
              retry_on_failure: { enabled: true },
              operators: [{ type: 'container', id: 'container-parser' }],
            },
          }
        : {}),
    },
    processors: {
      ...audit.processors,
      memory_limiter: { check_interval: '5s', limit_percentage: 80, spike_limit_percentage: 25 },
      batch: {},
      k8sattributes: {
        filter: { node_from_env_var: 'K8S_NODE_NAME' },
        extract: {
          metadata: ['k8s.namespace.name', 'k8s.pod.name', 'k8s.container.name', 'k8s.node.name'],
          labels: [{ tag_name: label, key: 'app.kubernetes.io/name', from: 'pod' }],
        },
        pod_association: [{ sources: [{ from: 'resource_attribute', name: 'k8s.pod.uid' }] }, { sources: [{ from: 'connection' }] }],
      },
      // The processor before gives a name only to what has none, and whoever sends traces has one of his own: Envoy calls itself by its gateway.
      resource: {
        attributes: [
          { key: 'deployment.environment.name', value: config.environment, action: 'upsert' },
          { key: 'service.name', from_attribute: label, action: 'upsert' },
          { key: label, action: 'delete' },
        ],
      },
    },
    exporters: {
      ...audit.exporters,
      ...(logs ? { [logs.name]: logs.settings } : {}),
      ...insights?.exporters,
      ...(withTraces
        ? { 'otlp/traces': { endpoint: `${besideGrafana(config, traces.service)}:${traces.otlpPort}`, tls: { insecure: true } } }
        : {}),
    },
    service: {
      extensions: ['health_check', 'file_storage', ...Object.keys(logs?.extensions ?? {})],
      telemetry: collectorTelemetry(8888),
      pipelines: {
        ...audit.pipelines,
        ...(logs ? { logs: { receivers: ['filelog'], processors, exporters: [logs.name] } } : {}),
        ...(withTraces
          ? { traces: { receivers: ['otlp'], processors, exporters: ['otlp/traces', ...Object.keys(insights?.exporters ?? {})] } }
          : {}),
      },
    },
  };
}

/**
 * The OpenTelemetry Collector on every node: it reads the logs of the pods of its node and takes traces in. It runs as root, because logs are files that
 * root alone may read, with every capability dropped and its own file system closed.
 */
export function agentsRelease(model: EnvironmentModel): ReleaseSpec {
  const { config } = model;
  const { release } = monitoring.agents;
  const logs = logExporter(config);
  const hostPath = (name: string, path: string, type: string) => ({ name, hostPath: { path, type } });
  const rules = [
    { apiGroups: [''], resources: ['pods', 'namespaces', 'nodes'], verbs: ['get', 'watch', 'list'] },
    { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['get', 'watch', 'list'] },
  ];
  return {
    id: release,
    name: release,
    namespace: config.monitoring.agentsNamespace,
    chart: 'opentelemetry-collector',
    version: chartVersion(config, 'opentelemetry-collector'),
    secretValues: [],
    values: mergeValues(
      {
        mode: 'daemonset',
        fullnameOverride: release,
        image: { repository: collectorImage },
        command: { name: 'otelcol-contrib' },
        alternateConfig: pipelines(model),
        clusterRole: { create: true, rules },
        extraEnvs: [
          { name: 'K8S_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
          ...(logs?.env ?? []),
          ...(insightsExporter(config)?.env ?? []),
        ],
        extraVolumes: [
          hostPath('logs', '/var/log/pods', ''),
          hostPath('kept', '/var/lib/otelcol', 'DirectoryOrCreate'),
          ...(logs?.volumes ?? []),
        ],
        extraVolumeMounts: [
          { name: 'logs', mountPath: '/var/log/pods', readOnly: true },
          { name: 'kept', mountPath: '/var/lib/otelcol' },
          ...(logs?.mounts ?? []),
        ],
        ports: {
          otlp: { enabled: keepsTraces(config), hostPort: 0 },
          metrics: { enabled: true },
          ...Object.fromEntries(
            ['otlp-http', 'jaeger-compact', 'jaeger-thrift', 'jaeger-grpc', 'zipkin'].map((port) => [port, { enabled: false }]),
          ),
        },
        service: { enabled: keepsTraces(config) },
        securityContext: {
          runAsUser: 0,
          runAsNonRoot: false,
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
          seccompProfile: { type: 'RuntimeDefault' },
        },
        resources: requests(50, 256),
        tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
        priorityClassName: priorityName(config, 'tools'),
      },
      platformImages(config, 'opentelemetry-collector'),
    ),
  };
}
