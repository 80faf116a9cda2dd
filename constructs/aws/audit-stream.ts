import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogSubscriptionFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KinesisFirehoseDeliveryStream } from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream';
import type { Construct } from 'constructs';
import { kubernetesPrefix } from '../../config/model/audit/place';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Foundation } from '../contracts';
import { accountOf } from './account';
import { auditTarget } from './audit-target';
import { allow, policyText, roleOfService } from './policy';

/**
 * Of the audit log of the API server: every change, reads of Secrets, and what was refused. Reads of the rest are nine tenths of it, and leases, which
 * every controller renews each two seconds, most of the changes; both stay in CloudWatch.
 */
export const auditPattern =
  '{ ($.apiVersion = "audit.k8s.io/v1") && ($.objectRef.resource != "leases") && ((($.verb != "get") && ($.verb != "list") && ($.verb != "watch")) || ($.objectRef.resource = "secrets") || ($.responseStatus.code = 403)) }';

/** Firehose: new objects, and the end of an upload that broke off. */
function writerRole(scope: Construct, config: WorkbenchConfig, foundation: Foundation, account: string): IamRole {
  const { bucket, key } = auditTarget(config, foundation);
  const role = new IamRole(scope, 'audit-stream-role', {
    name: nameOf(config, 'role', 'audit-stream'),
    description: 'Firehose brings the audit log of the cluster to its bucket',
    assumeRolePolicy: roleOfService('firehose.amazonaws.com', account),
  });
  new IamRolePolicy(scope, 'audit-stream-policy', {
    name: 'access',
    role: role.name,
    policy: policyText(
      allow('FindBucket', ['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'], bucket),
      allow('WriteLogs', ['s3:PutObject', 's3:AbortMultipartUpload'], `${bucket}/*`),
      ...(key ? [allow('Key', ['kms:GenerateDataKey', 'kms:Decrypt'], key)] : []),
    ),
  });
  return role;
}

/**
 * Brings the audit log of EKS from CloudWatch to the bucket of audit logs, within five minutes and without a pod of the cluster: whoever takes the cluster over
 * can not stop it. What CloudWatch sends is packed by gzip, a piece behind the other, and `gunzip` reads it. About 0.03 USD a GB.
 */
export function auditStream(scope: Construct, config: WorkbenchConfig, foundation: Foundation, logs: CloudwatchLogGroup): void {
  const account = accountOf(scope, config);
  const writer = writerRole(scope, config, foundation, account);
  const stream = new KinesisFirehoseDeliveryStream(scope, 'audit-stream', {
    name: nameOf(config, 'role', 'audit'),
    destination: 'extended_s3',
    serverSideEncryption: { enabled: true, keyType: 'CUSTOMER_MANAGED_CMK', keyArn: foundation.keys.data },
    extendedS3Configuration: {
      roleArn: writer.arn,
      bucketArn: auditTarget(config, foundation).bucket,
      prefix: `${kubernetesPrefix.logs}/!{timestamp:yyyy/MM/dd/HH}/`,
      errorOutputPrefix: `${kubernetesPrefix.failed}/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/`,
      bufferingInterval: 300,
      bufferingSize: 5,
      // It is packed already.
      compressionFormat: 'UNCOMPRESSED',
    },
  });
  const reader = new IamRole(scope, 'audit-subscription-role', {
    name: nameOf(config, 'role', 'audit-subscription'),
    description: 'CloudWatch hands the audit log of the cluster to Firehose',
    assumeRolePolicy: roleOfService(`logs.${config.platform.region}.amazonaws.com`, account),
  });
  const right = new IamRolePolicy(scope, 'audit-subscription-policy', {
    name: 'access',
    role: reader.name,
    policy: policyText(allow('HandOver', ['firehose:PutRecord', 'firehose:PutRecordBatch'], stream.arn)),
  });
  new CloudwatchLogSubscriptionFilter(scope, 'audit-subscription', {
    name: 'audit',
    logGroupName: logs.name,
    filterPattern: auditPattern,
    destinationArn: stream.arn,
    roleArn: reader.arn,
    dependsOn: [right],
  });
}
