import type { WorkbenchConfig } from '../../schema/workbench';
import { mskBrokers } from '../kafka-brokers';
import { nameOf } from '../names';
import { mebibytes } from '../services';
import { storeMachine } from '../store-machines';
import { type ManagedService, storeService } from '../store-services';
import type { CloudSeverity } from './cloud-recipients';

/** One alarm of CloudWatch, in its words. */
export interface AwsAlarm {
  readonly id: string;
  readonly severity: CloudSeverity;
  /** What it means, for whoever gets the mail. */
  readonly says: string;
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: 'Average' | 'Maximum' | 'Minimum';
  readonly beyond: 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  /** Minutes that it must last; looked at every five. */
  readonly minutes: number;
  readonly dimensions: Readonly<Record<string, string>>;
}

type Row = Omit<AwsAlarm, 'namespace' | 'dimensions' | 'statistic' | 'beyond' | 'minutes'> & Partial<AwsAlarm>;
const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;
const percent = (part: number, of: number) => Math.floor((of * part) / 100);

/** Rows of one thing: they are about the same dimensions, and last a quarter of an hour on average where they say nothing else. */
const about = (namespace: string, dimensions: Readonly<Record<string, string>>, rows: readonly Row[]): AwsAlarm[] =>
  rows.map((row) => ({ namespace, dimensions, statistic: 'Average', beyond: 'GreaterThanThreshold', minutes: 15, ...row }));

/** What servers of databases have in common; a machine that the tables do not know has no row about its size. */
const server = (id: string, what: string, machine: ReturnType<typeof storeMachine>): Row[] => [
  {
    id: `${id}-cpu`,
    severity: 'warning',
    says: `${what} has been busy for a quarter of an hour: transfers get slower`,
    metric: 'CPUUtilization',
    threshold: 80,
  },
  ...(machine?.memoryGib
    ? [
        {
          id: `${id}-memory`,
          severity: 'warning',
          says: `${what} has less than 5 % of its memory left`,
          metric: 'FreeableMemory',
          beyond: 'LessThanThreshold',
          threshold: percent(5, machine.memoryGib * gibibyte),
        } as const,
      ]
    : []),
  ...(machine?.maxConnections
    ? [
        {
          id: `${id}-connections`,
          severity: 'critical',
          says: `${what} has four fifths of the connections it can take: soon services are refused`,
          metric: 'DatabaseConnections',
          statistic: 'Maximum',
          threshold: percent(80, machine.maxConnections),
          minutes: 5,
        } as const,
      ]
    : []),
];

const lag = (id: string, metric: string, what: string): Row => ({
  id: `${id}-lag`,
  severity: 'warning',
  says: `a copy of ${what} is more than a second behind: who takes over would miss that`,
  metric,
  statistic: 'Maximum',
  threshold: 1000,
});

type Rows = (config: WorkbenchConfig) => readonly AwsAlarm[];

/**
 * RDS grows its storage when less than a tenth is free, so what is asked for at first is a lower bound; a second server in another zone is a standby
 * and no replica: RDS shows no lag of it (docs.aws.amazon.com, RDS: CloudWatch metrics; storage autoscaling).
 */
const rds: Rows = (config) =>
  about('AWS/RDS', { DBInstanceIdentifier: nameOf(config, 'database', 'mysql') }, [
    ...server('mysql', 'the ledger (RDS)', storeMachine(config, 'mysql')),
    {
      id: 'mysql-storage',
      severity: 'critical',
      says: 'the ledger (RDS) has less than 8 % of its storage left, and did not grow by itself: soon no transfer can be written',
      metric: 'FreeStorageSpace',
      statistic: 'Minimum',
      beyond: 'LessThanThreshold',
      threshold: percent(8, Math.max(20 * 1024, mebibytes(config.stores.mysql.size)) * mebibyte),
      minutes: 5,
    },
  ]);

/** Storage of a cluster of Aurora and DocumentDB grows without an end that a hub could reach. */
const aurora: Rows = (config) =>
  about('AWS/RDS', { DBClusterIdentifier: nameOf(config, 'database', 'mysql') }, [
    ...server('mysql', 'the ledger (Aurora)', storeMachine(config, 'mysql')),
    ...(config.stores.mysql.replicas > 1 ? [lag('mysql', 'AuroraReplicaLagMaximum', 'the ledger (Aurora)')] : []),
  ]);
const documentdb: Rows = (config) =>
  about('AWS/DocDB', { DBClusterIdentifier: nameOf(config, 'database', 'documents') }, [
    ...server('documents', 'DocumentDB', storeMachine(config, 'mongodb')),
    ...(config.stores.mongodb.replicas > 1 ? [lag('documents', 'DBClusterReplicaLagMaximum', 'DocumentDB')] : []),
  ]);

/** Numbers of MSK at the level `PER_BROKER`, which the stack asks for (docs.aws.amazon.com, MSK: metrics for monitoring). */
const msk: Rows = (config) => {
  const cluster = { 'Cluster Name': nameOf(config, 'kafka') };
  return [
    ...about('AWS/Kafka', cluster, [
      {
        id: 'kafka-offline',
        severity: 'critical',
        says: 'partitions of Kafka have no leader: whatever goes through them is stuck',
        metric: 'OfflinePartitionsCount',
        statistic: 'Maximum',
        threshold: 0,
        minutes: 5,
      },
    ]),
    ...Array.from({ length: mskBrokers(config) }, (_, at) => at + 1).flatMap((broker) =>
      about('AWS/Kafka', { ...cluster, 'Broker ID': String(broker) }, [
        {
          id: `kafka-${broker}-disk`,
          severity: 'critical',
          says: `the volume of broker ${broker} is full by 85 %, and did not grow by itself (from 75 % on): soon Kafka takes no messages`,
          metric: 'KafkaDataLogsDiskUsed',
          statistic: 'Maximum',
          threshold: 85,
          minutes: 5,
        },
        {
          id: `kafka-${broker}-copies`,
          severity: 'warning',
          says: `partitions of broker ${broker} have fewer copies than they should: with another loss messages are gone`,
          metric: 'UnderReplicatedPartitions',
          statistic: 'Maximum',
          threshold: 0,
        },
      ]),
    ),
  ];
};

/** Members of a replication group are called `<group>-001`, `-002` (docs.aws.amazon.com, ElastiCache: metrics for Valkey and Redis OSS). */
const elasticache: Rows = (config) =>
  Array.from({ length: config.cluster.zones > 1 ? 2 : 1 }, (_, at) => at + 1).flatMap((member) =>
    about('AWS/ElastiCache', { CacheClusterId: `${nameOf(config, 'cache')}-${String(member).padStart(3, '0')}` }, [
      {
        id: `cache-${member}-memory`,
        severity: 'critical',
        says: `member ${member} of the cache has used four fifths of its memory: it will throw entries away or refuse new ones`,
        metric: 'DatabaseMemoryUsagePercentage',
        statistic: 'Maximum',
        threshold: 80,
        minutes: 5,
      },
      {
        id: `cache-${member}-cpu`,
        severity: 'warning',
        says: `member ${member} of the cache has been busy for a quarter of an hour`,
        metric: 'EngineCPUUtilization',
        threshold: 80,
      },
    ]),
  );

const services: Readonly<Partial<Record<ManagedService, Rows>>> = { rds, aurora, documentdb, msk, elasticache };

/** Alarms about stores that AWS runs for this environment; the others are watched in the cluster. */
export const awsStoreAlarms = (config: WorkbenchConfig): readonly AwsAlarm[] =>
  (['mysql', 'mongodb', 'kafka', 'redis'] as const).flatMap(
    (kind) => services[storeService(config, kind) as ManagedService]?.(config) ?? [],
  );
