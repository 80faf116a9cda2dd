import type { EnvironmentModel } from '../../config/environment';
import { alertmanagerConfig, alertSecrets } from '../../config/model/alerts/alertmanager';
import { chartVersion } from '../../config/model/charts';
import { monitoring, monitoringReplicas, prometheusSize } from '../../config/model/monitoring';
import { platformImages } from '../in-cluster/platform-images';
import { priorityName } from '../in-cluster/priorities';
import type { ReleaseSpec, Values } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';
import { grafanaValues } from './grafana';
import { type ManagedMetrics, sending } from './managed-metrics';

const chart = { stack: 'kube-prometheus-stack', kinds: 'prometheus-operator-crds' } as const;

/** Kinds of the Prometheus operator (ServiceMonitor, PrometheusRule and their like). They go with the release, and every object of them. */
export const monitoringKinds = ({ config }: EnvironmentModel): ReleaseSpec => ({
  id: monitoring.kinds,
  name: monitoring.kinds,
  namespace: config.monitoring.namespace,
  chart: chart.kinds,
  version: chartVersion(config, chart.kinds),
  values: {},
  secretValues: [],
});

/** `10Gi` less a tenth: what is written ahead needs room too, and a full volume stops Prometheus. */
function keptSize(storage: string): string {
  const [, number = '0', unit = 'Gi'] = /^(\d+)(Mi|Gi|Ti)$/.exec(storage) ?? [];
  const { size, name } = { Mi: { size: 1, name: 'MiB' }, Gi: { size: 1024, name: 'MiB' }, Ti: { size: 1024 * 1024, name: 'MiB' } }[
    unit
  ] ?? {
    size: 1,
    name: 'MiB',
  };
  return `${Math.floor(Number(number) * size * 0.9)}${name}`;
}

const claim = ({ config }: EnvironmentModel, storage: string): Values => ({
  volumeClaimTemplate: {
    spec: {
      ...(config.cluster.storageClass ? { storageClassName: config.cluster.storageClass } : {}),
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage } },
    },
  },
});

/** Objects of every kind of monitor count, whatever their labels: those of this environment are in its own namespaces. */
const everyMonitor: Values = {
  ruleSelectorNilUsesHelmValues: false,
  serviceMonitorSelectorNilUsesHelmValues: false,
  podMonitorSelectorNilUsesHelmValues: false,
  probeSelectorNilUsesHelmValues: false,
  scrapeConfigSelectorNilUsesHelmValues: false,
};

/** Parts of the control plane that no cloud shows: their rules would only say that they are away. */
const unseen = ['kubeControllerManager', 'kubeEtcd', 'kubeScheduler', 'kubeProxy'] as const;
const unseenRules = ['etcd', 'kubeControllerManager', 'kubeProxy', 'kubeSchedulerAlerting', 'kubeSchedulerRecording', 'windows'] as const;

/**
 * Prometheus, Alertmanager, Grafana, the state of Kubernetes and of the nodes (kube-prometheus-stack 88). Without it nobody sees what happens; no payment
 * passes it. Metrics are on a volume of each Prometheus and go with it; two of them (production) each look for themselves. `managed`: where they go besides.
 */
export function prometheusRelease(model: EnvironmentModel, managed?: ManagedMetrics): ReleaseSpec {
  const { config } = model;
  const { namespace, agentsNamespace, metrics } = config.monitoring;
  const size = prometheusSize(config);
  const replicas = monitoringReplicas(config);
  const priorityClassName = priorityName(config, 'tools');
  return {
    id: monitoring.release,
    name: monitoring.release,
    namespace,
    chart: chart.stack,
    version: chartVersion(config, chart.stack),
    secretValues: [],
    values: {
      fullnameOverride: monitoring.release,
      ...platformImages(config, chart.stack),
      crds: { enabled: false },
      defaultRules: { rules: Object.fromEntries(unseenRules.map((rule) => [rule, false])) },
      ...Object.fromEntries(unseen.map((part) => [part, { enabled: false }])),
      prometheusOperator: {
        // cert-manager is there, and signs the certificate of the webhook: no Job with rights on webhooks is needed.
        admissionWebhooks: { patch: { enabled: false }, certManager: { enabled: true } },
        resources: requests(50, 256),
        prometheusConfigReloader: { resources: requests(10, 64) },
        priorityClassName,
      },
      prometheus: {
        ...(managed && Object.keys(managed.identity.annotations).length > 0
          ? { serviceAccount: { annotations: managed.identity.annotations } }
          : {}),
        prometheusSpec: {
          ...everyMonitor,
          replicas,
          retention: `${metrics.retentionDays}d`,
          retentionSize: keptSize(size.storage),
          scrapeInterval: `${metrics.scrapeSeconds}s`,
          evaluationInterval: `${metrics.scrapeSeconds}s`,
          resources: requests(size.cpu, size.memory),
          storageSpec: claim(model, size.storage),
          ...(managed ? sending(config, managed) : {}),
          externalLabels: { environment: config.environment, tenant: config.tenant },
          // Traces find their way from a number (exemplars).
          enableFeatures: ['exemplar-storage'],
          priorityClassName,
        },
      },
      alertmanager: {
        // No secret is in it: receivers read theirs from files of the Secrets below.
        config: alertmanagerConfig(config) as unknown as Values,
        alertmanagerSpec: {
          replicas,
          resources: requests(20, 128),
          storage: claim(model, '1Gi'),
          priorityClassName,
          secrets: alertSecrets(config, namespace).map(({ id }) => id),
        },
      },
      'kube-state-metrics': { resources: requests(50, 256), priorityClassName },
      'prometheus-node-exporter': {
        namespaceOverride: agentsNamespace,
        resources: requests(20, 64),
        // Nodes of every pool, also of those that take only what tolerates them.
        tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
      },
      grafana: grafanaValues(model),
    },
  };
}
