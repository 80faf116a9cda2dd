import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Keys } from '../contracts';
import { accountOf, identityArn, regionalArn } from './account';
import { policyText, type Statement } from './policy';

/** Role that Vault's pods have. The policy of its key knows it by name, before the stack `cluster` has made it. */
const vaultRole = (config: WorkbenchConfig) => nameOf(config, 'role', 'vault');

/** Everything that keeps a key alive, and nothing that uses it (docs.aws.amazon.com, KMS: default key policy, key administrators). */
const administration = [
  'Create*',
  'Describe*',
  'Enable*',
  'List*',
  'Put*',
  'Update*',
  'Revoke*',
  'Disable*',
  'Get*',
  'Delete*',
  'TagResource',
  'UntagResource',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'RotateKeyOnDemand',
].map((action) => `kms:${action}`);

type Policies = Readonly<Record<keyof Keys, readonly Statement[]>>;

/**
 * Who may do what with each key. Policies of IAM decide about those of `data` and `cluster`: RDS, MSK, S3, ElastiCache, Secrets Manager and EKS use a
 * key with the rights of whoever asks them, or by a grant that he gives them, so they need no sentence here. Three have nobody behind them and have one:
 * CloudWatch Logs, for log groups of this account and region, its alarms, and the role by which Auto Scaling starts nodes with encrypted disks.
 * Vault's key opens every secret of the hub: administrators of the account may change it, but only Vault's own role may use it.
 */
export function keyPolicies(scope: Construct, config: WorkbenchConfig): { readonly [Purpose in keyof Keys]: string } {
  const account = accountOf(scope, config);
  const root = { AWS: identityArn(config, account, 'root') };
  const every = { Effect: 'Allow', Resource: '*' } as const;
  // Without it nobody could ever change the key again.
  const accountDecides: Statement = { ...every, Sid: 'AccountDecides', Principal: root, Action: 'kms:*' };
  // The role may not exist yet in a fresh account, and a policy that names a missing principal is refused: a condition may name it.
  const byCondition = { ...every, Principal: { AWS: '*' } } as const;
  const role = 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*';
  const autoScaling = {
    StringEquals: { 'kms:CallerAccount': account },
    ArnLike: { 'aws:PrincipalArn': identityArn(config, account, role) },
  };
  const policies: Policies = {
    data: [
      accountDecides,
      {
        ...every,
        Sid: 'LogsOfThisAccount',
        Principal: { Service: `logs.${config.platform.region}.amazonaws.com` },
        Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': regionalArn(config, account, 'logs', 'log-group:*') } },
      },
      // Alarms are nobody of IAM: they write into topics that this key encrypts (docs.aws.amazon.com, SNS: permissions for event sources).
      {
        ...every,
        Sid: 'AlarmsOfThisAccount',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
      {
        ...byCondition,
        Sid: 'DisksOfNodes',
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Condition: autoScaling,
      },
      {
        ...byCondition,
        Sid: 'LendToDisks',
        Action: 'kms:CreateGrant',
        Condition: { ...autoScaling, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ],
    cluster: [accountDecides],
    vault: [
      { ...every, Sid: 'AccountAdministers', Principal: root, Action: administration },
      {
        ...every,
        Sid: 'OnlyVaultUses',
        Principal: root,
        Action: ['kms:Encrypt', 'kms:Decrypt'],
        Condition: { ArnEquals: { 'aws:PrincipalArn': identityArn(config, account, `role/${vaultRole(config)}`) } },
      },
    ],
  };
  return { data: policyText(...policies.data), cluster: policyText(...policies.cluster), vault: policyText(...policies.vault) };
}
