import { createHash } from 'node:crypto';
import { proxyDemand } from '../../config/model/demand';
import { kafkaProxy, proxyPorts } from '../../config/model/managed-stores';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { PodIdentity } from '../contracts';
import { confined, type ProxyLogin } from './kafka-proxy-login';
import type { KubernetesObject, WaitCondition } from './objects';
import { priorityName } from './priorities';
import { requests, type StorePlace } from './store-objects';

const { name, port, firstBrokerPort, metricsPort, replicas } = kafkaProxy;
const labels = { 'app.kubernetes.io/name': name };
/** User of the image. */
const user = 1000;

/** Name that clients of the proxy are told for every broker. */
export const advertised = ({ stores, network }: WorkbenchConfig) => `${name}.${stores.namespace}.svc.${network.clusterDomain}`;

/**
 * Kafka requests that nobody may make through the proxy, whose login may make them: delete topics (20) and records (21), change ACLs (30, 31),
 * hand out delegation tokens (38), change quotas (49) and logins (51).
 */
const forbidden = [20, 21, 30, 31, 38, 49, 51];

/**
 * Starts the proxy with one listener a broker, and one more where clients begin. Kafka tells clients the address of each broker, so each needs a port
 * of its own; the first connection may go to any. Pods begin at different brokers, so that clients find a way in while one broker is away. That
 * broker is named twice, the second time with the closing dot of its host name, because the proxy takes one listener a spelling.
 */
export const startScript = ({ before, flags }: Pick<ProxyLogin, 'before' | 'flags'>): string =>
  [
    `port=${firstBrokerPort} mapping=''`,
    `for broker in $BROKERS; do mapping="$mapping $broker,0.0.0.0:$port,$ADVERTISED:$port"; port=$((port + 1)); done`,
    'set -- $BROKERS; shift $((${HOSTNAME##*-} % $#))',
    `export BOOTSTRAP_SERVER_MAPPING="$mapping \${1%:*}.:\${1##*:},0.0.0.0:${port},$ADVERTISED:${port}"`,
    ...(before ? [before] : []),
    `exec /opt/kafka-proxy/bin/kafka-proxy server ${[...commonFlags, ...flags].join(' ')}`,
  ].join('\n');

const commonFlags = [
  // Every broker has its mapping above. A listener made when a broker is first heard of would be in one pod, and its clients come to all of them.
  '--dynamic-listeners-disable',
  // Certificates of MSK and Event Hubs are of public authorities, which the image has. Host names are checked.
  '--tls-enable',
  `--http-listen-address=0.0.0.0:${metricsPort}`,
  `--forbidden-api-keys=${forbidden.join(',')}`,
  '--log-format=json',
];

export interface KafkaProxyProps {
  /** `host:port` of every broker, with a space between. */
  readonly brokers: string;
  readonly login: ProxyLogin;
  /** Who the pods are at the cloud. */
  readonly identity: PodIdentity;
}

/**
 * The proxy between the hub, whose charts speak plaintext Kafka without a login (14 to 17.1), and a managed Kafka, which asks for TLS and a login.
 * Who may reach it stands in the flow table; there is nothing else that keeps others out. Its members have numbers, which is what a StatefulSet is
 * for here: nothing is stored. A changed password reaches it when its pods start again.
 */
export function kafkaProxyObjects(
  { config, namespace }: StorePlace,
  { brokers, login, identity }: KafkaProxyProps,
): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const ports = proxyPorts(config).map((number) => ({
    name: number === port ? 'clients' : `broker-${number - firstBrokerPort + 1}`,
    number,
  }));
  const probe = { httpGet: { path: '/health', port: 'metrics' }, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 };
  const proxy = {
    name,
    image: login.image,
    command: ['/bin/sh', '-euc', startScript(login)],
    env: [
      { name: 'BROKERS', value: brokers },
      { name: 'ADVERTISED', value: advertised(config) },
    ],
    ports: [...ports.map((each) => ({ name: each.name, containerPort: each.number })), { name: 'metrics', containerPort: metricsPort }],
    startupProbe: { ...probe, periodSeconds: 2, failureThreshold: 60 },
    livenessProbe: probe,
    readinessProbe: { tcpSocket: { port: 'clients' }, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
    // New connections go elsewhere before the old ones are cut.
    lifecycle: { preStop: { exec: { command: ['sleep', '10'] } } },
    volumeMounts: [...login.mounts],
    resources: requests(proxyDemand.cpu, proxyDemand.memory),
    // The program's file asks for this one right (its image lets it open low ports); without it the kernel refuses to start the program.
    securityContext: { ...confined, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } },
  };
  const podLabels = { ...labels, ...identity.podLabels };
  const together = { labelSelector: { matchLabels: labels } };
  const metadata = { name, namespace, labels: { ...labels, 'app.kubernetes.io/managed-by': 'mojaloop-workbench' } };
  const files = Object.keys(login.files).length > 0;
  const set: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata,
    spec: {
      replicas,
      serviceName: name,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels: podLabels,
          // Files are read when the pod starts, so other files are other pods.
          ...(files
            ? { annotations: { 'workbench.mojaloop.io/files': digest(Object.keys(login.files).join(), login.files['kafka-token.mjs']) } }
            : {}),
        },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          priorityClassName: priorityName(config, 'stores'),
          terminationGracePeriodSeconds: 40,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: user,
            runAsGroup: user,
            fsGroup: user,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          affinity: {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', ...together } },
              ],
            },
          },
          topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', ...together },
          ],
          containers: [proxy, ...login.beside],
          volumes: [...login.volumes],
        },
      },
    },
  };
  return {
    objects: [
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { ...metadata, annotations: { ...identity.annotations } },
        automountServiceAccountToken: false,
      },
      ...(files ? [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { ...login.files } }] : []),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: { selector: labels, ports: ports.map((each) => ({ name: each.name, port: each.number, targetPort: each.name })) },
      },
      { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } },
      set,
    ],
    waitFor: [{ namespace, group: 'apps', resource: 'statefulsets', names: [name], for: `jsonpath={.status.readyReplicas}=${replicas}` }],
  };
}

const digest = (...parts: readonly (string | undefined)[]) => createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
