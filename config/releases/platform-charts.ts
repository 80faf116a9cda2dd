import type { ChartRef } from './catalogue';

/** Charts of the platform, the same for every release: they follow Kubernetes, not Mojaloop. */
export const platformCharts = {
  certManager: { chart: 'cert-manager', version: 'v1.18.2' },
  vault: { chart: 'vault', version: '0.30.1' },
  vaultConfigOperator: { chart: 'vault-config-operator', version: 'v0.8.52' },
  gateway: { chart: 'gateway-helm', version: 'v1.5.0' },
  kafkaOperator: { chart: 'strimzi-kafka-operator', version: '0.47.0' },
  mysqlOperator: { chart: 'pxc-operator', version: '1.18.0' },
  mongodbOperator: { chart: 'psmdb-operator', version: '1.20.1' },
  redisOperator: { chart: 'redis-operator', version: '0.22.1' },
  externalDns: { chart: 'external-dns', version: '1.19.0' },
  clusterAutoscaler: { chart: 'cluster-autoscaler', version: '9.59.0' },
  monitoringKinds: { chart: 'prometheus-operator-crds', version: '31.0.1' },
  monitoring: { chart: 'kube-prometheus-stack', version: '88.5.3' },
  logs: { chart: 'loki', version: '18.11.0' },
  traces: { chart: 'tempo', version: '2.2.4' },
  collector: { chart: 'opentelemetry-collector', version: '0.170.0' },
  spans: { chart: 'opentelemetry-operator', version: '0.122.0' },
  loadBalancerController: { chart: 'aws-load-balancer-controller', version: '1.14.1' },
} as const satisfies Record<string, ChartRef>;

/** What custom resources of these operator versions are given (the operators' own release notes and examples). */
export const operatorFacts = {
  mysql: {
    crVersion: '1.18.0',
    serverImage: 'percona/percona-xtradb-cluster:8.0.42-33.1',
    haproxyImage: 'percona/haproxy:2.8.15',
    backupImage: 'percona/percona-xtradb-cluster-operator:1.18.0-pxc8.0-backup-pxb8.0.35',
  },
  mongodb: {
    crVersion: '1.20.1',
    serverImage: 'percona/percona-server-mongodb:7.0.18-11',
    backupImage: 'percona/percona-backup-mongodb:2.9.1',
  },
  kafka: {
    apiVersion: 'kafka.strimzi.io/v1beta2',
    kafkaVersion: '4.0.0',
    metadataVersion: '4.0-IV3',
    image: 'quay.io/strimzi/kafka:0.47.0-kafka-4.0.0',
  },
  redis: { apiVersion: 'redis.redis.opstreelabs.in/v1beta2', image: 'quay.io/opstree/redis:v7.0.15' },
} as const;
