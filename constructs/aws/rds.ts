import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbOptionGroup } from '@cdktf/provider-aws/lib/db-option-group';
import { mysqlVersions } from '../../config/model/mysql-versions';
import { mebibytes } from '../../config/model/services';
import type { Capabilities } from '../contracts';
import { logGroups } from './log-group';
import { mysqlCommon } from './mysql-common';
import { mysqlParameterGroup } from './parameter-groups';
import { keepsRemains } from './store-safety';

/** gp3 of RDS for MySQL begins at 20 GiB and ends at 64 TiB. */
const smallest = 20;
const largest = 65_536;

/**
 * RDS for MySQL: one server, with more than one of `stores.mysql.replicas` a standby in another zone that takes over within a minute or two (it doubles the
 * cost). Storage grows by itself up to four times what was asked for, and never shrinks. Engine minor versions come in the weekly window.
 * Changing `kmsKeyId`, or switching encryption, would make a new server: neither is a setting.
 */
export const rdsMysql: Capabilities['mysql'] = (scope, { config }, foundation) => {
  const { name, machine, login, member, whole, ...windows } = mysqlCommon(scope, config, foundation, 'rds');
  const parameters = mysqlParameterGroup(scope, config, 'rds', name);
  // RDS has no audit of its own: the plugin of MariaDB writes who logged in and who changed tables or rights.
  const audit = new DbOptionGroup(scope, 'audit', {
    // With an end of its own: a group that stays would be in the way of the next server of this environment.
    namePrefix: `${name}-`,
    optionGroupDescription: 'audit of logins and changes',
    engineName: 'mysql',
    majorEngineVersion: '8.0',
    option: [
      {
        optionName: 'MARIADB_AUDIT_PLUGIN',
        optionSettings: [{ name: 'SERVER_AUDIT_EVENTS', value: 'CONNECT,QUERY_DDL,QUERY_DCL' }],
      },
    ],
    // A snapshot needs the options of its server: AWS refuses to delete the group while the last snapshot is there.
    skipDestroy: keepsRemains(config),
  });
  const exports = ['audit', 'error', 'slowquery'];
  const logs = logGroups(scope, config, foundation.keys.data, `/aws/rds/instance/${name}`, exports);
  const allocatedStorage = Math.max(smallest, Math.ceil(mebibytes(config.stores.mysql.size) / 1024));
  const server = new DbInstance(scope, 'server', {
    ...member,
    ...whole,
    ...windows,
    identifier: name,
    engine: 'mysql',
    engineVersion: mysqlVersions.rds,
    // Paid support of 8.0 rather than a forced upgrade to 8.4, where charts before 17.1.0 could not log in any more.
    engineLifecycleSupport: 'open-source-rds-extended-support',
    instanceClass: machine,
    multiAz: config.stores.mysql.replicas > 1,
    storageType: 'gp3',
    allocatedStorage,
    maxAllocatedStorage: Math.min(largest, allocatedStorage * 4),
    username: login.username,
    passwordWo: login.password,
    passwordWoVersion: login.version,
    parameterGroupName: parameters.name,
    optionGroupName: audit.name,
    enabledCloudwatchLogsExports: exports,
    dependsOn: logs,
  });
  return { host: server.address, port: '3306', adminSecret: login.secret.name };
};
