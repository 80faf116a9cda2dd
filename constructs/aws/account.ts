import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { partitionOf } from './partition';

/** The account that everything is made in: the one the file names, else the one of the login. */
export function accountOf(scope: Construct, { platform }: WorkbenchConfig): string {
  if (platform.account) return platform.account;
  const known = scope.node.tryFindChild('account') as DataAwsCallerIdentity | undefined;
  return (known ?? new DataAwsCallerIdentity(scope, 'account')).accountId;
}

/** ARN of something in the region of the environment: `arn:aws:logs:eu-west-1:123456789012:log-group:*`. */
export const regionalArn = (config: WorkbenchConfig, account: string, service: string, resource: string): string =>
  `arn:${partitionOf(config.platform.region)}:${service}:${config.platform.region}:${account}:${resource}`;

/** ARN of a policy that AWS itself keeps: `arn:aws:iam::aws:policy/AmazonEKSClusterPolicy`. */
export const managedPolicyArn = (config: WorkbenchConfig, name: string): string => identityArn(config, 'aws', `policy/${name}`);

/** ARN of something of the account's IAM, which knows no region: `arn:aws:iam::123456789012:root`. */
export const identityArn = (config: WorkbenchConfig, account: string, resource: string): string =>
  `arn:${partitionOf(config.platform.region)}:iam::${account}:${resource}`;
