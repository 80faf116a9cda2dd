import type { EnvironmentModel } from '../../config/environment';
import { burnThreshold, burnWindows } from '../../config/model/alerts/burn-rates';
import { type Objective, objectivesOf } from '../../config/model/alerts/objectives';
import { lastHours, warningHours } from '../../config/model/alerts/platform';

/** Series in the notation of promtool: a name with labels, and its values one a minute. */
export type Series = Readonly<Record<string, string>>;

/** An alert with series by which it has to fire at a minute, and series next to them by which it must not. */
export interface AlertCase {
  readonly alert: string;
  /** Which one of several of the same name. */
  readonly window?: string;
  readonly minute: number;
  readonly fires: Series;
  readonly quiet: readonly Series[];
}

/** The same value every minute of the case. */
const held = (value: number) => `${value}x600`;
/** A counter that grows by so much a minute. */
const grows = (a: number, from = 0) => `${from}+${a}x600`;
/** Grows for so many minutes, and then no more. */
const grewFor = (minutes: number, a: number) => `0+${a}x${minutes} ${a * minutes}x600`;

const perMinute = 1_000_000;

/** A million a minute, of which a part fails, as each objective counts it. */
const traffic: Readonly<Record<Objective['id'], (good: string, bad: string, all: string) => Series>> = {
  'transfer-success': (good, bad) => ({
    'moja_notification_event_process_msg_count{action="commit",success="true"}': good,
    'moja_notification_event_process_msg_count{action="timeout-reserved",success="true"}': bad,
    // What a payee refuses is no failure of the hub.
    'moja_notification_event_process_msg_count{action="abort",success="true"}': grows(perMinute),
  }),
  latency: (good, _, all) => ({
    'moja_tx_transfer_bucket{success="true",le="1"}': good,
    'moja_tx_transfer_count{success="true"}': all,
  }),
  availability: (good, bad) => ({
    'envoy_http_downstream_rq_xx{envoy_http_conn_manager_prefix="https-10443",envoy_response_code_class="2"}': good,
    'envoy_http_downstream_rq_xx{envoy_http_conn_manager_prefix="https-10443",envoy_response_code_class="5"}': bad,
    'envoy_http_downstream_rq_xx{envoy_http_conn_manager_prefix="admin",envoy_response_code_class="5"}': grows(perMinute),
  }),
};

function failing(objective: Objective, part: number): Series {
  const bad = Math.round(perMinute * part);
  return traffic[objective.id](grows(perMinute - bad), grows(bad), grows(perMinute));
}

/** Everything fails for a quarter of an hour, and then nothing any more: the long window still sees it. */
const over = (objective: Objective): Series => {
  const after = `0x15 ${grows(perMinute)}`;
  return traffic[objective.id](after, grewFor(15, perMinute), grows(perMinute));
};

const waits = { '2m': 2, '15m': 15, '1h': 60, '3h': 180 } as Readonly<Record<string, number>>;

/** Each objective in each window: a tenth above and a tenth below what may burn, the end of an outage, and silence. */
export const burnCases = ({ config }: EnvironmentModel): readonly AlertCase[] =>
  objectivesOf(config).flatMap((objective) =>
    burnWindows.map((window): AlertCase => {
      const threshold = burnThreshold(objective, window, config.slo.windowDays);
      return {
        alert: objective.alert,
        window: window.long,
        minute: (waits[window.for] ?? 0) + 30,
        fires: failing(objective, threshold * 1.1),
        quiet: [failing(objective, threshold * 0.9), {}, ...(window.long === '1h' ? [over(objective)] : [])],
      };
    }),
  );

const kafka = (lag: string, offset: string): Series => ({
  'kafka_consumergroup_lag{consumergroup="cl-group-transfer-prepare",topic="topic-transfer-prepare",partition="0"}': lag,
  'kafka_consumergroup_current_offset{consumergroup="cl-group-transfer-prepare",topic="topic-transfer-prepare",partition="0"}': offset,
});
const position = (percent: number): Series => ({
  'workbench_ledger_position_percent{participant="firstbank",currency="USD"}': held(percent),
});
const volume = (percent: number): Series => ({
  'kubelet_volume_stats_available_bytes{namespace="stores",persistentvolumeclaim="data-0"}': held(100 - percent),
  'kubelet_volume_stats_capacity_bytes{namespace="stores",persistentvolumeclaim="data-0"}': held(100),
});
const certificate = (hoursLeft: number, minute: number): Series => ({
  'certmanager_certificate_expiration_timestamp_seconds{namespace="gateway",name="gateway-tls"}': held(hoursLeft * 3600 + minute * 60),
});
const differs = (by: number): Series => ({ 'workbench_ledger_difference{check="positions",currency="USD"}': held(by) });
const gateway = (ok: number, refused: number): Series => ({
  'envoy_http_downstream_rq_xx{envoy_http_conn_manager_prefix="https-10443",envoy_response_code_class="2"}': grows(ok),
  'envoy_http_downstream_rq_xx{envoy_http_conn_manager_prefix="https-10443",envoy_response_code_class="4"}': grows(refused),
});
const callbacks = (arrived: number, failed: number): Series => ({
  'moja_notification_event_delivery_count{success="true",dest="firstbank"}': grows(arrived),
  'moja_notification_event_delivery_count{success="false",dest="firstbank"}': grows(failed),
});
const pod = (ready: number, phase: string, name = 'moja-quoting-service-1'): Series => ({
  [`kube_pod_status_ready{namespace="mojaloop",pod="${name}",condition="false"}`]: held(1 - ready),
  [`kube_pod_status_phase{namespace="mojaloop",pod="${name}",phase="${phase}"}`]: held(1),
});
const deployment = (available: number, wanted: number): Series => ({
  'kube_deployment_status_replicas_available{namespace="mojaloop",deployment="moja-quoting-service"}': held(available),
  'kube_deployment_spec_replicas{namespace="mojaloop",deployment="moja-quoting-service"}': held(wanted),
});
const targets = (up: readonly number[]): Series =>
  Object.fromEntries(up.map((value, at) => [`up{namespace="mojaloop",job="hub",instance="${at}"}`, held(value)]));
const cronjob = (lastSuccess: string, suspended = 0): Series => ({
  'kube_cronjob_status_last_successful_time{namespace="stores",cronjob="mysql-backup"}': lastSuccess,
  'kube_cronjob_spec_suspend{namespace="stores",cronjob="mysql-backup"}': held(suspended),
});

const mysqlBackup = (job: string, done: number): Series => ({
  [`kube_job_status_completion_time{namespace="stores",job_name="${job}"}`]: held(done),
});

const backupsSince = (days: number): Series => ({
  'kube_cronjob_created{namespace="stores",cronjob="backup-mysql"}': held(-days * 86_400),
});
const scheduledRun = (job: string, began: number, failed: number): Series => ({
  [`kube_job_status_start_time{namespace="mojaloop",job_name="${job}"}`]: held(began),
  [`kube_job_status_failed{namespace="mojaloop",job_name="${job}",reason="BackoffLimitExceeded"}`]: held(failed),
});
const lastGoodRun = (at: number): Series => ({
  'kube_cronjob_status_last_successful_time{namespace="mojaloop",cronjob="golden-path"}': held(at),
});
const drilled = (days: number): Series => ({
  'kube_configmap_created{namespace="stores",configmap="restore-drill"}': held(-days * 86_400),
});

const ofExporter = (name: string) => `{namespace="monitoring",pod="audit-collector-0",exporter="${name}"}`;
const auditQueue = (waiting: string, name = 'awss3/vault'): Series => ({
  [`otelcol_exporter_queue_size${ofExporter(name)}`]: waiting,
  [`otelcol_exporter_queue_capacity${ofExporter(name)}`]: held(1000),
});
const auditSent = (sent: string, name = 'awss3/vault'): Series => ({ [`otelcol_exporter_sent_log_records${ofExporter(name)}`]: sent });
const auditFailed = (how: 'send' | 'enqueue', failed: string): Series => ({
  [`otelcol_exporter_${how}_failed_log_records${ofExporter('awss3/gateway')}`]: failed,
});

/** Every other alert, by the thresholds of the environment. */
export function otherCases({ config }: EnvironmentModel): readonly AlertCase[] {
  const { consumerLag, positionPercent, backupHours, drillDays, certificateDays, diskPercent, secretDays, refusedPercent } =
    config.alerts.thresholds;
  const { validityHours } = config.certificates;
  const [last, warning] = [lastHours(validityHours), warningHours(validityHours, certificateDays)];
  const simple = (alert: string, minute: number, series: string, bad: string, good: string): AlertCase => ({
    alert,
    minute,
    fires: { [series]: bad },
    quiet: [{ [series]: good }, {}],
  });
  return [
    {
      alert: 'ConsumerLagHigh',
      minute: 15,
      fires: kafka(held(consumerLag + 1), grows(10)),
      // As much as is allowed, and more but for a moment.
      quiet: [kafka(held(consumerLag), grows(10)), kafka(`${consumerLag * 9}x5 0x600`, grows(10))],
    },
    {
      alert: 'ConsumerStopped',
      minute: 20,
      fires: kafka(held(3), held(500)),
      // Slow but moving; nothing to do.
      quiet: [kafka(held(3), grows(1)), kafka(held(0), held(500))],
    },
    simple('TransfersStuck', 10, 'workbench_ledger_transfers_stuck{currency="USD"}', held(1), held(0)),
    { alert: 'PositionNearLimit', minute: 10, fires: position(positionPercent + 1), quiet: [position(positionPercent), position(99)] },
    { alert: 'PositionAtLimit', minute: 10, fires: position(96), quiet: [position(95)] },
    { alert: 'ReconciliationDifference', minute: 15, fires: differs(0.01), quiet: [differs(0)] },
    { alert: 'LedgerNumbersMissing', minute: 20, fires: {}, quiet: [differs(0)] },
    { alert: 'CallbacksFailing', minute: 30, fires: callbacks(80, 20), quiet: [callbacks(95, 5)] },
    simple('MysqlDown', 5, 'mysql_up{instance="mysql-0"}', held(0), held(1)),
    {
      alert: 'MysqlConnectionsNearLimit',
      minute: 15,
      fires: {
        'mysql_global_status_threads_connected{instance="mysql-0"}': held(90),
        'mysql_global_variables_max_connections{instance="mysql-0"}': held(100),
      },
      quiet: [
        {
          'mysql_global_status_threads_connected{instance="mysql-0"}': held(80),
          'mysql_global_variables_max_connections{instance="mysql-0"}': held(100),
        },
      ],
    },
    simple('MongodbDown', 10, 'mongodb_up{instance="mongodb-0"}', held(0), held(1)),
    simple('RedisDown', 10, 'redis_up{instance="redis-0"}', held(0), held(1)),
    simple('KafkaUnderReplicated', 15, 'kafka_topic_partition_under_replicated_partition{topic="t",partition="0"}', held(1), held(0)),
    { alert: 'DiskFilling', minute: 20, fires: volume(diskPercent + 1), quiet: [volume(diskPercent - 1), volume(97)] },
    { alert: 'DiskFull', minute: 10, fires: volume(96), quiet: [volume(94)] },
    {
      alert: 'BackupTooOld',
      minute: 15,
      fires: cronjob(held(-backupHours * 3600)),
      // The newest one is an hour younger; a backup that was switched off by a person is nobody's fault.
      quiet: [
        cronjob(held(-(backupHours - 1) * 3600)),
        cronjob(held(-backupHours * 3600), 1),
        // Of several of MySQL the newest counts.
        { ...mysqlBackup('xb-cron-mysql-1', -backupHours * 3600), ...mysqlBackup('xb-cron-mysql-2', -3600) },
      ],
    },
    {
      alert: 'RestoreDrillOverdue',
      minute: 65,
      // Never one, since there are backups.
      fires: backupsSince(drillDays + 1),
      quiet: [backupsSince(drillDays - 1), { ...backupsSince(drillDays + 1), ...drilled(drillDays - 1) }, {}],
    },
    {
      alert: 'GoldenPathFailed',
      minute: 5,
      fires: { ...scheduledRun('golden-path-100', 100, 1), ...lastGoodRun(50) },
      quiet: [
        { ...scheduledRun('golden-path-100', 100, 1), ...scheduledRun('golden-path-200', 200, 0), ...lastGoodRun(260) },
        { ...scheduledRun('golden-path-100', 100, 0), ...lastGoodRun(50) },
        // Of `workbench verify`.
        scheduledRun('golden-path-x1-val-gp', 100, 1),
      ],
    },
    {
      alert: 'AuditLogsWaiting',
      minute: 45,
      // It never sent anything, so it has no series of what it sent.
      fires: auditQueue(held(40)),
      quiet: [
        // A file every five minutes, and some of the next one waits.
        { ...auditQueue(held(40)), ...auditSent('0x4 10x4 20x4 30x4 40x4 50x4 60x4 70x4 80x4 90x20') },
        // A source that is silent.
        { ...auditQueue(held(0)), ...auditSent(held(10)) },
        // Exporters of other logs have alerts of their own.
        auditQueue(held(40), 'otlp/traces'),
      ],
    },
    {
      alert: 'AuditLogsWaiting',
      minute: 60,
      // It sent until the store went away; before twenty minutes are over it may only be slow.
      fires: { ...auditQueue(held(40)), ...auditSent('0x4 10x200') },
      quiet: [{ ...auditQueue(held(40)), ...auditSent('0x29 10x200') }],
    },
    {
      alert: 'AuditLogsLost',
      minute: 30,
      // The first failure: the counter is born with it.
      fires: auditFailed('send', `_x19 ${held(5)}`),
      quiet: [auditFailed('send', held(5)), auditQueue(held(800))],
    },
    { alert: 'AuditLogsLost', minute: 30, fires: auditFailed('send', `5x19 ${held(7)}`), quiet: [auditFailed('send', `7x19 ${held(7)}`)] },
    { alert: 'AuditLogsLost', minute: 30, fires: auditFailed('enqueue', `_x19 ${held(5)}`), quiet: [auditFailed('enqueue', `5x200`)] },
    { alert: 'AuditLogsLost', minute: 30, fires: auditQueue(held(801)), quiet: [auditQueue(held(700))] },
    simple('VaultSealed', 10, 'vault_core_unsealed{pod="vault-0"}', held(0), held(1)),
    {
      alert: 'VaultAuditFailing',
      minute: 5,
      fires: { 'vault_audit_log_request_failure{pod="vault-0"}': grows(1) },
      quiet: [{ 'vault_audit_log_request_failure{pod="vault-0"}': held(3) }],
    },
    {
      alert: 'CertificateExpiring',
      minute: 65,
      fires: certificate(warning - 1, 0),
      quiet: [certificate(warning + 1, 65), certificate(last - 1, 0)],
    },
    { alert: 'CertificateEnding', minute: 15, fires: certificate(last - 1, 0), quiet: [certificate(last + 1, 15)] },
    simple('CertificateNotReady', 20, 'certmanager_certificate_ready_status{namespace="n",name="c",condition="False"}', held(1), held(0)),
    {
      alert: 'SecretOld',
      minute: 65,
      fires: { 'kube_secret_created{namespace="mojaloop",secret="central-ledger"}': held(-(secretDays + 1) * 86_400) },
      quiet: [
        { 'kube_secret_created{namespace="mojaloop",secret="central-ledger"}': held(-(secretDays - 1) * 86_400) },
        // Records of Helm are no secrets that could be changed.
        { 'kube_secret_created{namespace="mojaloop",secret="sh.helm.release.v1.moja.v1"}': held(-(secretDays + 1) * 86_400) },
        { 'kube_secret_created{namespace="other",secret="central-ledger"}': held(-(secretDays + 1) * 86_400) },
      ],
    },
    // A Job that is done is not ready either.
    { alert: 'PodNotReady', minute: 20, fires: pod(0, 'Running'), quiet: [pod(1, 'Running'), pod(0, 'Succeeded')] },
    { alert: 'ServiceAway', minute: 10, fires: deployment(0, 3), quiet: [deployment(1, 3), deployment(0, 0)] },
    { alert: 'TargetDown', minute: 15, fires: targets([0, 1, 1]), quiet: [targets([1, 1, 1])] },
    {
      alert: 'GatewayRefusals',
      minute: 30,
      fires: gateway(600, 600 * (refusedPercent / 100) * 2),
      // Few refusals, and a stranger who knocks now and then while nobody else comes.
      quiet: [gateway(600, 600 * (refusedPercent / 100) * 0.9), gateway(0, 10)],
    },
    {
      alert: 'GatewayTokensRefused',
      minute: 30,
      fires: { envoy_http_jwt_authn_denied: grows(60) },
      quiet: [{ envoy_http_jwt_authn_denied: grows(15) }],
    },
    {
      alert: 'GatewayHandshakesFailing',
      minute: 30,
      fires: { envoy_listener_ssl_fail_verify_error: grows(60), envoy_listener_ssl_connection_error: grows(0) },
      quiet: [{ envoy_listener_ssl_fail_verify_error: grows(10), envoy_listener_ssl_connection_error: grows(10) }],
    },
  ];
}
