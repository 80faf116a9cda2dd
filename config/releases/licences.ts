/** A licence by its SPDX expression. */
export type Licence = string;

/**
 * Licences of charts, as the repository of each chart says (its LICENSE file, or the `license` of its package). Those of payment managers are left
 * out: their repositories (pm4ml/mojaloop-payment-manager-helm) hold no licence, so nobody here may say one.
 */
export const chartLicences: Readonly<Record<string, Licence>> = {
  'alias-oracle': 'Apache-2.0',
  'aws-load-balancer-controller': 'Apache-2.0',
  bof: 'Apache-2.0',
  'cert-manager': 'Apache-2.0',
  'cluster-autoscaler': 'Apache-2.0',
  'external-dns': 'Apache-2.0',
  'finance-portal': 'Apache-2.0',
  'gateway-helm': 'Apache-2.0',
  keto: 'Apache-2.0',
  kratos: 'Apache-2.0',
  'kratos-selfservice-ui-node': 'Apache-2.0',
  'kube-prometheus-stack': 'Apache-2.0',
  'mfi-account-oracle': 'Apache-2.0',
  mojaloop: 'Apache-2.0',
  oathkeeper: 'Apache-2.0',
  'opentelemetry-collector': 'Apache-2.0',
  'opentelemetry-operator': 'Apache-2.0',
  'prometheus-operator-crds': 'Apache-2.0',
  'psmdb-operator': 'Apache-2.0',
  'pxc-operator': 'Apache-2.0',
  'redis-operator': 'Apache-2.0',
  'strimzi-kafka-operator': 'Apache-2.0',
  vault: 'MPL-2.0',
  'vault-config-operator': 'Apache-2.0',
};

/** Terraform providers of HashiCorp and of Microsoft are all under this one (LICENSE of each repository). */
export const providerLicence: Licence = 'MPL-2.0';

/** What an image is for, by the beginning of its name without the registry: the first row that fits. */
const imageRows: readonly (readonly [beginning: string, licence: Licence | ((tag: string) => Licence)])[] = [
  ['mojaloop/', 'Apache-2.0'],
  // package.json of pm4ml/connection-manager-api.
  ['infitx/connection-manager-', 'Apache-2.0'],
  ['apache/', 'Apache-2.0'],
  ['oryd/', 'Apache-2.0'],
  ['prometheus/', 'Apache-2.0'],
  ['prometheus-operator/', 'Apache-2.0'],
  ['otel/', 'Apache-2.0'],
  ['open-telemetry/', 'Apache-2.0'],
  ['danielqsj/kafka-exporter', 'Apache-2.0'],
  ['oliver006/redis_exporter', 'MIT'],
  ['burningalchemist/sql_exporter', 'MIT'],
  ['kiwigrid/k8s-sidecar', 'MIT'],
  ['rclone/rclone', 'MIT'],
  // Since April 2021 (grafana.com, relicensing).
  ['grafana/', 'AGPL-3.0-only'],
  ['envoyproxy/', 'Apache-2.0'],
  ['jetstack/', 'Apache-2.0'],
  ['keycloak/', 'Apache-2.0'],
  ['grepplabs/kafka-proxy', 'Apache-2.0'],
  ['kubectl', 'Apache-2.0'],
  ['external-dns/', 'Apache-2.0'],
  ['autoscaling/', 'Apache-2.0'],
  ['eks/aws-load-balancer-controller', 'Apache-2.0'],
  ['redhat-cop/', 'Apache-2.0'],
  ['strimzi/', 'Apache-2.0'],
  ['opstree/redis-operator', 'Apache-2.0'],
  ['opstree/redis', redis],
  ['bitnamilegacy/redis', redis],
  ['library/redis', redis],
  // Since 1.15; MPL-2.0 before (hashicorp.com, August 2023).
  ['hashicorp/vault', 'BUSL-1.1'],
  ['percona/percona-server-mongodb-operator', 'Apache-2.0'],
  ['percona/percona-xtradb-cluster-operator', 'Apache-2.0'],
  ['percona/percona-backup-mongodb', 'Apache-2.0'],
  ['percona/mongodb_exporter', 'Apache-2.0'],
  ['percona/percona-server-mongodb', 'SSPL-1.0'],
  ['percona/percona-xtradb-cluster', 'GPL-2.0-only'],
  ['percona/percona-server', 'GPL-2.0-only'],
  ['percona/haproxy', 'GPL-2.0-or-later'],
  ['kube-state-metrics/', 'Apache-2.0'],
  // Programs of Grafana Labs since April 2021; their charts have a licence of their own.
  ['library/mysql', 'GPL-2.0-only'],
  ['library/busybox', 'GPL-2.0-only'],
  ['library/node', 'MIT'],
];

/** BSD up to 7.2, then two to choose from, and a third from 8.0 on (redis.io/legal/licenses). */
function redis(tag: string): Licence {
  const [major = 0, minor = 0] = tag.replace(/^v/, '').split('.').map(Number);
  if (major >= 8) return 'AGPL-3.0-only OR SSPL-1.0 OR LicenseRef-RSALv2';
  return major === 7 && minor >= 4 ? 'SSPL-1.0 OR LicenseRef-RSALv2' : 'BSD-3-Clause';
}

/**
 * Licence of the program that an image is for; undefined where none is known. What else the image holds, of its operating system, has licences of its own:
 * a scan of the image tells those.
 */
export function imageLicence(repository: string, tag: string | undefined): Licence | undefined {
  const [, licence] = imageRows.find(([beginning]) => repository.startsWith(beginning)) ?? [];
  return typeof licence === 'function' ? licence(tag ?? '') : licence;
}
