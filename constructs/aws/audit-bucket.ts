import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { logAccess } from './access-log';
import { Bucket } from './bucket';
import type { Statement } from './policy';

const modes = { governance: 'GOVERNANCE', compliance: 'COMPLIANCE' } as const;

/**
 * Nobody removes a log, hides it behind a marker, gives it another end or a way around its lock; whoever wants to must change this policy first, which
 * CloudTrail shows. S3 itself removes what has had its time.
 */
const untouched = (arn: string): Statement => ({
  Sid: 'LogsStay',
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: ['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObjectLegalHold', 's3:PutObjectRetention'],
  Resource: `${arn}/*`,
});

/**
 * The bucket of the audit logs, with Object Lock from its birth: each version stays as it is for `operations.audit.retentionDays`, then S3 removes it.
 * What is older than `coldAfterDays` lies in Glacier, at a sixth of the price, and is had again after some hours. Mode compliance is irreversible, and a bucket
 * that holds a locked log can't be removed by anybody. About 0.025 USD a GB and month, 0.004 in Glacier.
 */
export function auditBucket(scope: Construct, config: WorkbenchConfig, key: string, accessLogs: Bucket): string {
  const { audit, deletionProtection } = config.operations;
  const { retentionDays, coldAfterDays, mode } = audit;
  const made = new Bucket(scope, config, {
    part: 'audit',
    key,
    // A day after the lock has ended: before it S3 would only hide the log.
    expireAfterDays: retentionDays + 1,
    keepOldForDays: 1,
    ...(coldAfterDays < retentionDays ? { coldAfterDays } : {}),
    lock: { mode: modes[mode], days: retentionDays },
    also: (arn) => (deletionProtection ? [untouched(arn)] : []),
  });
  logAccess(scope, 'audit', made, accessLogs);
  return made.name;
}
