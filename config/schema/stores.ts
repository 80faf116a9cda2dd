import { z } from 'zod';
import { type ByProfile, cron, dnsLabel, host, plainText, port, storageSize, vaultPath } from './kinds';

/** Who may run each kind of store; `operator` is the one in the cluster. */
export const storeServices = {
  mysql: ['operator', 'rds', 'aurora', 'flexible-server'],
  mongodb: ['operator', 'documentdb', 'cosmos-db'],
  kafka: ['operator', 'msk', 'event-hubs', 'hdinsight'],
  redis: ['operator', 'elasticache', 'azure-cache'],
} as const;
export type StoreKind = keyof typeof storeServices;
export type StoreService<Kind extends StoreKind = StoreKind> = (typeof storeServices)[Kind][number];

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

const service = <const Services extends readonly [string, ...string[]]>(services: Services, text: string) =>
  z.enum(services).optional().describe(`Who runs it: \`operator\` in the cluster, or a service of the cloud. ${text}`);

const instance = plainText
  .optional()
  .describe('Machine type of the managed service, in the words of the cloud; `hub.size` chooses otherwise.');

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
          service: service(storeServices.mysql, 'On a cloud in production the managed one, else the operator.'),
          instance,
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
          service: service(storeServices.mongodb, 'The operator when left out: the charts speak no TLS to MongoDB.'),
          instance,
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
          service: service(storeServices.kafka, 'The operator when left out.'),
          instance,
          tier: z
            .enum(['standard', 'premium', 'dedicated'])
            .default('premium')
            .describe('Tier of Event Hubs. The topics of a hub do not fit into `standard`.'),
          units: z
            .int()
            .min(1)
            .max(40)
            .optional()
            .describe('Processing or capacity units of Event Hubs; the number of partitions chooses otherwise.'),
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
          service: service(storeServices.redis, 'The operator when left out.'),
          instance,
          external: external('Redis server without a password').optional(),
        })
        .prefault({})
        .describe(
          'Redis for third party, testing-toolkit simulators, inter-scheme proxy and payment managers. The charts know no Redis password.',
        ),
    })
    .prefault({})
    .describe('Databases, queues and caches.');
