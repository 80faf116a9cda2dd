import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import { storeMachine } from '../../config/model/store-machines';
import { storeWindows } from '../../config/model/store-windows';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Foundation } from '../contracts';
import { accountOf, managedPolicyArn } from './account';
import { StoreLogin } from './admin-login';
import { roleOfService } from './policy';
import { appliesAtOnce, backupWindow, finalSnapshot, keepsRemains, maintenanceWindow } from './store-safety';

/** Machines that Performance Insights refuses (docs.aws.amazon.com, instance class support of RDS and of Aurora): the server would not be made. */
const withoutInsights = { rds: /^db\.t[234]g?\.(micro|small)$/, aurora: /^db\.(t[23]\.|t4g\.(micro|small)$)/ } as const;

/** Role by which a database writes the figures of its operating system into CloudWatch. */
function monitoringRole(scope: Construct, config: WorkbenchConfig): IamRole {
  const role = new IamRole(scope, 'monitoring', {
    name: nameOf(config, 'role', 'mysql-monitoring'),
    description: 'enhanced monitoring of MySQL',
    assumeRolePolicy: roleOfService('monitoring.rds.amazonaws.com', accountOf(scope, config)),
  });
  new IamRolePolicyAttachment(scope, 'monitoring-policy', {
    role: role.name,
    policyArn: managedPolicyArn(config, 'service-role/AmazonRDSEnhancedMonitoringRole'),
  });
  return role;
}

/**
 * What RDS and Aurora have in common. The certificate authority is the RSA 2048 one of today, which every driver of the charts knows and which
 * ends in 2061. Logins by IAM are on: an operator gets in with a token of a quarter of an hour instead of a shared password; services keep theirs.
 * Performance Insights keeps seven days, which costs nothing; once switched on its key can't be changed.
 */
export function mysqlCommon(
  scope: Construct,
  config: WorkbenchConfig,
  { network, keys, secretStore }: Foundation,
  service: keyof typeof withoutInsights,
) {
  const name = nameOf(config, 'database', 'mysql');
  const machine = storeMachine(config, 'mysql')?.name ?? '';
  const windows = storeWindows(config, 'mysql');
  const login = new StoreLogin(scope, 'admin', {
    config,
    name: `${secretStore.id}/mysql-admin`,
    description: `administrator of MySQL of ${config.tenant} ${config.environment}`,
    username: 'workbench',
    key: keys.data,
  });
  const subnets = new DbSubnetGroup(scope, 'subnets', {
    name,
    description: 'subnets that no route leads out of',
    subnetIds: [...network.dataSubnets],
  });
  const insights = withoutInsights[service].test(machine)
    ? { performanceInsightsEnabled: false }
    : { performanceInsightsEnabled: true, performanceInsightsKmsKeyId: keys.data, performanceInsightsRetentionPeriod: 7 };
  return {
    name,
    machine,
    login,
    backupWindow: backupWindow(windows),
    maintenanceWindow: maintenanceWindow(windows),
    /** Of a server and of each member of a cluster. */
    member: {
      applyImmediately: appliesAtOnce(config),
      autoMinorVersionUpgrade: true,
      caCertIdentifier: 'rds-ca-rsa2048-g1',
      copyTagsToSnapshot: true,
      dbSubnetGroupName: subnets.name,
      monitoringInterval: 60,
      monitoringRoleArn: monitoringRole(scope, config).arn,
      publiclyAccessible: false,
      ...insights,
    },
    /** Of a server and of a cluster. */
    whole: {
      backupRetentionPeriod: windows.retentionDays,
      deletionProtection: config.operations.deletionProtection,
      deleteAutomatedBackups: !keepsRemains(config),
      iamDatabaseAuthenticationEnabled: true,
      kmsKeyId: keys.data,
      port: 3306,
      ...finalSnapshot(config, name, login.written),
      storageEncrypted: true,
      vpcSecurityGroupIds: [network.purposes.mysql ?? ''],
    },
  };
}
