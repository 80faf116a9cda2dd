import { block, isOn, isReference } from './attributes';
import { withCompanion } from './checks';
import type { Policy } from './policy';

/** Buckets of S3. */
export const awsObjectPolicies: readonly Policy[] = [
  {
    id: 'AWS-BUCKET-VERSIONED',
    severity: 'high',
    title: 'Buckets keep what is overwritten',
    why: 'one wrong copy would be the end of the backups',
    references: ['CKV_AWS_21'],
    reads: ['aws_s3_bucket'],
    check: withCompanion(
      'aws_s3_bucket_versioning',
      'keeps no versions',
      (versioning) => block(versioning, 'versioning_configuration')?.status === 'Enabled',
    ),
  },
  {
    id: 'AWS-BUCKET-ENCRYPTED',
    severity: 'high',
    title: 'Buckets are encrypted with a key of the environment',
    why: 'with the key of AWS nobody can take the right to read away',
    references: ['CKV_AWS_19', 'CKV_AWS_145'],
    reads: ['aws_s3_bucket'],
    check: withCompanion(
      'aws_s3_bucket_server_side_encryption_configuration',
      'is not encrypted with a key of ours',
      (encryption) => block(encryption, 'rule', 'apply_server_side_encryption_by_default')?.sse_algorithm === 'aws:kms',
    ),
  },
  {
    id: 'AWS-BUCKET-NOT-PUBLIC',
    severity: 'critical',
    title: 'Buckets can never be made public',
    why: 'backups hold every account of the country',
    references: ['CIS AWS 2.1.4', 'CKV_AWS_53 to 56', 'CKV2_AWS_6'],
    reads: ['aws_s3_bucket'],
    check: withCompanion('aws_s3_bucket_public_access_block', 'could be made public', (guard) =>
      ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].every((key) => isOn(guard[key])),
    ),
  },
  {
    id: 'AWS-BUCKET-TLS',
    severity: 'high',
    title: 'Buckets are reached by TLS only',
    why: 'a backup would cross the network in the clear',
    references: ['CIS AWS 2.1.1', 'CKV_AWS_379'],
    reads: ['aws_s3_bucket'],
    check: withCompanion('aws_s3_bucket_policy', 'answers without TLS', ({ policy }) =>
      isReference(policy) && !String(policy).includes('SecureTransport') ? true : String(policy).includes('aws:SecureTransport'),
    ),
  },
  {
    id: 'AWS-BUCKET-TIDIED',
    severity: 'low',
    title: 'Buckets drop what is too old, and uploads that never ended',
    why: 'they would grow and cost for ever',
    references: ['CKV2_AWS_61', 'CKV_AWS_300'],
    reads: ['aws_s3_bucket'],
    check: withCompanion('aws_s3_bucket_lifecycle_configuration', 'is never tidied', (rules) =>
      JSON.stringify(rules).includes('abort_incomplete_multipart_upload'),
    ),
  },
  {
    id: 'AWS-BUCKET-ONE-OWNER',
    severity: 'low',
    title: 'Everything in a bucket belongs to its owner',
    why: 'lists of rights on single objects are seen by nobody',
    references: ['CKV2_AWS_65'],
    reads: ['aws_s3_bucket'],
    check: withCompanion(
      'aws_s3_bucket_ownership_controls',
      'allows lists of rights on objects',
      (controls) => block(controls, 'rule')?.object_ownership === 'BucketOwnerEnforced',
    ),
  },
];
