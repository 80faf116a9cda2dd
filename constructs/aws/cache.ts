import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import { ElasticacheSubnetGroup } from '@cdktf/provider-aws/lib/elasticache-subnet-group';
import { nameOf } from '../../config/model/names';
import { storeMachine } from '../../config/model/store-machines';
import { storeWindows } from '../../config/model/store-windows';
import type { Capabilities } from '../contracts';
import { logGroups } from './log-group';
import { appliesAtOnce, backupWindow, maintenanceWindow } from './store-safety';

/**
 * ElastiCache with Valkey 7.2, which answers as Redis 7.2 does and costs a fifth less than Redis OSS. One shard without cluster mode, so that plain clients find
 * everything at one address; over more than one zone with a second member that takes over within a minute.
 *
 * It has neither password nor TLS: no chart (14 to 17.1) can use them. What stands in for them: subnets without a route out, and a security group that lets in the
 * nodes of the hub alone. At rest it is encrypted; that can't be changed later. Nothing outlives it, not even its
 * daily snapshots: what it holds can be made anew.
 */
export const cache: Capabilities['cache'] = (scope, { config }, { network, keys }) => {
  const name = nameOf(config, 'cache');
  const windows = storeWindows(config, 'redis');
  const members = config.cluster.zones > 1 ? 2 : 1;
  const subnets = new ElasticacheSubnetGroup(scope, 'subnets', {
    name,
    description: 'subnets that no route leads out of',
    subnetIds: [...network.dataSubnets],
  });
  const kinds = ['engine-log', 'slow-log'];
  const logs = logGroups(scope, config, keys.data, `/aws/elasticache/${name}`, kinds);
  const group = new ElasticacheReplicationGroup(scope, 'server', {
    replicationGroupId: name,
    description: `caches of ${config.tenant} ${config.environment}`,
    engine: 'valkey',
    engineVersion: '7.2',
    nodeType: storeMachine(config, 'redis')?.name ?? '',
    numCacheClusters: members,
    automaticFailoverEnabled: members > 1,
    multiAzEnabled: members > 1,
    port: 6379,
    subnetGroupName: subnets.name,
    securityGroupIds: [network.purposes.cache ?? ''],
    atRestEncryptionEnabled: 'true',
    kmsKeyId: keys.data,
    transitEncryptionEnabled: false,
    applyImmediately: appliesAtOnce(config),
    autoMinorVersionUpgrade: 'true',
    maintenanceWindow: maintenanceWindow(windows),
    snapshotWindow: backupWindow(windows),
    snapshotRetentionLimit: windows.retentionDays,
    logDeliveryConfiguration: logs.map(({ name: destination }, at) => ({
      destination,
      destinationType: 'cloudwatch-logs',
      logFormat: 'json',
      logType: kinds[at] ?? '',
    })),
  });
  return { host: group.primaryEndpointAddress, port: '6379', adminSecret: '' };
};
