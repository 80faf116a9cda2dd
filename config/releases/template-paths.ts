import type { ValueType } from './value-index';

type Rows = Readonly<Record<string, ValueType>>;

/** Parts of the payment manager whose templates print every variable of `env`, whatever its name; `map` opens them. */
const openEnvironments = [
  'frontend',
  'management-api',
  'mojaloop-core-connector',
  'sim-backend',
  ...['api-svc', 'dom-evt-handler', 'cmd-evt-handler'].map((part) => `scheme-adapter/sdk-scheme-adapter-${part}`),
].map((part) => [`${part}/env`, 'map'] as const);

const paymentManager: Rows = {
  ...Object.fromEntries(openEnvironments),
  'management-api/serviceAccountName': 'string',
  'ttk/ml-testing-toolkit-backend/nameOverride': 'string',
  'ttk/ml-testing-toolkit-frontend/nameOverride': 'string',
  'ttk/ml-testing-toolkit-backend/extraEnvironments': 'map',
};
const sinceNine: Rows = {
  'experience-api/env/authClientSecretSecret': 'string',
  'experience-api/env/authClientSecretSecretKey': 'string',
};
/** Prometheus 11.16.9 lies in the package; up to 9.x the chart always brings it along. */
const withPrometheus: Rows = { 'prometheus/server/enabled': 'bool' };
/** The testing toolkit in 8.0.1 is 15.4.0: its files are all of `config`. */
const toolkitFiles: Rows = { 'ttk/ml-testing-toolkit-backend/config/user_config.json': 'map' };

/** TLS to MySQL: these services of 17.1 know it, their values do not say so, or not all of it. */
const hiddenTls: Rows = Object.fromEntries(
  [
    'quoting-service/quoting-service',
    'quoting-service/quoting-service-handler',
    'account-lookup-service/account-lookup-service-handler-timeout',
  ].flatMap((part) => [
    [`${part}/config/db_ssl_enabled`, 'bool'] as const,
    [`${part}/config/db_ssl_verify`, 'bool'] as const,
    [`${part}/config/db_ssl_ca_secret`, 'null'] as const,
  ]),
);

/** Every entry becomes an option of the program, whatever its name. */
const programOptions: Rows = {
  'extraArgs/balance-similar-node-groups': 'bool',
  'extraArgs/expander': 'string',
  'extraArgs/skip-nodes-with-local-storage': 'bool',
};

/** Secrets of the connection manager's database: named in comments of its values. */
const databaseSecrets: Rows = {
  'db/passwordSecret': 'string',
  'db/passwordSecretKey': 'string',
  'db/sslCaSecret': 'string',
  'db/sslCaSecretKey': 'string',
};

/** Everything below becomes a section of Grafana's own file, whatever its name. */
const grafanaFile: Rows = Object.fromEntries(
  ['server/root_url', 'analytics/reporting_enabled', 'analytics/check_for_plugin_updates'].map((key) => [
    `grafana/grafana.ini/${key}`,
    'null',
  ]),
);
const grafanaSections: Rows = Object.fromEntries(
  ['news', 'security', 'users', 'auth.anonymous', 'auth.generic_oauth'].map((key) => [`grafana/grafana.ini/${key}`, 'map']),
);

/** Named in comments of the values only. */
const monitoringPriorities: Rows = Object.fromEntries(
  ['prometheusOperator', 'kube-state-metrics', 'grafana'].map((part) => [`${part}/priorityClassName`, 'string']),
);

/** Loki's own settings: the chart writes whatever stands there. */
const logLimits: Rows = {
  'loki/limits_config/retention_period': 'string',
  'loki/limits_config/allow_structured_metadata': 'bool',
  // Named in a comment of the values only.
  'loki/storage/bucketNames/chunks': 'string',
  'loki/storage/bucketNames/ruler': 'string',
};

/** Named in a comment of the values only. */
const collectorService: Rows = { 'service/enabled': 'bool' };
const tracesVolume: Rows = { 'persistence/storageClassName': 'string' };

const watchedNamespace: Rows = { watchNamespace: 'string' };

/**
 * Paths that a chart's templates read although its values do not name them, by chart and major version.
 * An index is made from the values alone, so these are added to it. Read from the published packages.
 */
const tables: Readonly<Record<string, Readonly<Record<string, Rows>>>> = {
  mojaloop: { 17: hiddenTls },
  'mojaloop-payment-manager': {
    8: { ...paymentManager, ...withPrometheus, ...toolkitFiles },
    9: { ...paymentManager, ...withPrometheus, ...sinceNine },
    10: { ...paymentManager, ...sinceNine },
  },
  // Named in a comment of the values only.
  'pxc-operator': { 1: watchedNamespace },
  'psmdb-operator': { 1: watchedNamespace },
  keto: { 0: { 'secret/nameOverride': 'string' } },
  'cluster-autoscaler': { 9: programOptions },
  'connection-manager': { 1: databaseSecrets },
  loki: { 18: logLimits },
  tempo: { 2: tracesVolume },
  'opentelemetry-collector': { 0: collectorService },
  'kube-prometheus-stack': { 88: { ...grafanaFile, ...grafanaSections, ...monitoringPriorities } },
};

/** What only the templates of a chart know: further paths of its index. */
export const templatePaths = (chart: string, version: string): Rows => tables[chart]?.[version.split('.')[0] ?? ''] ?? {};
