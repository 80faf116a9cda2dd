import { block, blocks, companions, isOn, isReference, isSet } from './attributes';
import type { Attributes, Policy, Verdict } from './policy';

const world = (value: unknown) => [value].flat().some((range) => range === '0.0.0.0/0' || range === '::/0');

/** Statements of a policy document that is written out; none where it is a reference. */
function statements(document: unknown): readonly Attributes[] {
  if (typeof document !== 'string' || !document.trim().startsWith('{')) return [];
  try {
    const { Statement: found } = JSON.parse(document) as { Statement?: Attributes | readonly Attributes[] };
    return [found ?? []].flat() as readonly Attributes[];
  } catch {
    return [];
  }
}

/** A bucket has a companion of a type that holds something. */
const withCompanion =
  (type: string, missing: string, holds: (attributes: Attributes) => boolean = () => true): Policy['check'] =>
  (_attributes, resource, all): Verdict =>
    companions(all, resource, type).some(({ attributes }) => holds(attributes)) ? undefined : missing;

/** Network, keys, logs, buckets, rights and secrets on AWS. */
export const awsGroundPolicies: readonly Policy[] = [
  {
    id: 'AWS-VPC-FLOW-LOGS',
    severity: 'medium',
    title: 'The network keeps a log of its connections',
    why: 'after an incident nobody could say who talked to whom',
    references: ['CIS AWS 3.7', 'CKV2_AWS_11'],
    reads: ['aws_vpc'],
    check: withCompanion('aws_flow_log', 'keeps no flow log'),
  },
  {
    id: 'AWS-VPC-DEFAULT-CLOSED',
    severity: 'high',
    title: 'The default security group lets nothing through',
    why: 'whatever is made without a group of its own would be open to its neighbours',
    references: ['CIS AWS 5.4', 'CKV2_AWS_12'],
    reads: ['aws_vpc'],
    check: withCompanion(
      'aws_default_security_group',
      'leaves its default security group open',
      (group) => blocks(group, 'ingress').length === 0 && blocks(group, 'egress').length === 0,
    ),
  },
  {
    id: 'AWS-SUBNET-NO-PUBLIC-ADDRESS',
    severity: 'medium',
    title: 'Nothing gets a public address by itself',
    why: 'a node in the wrong subnet would stand on the internet',
    references: ['CKV_AWS_130'],
    reads: ['aws_subnet'],
    check: ({ map_public_ip_on_launch: given }) => (isOn(given) ? 'gives public addresses' : undefined),
  },
  {
    id: 'AWS-GROUP-NOT-THE-WORLD',
    severity: 'critical',
    title: 'No security group lets the whole world in',
    why: 'stores and nodes would be attacked within minutes',
    references: ['CIS AWS 5.2', 'CKV_AWS_24', 'CKV_AWS_260'],
    reads: ['aws_security_group', 'aws_security_group_rule', 'aws_vpc_security_group_ingress_rule'],
    check: (attributes, { type }) => {
      const rules = type === 'aws_security_group' ? blocks(attributes, 'ingress') : [attributes];
      const inbound = rules.filter((rule) => type !== 'aws_security_group_rule' || rule.type === 'ingress');
      const open = inbound.some(({ cidr_blocks: many, cidr_ipv4: one, cidr_ipv6: six }) => world(many) || world(one) || world(six));
      return open ? 'lets 0.0.0.0/0 in' : undefined;
    },
  },
  {
    id: 'AWS-GROUP-DESCRIBED',
    severity: 'low',
    title: 'Security groups say what they are for',
    why: 'nobody dares to remove a rule that nobody can explain',
    references: ['CKV_AWS_23'],
    reads: ['aws_security_group', 'aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule'],
    check: ({ description }) => (isSet(description) ? undefined : 'has no description'),
  },
  {
    id: 'AWS-KEY-ROTATED',
    severity: 'medium',
    title: 'Keys change every year',
    why: 'a key that leaks would open everything for ever',
    references: ['CIS AWS 3.6', 'CKV_AWS_7'],
    reads: ['aws_kms_key'],
    check: ({ enable_key_rotation: on }) => (isOn(on) ? undefined : 'does not rotate'),
  },
  {
    id: 'AWS-KEY-SLOW-DELETION',
    severity: 'high',
    title: 'A key takes at least three weeks to be deleted',
    why: 'with its key every backup is gone',
    references: ['docs.aws.amazon.com KMS, deleting keys'],
    reads: ['aws_kms_key'],
    check: ({ deletion_window_in_days: days }) => (days === undefined || Number(days) >= 21 ? undefined : `goes after ${days} days`),
  },
  {
    id: 'AWS-KEY-NOT-THE-WORLD',
    severity: 'critical',
    title: 'No key is open to everybody',
    why: 'any account of AWS could read what it encrypts',
    references: ['CKV_AWS_33'],
    reads: ['aws_kms_key', 'aws_kms_key_policy'],
    check: ({ policy }) =>
      statements(policy).some(
        ({ Effect, Principal, Condition }) =>
          Effect === 'Allow' && Condition === undefined && (Principal === '*' || (Principal as Attributes | undefined)?.AWS === '*'),
      )
        ? 'its policy allows everybody'
        : undefined,
  },
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
  {
    id: 'AWS-LOGS-KEPT',
    severity: 'medium',
    title: 'Logs are kept for a stated time',
    why: 'kept for ever they cost for ever; kept for a day they help nobody',
    references: ['CKV_AWS_66', 'CKV_AWS_338'],
    reads: ['aws_cloudwatch_log_group'],
    check: ({ retention_in_days: days }) => (Number(days) >= 7 ? undefined : `kept for ${days ?? 'ever'}`),
  },
  {
    id: 'AWS-LOGS-ENCRYPTED',
    severity: 'medium',
    title: 'Logs are encrypted with a key of the environment',
    why: 'logs of a hub name customers',
    references: ['CKV_AWS_158'],
    reads: ['aws_cloudwatch_log_group'],
    check: ({ kms_key_id: key }) => (isSet(key) ? undefined : 'has no key of ours'),
  },
  {
    id: 'AWS-RIGHTS-NOT-EVERYTHING',
    severity: 'critical',
    title: 'No role may do everything',
    why: 'one pod would be the whole account',
    references: ['CIS AWS 1.16', 'CKV_AWS_62', 'CKV_AWS_63'],
    reads: ['aws_iam_policy', 'aws_iam_role_policy'],
    check: ({ policy }) =>
      statements(policy).some(({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes('*'))
        ? 'allows every action'
        : undefined,
  },
  {
    id: 'AWS-ROLE-NARROW-TRUST',
    severity: 'critical',
    title: 'Roles are taken by services that are named',
    why: 'anybody could put the role on',
    references: ['CKV_AWS_60', 'CKV_AWS_61'],
    reads: ['aws_iam_role'],
    check: ({ assume_role_policy: trust }) =>
      statements(trust).some(({ Principal }) => Principal === '*' || (Principal as Attributes | undefined)?.AWS === '*')
        ? 'is open to everybody'
        : undefined,
  },
  {
    id: 'AWS-SECRET-OWN-KEY',
    severity: 'medium',
    title: 'Secrets are encrypted with a key of the environment',
    why: 'who may read secrets is then decided in two places',
    references: ['CKV_AWS_149'],
    reads: ['aws_secretsmanager_secret'],
    check: ({ kms_key_id: key }) => (isSet(key) ? undefined : 'has no key of ours'),
  },
  {
    id: 'AWS-SECRET-NOT-IN-STATE',
    severity: 'critical',
    title: 'Secrets are written without passing through the state',
    why: 'whoever reads the state would read the password of the ledger',
    references: ['developer.hashicorp.com/terraform, write-only arguments'],
    reads: ['aws_secretsmanager_secret_version'],
    check: ({ secret_string: text, secret_binary: binary }) => (isSet(text) || isSet(binary) ? 'its value is in the state' : undefined),
  },
  {
    id: 'AWS-REGISTRY-SCANNED',
    severity: 'low',
    title: 'Images in the registry are scanned and cannot be replaced',
    why: 'a tag that moves is another program tomorrow',
    references: ['CKV_AWS_51', 'CKV_AWS_163'],
    reads: ['aws_ecr_repository', 'aws_ecr_repository_creation_template'],
    check: ({ image_tag_mutability: tags }) => (String(tags ?? '').startsWith('IMMUTABLE') ? undefined : 'tags may be moved'),
  },
];
