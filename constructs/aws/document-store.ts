import { DocdbCluster } from '@cdktf/provider-aws/lib/docdb-cluster';
import { DocdbClusterInstance } from '@cdktf/provider-aws/lib/docdb-cluster-instance';
import { DocdbClusterParameterGroup } from '@cdktf/provider-aws/lib/docdb-cluster-parameter-group';
import { DocdbSubnetGroup } from '@cdktf/provider-aws/lib/docdb-subnet-group';
import { nameOf } from '../../config/model/names';
import { storeMachine } from '../../config/model/store-machines';
import { storeWindows } from '../../config/model/store-windows';
import type { Capabilities } from '../contracts';
import { StoreLogin } from './admin-login';
import { logGroups } from './log-group';
import { appliesAtOnce, backupWindow, finalSnapshot, maintenanceWindow } from './store-safety';

/** Machines that share their cores: Performance Insights is not offered there. */
const burstable = /^db\.t\d/;

/**
 * TLS is off: no chart (14 to 17.1) speaks it to MongoDB. What stands in for it: subnets without a route out, and a security group that lets in the nodes of the
 * hub alone. Takes hold with a restart.
 */
const parameters = [
  { name: 'tls', value: 'disabled', applyMethod: 'pending-reboot' },
  { name: 'audit_logs', value: 'enabled', applyMethod: 'immediate' },
  { name: 'profiler', value: 'enabled', applyMethod: 'immediate' },
  { name: 'profiler_threshold_ms', value: '200', applyMethod: 'immediate' },
] as const;

/**
 * Amazon DocumentDB 5.0: it speaks the protocol of MongoDB 5.0, not all of it. It refuses retryable writes, which drivers of MongoDB 4.2 and newer ask for by
 * themselves: connection strings need `retryWrites=false`. Storage lies in three zones always and is billed as it is used, so
 * `stores.mongodb.size` means nothing here; each of `stores.mongodb.replicas` members costs like a server of its own.
 */
export const documentStore: Capabilities['documentStore'] = (scope, { config }, { network, keys, secretStore }) => {
  const name = nameOf(config, 'database', 'documents');
  const machine = storeMachine(config, 'mongodb')?.name ?? '';
  const windows = storeWindows(config, 'mongodb');
  const login = new StoreLogin(scope, 'admin', {
    config,
    name: `${secretStore.id}/mongodb-admin`,
    description: `administrator of DocumentDB of ${config.tenant} ${config.environment}`,
    username: 'workbench',
    key: keys.data,
  });
  const subnets = new DocdbSubnetGroup(scope, 'subnets', {
    name,
    description: 'subnets that no route leads out of',
    subnetIds: [...network.dataSubnets],
  });
  const group = new DocdbClusterParameterGroup(scope, 'parameters', {
    name,
    family: 'docdb5.0',
    description: `Mojaloop ${config.hub.release}`,
    parameter: [...parameters],
  });
  const exports = ['audit', 'profiler'];
  const logs = logGroups(scope, config, keys.data, `/aws/docdb/${name}`, exports);
  const cluster = new DocdbCluster(scope, 'server', {
    clusterIdentifier: name,
    engine: 'docdb',
    engineVersion: '5.0.0',
    applyImmediately: appliesAtOnce(config),
    backupRetentionPeriod: windows.retentionDays,
    preferredBackupWindow: backupWindow(windows),
    preferredMaintenanceWindow: maintenanceWindow(windows),
    dbSubnetGroupName: subnets.name,
    dbClusterParameterGroupName: group.name,
    deletionProtection: config.operations.deletionProtection,
    enabledCloudwatchLogsExports: exports,
    kmsKeyId: keys.data,
    storageEncrypted: true,
    masterUsername: login.username,
    masterPasswordWo: login.password,
    masterPasswordWoVersion: login.version,
    port: 27017,
    ...finalSnapshot(config, name, login.written),
    vpcSecurityGroupIds: [network.purposes.documentStore ?? ''],
    dependsOn: logs,
  });
  for (let number = 1; number <= config.stores.mongodb.replicas; number++)
    new DocdbClusterInstance(scope, `member-${number}`, {
      identifier: `${name}-${number}`,
      clusterIdentifier: cluster.id,
      instanceClass: machine,
      applyImmediately: appliesAtOnce(config),
      autoMinorVersionUpgrade: true,
      caCertIdentifier: 'rds-ca-rsa2048-g1',
      copyTagsToSnapshot: true,
      preferredMaintenanceWindow: maintenanceWindow(windows),
      promotionTier: 1,
      ...(burstable.test(machine) ? {} : { enablePerformanceInsights: true, performanceInsightsKmsKeyId: keys.data }),
    });
  return { host: cluster.endpoint, port: '27017', adminSecret: login.secret.name };
};
