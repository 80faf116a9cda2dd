import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { mysqlVersions } from '../../config/model/mysql-versions';
import type { Capabilities } from '../contracts';
import { logGroups } from './log-group';
import { mysqlCommon } from './mysql-common';
import { mysqlParameterGroup } from './parameter-groups';

/**
 * Aurora MySQL: storage in three zones always, and `stores.mysql.replicas` members that read and take over within half a minute. Each member costs like a
 * server of its own; storage is billed as it is used, so `stores.mysql.size` means nothing here. A hub talks to the address of the writer alone.
 * A cluster can't be turned into an RDS server or back: it would be a new one.
 */
export const auroraMysql: Capabilities['mysql'] = (scope, { config }, foundation) => {
  const { name, machine, login, member, whole, backupWindow, maintenanceWindow } = mysqlCommon(scope, config, foundation, 'aurora');
  const parameters = mysqlParameterGroup(scope, config, 'aurora', name);
  const exports = ['audit', 'error', 'slowquery'];
  const logs = logGroups(scope, config, foundation.keys.data, `/aws/rds/cluster/${name}`, exports);
  const cluster = new RdsCluster(scope, 'server', {
    ...whole,
    clusterIdentifier: name,
    engine: 'aurora-mysql',
    engineVersion: mysqlVersions.aurora,
    engineLifecycleSupport: 'open-source-rds-extended-support',
    applyImmediately: member.applyImmediately,
    copyTagsToSnapshot: true,
    dbSubnetGroupName: member.dbSubnetGroupName,
    dbClusterParameterGroupName: parameters.name,
    masterUsername: login.username,
    masterPasswordWo: login.password,
    masterPasswordWoVersion: login.version,
    preferredBackupWindow: backupWindow,
    preferredMaintenanceWindow: maintenanceWindow,
    enabledCloudwatchLogsExports: exports,
    dependsOn: logs,
  });
  for (let number = 1; number <= config.stores.mysql.replicas; number++)
    new RdsClusterInstance(scope, `member-${number}`, {
      ...member,
      identifier: `${name}-${number}`,
      clusterIdentifier: cluster.id,
      engine: 'aurora-mysql',
      instanceClass: machine,
      preferredMaintenanceWindow: maintenanceWindow,
      // All take over alike; the writer is whichever came first.
      promotionTier: 1,
    });
  return { host: cluster.endpoint, port: '3306', adminSecret: login.secret.name };
};
