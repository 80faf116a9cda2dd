import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { StateStore } from '../terraform/state-store';
import { policyText, type Statement } from './policy';
import { useAws } from './use-cloud';

/** An old version of a state is kept this long after a newer one took its place. */
const historyDays = 180;

/**
 * Who may do what, beside the rights that people have: nobody without TLS 1.2; nobody removes the bucket or a version of a state, whatever their rights,
 * before this policy is taken away. A lock on a state is an object that is deleted without naming a version, which stays allowed.
 */
function guards(arn: string): readonly Statement[] {
  const refuse = (
    Sid: string,
    Action: string | readonly string[],
    Resource: readonly string[],
    Condition?: Statement['Condition'],
  ): Statement => ({
    Sid,
    Effect: 'Deny',
    Principal: '*',
    Action,
    Resource,
    ...(Condition ? { Condition } : {}),
  });
  const all = [arn, `${arn}/*`];
  return [
    refuse('OnlyByTls', 's3:*', all, { Bool: { 'aws:SecureTransport': 'false' } }),
    refuse('OnlyByTls12', 's3:*', all, { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
    refuse('BucketStays', 's3:DeleteBucket', [arn]),
    refuse('HistoryStays', ['s3:DeleteObjectVersion', 's3:DeleteObjectVersionTagging'], [`${arn}/*`]),
  ];
}

/** The provider works in the region and account of the bucket, which need not be those of the hub. */
const atBucket = (config: WorkbenchConfig): WorkbenchConfig => ({
  ...config,
  platform: {
    ...config.platform,
    region: config.state.region,
    account: config.platform.provider === 'aws' ? config.platform.account : undefined,
  },
});

/**
 * The bucket of Terraform states: versions kept, encrypted by S3's own key (a KMS key would have to outlive the bucket, and states hold no secrets),
 * closed to the public, reached by TLS only, locked against deletion. Everything is taken over where it is there already. About 0.03 USD a month
 * for an environment: its states are a few megabytes. Its name can't change.
 */
export function stateBucket(scope: Construct, config: WorkbenchConfig): StateStore {
  const { bucket = '', region = '' } = config.state;
  useAws(scope, atBucket(config));
  const made = new S3Bucket(scope, 'bucket', { bucket, forceDestroy: false });
  const closed = new S3BucketPublicAccessBlock(scope, 'closed', {
    bucket: made.bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  const owner = new S3BucketOwnershipControls(scope, 'owner', {
    bucket: made.bucket,
    rule: { objectOwnership: 'BucketOwnerEnforced' },
    // S3 refuses two changes of who may read a bucket at the same time.
    dependsOn: [closed],
  });
  const versions = new S3BucketVersioningA(scope, 'versions', { bucket: made.bucket, versioningConfiguration: { status: 'Enabled' } });
  const encryption = new S3BucketServerSideEncryptionConfigurationA(scope, 'encryption', {
    bucket: made.bucket,
    rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
  });
  const retention = new S3BucketLifecycleConfiguration(scope, 'retention', {
    bucket: made.bucket,
    rule: [
      {
        id: 'old-versions',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        noncurrentVersionExpiration: [{ noncurrentDays: historyDays }],
        // What a released lock leaves behind.
        expiration: [{ expiredObjectDeleteMarker: true }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
      },
    ],
    dependsOn: [versions],
  });
  const policy = new S3BucketPolicy(scope, 'policy', { bucket: made.bucket, policy: policyText(...guards(made.arn)), dependsOn: [owner] });
  const parts: readonly TerraformResource[] = [made, closed, owner, versions, encryption, retention, policy];
  return {
    place: `S3 bucket ${bucket} in ${region}`,
    adopts: parts.map((resource) => [resource, bucket]),
    makes: [
      'encrypted (AES-256), closed to the public, TLS 1.2 and newer only',
      `every version of a state kept for ${historyDays} days after the next one`,
      'a policy that forbids everybody to delete the bucket or a version: to remove it one day, take the policy away first',
    ],
    cost: 'about 0.03 USD a month for an environment (list prices of S3 Standard, eu-west-1, 2025: 0.023 USD a GB and 0.005 USD for 1,000 writes)',
    notes: [],
  };
}
