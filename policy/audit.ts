import { auditCollector, auditPlace } from '../config/model/audit/place';
import { block, companions } from './attributes';
import { inProduction } from './checks';
import type { Attributes, Policy, Resource, Synthesised } from './policy';

/** The bucket of the audit logs that this environment makes. */
const isAuditBucket = ({ bucket }: Attributes, { config }: Synthesised): boolean => {
  const place = auditPlace(config);
  return place?.own === true && place.kind === 's3' && bucket === place.bucket;
};

/** A container of the account of the audit logs. */
const isAuditContainer = ({ storage_account_id: account }: Attributes): boolean => String(account).includes('audit-account');

/** What a sentence of IAM allows on the store of the audit logs, by its name or as what another stack hands on. */
function allowed({ policy }: Attributes, { config }: Synthesised): readonly string[] {
  const bucket = auditPlace(config)?.bucket;
  if (bucket === undefined) return [];
  const { Statement = [] } = JSON.parse(String(policy)) as {
    Statement?: { Effect: string; Action: string | string[]; Resource: unknown }[];
  };
  const there = (resource: unknown) =>
    /objectStore[^}]*\baudit\b/.test(JSON.stringify(resource)) || JSON.stringify(resource).includes(bucket);
  return Statement.filter(({ Effect, Resource }) => Effect === 'Allow' && there(Resource)).flatMap(({ Action }) => Action);
}

/** All that whoever brings logs needs: Firehose looks for the bucket, and ends uploads that broke off. */
const adding = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:GetBucketLocation', 's3:ListBucketMultipartUploads'];
const removing = ['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObjectRetention'];
/** The least built-in role that writes blobs: it could remove them, too, which the policy of the container refuses. */
const writesBlobs = 'Storage Blob Data Contributor';

const lasts = (what: unknown, days: number): string | undefined =>
  typeof what === 'number' && what >= days ? undefined : `keeps logs for ${what ?? 0} days, and the file says ${days}`;

/** Whether audit logs are evidence: brought outside, locked, and beyond the reach of whoever brings them. */
export const auditPolicies: readonly Policy[] = [
  {
    id: 'K8S-AUDIT-OUTSIDE',
    severity: 'high',
    title: 'In production audit logs are brought to a store that nobody can change',
    why: 'whoever takes the cluster over would remove what he did there',
    references: ['docs/decisions/0031-audit-logs-locked.md', 'PCI DSS 10.3.2, 10.3.3', 'CIS Controls 8.9'],
    reads: ['kind:Gateway'],
    check: inProduction((_attributes, _resource, { resources }) =>
      resources.some(({ type, attributes }) => type === 'helm_release' && attributes.name === auditCollector.release)
        ? undefined
        : 'nobody brings audit logs outside: operations.audit is off, has no store, or monitoring is off',
    ),
  },
  {
    id: 'AWS-AUDIT-LOCKED',
    severity: 'critical',
    title: 'The bucket of the audit logs has Object Lock, for as long as the file says',
    why: 'a log that can be removed is no evidence',
    references: ['PCI DSS 10.3.2, 10.5.1', 'SEC 17a-4(f)', 'AWS Config s3-bucket-default-lock-enabled'],
    reads: ['aws_s3_bucket'],
    check: (attributes, resource, all) => {
      if (!isAuditBucket(attributes, all)) return undefined;
      if (attributes.object_lock_enabled !== true) return 'is made without Object Lock, and it can only be had from its birth';
      const { retentionDays, mode } = all.config.operations.audit;
      const [lock] = companions(all, resource, 'aws_s3_bucket_object_lock_configuration');
      const kept = lock && block(lock.attributes, 'rule', 'default_retention');
      if (!kept) return 'locks nothing by itself';
      return kept.mode === mode.toUpperCase()
        ? lasts(kept.days, retentionDays)
        : `is locked by mode ${kept.mode}, and the file says ${mode}`;
    },
  },
  {
    id: 'AWS-AUDIT-NOBODY-REMOVES',
    severity: 'high',
    title: 'Where things are protected nobody is allowed to remove an audit log, hide it, or go around its lock',
    why: 'a marker of deletion hides a locked log from whoever looks for it',
    references: ['docs.aws.amazon.com/AmazonS3, Object Lock considerations'],
    reads: ['aws_s3_bucket'],
    check: (attributes, resource, all) => {
      if (!isAuditBucket(attributes, all) || !all.config.operations.deletionProtection) return undefined;
      const [rights] = companions(all, resource, 'aws_s3_bucket_policy');
      const { Statement = [] } = JSON.parse(String(rights?.attributes.policy ?? '{}')) as {
        Statement?: { Effect: string; Action: string | string[]; Condition?: unknown }[];
      };
      const refused = Statement.filter(({ Effect, Condition }) => Effect === 'Deny' && !Condition).flatMap(({ Action }) => Action);
      const open = removing.filter((action) => !refused.includes(action));
      return open.length > 0 ? `does not refuse ${open.join(', ')}` : undefined;
    },
  },
  {
    id: 'AWS-AUDIT-WRITE-ONLY',
    severity: 'critical',
    title: 'Whoever brings audit logs may add to them and do nothing else there',
    why: 'a collector that is taken over could read, overwrite or remove what was seen of it',
    references: ['PCI DSS 10.3.1, 10.3.2', 'NIST SP 800-53 AU-9'],
    reads: ['aws_iam_role_policy'],
    check: (attributes, _resource, all) => {
      const more = allowed(attributes, all).filter((action) => !adding.includes(action));
      return more.length > 0 ? `may do more than add: ${more.join(', ')}` : undefined;
    },
  },
  {
    id: 'AZ-AUDIT-LOCKED',
    severity: 'critical',
    title: 'Containers of the audit logs have an immutability policy, for as long as the file says',
    why: 'a log that can be removed is no evidence',
    references: ['PCI DSS 10.3.2, 10.5.1', 'SEC 17a-4(f)', 'learn.microsoft.com, container-level WORM policies'],
    reads: ['azurerm_storage_container'],
    check: (attributes, resource: Resource, all) => {
      if (!isAuditContainer(attributes)) return undefined;
      const [policy] = companions(all, resource, 'azurerm_storage_container_immutability_policy');
      if (!policy) return 'has no immutability policy';
      return lasts(policy.attributes.immutability_period_in_days, all.config.operations.audit.retentionDays);
    },
  },
  {
    id: 'AZ-AUDIT-WRITER',
    severity: 'critical',
    title: 'Whoever brings audit logs to Azure has blobs of their one container and nothing else',
    why: 'a collector that is taken over could end the policy of the container, or reach logs of others',
    references: ['PCI DSS 10.3.1, 10.3.2', 'NIST SP 800-53 AU-9'],
    reads: ['azurerm_role_assignment'],
    check: ({ scope, role_definition_name: role }) => {
      if (!/objectStore[^}]*\baudit/.test(String(scope))) return undefined;
      if (role !== writesBlobs) return `gives ${role ?? 'a role of its own'} on the audit logs`;
      return /\/containers\//.test(String(scope)) ? undefined : `gives ${role} on more than one container`;
    },
  },
];
