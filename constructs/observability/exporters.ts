import type { EnvironmentModel } from '../../config/environment';
import { type Exporter, exportersOf, mysqlExporter } from '../../config/model/exporters';
import { secretKeys, systemSecrets } from '../../config/model/secret-map';
import { isManaged } from '../../config/model/store-services';
import { mysqlCertificates, mysqlTrust } from '../../config/model/store-trust';
import { images, pulled } from '../in-cluster/images';
import { confined } from '../in-cluster/kafka-proxy-login';
import type { KubernetesObject } from '../in-cluster/objects';
import type { Json, Values } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';

/** Label by which Prometheus finds them. */
export const exporterLabel = { 'workbench.mojaloop.io/exporter': 'true' } as const;
/** Name of the port of their metrics. */
export const metricsPort = 'metrics';

const trustFolder = '/mysql-ca';

interface Program {
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly Json[];
  /** Roots that it trusts. */
  readonly trust?: boolean;
  /** Its file, which holds nothing secret. */
  readonly file?: string;
}

const fromSecret = (variable: string, name: string, key: string): Json => ({ name: variable, valueFrom: { secretKeyRef: { name, key } } });

const programs: Readonly<Record<Exporter['kind'], (model: EnvironmentModel, exporter: Exporter) => Program>> = {
  // In the cluster it asks as `monitor`, the account that the operator makes for that; elsewhere as one of its own.
  mysql: ({ config }, { host, storePort }) => {
    const managed = isManaged(config, 'mysql');
    const ownRoots = mysqlCertificates(config) !== undefined;
    return {
      image: images.mysqlExporter,
      args: [
        `--mysqld.address=${host}:${storePort}`,
        `--mysqld.username=${managed ? mysqlExporter.user : 'monitor'}`,
        '--collect.info_schema.innodb_metrics',
        '--no-collect.info_schema.tables',
        ...(ownRoots ? ['--config.my-cnf=/etc/exporter/my.cnf'] : []),
      ],
      env: [
        managed
          ? fromSecret('MYSQLD_EXPORTER_PASSWORD', mysqlExporter.secret, secretKeys.mysql)
          : fromSecret('MYSQLD_EXPORTER_PASSWORD', systemSecrets.mysql, 'monitor'),
      ],
      ...(ownRoots ? { trust: true, file: `[client]\nssl-ca=${trustFolder}/${mysqlTrust.key}\n` } : {}),
    };
  },
  mongodb: (_, { host, storePort }) => ({
    image: images.mongodbExporter,
    args: [
      `--mongodb.uri=mongodb://${host}:${storePort}/admin`,
      '--collector.diagnosticdata',
      '--collector.replicasetstatus',
      '--collector.dbstats',
    ],
    env: [
      fromSecret('MONGODB_USER', systemSecrets.mongodb, 'MONGODB_CLUSTER_MONITOR_USER'),
      fromSecret('MONGODB_PASSWORD', systemSecrets.mongodb, 'MONGODB_CLUSTER_MONITOR_PASSWORD'),
    ],
  }),
  kafka: (_, { host, storePort }) => ({ image: images.kafkaExporter, args: [`--kafka.server=${host}:${storePort}`] }),
  redis: (_, { host, storePort, cluster }) => ({
    image: images.redisExporter,
    args: [`--redis.addr=redis://${host}:${storePort}`, ...(cluster ? ['--is-cluster'] : [])],
  }),
};

function exporterObjects(model: EnvironmentModel, exporter: Exporter): KubernetesObject[] {
  const { config } = model;
  const { namespace } = config.stores;
  const { name, kind, port } = exporter;
  const { image, args, env = [], trust, file } = programs[kind](model, exporter);
  const labels = { 'app.kubernetes.io/name': name };
  const metadata = { name, namespace, labels: { ...labels, 'app.kubernetes.io/managed-by': 'mojaloop-workbench' } };
  const mounts = [
    ...(file ? [{ name: 'file', mountPath: '/etc/exporter', readOnly: true }] : []),
    ...(trust ? [{ name: 'trust', mountPath: trustFolder, readOnly: true }] : []),
  ];
  const pod: Values = {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'exporter',
        image: pulled(config, image),
        args: [...args],
        env: [...env],
        ports: [{ name: metricsPort, containerPort: port }],
        readinessProbe: { tcpSocket: { port: metricsPort }, periodSeconds: 10 },
        resources: requests(20, 96),
        securityContext: confined,
        ...(mounts.length > 0 ? { volumeMounts: mounts } : {}),
      },
    ],
    ...(mounts.length > 0
      ? {
          volumes: [
            ...(file ? [{ name: 'file', configMap: { name } }] : []),
            ...(trust ? [{ name: 'trust', secret: { secretName: mysqlTrust.name } }] : []),
          ],
        }
      : {}),
  };
  return [
    ...(file ? [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'my.cnf': file } }] : []),
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels: { ...labels, ...exporterLabel } }, spec: pod },
      },
    },
  ];
}

/**
 * Programs that ask the stores: one pod each, beside the stores. Without one nothing stops but its numbers. What they ask with may look at numbers
 * and at nothing of the hub. `managedMysql`: host of a MySQL that the cloud runs.
 */
export const exportersObjects = (model: EnvironmentModel, managedMysql?: string): KubernetesObject[] =>
  exportersOf(model.config, model.logicalServices)
    // By its own name, which is in its certificate: this program compares it, and a logical name would not do.
    .map((exporter) => (exporter.kind === 'mysql' && managedMysql ? { ...exporter, host: managedMysql } : exporter))
    .flatMap((exporter) => exporterObjects(model, exporter));
