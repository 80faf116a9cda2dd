import { isOn, isSet } from './attributes';
import type { Attributes, Policy } from './policy';

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

/** Keys of KMS. */
export const awsKeyPolicies: readonly Policy[] = [
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
];

/** Logs, rights, secrets and images: who may read them, and with which key. */
export const awsIdentityPolicies: readonly Policy[] = [
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
