import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import type { Construct } from 'constructs';
import type { Bucket } from './bucket';

/** Who read a bucket is written into another one, at least once an hour and without a promise to be whole (S3, server access logging). */
export const logAccess = (scope: Construct, part: string, bucket: Bucket, logs: Bucket): S3BucketLoggingA =>
  new S3BucketLoggingA(scope, `${part}-log`, {
    bucket: bucket.name,
    targetBucket: logs.name,
    targetPrefix: `${part}/`,
    // S3 asks whether it may write there.
    dependsOn: [logs.policy],
  });
