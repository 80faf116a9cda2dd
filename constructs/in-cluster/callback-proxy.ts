import { createHash } from 'node:crypto';
import type { EnvironmentModel } from '../../config/environment';
import { callbackProxy, callbackTargets, hubClientCertificate, hubClientIssuer, hubClientName } from '../../config/model/callbacks';
import { isInCluster } from '../../config/model/participants';
import { pm4mlContext } from '../pm4ml/context';
import { services } from '../pm4ml/names';
import { type CallbackFiles, callbackEnvoy, callbackSecrets, type LocalTarget } from './callback-envoy';
import { pulled } from './images';
import { confined } from './kafka-proxy-login';
import type { KubernetesObject, WaitCondition } from './objects';
import { priorityName } from './priorities';
import type { Values } from './release-spec';
import { requests } from './store-objects';

const { name, port, healthPort, replicas, cpu, memory } = callbackProxy;
const labels = { 'app.kubernetes.io/name': name };
/** The version of the gateway's own proxies (Envoy Gateway 1.5.0), with a shell's `sleep` in it: the distroless one cannot wait before it ends. */
const envoy = 'docker.io/envoyproxy/envoy:v1.35.0';
/** User `envoy` of the image. */
const user = 101;

export const callbackFiles: CallbackFiles = {
  certificates: '/certificates',
  configuration: '/etc/callbacks',
  publicAuthorities: '/etc/ssl/certs/ca-certificates.crt',
};

/** Payment managers of this cluster: their inbound API as the hub reaches it. */
function localTargets(model: EnvironmentModel): LocalTarget[] {
  const { config } = model;
  return config.participants
    .filter((participant) => !participant.retired && isInCluster(participant))
    .map((participant) => {
      const { service, port: inbound } = services(pm4mlContext(model, participant).release).sdkInbound;
      return { id: participant.id, host: `${service}.${participant.id}.svc.${config.network.clusterDomain}`, port: inbound };
    });
}

/**
 * The way out for callbacks: the hub's client certificate, and an Envoy that knows the participants of the file and nobody else. Its configuration is a ConfigMap
 * (at most about 300 participants with authorities of their own); another list of participants is other pods, two of three always there in production.
 */
export function callbackProxyObjects(model: EnvironmentModel): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const { config } = model;
  const { namespace } = config.gateway;
  const { validityHours } = config.certificates;
  const metadata = { name, namespace, labels: { ...labels, 'app.kubernetes.io/managed-by': 'mojaloop-workbench' } };
  const files = {
    'envoy.json': JSON.stringify(callbackEnvoy(callbackTargets(config), localTargets(model), callbackFiles)),
    ...Object.fromEntries(Object.entries(callbackSecrets(callbackFiles)).map(([file, content]) => [file, JSON.stringify(content)])),
  };
  const together = { labelSelector: { matchLabels: labels } };
  const probe = { httpGet: { path: '/ready', port: 'health' }, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 3 };
  const volumes: readonly Values[] = [
    { name: 'configuration', configMap: { name } },
    { name: 'certificates', secret: { secretName: hubClientCertificate, defaultMode: 0o440 } },
  ];
  const container = {
    name,
    image: pulled(config, envoy),
    // No hot restart: it would want shared memory. Two threads copy bytes faster than a hub sends them.
    command: [
      'envoy',
      '-c',
      `${callbackFiles.configuration}/envoy.json`,
      '--disable-hot-restart',
      '--concurrency',
      '2',
      '--log-level',
      'warning',
    ],
    ports: [
      { name: 'requests', containerPort: port },
      { name: 'health', containerPort: healthPort },
    ],
    readinessProbe: probe,
    livenessProbe: { ...probe, periodSeconds: 10 },
    // New callbacks go elsewhere before the old ones are cut.
    lifecycle: { preStop: { exec: { command: ['sleep', '10'] } } },
    resources: requests(cpu, memory),
    securityContext: confined,
    volumeMounts: [
      { name: 'configuration', mountPath: callbackFiles.configuration, readOnly: true },
      { name: 'certificates', mountPath: callbackFiles.certificates, readOnly: true },
    ],
  };
  const pod = {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: priorityName(config, 'hub'),
    terminationGracePeriodSeconds: 40,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: 'ScheduleAnyway',
      ...together,
    })),
    containers: [container],
    volumes,
  };
  const digest = createHash('sha256').update(files['envoy.json']).digest('hex').slice(0, 12);
  const objects: KubernetesObject[] = [
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: hubClientCertificate, namespace },
      spec: {
        secretName: hubClientCertificate,
        commonName: hubClientName(config),
        dnsNames: [hubClientName(config)],
        usages: ['digital signature', 'client auth'],
        duration: `${validityHours}h`,
        renewBefore: `${Math.floor(validityHours / 3)}h`,
        // Another key with every certificate: one that was read by somebody is worth nothing after that.
        privateKey: { algorithm: 'RSA', size: 2048, rotationPolicy: 'Always' },
        issuerRef: { name: hubClientIssuer(config), kind: 'ClusterIssuer' },
      },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: files },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ name: 'http', port, targetPort: 'requests' }] },
    },
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: replicas[config.profile],
        strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        selector: { matchLabels: labels },
        template: { metadata: { labels, annotations: { 'workbench.mojaloop.io/files': digest } }, spec: pod },
      },
    },
  ];
  return {
    objects,
    waitFor: [
      { namespace, group: 'cert-manager.io', resource: 'certificates', names: [hubClientCertificate], for: 'condition=Ready' },
      { namespace, group: 'apps', resource: 'deployments', names: [name], for: 'condition=Available' },
    ],
  };
}
