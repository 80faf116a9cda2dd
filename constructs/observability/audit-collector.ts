import type { EnvironmentModel } from '../../config/environment';
import { type AuditPlace, type AuditSource, auditCollector, auditedSources } from '../../config/model/audit/place';
import { chartVersion } from '../../config/model/charts';
import { endpoint } from '../../config/model/endpoints';
import { auditDemand } from '../../config/model/monitoring-demand';
import { storeService } from '../../config/model/store-services';
import type { PodIdentity } from '../contracts';
import { collectorImage, platformImages } from '../in-cluster/platform-images';
import { priorityName } from '../in-cluster/priorities';
import { mergeValues, type ReleaseSpec, type Values } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';
import { auditExporter, auditLogin } from './audit-exporter';
import { collectorTelemetry } from './collector-telemetry';

/** Attribute by which agents say whose audit log a line is of. */
export const sourceAttribute = 'audit.source';
const folder = '/var/lib/otelcol';
const user = 10_001;
const address = '${env:MY_POD_IP}';

/** From Kafka a message is done with when it is on the volume: a collector that dies reads it again. From before the first start, too. */
const mojaloopTopic = (model: EnvironmentModel): Values => {
  const { host, port } = endpoint(model.logicalServices, 'mojaloop-kafka');
  return {
    brokers: [`${host}:${port}`],
    group_id: 'audit',
    client_id: auditCollector.release,
    initial_offset: 'earliest',
    // Event Hubs answers nothing about the epoch of a leader.
    ...(storeService(model.config, 'kafka') === 'event-hubs' ? { use_leader_epoch: false } : {}),
    message_marking: { after: true, on_error: false },
    error_backoff: { enabled: true, initial_interval: '1s', max_interval: '60s', max_elapsed_time: '0s' },
    logs: { topics: ['topic-event-audit'], encoding: 'text' },
  };
};

function pipelines(model: EnvironmentModel, place: AuditPlace): Values {
  const { config } = model;
  const sources = auditedSources(config).filter((source) => source !== 'kubernetes');
  const fromAgents = sources.filter((source) => source !== 'mojaloop');
  const exporters = sources.map((source) => auditExporter(config, place, source));
  const pipeline = (source: AuditSource, id: string): Values =>
    source === 'mojaloop'
      ? { receivers: ['kafka'], processors: ['memory_limiter', 'resource/mojaloop'], exporters: [id] }
      : { receivers: ['otlp'], processors: ['memory_limiter', `filter/${source}`], exporters: [id] };
  return {
    extensions: { health_check: { endpoint: `${address}:13133` }, file_storage: { directory: folder, create_directory: true } },
    receivers: {
      kafka: mojaloopTopic(model),
      ...(fromAgents.length > 0 ? { otlp: { protocols: { grpc: { endpoint: `${address}:${auditCollector.otlpPort}` } } } } : {}),
    },
    processors: {
      memory_limiter: { check_interval: '5s', limit_percentage: 80, spike_limit_percentage: 25 },
      'resource/mojaloop': {
        attributes: [
          { key: sourceAttribute, value: 'mojaloop', action: 'upsert' },
          { key: 'deployment.environment.name', value: config.environment, action: 'upsert' },
        ],
      },
      // Each source has a folder of its own; what is of another one is dropped here and taken by its own pipeline.
      ...Object.fromEntries(
        fromAgents.map((source) => [
          `filter/${source}`,
          { error_mode: 'propagate', logs: { log_record: [`resource.attributes["${sourceAttribute}"] != "${source}"`] } },
        ]),
      ),
    },
    exporters: Object.fromEntries(exporters),
    service: {
      extensions: ['health_check', 'file_storage'],
      telemetry: collectorTelemetry(auditCollector.metricsPort),
      pipelines: Object.fromEntries(sources.map((source, at) => [`logs/${source}`, pipeline(source, exporters[at]?.[0] ?? '')])),
    },
  };
}

/**
 * One OpenTelemetry Collector that brings the audit logs of the cluster to their store. On AWS it may add there and nothing else; on Azure the container refuses whatever else it could do. While the store is away they wait on
 * its volume and then where they come from: in Kafka and in the files of the nodes. It has no right in the cluster.
 */
export function auditCollectorRelease(model: EnvironmentModel, place: AuditPlace, identity: PodIdentity): ReleaseSpec {
  const { config } = model;
  const { release, volume } = auditCollector;
  const { storageClass } = config.cluster;
  const unused = ['otlp-http', 'jaeger-compact', 'jaeger-thrift', 'jaeger-grpc', 'zipkin'];
  return {
    id: release,
    name: release,
    namespace: config.monitoring.namespace,
    chart: 'opentelemetry-collector',
    version: chartVersion(config, 'opentelemetry-collector'),
    secretValues: [],
    values: mergeValues(
      {
        mode: 'statefulset',
        replicaCount: 1,
        nameOverride: release,
        fullnameOverride: release,
        image: { repository: collectorImage },
        command: { name: 'otelcol-contrib' },
        alternateConfig: pipelines(model, place),
        serviceAccount: { create: true, name: release, annotations: identity.annotations, automountServiceAccountToken: false },
        podLabels: identity.podLabels,
        extraEnvs: auditLogin(place),
        statefulset: {
          volumeClaimTemplates: [
            {
              metadata: { name: 'waiting' },
              spec: {
                accessModes: ['ReadWriteOnce'],
                ...(storageClass ? { storageClassName: storageClass } : {}),
                resources: { requests: { storage: volume } },
              },
            },
          ],
        },
        extraVolumeMounts: [{ name: 'waiting', mountPath: folder }],
        ports: {
          otlp: { enabled: true, hostPort: 0 },
          metrics: { enabled: true },
          ...Object.fromEntries(unused.map((port) => [port, { enabled: false }])),
        },
        podSecurityContext: {
          runAsNonRoot: true,
          runAsUser: user,
          runAsGroup: user,
          fsGroup: user,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        resources: requests(auditDemand.cpu, auditDemand.memory),
        priorityClassName: priorityName(config, 'tools'),
      },
      platformImages(config, 'opentelemetry-collector'),
    ),
  };
}
