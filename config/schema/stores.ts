import { z } from 'zod';
import { type ByProfile, cron, dnsLabel, host, port, storageSize, vaultPath } from './kinds';

const backup = z
  .strictObject({
    schedule: cron.optional().describe('When this store is backed up (UTC); `operations.backupSchedule` otherwise.'),
    retentionDays: z.int().min(1).max(3650).optional().describe('Days a backup is kept; `operations.backupRetentionDays` otherwise.'),
    volume: storageSize.default('20Gi').describe('Volume for backups inside the cluster.'),
  })
  .prefault({});

const external = (what: string) =>
  z
    .strictObject({
      host: host.describe(`Host of the existing ${what}.`),
      port: port.optional().describe('Port; the usual one of this kind of store otherwise.'),
      credentials: vaultPath
        .optional()
        .describe('Vault path with the fields `username` and `password`; nothing of it enters the workbench file or the state.'),
      tls: z.boolean().default(false).describe('The server insists on TLS. Only releases whose charts can speak it are accepted.'),
    })
    .describe(`An existing ${what} instead of one in the cluster.`);

const store = (by: ByProfile, what: string, replicas: [number, number], size: [string, string]) => ({
  replicas: z
    .int()
    .min(1)
    .max(9)
    .default(by(...replicas))
    .describe('Members of the cluster, spread over zones.'),
  size: storageSize.default(by(...size)).describe('Volume of each member. It can grow later, never shrink.'),
  external: external(what).optional(),
  backup: backup.describe('Backups of this store.'),
});

export const storesSection = (by: ByProfile) =>
  z
    .strictObject({
      namespace: dnsLabel().default('stores').describe('Namespace of the stores and of their logical Services.'),
      mysql: z
        .strictObject({
          ...store(by, 'MySQL server', [1, 3], ['8Gi', '100Gi']),
          databases: z
            .record(dnsLabel(), external('database with its own user'))
            .default({})
            .describe(
              'Databases that live elsewhere, by logical name (`central-ledger-db`, `account-lookup-db`, …). They must exist, with their user.',
            ),
        })
        .prefault({})
        .describe('MySQL for the ledger, account lookup, oracles and third party (Percona XtraDB Cluster in the cluster).'),
      mongodb: z
        .strictObject({
          ...store(by, 'MongoDB server', [1, 3], ['8Gi', '50Gi']),
          databases: z
            .record(dnsLabel(), external('database with its own user'))
            .default({})
            .describe('Databases that live elsewhere, by logical name (`bulk-mongodb`, `ttk-mongodb`, …).'),
        })
        .prefault({})
        .describe('MongoDB for bulk transfers and the testing toolkit (Percona Server for MongoDB in the cluster).'),
      kafka: z
        .strictObject({
          ...store(by, 'Kafka cluster', [1, 3], ['8Gi', '100Gi']),
          partitions: z
            .int()
            .min(1)
            .max(500)
            .optional()
            .describe('Partitions of each transfer topic; `hub.size` chooses otherwise. More can be added later, never fewer.'),
          retentionHours: z.int().min(1).max(8760).default(by(24, 168)).describe('How long messages are kept.'),
        })
        .prefault({})
        .describe('Kafka in KRaft mode (Strimzi in the cluster).'),
      redis: z
        .strictObject({
          size: storageSize.default(by('1Gi', '8Gi')).describe('Volume of each Redis.'),
          external: external('Redis server without a password').optional(),
        })
        .prefault({})
        .describe(
          'Redis for third party, testing-toolkit simulators, inter-scheme proxy and payment managers. The charts know no Redis password.',
        ),
    })
    .prefault({})
    .describe('Databases, queues and caches.');
