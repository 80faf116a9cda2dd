import { makesAuditStore } from '../../config/model/audit/place';
import { logsInObjects } from '../../config/model/log-places';
import { storeKinds } from '../../config/model/store-services';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Capabilities, ObjectStore } from '../contracts';
import { logAccess } from './access-log';
import { accountOf } from './account';
import { auditBucket } from './audit-bucket';
import { Bucket, type BucketProps } from './bucket';
import { logRetention } from './log-retention';
import type { Statement } from './policy';

/** The longest that any store keeps its backups: the bucket must not throw away what a store still counts on. */
const backupDays = ({ operations, stores }: WorkbenchConfig): number =>
  Math.max(
    operations.backupRetentionDays,
    ...storeKinds.map((kind) => {
      const section = stores[kind];
      return ('backup' in section ? section.backup.retentionDays : undefined) ?? 0;
    }),
  );

/** Between the day on which Loki removes a log and the one on which the bucket does. */
const daysOfGrace = 7;

/** Nobody deletes a version for good, not even with a stolen login of the pods that write backups: the bucket itself does when its time has come. */
const noDeletedVersions = (arn: string): Statement => ({
  Sid: 'VersionsStay',
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 's3:DeleteObjectVersion',
  Resource: `${arn}/*`,
});

/**
 * Buckets for backups and reports, one for Loki where it keeps logs there, and one for the log of who read them. Backups go after the longest retention of a store, reports stay; what was
 * overwritten or deleted can be had for as long as backups are kept.
 * Object Lock is off for these: once on it can't be taken back, tools that send no checksum could not write any more, and a test environment could not be removed.
 * Instead no version can be deleted by hand while `operations.deletionProtection` is on. Copies in another region are off: data may have to stay.
 * About 0.025 USD a GB and month.
 */
export const objectStore: Capabilities['objectStore'] = (scope, { config }, { keys }): ObjectStore => {
  const { deletionProtection, logRetentionDays } = config.operations;
  const days = backupDays(config);
  const account = accountOf(scope, config);
  // S3 writes its access logs only where S3's own key encrypts.
  const logs = new Bucket(scope, config, {
    part: 'access-logs',
    expireAfterDays: logRetention(logRetentionDays),
    keepOldForDays: 1,
    also: (arn) => [
      {
        Sid: 'LogsOfThisAccount',
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${arn}/*`,
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ],
  });
  const bucket = (part: 'backups' | 'reports' | 'logs', rest: Pick<BucketProps, 'expireAfterDays' | 'keepOldForDays' | 'also'>) => {
    const made = new Bucket(scope, config, { part, key: keys.data, ...rest });
    logAccess(scope, part, made, logs);
    return made.name;
  };
  const kept = { keepOldForDays: days, also: (arn: string) => (deletionProtection ? [noDeletedVersions(arn)] : []) };
  const audit = makesAuditStore(config) ? auditBucket(scope, config, keys.data, logs) : '';
  return {
    backups: bucket('backups', { ...kept, expireAfterDays: days }),
    reports: bucket('reports', kept),
    // Loki removes what is too old by itself; the bucket does where Loki was away, a week later. Nothing in it is ever overwritten on purpose.
    logs: logsInObjects(config)
      ? bucket('logs', { expireAfterDays: config.monitoring.logs.retentionDays + daysOfGrace, keepOldForDays: 1 })
      : '',
    account: '',
    audit,
    auditAccount: '',
  };
};
