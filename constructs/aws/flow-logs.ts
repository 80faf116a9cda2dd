import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { accountOf } from './account';
import { policyText, roleOfService } from './policy';

/**
 * Keeps who talked to whom in the network, refused connections too: what an investigation after an incident begins with. About 0.6 USD a GB.
 * CloudWatch rather than a bucket, because questions are asked there at once.
 */
export function flowLogs(scope: Construct, config: WorkbenchConfig, vpcId: string, group: CloudwatchLogGroup): void {
  const role = new IamRole(scope, 'flow-logs-role', {
    name: nameOf(config, 'role', 'flow-logs'),
    description: 'Writes the flow logs of the network into their log group',
    assumeRolePolicy: roleOfService('vpc-flow-logs.amazonaws.com', accountOf(scope, config)),
  });
  const rights = new IamRolePolicy(scope, 'flow-logs-rights', {
    name: 'write',
    role: role.id,
    policy: policyText({
      Sid: 'WriteTheirGroup',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
      Resource: [group.arn, `${group.arn}:*`],
    }),
  });
  new FlowLog(scope, 'flow-logs', {
    vpcId,
    trafficType: 'ALL',
    logDestinationType: 'cloud-watch-logs',
    logDestination: group.arn,
    iamRoleArn: role.arn,
    // What nodes on Nitro do whatever is asked for; so all lines cover the same time.
    maxAggregationInterval: 60,
    tags: { Name: nameOf(config, 'network', 'flow-logs') },
    dependsOn: [rights],
  });
}
