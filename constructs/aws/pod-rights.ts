import type { IdentityId } from '../../config/model/identities';
import { podLogGroup } from '../../config/model/log-places';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Foundation } from '../contracts';
import { regionalArn } from './account';
import { auditTarget } from './audit-target';
import { balancerStatements } from './balancer-rights';
import { partitionOf } from './partition';
import type { Rights } from './pod-role';
import { allow } from './policy';

/** Identities that AWS gives roles to. */
export type AwsIdentity = Exclude<IdentityId, 'kafka-proxy'>;

interface RightsNeeds {
  readonly config: WorkbenchConfig;
  readonly foundation: Foundation;
}

const useKey = (key: string, ...actions: string[]) => allow('Key', ['kms:DescribeKey', ...actions], key);

/** Into the one bucket, that of the environment or one of another account, whose owner must let it in, too; what is there can be overwritten, and is kept as an older version for as long as backups are. */
const keepBackups = ({ config, foundation: { objectStore, keys } }: RightsNeeds): Rights => {
  const { store } = config.operations.backups;
  const elsewhere = store?.kind === 's3' && !store.endpoint && !store.credentials ? store : undefined;
  const bucket = `arn:${partitionOf(config.platform.region)}:s3:::${elsewhere?.bucket ?? objectStore.backups}`;
  const key = elsewhere ? elsewhere.key : keys.data;
  return {
    statements: [
      allow('ListBackups', ['s3:ListBucket', 's3:GetBucketLocation', 's3:ListBucketMultipartUploads'], bucket),
      allow(
        'KeepBackups',
        ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
        `${bucket}/*`,
      ),
      ...(key ? [useKey(key, 'kms:GenerateDataKey', 'kms:Decrypt')] : []),
    ],
  };
};

/** New objects alone: what is there can't be read, listed or removed, and nothing can be said about how long it stays. */
const writeAudit = ({ config, foundation }: RightsNeeds): Rights => {
  const { bucket, key } = auditTarget(config, foundation);
  return {
    statements: [allow('WriteLogs', ['s3:PutObject'], `${bucket}/*`), ...(key ? [useKey(key, 'kms:GenerateDataKey')] : [])],
  };
};

/** Least of what each identity needs, by the documentation of what runs behind it. Lists and look-ups have no resource that could be named. */
const rights: { readonly [Id in AwsIdentity]: (needs: RightsNeeds) => Rights } = {
  'external-dns': ({ config, foundation: { dnsZones } }) => {
    const zone = (id: string) => `arn:${partitionOf(config.platform.region)}:route53:::hostedzone/${id}`;
    const zones = [zone(dnsZones.publicZone), zone(dnsZones.privateZone)];
    return {
      statements: [
        allow(
          'ChangeOwnZones',
          ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets', 'route53:ListTagsForResource'],
          zones,
        ),
        allow('FindZones', ['route53:ListHostedZones', 'route53:ListHostedZonesByName'], '*'),
      ],
    };
  },
  'cert-manager': ({ config, foundation: { dnsZones } }) => {
    const arn = `arn:${partitionOf(config.platform.region)}:route53:::`;
    const zone = `${arn}hostedzone/${dnsZones.publicZone}`;
    return {
      statements: [
        // Nothing but the record that proves a name: a certificate manager that is taken over can point no name elsewhere.
        allow('ProveNames', ['route53:ChangeResourceRecordSets'], zone, {
          'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] },
          'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_acme-challenge.*'] },
        }),
        allow('ReadZone', ['route53:ListResourceRecordSets'], zone),
        allow('AwaitChange', ['route53:GetChange'], `${arn}change/*`),
      ],
    };
  },
  vault: ({ foundation: { keys } }) => ({ statements: [useKey(keys.vault, 'kms:Encrypt', 'kms:Decrypt')] }),
  backups: keepBackups,
  'vault-backups': keepBackups,
  'audit-writer': writeAudit,
  // Loki writes, reads and removes, in its own bucket alone.
  logs: ({ config, foundation: { objectStore, keys } }) => {
    const bucket = `arn:${partitionOf(config.platform.region)}:s3:::${objectStore.logs}`;
    return {
      statements: [
        allow('ListLogs', ['s3:ListBucket'], bucket),
        allow('KeepLogs', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'], `${bucket}/*`),
        useKey(keys.data, 'kms:GenerateDataKey', 'kms:Decrypt'),
      ],
    };
  },
  // Writes lines into the one group, which is there already; reads none.
  'node-agents': ({ config }) => ({
    statements: [
      allow(
        'WriteLogsOfPods',
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        regionalArn(config, '*', 'logs', `log-group:${podLogGroup(config)}:*`),
      ),
    ],
  }),
  // Its number is known to AWS alone, so it is told by its tags.
  prometheus: ({ config }) => ({
    statements: [
      allow('SendMetrics', ['aps:RemoteWrite'], regionalArn(config, '*', 'aps', 'workspace/*'), {
        StringEquals: { 'aws:ResourceTag/tenant': config.tenant, 'aws:ResourceTag/environment': config.environment },
      }),
    ],
  }),
  'load-balancer-controller': ({ config }) => ({ statements: balancerStatements(config) }),
  'cluster-autoscaler': ({ config }) => {
    const cluster = nameOf(config, 'cluster');
    return {
      statements: [
        // EKS puts the tag on the autoscaling group of each of its node groups.
        allow('SizeOwnGroups', ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'], '*', {
          StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${cluster}`]: 'owned' },
        }),
        allow('ReadNodeGroups', ['eks:DescribeNodegroup'], regionalArn(config, '*', 'eks', `nodegroup/${cluster}/*/*`)),
        allow(
          'ReadGroups',
          [
            'autoscaling:DescribeAutoScalingGroups',
            'autoscaling:DescribeAutoScalingInstances',
            'autoscaling:DescribeLaunchConfigurations',
            'autoscaling:DescribeScalingActivities',
            'autoscaling:DescribeTags',
            'ec2:DescribeImages',
            'ec2:DescribeInstanceTypes',
            'ec2:DescribeLaunchTemplateVersions',
            'ec2:GetInstanceTypesFromInstanceRequirements',
          ],
          '*',
        ),
      ],
    };
  },
  // The driver's own policy touches only volumes and snapshots that it has tagged; the key is ours to give.
  'ebs-csi-driver': ({ foundation: { keys } }) => ({
    managed: ['service-role/AmazonEBSCSIDriverPolicy'],
    statements: [
      useKey(keys.data, 'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKeyWithoutPlaintext'),
      allow('LendKeyToVolumes', ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'], keys.data, {
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
      }),
    ],
  }),
  // On the role of the plug-in rather than on that of the nodes, where every pod with host network would have it.
  'vpc-cni': () => ({ managed: ['AmazonEKS_CNI_Policy'] }),
};

/** What an identity may do at AWS. */
export const rightsOf = (id: AwsIdentity, needs: RightsNeeds): Rights => rights[id](needs);
