import type { EnvironmentModel } from '../../config/environment';
import { monitoring } from '../../config/model/monitoring';
import { operatorsNamespace } from '../../config/model/namespaces';
import { serviceSpans } from '../../config/model/service-spans';
import { pulled } from '../in-cluster/images';
import type { KubernetesObject } from '../in-cluster/objects';
import { collectorImage } from '../in-cluster/platform-images';
import { platformRelease, replicas } from '../in-cluster/platform-releases';
import { priorityName } from '../in-cluster/priorities';
import type { Json, ReleaseSpec, Values } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';

/** Its SDK for Node.js, which an init container copies beside the service (versions.txt of the operator 0.158.0). */
export const nodeInstrumentation = 'ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-nodejs:0.78.0';

/**
 * What of a service becomes a span: requests in and out, and questions to stores. Statements of SQL are told with question marks in place of values:
 * the instrumentation of `mysql2` would write names and amounts of customers into them, so that of `knex`, which is above it, is taken.
 */
const instrumentations = ['http', 'undici', 'hapi', 'knex', 'mongodb', 'ioredis'];

/** Names in small letters: the operator reads its own file so, and passes over what is written as in an object of the API (its internal/config/file.go). */
const restricted: Values = {
  allowprivilegeescalation: false,
  capabilities: { drop: ['ALL'] },
  runasnonroot: true,
  // The image says no user of its own, and all it does is copy files that everybody may read.
  runasuser: 65534,
  seccompprofile: { type: 'RuntimeDefault' },
};

/** What is put into a pod. A service begins no trace: it goes on with one that the gateway began, and asks nobody else. */
function instrumentation({ config }: EnvironmentModel): Values {
  const { service, otlpPort } = monitoring.agents;
  const env = (values: Readonly<Record<string, string>>): Json => Object.entries(values).map(([name, value]) => ({ name, value }));
  return {
    metadata: { name: 'services' },
    spec: {
      exporter: { endpoint: `http://${service}.${config.monitoring.agentsNamespace}.svc.${config.network.clusterDomain}:${otlpPort}` },
      propagators: ['tracecontext', 'baggage'],
      sampler: { type: 'parentbased_always_off' },
      initcontainersecuritycontext: restricted,
      nodejs: { image: pulled(config, nodeInstrumentation) },
      env: env({
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        OTEL_NODE_RESOURCE_DETECTORS: 'env',
        OTEL_NODE_ENABLED_INSTRUMENTATIONS: instrumentations.join(','),
      }),
    },
  };
}

/**
 * The OpenTelemetry operator, of which only the webhook for pods is used: what it puts into them stands in its own settings, so none of its kinds is
 * there and none of its controllers runs. It sees pods of the release of the hub alone, and a pod starts without spans while it is away.
 */
export function spansOperator(model: EnvironmentModel): ReleaseSpec {
  const { config } = model;
  const { hub } = config;
  return platformRelease(model, serviceSpans.release, operatorsNamespace, {
    fullnameOverride: serviceSpans.release,
    replicaCount: replicas(model),
    crds: { create: false },
    // The chart's own would let it make pods and accounts in every namespace: ours are beside it.
    clusterRole: { create: false },
    role: { create: false },
    manager: {
      // It makes no collectors: the one of this environment is on every node. The chart wants to be told one all the same.
      collectorImage: { repository: pulled(config, collectorImage) },
      ignoreMissingCollectorCRDs: true,
      leaderElection: { enabled: false },
      metrics: { secure: false },
      resources: requests(50, 256),
      config: {
        'watch-namespace': hub.namespace,
        'enable-instrumentation-crds': false,
        instrumentations: instrumentation(model),
      },
    },
    admissionWebhooks: {
      // A payment does not need a span: where nobody answers, or not in time, the pod starts as it is.
      failurePolicy: 'Ignore',
      pods: { failurePolicy: 'Ignore' },
      timeoutSeconds: 3,
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': hub.namespace } },
      objectSelector: { matchLabels: { 'app.kubernetes.io/instance': hub.releaseName } },
      certManager: { enabled: true },
    },
    priorityClassName: priorityName(config, 'tools'),
  });
}

/** What that webhook may do: read whose a pod is. It changes nothing by itself; the API server asks it, and takes what it answers. */
export function spansRights({ config }: EnvironmentModel): KubernetesObject[] {
  const { environment, hub } = config;
  const name = serviceSpans.release;
  const wide = `${environment}-${name}`;
  const account = { kind: 'ServiceAccount', name, namespace: operatorsNamespace };
  const apiGroup = 'rbac.authorization.k8s.io';
  const object = (kind: string, metadata: Values, more: Values): KubernetesObject => ({
    apiVersion: `${apiGroup}/v1`,
    kind,
    metadata,
    ...more,
  });
  const verbs = ['get', 'list', 'watch'];
  return [
    object('ClusterRole', { name: wide }, { rules: [{ apiGroups: [''], resources: ['namespaces'], verbs }] }),
    object('ClusterRoleBinding', { name: wide }, { roleRef: { apiGroup, kind: 'ClusterRole', name: wide }, subjects: [account] }),
    object(
      'Role',
      { name, namespace: hub.namespace },
      {
        rules: [
          { apiGroups: ['apps'], resources: ['replicasets'], verbs },
          { apiGroups: ['batch'], resources: ['jobs'], verbs },
        ],
      },
    ),
    object('RoleBinding', { name, namespace: hub.namespace }, { roleRef: { apiGroup, kind: 'Role', name }, subjects: [account] }),
  ];
}
