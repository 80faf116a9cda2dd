import type { EnvironmentModel } from '../../config/environment';
import { type Exporter, exportersOf, mysqlExporter } from '../../config/model/exporters';
import { secretKeys, systemSecrets } from '../../config/model/secret-map';
import { isManaged } from '../../config/model/store-services';
import { mysqlCertificates, mysqlTrust } from '../../config/model/store-trust';
import { images } from '../in-cluster/images';
import type { KubernetesObject } from '../in-cluster/objects';
import type { Json } from '../in-cluster/release-spec';
import { type ExporterPod, exporterPodObjects, trustFolder } from './exporter-pod';

type Program = Pick<ExporterPod, 'image' | 'args'> & Partial<Pick<ExporterPod, 'env' | 'trust' | 'file'>>;

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
      ...(ownRoots
        ? {
            trust: true,
            file: {
              volume: 'file',
              folder: '/etc/exporter',
              name: 'my.cnf',
              text: `[client]\nssl-ca=${trustFolder}/${mysqlTrust.key}\n`,
            },
          }
        : {}),
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

/**
 * Programs that ask the stores: one pod each, beside the stores. Without one nothing stops but its numbers. What they ask with may look at numbers
 * and at nothing of the hub. `managedMysql`: host of a MySQL that the cloud runs.
 */
export const exportersObjects = (model: EnvironmentModel, managedMysql?: string): KubernetesObject[] =>
  exportersOf(model.config, model.logicalServices)
    // By its own name, which is in its certificate: this program compares it, and a logical name would not do.
    .map((exporter) => (exporter.kind === 'mysql' && managedMysql ? { ...exporter, host: managedMysql } : exporter))
    .flatMap((exporter) =>
      exporterPodObjects(model.config, {
        name: exporter.name,
        port: exporter.port,
        env: [],
        trust: false,
        ...programs[exporter.kind](model, exporter),
      }),
    );
