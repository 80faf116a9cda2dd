import type { EnvironmentModel } from '../../config/environment';
import { keycloakDemand } from '../../config/model/demand';
import { endpoint } from '../../config/model/endpoints';
import { keycloak } from '../../config/model/identity';
import { administratorSecret } from '../../config/model/identity-secrets';
import { secretKeys } from '../../config/model/secret-map';
import { serviceMysqlTls } from '../../config/model/service-tls';
import { mysqlTrust } from '../../config/model/store-trust';
import { images, pulled } from '../in-cluster/images';
import { confined } from '../in-cluster/kafka-proxy-login';
import type { KubernetesObject, WaitCondition } from '../in-cluster/objects';
import { priorityName } from '../in-cluster/priorities';
import type { Json, Values } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';
import { characterSetStep } from './character-set';

const { name, port, managementPort, administrator } = keycloak;
const labels = { 'app.kubernetes.io/name': name };
/** User of Keycloak's own image. */
const user = 1000;
export const podSecurity: Values = {
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: user,
  fsGroup: user,
  seccompProfile: { type: 'RuntimeDefault' },
};

const database = 'keycloak-db';
const passwordSecret = 'mysql-keycloak';
const trustFolder = '/mysql-ca';

const fromSecret = (variable: string, secretName: string, key: string): Json => ({
  name: variable,
  valueFrom: { secretKeyRef: { name: secretName, key } },
});

/**
 * Keycloak as plain objects: its operator has no chart, and the charts of others name images that can no longer be pulled. Its own image is built for
 * every database, so an init container fits it to MySQL once a pod (about 20 s of one core) and the server starts from that, read-only.
 * Without a pod nobody logs in and no new token is given; tokens that were given stay good. Its data is in the database alone.
 */
export function keycloakObjects(model: EnvironmentModel): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const { config, hosts } = model;
  const { namespace, replicas } = config.identity;
  const image = pulled(config, images.keycloak);
  const { cpu, memory } = keycloakDemand[config.profile];
  const { host, port: databasePort } = endpoint(model.logicalServices, database);
  // The driver encrypts where the server can; whom it speaks to it checks by the chain, since the logical name is in no certificate.
  const tls = serviceMysqlTls(config, database);
  const ownRoots = tls?.ownRoots === true;
  const together = { labelSelector: { matchLabels: labels } };
  const metadata = { name, namespace, labels: { ...labels, 'app.kubernetes.io/managed-by': 'mojaloop-workbench' } };
  const trust = ownRoots ? [{ name: 'trust', mountPath: trustFolder, readOnly: true }] : [];
  const server = { name: 'server', mountPath: '/opt/keycloak' };
  const tmp = { name: 'tmp', mountPath: '/tmp' };
  const probe = (path: string, failureThreshold: number): Values => ({
    httpGet: { path, port: 'management' },
    periodSeconds: 5,
    timeoutSeconds: 3,
    failureThreshold,
  });
  const env: Json[] = [
    { name: 'KC_BOOTSTRAP_ADMIN_USERNAME', value: administrator },
    fromSecret('KC_BOOTSTRAP_ADMIN_PASSWORD', administratorSecret.name, administratorSecret.key),
    { name: 'KC_DB_URL', value: `jdbc:mysql://${host}:${databasePort}/keycloak?sslMode=${tls ? 'VERIFY_CA' : 'PREFERRED'}` },
    { name: 'KC_DB_USERNAME', value: 'keycloak' },
    fromSecret('KC_DB_PASSWORD', passwordSecret, secretKeys.mysql),
    { name: 'KC_DB_POOL_MAX_SIZE', value: '20' },
    // One issuer, whatever name a request comes by.
    { name: 'KC_HOSTNAME', value: `https://${hosts.keycloak}` },
    { name: 'KC_HTTP_ENABLED', value: 'true' },
    // The gateway writes these headers anew; nobody else reaches the port.
    { name: 'KC_PROXY_HEADERS', value: 'xforwarded' },
    { name: 'KC_CACHE', value: replicas > 1 ? 'ispn' : 'local' },
    { name: 'KC_LOG_CONSOLE_OUTPUT', value: 'json' },
    { name: 'JAVA_OPTS_KC_HEAP', value: '-XX:MaxRAMPercentage=60 -XX:InitialRAMPercentage=30' },
    ...(ownRoots ? [{ name: 'KC_TRUSTSTORE_PATHS', value: `${trustFolder}/${mysqlTrust.key}` }] : []),
  ];
  const fit = {
    name: 'fit',
    image,
    command: [
      '/bin/bash',
      '-euc',
      'cp -r /opt/keycloak/. /server/ && /server/bin/kc.sh build --db=mysql --health-enabled=true --metrics-enabled=true',
    ],
    volumeMounts: [{ name: 'server', mountPath: '/server' }, tmp],
    resources: requests(cpu, memory),
    securityContext: confined,
  };
  const container = {
    name,
    image,
    command: ['/opt/keycloak/bin/kc.sh', 'start', '--optimized'],
    env,
    ports: [
      { name: 'http', containerPort: port },
      { name: 'management', containerPort: managementPort },
    ],
    startupProbe: probe('/health/started', 120),
    livenessProbe: probe('/health/live', 6),
    readinessProbe: probe('/health/ready', 3),
    // New requests go elsewhere before the old ones are cut.
    lifecycle: { preStop: { exec: { command: ['sleep', '10'] } } },
    volumeMounts: [server, tmp, ...trust],
    resources: requests(cpu, memory),
    securityContext: confined,
  };
  const text = characterSetStep(
    config,
    { host, port: databasePort, tls, secret: passwordSecret },
    { file: `${trustFolder}/${mysqlTrust.key}`, mounts: trust },
  );
  const deployment: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas,
      // Of a newer version the old one understands the database no more: pods of two versions never run together.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          priorityClassName: priorityName(config, 'hub'),
          terminationGracePeriodSeconds: 60,
          securityContext: podSecurity,
          topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', ...together },
            { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', ...together },
          ],
          initContainers: [text, fit],
          containers: [container],
          volumes: [
            { name: 'server', emptyDir: { sizeLimit: '1Gi' } },
            { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
            ...(ownRoots ? [{ name: 'trust', secret: { secretName: mysqlTrust.name } }] : []),
          ],
        },
      },
    },
  };
  return {
    objects: [
      deployment,
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ name: 'http', port, targetPort: 'http' }] } },
      ...(replicas > 1
        ? [
            {
              apiVersion: 'policy/v1',
              kind: 'PodDisruptionBudget',
              metadata,
              spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
            },
          ]
        : []),
    ],
    waitFor: [{ namespace, group: 'apps', resource: 'deployments', names: [name], for: 'condition=Available' }],
  };
}
