import { pulled } from '../../config/model/pulled-image';
import { movedImages } from '../../config/releases/moved-images';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** Images that are named here instead of by the charts: what the charts name is no longer to be had, or speaks no old login. */
export const images = {
  /** Waits and makes topics; the charts' `bitnami/kafka` and `solsson/kafka` are gone or no longer kept. */
  kafka: movedImages['bitnami/kafka'].to,
  /** Speaks plaintext to the hub, TLS and SASL to a managed Kafka. Under `-all` it has its plug-ins with it. */
  kafkaProxy: 'grepplabs/kafka-proxy:0.4.3',
  /** Runs the small program that gives the proxy tokens of a workload identity. */
  node: 'node:22.20.0-alpine3.22',
  /** Keycloak's own image, of its makers. The tests run the same version from Maven Central. */
  keycloak: 'quay.io/keycloak/keycloak:26.5.6',
  mysqlExporter: 'quay.io/prometheus/mysqld-exporter:v0.19.0',
  mongodbExporter: 'percona/mongodb_exporter:0.53.0',
  kafkaExporter: 'danielqsj/kafka-exporter:v1.9.0',
  redisExporter: 'oliver006/redis_exporter:v1.89.0',
  ledgerExporter: 'burningalchemist/sql_exporter:0.24.6',
  redisClient: 'redis:7.2.11-alpine',
  /** A client that knows both ways to log in to MySQL; that of the databases' bootstrap. */
  mysqlClient: 'percona/percona-server:8.0.43-34.1',
  shell: 'busybox:1.37.0',
  /** Brings backups to S3 or Azure Blob Storage by the identity of a pod, or by a login. */
  rclone: 'rclone/rclone:1.73.0',
} as const;

/** Docker Hub, or the registry that mirrors every image. */
export const registry = (config: WorkbenchConfig) => config.charts.images ?? 'docker.io';

/** An image under the name that can be pulled. */
export const image = (config: WorkbenchConfig, name: string) => `${registry(config)}/${name.includes('/') ? name : `library/${name}`}`;

export { pulled };
