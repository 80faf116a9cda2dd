import type { EnvironmentModel } from '../../environment';
import { backupName, drillMark } from '../backup/outside';
import type { AlertRow } from './rule';

const fullest = 95;
const used =
  'max by (namespace, persistentvolumeclaim) (100 * (1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes))';

const asBackup = (series: string, label: string, pattern: string) => `label_replace(${series}, "backup", "$1", "${label}", "${pattern}")`;
/**
 * When each backup last went well: CronJobs of ours by their own record (one that never ran counts from its beginning, one that a person has suspended
 * not at all), those of MySQL by the Jobs that its operator makes for them.
 */
const newestBackup = [
  'max by (namespace, backup) (',
  `${asBackup('(kube_cronjob_status_last_successful_time{cronjob=~".*backup.*"} or kube_cronjob_created{cronjob=~".*backup.*"})', 'cronjob', '(.*)')}`,
  ` unless on (namespace, backup) ${asBackup('(kube_cronjob_spec_suspend == 1)', 'cronjob', '(.*)')}`,
  ` or ${asBackup('kube_job_status_completion_time{job_name=~"xb-.*"}', 'job_name', '(xb)-.*')})`,
].join('');

/** Databases, Kafka, volumes and backups. */
export const storeAlerts = ({ config }: EnvironmentModel): readonly AlertRow[] => {
  const { backupHours, diskPercent, drillDays } = config.alerts.thresholds;
  const { namespace } = config.stores;
  return [
    {
      alert: 'MysqlDown',
      severity: 'critical',
      expr: 'mysql_up == 0',
      for: '2m',
      summary: 'MySQL at {{ $labels.instance }} does not answer',
      description: 'Without MySQL no payment is possible; while one member of three is away the others go on.',
    },
    {
      alert: 'MysqlConnectionsNearLimit',
      severity: 'warning',
      expr: 'mysql_global_status_threads_connected / mysql_global_variables_max_connections > 0.85',
      for: '10m',
      summary: '{{ $value | humanizePercentage }} of the connections of {{ $labels.instance }} are taken',
      description: 'The next service that starts or grows gets none, and fails.',
    },
    {
      alert: 'MongodbDown',
      severity: 'warning',
      expr: 'mongodb_up == 0',
      for: '5m',
      summary: 'MongoDB at {{ $labels.instance }} does not answer',
      description: 'Bulk transfers and reports of tests need it; single payments do not.',
    },
    {
      alert: 'RedisDown',
      severity: 'warning',
      expr: 'redis_up == 0',
      for: '5m',
      summary: 'Redis at {{ $labels.instance }} does not answer',
      description: 'Caches of payment managers, of third party and of payments between schemes need it.',
    },
    {
      alert: 'KafkaUnderReplicated',
      severity: 'warning',
      expr: 'sum(kafka_topic_partition_under_replicated_partition) > 0',
      for: '10m',
      summary: '{{ $value }} partitions of Kafka lack a copy',
      description: 'A broker is away or behind. When another one goes, topics stop taking messages.',
    },
    {
      alert: 'DiskFilling',
      severity: 'warning',
      expr: `${used} > ${diskPercent} and ${used} <= ${fullest}`,
      for: '15m',
      summary: 'Volume {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} is {{ $value | humanize }} % full',
      description: 'A store whose volume is full stops writing.',
    },
    {
      alert: 'DiskFull',
      severity: 'critical',
      expr: `${used} > ${fullest}`,
      for: '5m',
      summary: 'Volume {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} is {{ $value | humanize }} % full',
      description: 'The store on it stops writing any moment, and payments with it.',
    },
    {
      alert: 'BackupTooOld',
      severity: 'critical',
      expr: `(time() - ${newestBackup}) / 3600 > ${backupHours}`,
      for: '10m',
      summary: 'The newest backup by {{ $labels.backup }} in {{ $labels.namespace }} is {{ $value | humanize }} hours old',
      description: 'If the store were lost now, everything since then would be lost with it.',
    },
    {
      alert: 'RestoreDrillOverdue',
      severity: 'warning',
      // A drill that went well leaves its mark anew; before the first one the backups themselves tell since when there could have been one. Without backups nothing is due.
      expr: `(time() - (max(kube_configmap_created{namespace="${namespace}",configmap="${drillMark}"}) or max(kube_cronjob_created{namespace="${namespace}",cronjob="${backupName('mysql')}"}))) / 86400 > ${drillDays}`,
      for: '1h',
      summary: 'No backup was restored and found sound for {{ $value | humanize }} days',
      description: 'A backup that nobody has restored is a hope: whether it can be, and how long it takes, is not known any more.',
    },
  ];
};
