/** Who exports a metric, and where that is written down. */
export interface MetricSource {
  /** What the component is, in the words of an operator. */
  readonly title: string;
  /** Repository and place that the names were read from. */
  readonly source: string;
  readonly metrics: readonly string[];
}

/** A histogram as Prometheus keeps it. */
const histogram = (name: string): string[] => [`${name}_bucket`, `${name}_sum`, `${name}_count`];

/** Histograms of Mojaloop services. The charts (14 to 17) put `moja_` before every name; a duration is in seconds. */
const mojaloop = (names: readonly string[]) => names.flatMap((name) => histogram(`moja_${name}`));

/**
 * Every metric that rules and dashboards of the workbench read, by the component that exports it. A name that is not in this table is a mistake: the tests
 * hold every query against it. Names were read in the sources named; test/ledger, test/edge and test/lab show some of them alive.
 */
export const knownMetrics = {
  'ml-api-adapter': {
    title: 'Notification handler of ml-api-adapter',
    source: 'mojaloop/ml-api-adapter v16, src/handlers/notification/index.js',
    metrics: mojaloop(['notification_event', 'notification_event_process_msg', 'notification_event_delivery', 'tx_transfer']),
  },
  'central-ledger': {
    title: 'Handlers of central-ledger',
    source: 'mojaloop/central-ledger v19, src/handlers and src/domain',
    metrics: mojaloop(['transfer_prepare', 'transfer_fulfil', 'transfer_position']),
  },
  'quoting-service': {
    title: 'Quotes',
    source: 'mojaloop/quoting-service v17, src/model and src/api',
    metrics: mojaloop(['model_quote']),
  },
  'account-lookup-service': {
    title: 'Account lookup',
    source: 'mojaloop/account-lookup-service v17, src/domain and src/api',
    metrics: mojaloop(['ing_getPartiesByTypeAndID']),
  },
  nodejs: {
    title: 'Node.js in the services of Mojaloop',
    source: 'siimon/prom-client v14, collectDefaultMetrics, with the prefix of the charts',
    metrics: [
      'moja_process_cpu_seconds_total',
      'moja_nodejs_eventloop_lag_p99_seconds',
      'moja_nodejs_heap_size_used_bytes',
      ...histogram('moja_nodejs_gc_duration_seconds'),
    ],
  },
  jvm: {
    title: 'Java in Keycloak',
    source: 'micrometer-core, JvmMemoryMetrics and JvmGcMetrics, as Keycloak 26 shows them',
    metrics: ['jvm_memory_used_bytes', 'jvm_gc_pause_seconds_sum', 'jvm_gc_pause_seconds_count'],
  },
  'kafka-exporter': {
    title: 'Topics and groups of consumers (Strimzi brings the exporter along)',
    source: 'danielqsj/kafka_exporter, README.md',
    metrics: [
      'kafka_brokers',
      'kafka_consumergroup_lag',
      'kafka_consumergroup_current_offset',
      'kafka_topic_partition_current_offset',
      'kafka_topic_partition_under_replicated_partition',
    ],
  },
  mysql: {
    title: 'MySQL',
    source: 'prometheus/mysqld_exporter, collector/global_status.go and global_variables.go',
    metrics: [
      'mysql_up',
      'mysql_global_status_threads_connected',
      'mysql_global_status_threads_running',
      'mysql_global_status_queries',
      'mysql_global_status_slow_queries',
      'mysql_global_status_wsrep_local_recv_queue',
      'mysql_global_variables_max_connections',
    ],
  },
  mongodb: {
    title: 'MongoDB',
    source: 'percona/mongodb_exporter, exporter',
    metrics: ['mongodb_up', 'mongodb_ss_connections', 'mongodb_ss_opcounters', 'mongodb_ss_mem_resident'],
  },
  redis: {
    title: 'Redis',
    source: 'oliver006/redis_exporter, exporter/metrics.go',
    metrics: ['redis_up', 'redis_memory_used_bytes', 'redis_memory_max_bytes', 'redis_commands_processed_total'],
  },
  vault: {
    title: 'Vault',
    source: 'developer.hashicorp.com/vault/docs/internals/telemetry/metrics',
    metrics: [
      'vault_core_unsealed',
      'vault_core_active',
      'vault_core_in_flight_requests',
      'vault_expire_num_leases',
      'vault_audit_log_request_failure',
      'vault_audit_log_response_failure',
    ],
  },
  envoy: {
    title: 'The gateway',
    source: 'envoyproxy.io/docs, statistics of the HTTP connection manager, listeners, clusters, jwt_authn, rbac and local_ratelimit',
    metrics: [
      'envoy_http_downstream_rq_xx',
      ...histogram('envoy_http_downstream_rq_time'),
      'envoy_http_jwt_authn_denied',
      'envoy_http_rbac_denied',
      'envoy_listener_ssl_fail_verify_error',
      'envoy_listener_ssl_connection_error',
      'envoy_http_local_rate_limit_rate_limited',
      'envoy_cluster_upstream_rq_xx',
    ],
  },
  'cert-manager': {
    title: 'cert-manager',
    source: 'cert-manager/cert-manager v1.18, pkg/metrics',
    metrics: [
      'certmanager_certificate_expiration_timestamp_seconds',
      'certmanager_certificate_renewal_timestamp_seconds',
      'certmanager_certificate_ready_status',
    ],
  },
  'kube-state-metrics': {
    title: 'State of the objects of Kubernetes',
    source: 'kubernetes/kube-state-metrics, docs/metrics',
    metrics: [
      'kube_pod_status_ready',
      'kube_pod_status_phase',
      'kube_pod_container_resource_requests',
      'kube_deployment_status_replicas_available',
      'kube_deployment_spec_replicas',
      'kube_cronjob_status_last_successful_time',
      'kube_cronjob_created',
      'kube_cronjob_spec_suspend',
      'kube_job_status_completion_time',
      'kube_job_status_start_time',
      'kube_job_status_failed',
      'kube_secret_created',
      'kube_configmap_created',
      'kube_node_status_capacity',
      'kube_persistentvolumeclaim_resource_requests_storage_bytes',
    ],
  },
  kubelet: {
    title: 'Kubelet and cAdvisor: volumes and containers',
    source: 'kubernetes/kubernetes, pkg/kubelet/metrics/collectors and cmd/kubelet cadvisor',
    metrics: [
      'kubelet_volume_stats_available_bytes',
      'kubelet_volume_stats_capacity_bytes',
      'container_cpu_usage_seconds_total',
      'container_memory_working_set_bytes',
    ],
  },
  collector: {
    title: 'Collectors of logs, traces and audit logs',
    source: 'open-telemetry/opentelemetry-collector, exporter/exporterhelper/metadata.yaml, as a real one shows them with our settings',
    metrics: [
      'otelcol_exporter_queue_size',
      'otelcol_exporter_queue_capacity',
      'otelcol_exporter_sent_log_records',
      'otelcol_exporter_send_failed_log_records',
      'otelcol_exporter_enqueue_failed_log_records',
    ],
  },
  prometheus: { title: 'Prometheus itself', source: 'prometheus/prometheus, scrape', metrics: ['up'] },
  ledger: {
    title: 'Queries of the workbench at the ledger',
    source: 'config/model/alerts/ledger-queries.ts',
    metrics: [
      'workbench_ledger_transfers_stuck',
      'workbench_ledger_position_percent',
      'workbench_ledger_position',
      'workbench_ledger_difference',
    ],
  },
} as const satisfies Record<string, MetricSource>;

export type MetricComponent = keyof typeof knownMetrics;

const byName: ReadonlyMap<string, MetricComponent> = new Map(
  (Object.keys(knownMetrics) as MetricComponent[]).flatMap((component) =>
    knownMetrics[component].metrics.map((name) => [name, component] as const),
  ),
);

/** Who exports a metric; undefined when nobody is known to. */
export const exporterOf = (metric: string): MetricComponent | undefined => byName.get(metric);
