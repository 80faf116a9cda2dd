import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { policyText, type Statement } from './policy';

export interface BucketProps {
  readonly part: string;
  /** Key that encrypts it; without one S3 does with its own. */
  readonly key?: string;
  /** Days after which an object goes; without a number it stays. */
  readonly expireAfterDays?: number;
  /** Days that an overwritten or deleted object can still be had. */
  readonly keepOldForDays: number;
  /** Days after which objects move to Glacier; without a number they stay at hand. */
  readonly coldAfterDays?: number;
  /** No version can be changed or removed for so many days. It must be so from the bucket's birth, and can't be taken back. */
  readonly lock?: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly days: number };
  /** Sentences of its policy beside that of TLS. */
  readonly also?: (arn: string) => readonly Statement[];
}

const withTls = (arn: string): readonly Statement[] => {
  const refused = (Sid: string, Condition: Statement['Condition']): Statement => ({
    Sid,
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition,
  });
  return [
    refused('OnlyByTls', { Bool: { 'aws:SecureTransport': 'false' } }),
    refused('OnlyByTls12', { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
  ];
};

const lifecycle = ({ expireAfterDays, keepOldForDays, coldAfterDays }: BucketProps): S3BucketLifecycleConfigurationRule => ({
  id: 'retention',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  ...(coldAfterDays ? { transition: [{ days: coldAfterDays, storageClass: 'GLACIER' }] } : {}),
  ...(expireAfterDays ? { expiration: [{ days: expireAfterDays }] } : {}),
  noncurrentVersionExpiration: [{ noncurrentDays: keepOldForDays }],
  // Parts of uploads that broke off are paid for and seen nowhere.
  abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
});

/**
 * A bucket that nobody outside can read, with versions, encryption and an end to what it keeps. Its name is unique in the world and can't change.
 * It is emptied with the environment only where nothing is protected: else `destroy` stops at a bucket that holds something.
 */
export class Bucket {
  readonly name: string;
  readonly arn: string;
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, config: WorkbenchConfig, props: BucketProps) {
    const { part, key, lock } = props;
    const made = new S3Bucket(scope, part, {
      bucket: nameOf(config, 'bucket', part),
      forceDestroy: !config.operations.deletionProtection,
      ...(lock ? { objectLockEnabled: true } : {}),
      // Ties the key to the bucket: it is removed after it, so a bucket that stops its removal keeps the key without which nobody could read it.
      ...(key ? { tags: { 'encrypted-by': key } } : {}),
    });
    this.name = made.bucket;
    this.arn = made.arn;
    const bucket = made.bucket;
    const closed = new S3BucketPublicAccessBlock(scope, `${part}-closed`, {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    // Whoever writes, the account owns it: access lists of single objects are off.
    const owner = new S3BucketOwnershipControls(scope, `${part}-owner`, {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
      dependsOn: [closed],
    });
    const versions = new S3BucketVersioningA(scope, `${part}-versions`, { bucket, versioningConfiguration: { status: 'Enabled' } });
    if (lock)
      new S3BucketObjectLockConfigurationA(scope, `${part}-lock`, {
        bucket,
        rule: { defaultRetention: lock },
        dependsOn: [versions],
      });
    new S3BucketServerSideEncryptionConfigurationA(scope, `${part}-encryption`, {
      bucket,
      // A bucket key asks KMS once for many objects: a hundredth of the requests that are paid for.
      rule: [
        key
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key }, bucketKeyEnabled: true }
          : { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } },
      ],
    });
    new S3BucketLifecycleConfiguration(scope, `${part}-retention`, { bucket, rule: [lifecycle(props)], dependsOn: [versions] });
    // S3 refuses two changes of who may read a bucket at the same time.
    this.policy = new S3BucketPolicy(scope, `${part}-policy`, {
      bucket,
      policy: policyText(...withTls(made.arn), ...(props.also?.(made.arn) ?? [])),
      dependsOn: [owner],
    });
  }
}
