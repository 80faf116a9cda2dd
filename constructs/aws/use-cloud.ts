import { AwsProvider, type AwsProviderEndpoints } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** Services of AWS that the stacks ask; an emulator has one address for all of them. */
const services = [
  'acm',
  'applicationautoscaling',
  'cloudwatch',
  'docdb',
  'ec2',
  'ecr',
  'eks',
  'elasticache',
  'elbv2',
  'firehose',
  'iam',
  'kafka',
  'kms',
  'logs',
  'rds',
  'route53',
  's3',
  's3Control',
  'secretsmanager',
  'sts',
  'wafv2',
] as const satisfies readonly (keyof AwsProviderEndpoints)[];

/**
 * Lets the resources of a stack reach AWS, with the login of whoever runs it: nothing of it is kept. `allowed_account_ids` refuses every account
 * but the one that the environment belongs to.
 */
export function useAws(scope: Construct, config: WorkbenchConfig): void {
  const { region, account, endpoint } = config.platform;
  new AwsProvider(scope, 'aws', {
    region,
    ...(account ? { allowedAccountIds: [account] } : {}),
    ...(endpoint
      ? {
          endpoints: [Object.fromEntries(services.map((service) => [service, endpoint])) as AwsProviderEndpoints],
          s3UsePathStyle: true,
          skipMetadataApiCheck: 'true',
        }
      : {}),
    defaultTags: [{ tags: tagsOf(config) }],
  });
}
