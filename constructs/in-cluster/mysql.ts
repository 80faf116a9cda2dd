import type { Database, DatabaseUser } from '../../config/model/databases';
import { storeDemand } from '../../config/model/demand';
import { secretKeys, systemSecrets } from '../../config/model/secret-map';
import { storeService } from '../../config/model/store-services';
import { pulled } from './images';
import type { KubernetesObject, WaitCondition } from './objects';
import { onPool } from './placement';
import { priorityName } from './priorities';
import { backupPlan, requests, type StorePlace, spread, storeObject, volumeClaim } from './store-objects';

/** What the operator version wants in its custom resource. */
export interface MysqlOperator {
  readonly crVersion: string;
  readonly serverImage: string;
  readonly haproxyImage: string;
  readonly backupImage: string;
}

const cluster = 'mysql';

/** Rights of a user in its schema. An owner runs migrations. */
export const grants = {
  owner: ['ALL PRIVILEGES'],
  writer: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE'],
  // A table that points at one of the owner's needs REFERENCES.
  extender: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'CREATE', 'INDEX', 'REFERENCES'],
  reader: ['SELECT'],
} as const satisfies Record<DatabaseUser['access'], readonly string[]>;

/**
 * Settings Mojaloop needs: its migrations make tables without primary keys and use locks that strict Galera refuses,
 * and drivers before 17.1 log in only with native passwords (charts' change log; both public deployments set the same).
 */
function serverSettings(nativePassword: boolean): string {
  return [
    '[mysqld]',
    'pxc_strict_mode=PERMISSIVE',
    'wsrep_auto_increment_control=OFF',
    'auto_increment_increment=1',
    'max_connections=1000',
    'innodb_flush_log_at_trx_commit=1',
    'sync_binlog=1',
    ...(nativePassword ? ['default_authentication_plugin=mysql_native_password'] : []),
    '',
  ].join('\n');
}

/** MySQL in the cluster: Percona XtraDB Cluster behind HAProxy, with one user a service and scheduled backups. */
export function mysqlObjects(
  place: StorePlace,
  databases: readonly Database[],
  operator: MysqlOperator,
  nativePassword: boolean,
): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const { config, namespace } = place;
  const { mysql } = config.stores;
  const own = databases.filter((database) => database.engine === 'mysql' && !mysql.databases[database.name]);
  if (storeService(config, 'mysql') !== 'operator' || own.length === 0) return { objects: [], waitFor: [] };
  const { schedule, retentionDays, volume } = backupPlan(config, mysql);
  const { cpu, memory } = storeDemand.mysql;
  const affinity = { antiAffinityTopologyKey: mysql.replicas > 1 ? spread(place, mysql.replicas) : 'none' };
  const priorityClassName = priorityName(config, 'stores');
  const spec = {
    crVersion: operator.crVersion,
    secretsName: systemSecrets.mysql,
    updateStrategy: 'SmartUpdate',
    // The version is ours to choose: an upgrade at night by itself is not.
    upgradeOptions: { apply: 'disabled' },
    unsafeFlags: { pxcSize: mysql.replicas < 3, proxySize: mysql.replicas < 2 },
    tls: { enabled: true },
    users: own.flatMap((database) =>
      database.users.map((user) => ({
        name: user.name,
        dbs: [database.schema],
        hosts: ['%'],
        grants: grants[user.access],
        passwordSecretRef: { name: user.secret, key: secretKeys.mysql },
      })),
    ),
    pxc: {
      size: mysql.replicas,
      image: pulled(config, operator.serverImage),
      autoRecovery: true,
      configuration: serverSettings(nativePassword),
      affinity,
      ...onPool(config, 'stores'),
      priorityClassName,
      podDisruptionBudget: { maxUnavailable: 1 },
      resources: requests(cpu, memory),
      volumeSpec: { persistentVolumeClaim: volumeClaim(place, mysql.size) },
    },
    haproxy: {
      enabled: true,
      size: Math.min(mysql.replicas, 3),
      image: pulled(config, operator.haproxyImage),
      affinity,
      ...onPool(config, 'stores'),
      priorityClassName,
      resources: requests(100, 128),
    },
    backup: {
      image: pulled(config, operator.backupImage),
      storages: {
        volume: { type: 'filesystem', ...onPool(config, 'stores'), volume: { persistentVolumeClaim: volumeClaim(place, volume) } },
      },
      schedule: [
        {
          name: 'scheduled',
          schedule,
          retention: { type: 'count', count: keep(schedule, retentionDays), deleteFromStorage: true },
          storageName: 'volume',
        },
      ],
    },
  };
  return {
    objects: [storeObject(place, 'pxc.percona.com/v1', 'PerconaXtraDBCluster', cluster, spec)],
    waitFor: [
      { namespace, group: 'pxc.percona.com', resource: 'perconaxtradbclusters', names: [cluster], for: 'jsonpath={.status.state}=ready' },
    ],
  };
}

/** How many backups a retention in days means: the operator counts backups, not days. */
export function keep(schedule: string, days: number): number {
  const [minute = '*', hour = '*'] = schedule.startsWith('@')
    ? ({ '@hourly': '0 *', '@daily': '0 0', '@weekly': '0 0', '@monthly': '0 0' }[schedule]?.split(' ') ?? [])
    : schedule.split(/\s+/);
  const times = (field: string, span: number) => {
    if (field === '*') return span;
    if (field.startsWith('*/')) return Math.ceil(span / Number(field.slice(2)));
    return field.split(',').length;
  };
  return Math.max(1, days * times(hour, 24) * times(minute, 60));
}
