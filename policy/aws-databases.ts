import { blocks, isOn, isSet } from './attributes';
import { inProduction } from './checks';
import type { Attributes, Policy } from './policy';

const clusters = ['aws_rds_cluster', 'aws_docdb_cluster'];

/** A member of a cluster follows its cluster: what is set there is not asked of it. */
const ofCluster = ({ cluster_identifier: cluster }: Attributes) => isSet(cluster);

/** RDS and Aurora, and what DocumentDB has in common with them. */
export const awsDatabasePolicies: readonly Policy[] = [
  {
    id: 'AWS-RDS-ENCRYPTED',
    severity: 'critical',
    title: 'Databases are encrypted with a key of the environment',
    why: 'a copied snapshot would be a copied ledger',
    references: ['CIS AWS 2.3.1', 'CKV_AWS_16', 'CKV_AWS_74', 'CKV_AWS_327'],
    reads: ['aws_db_instance', ...clusters],
    check: ({ storage_encrypted: on, kms_key_id: key }) => (isOn(on) && isSet(key) ? undefined : 'is not encrypted with a key of ours'),
  },
  {
    id: 'AWS-RDS-PRIVATE',
    severity: 'critical',
    title: 'Databases have no public address',
    why: 'the ledger would stand on the internet',
    references: ['CIS AWS 2.3.3', 'CKV_AWS_17'],
    reads: ['aws_db_instance', 'aws_rds_cluster_instance'],
    check: ({ publicly_accessible: open }) => (isOn(open) ? 'has a public address' : undefined),
  },
  {
    id: 'AWS-RDS-TWO-ZONES',
    severity: 'high',
    title: 'In production the database stands in two zones',
    why: 'the loss of a zone would stop payments until a backup is restored',
    references: ['CKV_AWS_157'],
    reads: ['aws_db_instance'],
    check: inProduction(({ multi_az: on }) => (isOn(on) ? undefined : 'stands in one zone')),
  },
  {
    id: 'AWS-RDS-BACKUP',
    severity: 'critical',
    title: 'Databases are backed up, in production for a week at least',
    why: 'nothing else brings the ledger back',
    references: ['CKV_AWS_133'],
    reads: ['aws_db_instance', ...clusters],
    check: ({ backup_retention_period: days }, _resource, { config }) => {
      const fewest = config.profile === 'production' ? 7 : 1;
      return Number(days) >= fewest ? undefined : `backups are kept for ${days ?? 'no'} days`;
    },
  },
  {
    id: 'AWS-RDS-PROTECTED',
    severity: 'high',
    title: 'In production a database cannot be deleted by accident',
    why: 'one wrong command would be the end of the ledger',
    references: ['CKV_AWS_139', 'CKV_AWS_293'],
    reads: ['aws_db_instance', ...clusters],
    check: inProduction(({ deletion_protection: on }) => (isOn(on) ? undefined : 'is not protected against deletion')),
  },
  {
    id: 'AWS-RDS-FINAL-SNAPSHOT',
    severity: 'high',
    title: 'In production a database that goes leaves a snapshot',
    why: 'regret comes after deletion',
    references: ['docs.aws.amazon.com RDS, final snapshot'],
    reads: ['aws_db_instance', ...clusters],
    check: inProduction(({ skip_final_snapshot: skip, final_snapshot_identifier: name }) =>
      skip === false && isSet(name) ? undefined : 'leaves no snapshot',
    ),
  },
  {
    id: 'AWS-RDS-LOGS',
    severity: 'medium',
    title: 'Databases hand on their logs',
    why: 'slow questions and refused logins are seen there first',
    references: ['CKV_AWS_129', 'CKV_AWS_85', 'CKV_AWS_324'],
    reads: ['aws_db_instance', ...clusters],
    check: ({ enabled_cloudwatch_logs_exports: logs }) => (Array.isArray(logs) && logs.length > 0 ? undefined : 'hands on no log'),
  },
  {
    id: 'AWS-RDS-INSIGHTS',
    severity: 'low',
    title: 'In production the database tells what it waits for, encrypted',
    why: 'a slow ledger cannot be mended in the dark',
    references: ['CKV_AWS_353', 'CKV_AWS_354'],
    reads: ['aws_db_instance', 'aws_rds_cluster_instance'],
    check: inProduction(({ performance_insights_enabled: on, performance_insights_kms_key_id: key }) =>
      isOn(on) && isSet(key) ? undefined : 'has no performance insights with a key of ours',
    ),
  },
  {
    id: 'AWS-RDS-MONITORED',
    severity: 'low',
    title: 'In production the machine of the database is watched',
    why: 'its memory and its disk queue are seen nowhere else',
    references: ['CKV_AWS_118'],
    reads: ['aws_db_instance', 'aws_rds_cluster_instance'],
    check: inProduction(({ monitoring_interval: seconds }) => (Number(seconds) > 0 ? undefined : 'has no enhanced monitoring')),
  },
  {
    id: 'AWS-RDS-TLS',
    severity: 'high',
    title: 'MySQL refuses connections without TLS',
    why: 'passwords and balances would cross the network in the clear',
    references: ['docs.aws.amazon.com RDS for MySQL, require_secure_transport', 'CKV2_AWS_69'],
    reads: ['aws_db_parameter_group', 'aws_rds_cluster_parameter_group'],
    check: (attributes, { address }) => {
      // Of Aurora the cluster's group decides.
      if (attributes.family === undefined || (/instance/.test(address) && String(attributes.family).startsWith('aurora'))) return undefined;
      const setting = blocks(attributes, 'parameter').find(({ name }) => name === 'require_secure_transport');
      return ['1', 'ON', 'on'].includes(String(setting?.value)) ? undefined : 'accepts connections without TLS';
    },
  },
  {
    id: 'AWS-RDS-NO-STATE-PASSWORD',
    severity: 'critical',
    title: 'The password of an administrator never passes through the state',
    why: 'whoever reads the state would be the administrator of the ledger',
    references: ['developer.hashicorp.com/terraform, write-only arguments'],
    reads: ['aws_db_instance', ...clusters],
    check: ({ password, master_password: master }) => (isSet(password) || isSet(master) ? 'its password is in the state' : undefined),
  },
  {
    id: 'AWS-RDS-MENDED',
    severity: 'medium',
    title: 'Faults of the database are mended in the maintenance window',
    why: 'known holes stay open until somebody remembers them',
    references: ['CIS AWS 2.3.2', 'CKV_AWS_226'],
    reads: ['aws_db_instance', 'aws_rds_cluster_instance', 'aws_docdb_cluster_instance'],
    check: (attributes) =>
      isOn(attributes.auto_minor_version_upgrade) || (attributes.auto_minor_version_upgrade === undefined && ofCluster(attributes))
        ? undefined
        : 'minor versions are not taken',
  },
  {
    id: 'AWS-RDS-TAGGED-SNAPSHOTS',
    severity: 'low',
    title: 'Snapshots carry the tags of their database',
    why: 'a bill cannot be taken apart, and nobody finds them again',
    references: ['CKV2_AWS_60'],
    reads: ['aws_db_instance', 'aws_rds_cluster'],
    check: ({ copy_tags_to_snapshot: on }) => (isOn(on) ? undefined : 'its snapshots have no tags'),
  },
];
