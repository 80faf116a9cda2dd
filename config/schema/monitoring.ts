import { z } from 'zod';
import { type ByProfile, cidr, dnsLabel, storageSize, vaultPath } from './kinds';

export const logStores = ['loki', 'elastic', 'azure', 'cloudwatch', 'none'] as const;
export type LogStore = (typeof logStores)[number];

const elastic = z.strictObject({
  program: z
    .enum(['elasticsearch', 'opensearch'])
    .default('elasticsearch')
    .describe('What runs there: Elasticsearch 8.16 and newer, or OpenSearch 2 and newer.'),
  address: z
    .url({ protocol: /^https$/ })
    .regex(/^https:\/\/[^@?#]+$/, 'must be an https address without a login')
    .describe('Where it is reached, such as https://logs.example.org:9200.'),
  username: z.string().min(1).max(255).describe('Its account, which may do nothing but write into indices of logs.'),
  secret: vaultPath.describe('Place in Vault that a person fills with the `password` of that account; never the password itself.'),
  privateAuthority: z
    .boolean()
    .default(false)
    .describe('Its certificate is from an authority of your own, whose root a person has put beside the password as `ca`.'),
});

/** Metrics, logs and traces of the hub, and where people look at them. */
export const monitoringSection = (by: ByProfile) =>
  z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe(
          'Prometheus, Alertmanager, Grafana and what feeds them. Off where the cluster is watched by something that is there already.',
        ),
      namespace: dnsLabel().default('monitoring').describe('Namespace of Prometheus, Grafana, Loki and Tempo.'),
      agentsNamespace: dnsLabel()
        .default('node-agents')
        .describe('Namespace of what runs on every node and reads its files. It is the only one that may run privileged pods.'),
      metrics: z
        .strictObject({
          retentionDays: z.int().min(1).max(400).default(by(3, 15)).describe('Days that metrics are kept in the cluster.'),
          storage: storageSize.optional().describe('Volume of each Prometheus; by the size of the hub when left out.'),
          managed: z
            .boolean()
            .default(false)
            .describe(
              'Prometheus also sends what it measures to a managed one of the cloud, paid by the sample: Amazon Managed Prometheus, which keeps it 150 days (AWS), or an Azure Monitor workspace, which keeps it 18 months (Azure).',
            ),
          scrapeSeconds: z.int().min(5).max(120).default(by(30, 15)).describe('Time between two looks at a service.'),
        })
        .prefault({})
        .describe('Numbers of services, stores and nodes.'),
      logs: z
        .strictObject({
          store: z
            .enum(logStores)
            .default('loki')
            .describe(
              'Where logs of pods go. `loki`: beside Grafana. `elastic`: to a server that is there already. `cloudwatch`: CloudWatch Logs (AWS). `azure`: Log Analytics, by Container Insights (Azure). `none`: they stay on the nodes.',
            ),
          retentionDays: z
            .int()
            .min(1)
            .max(3650)
            .default(by(7, 30))
            .describe('Days that logs can be searched; a server of `elastic` has rules of its own.'),
          storage: storageSize.optional().describe('Volume of Loki; by the size of the hub when left out.'),
          objectStorage: z
            .boolean()
            .default(by(false, true))
            .describe(
              'Loki keeps logs in object storage of the cloud (S3, Azure Blob) rather than on its volume. Where the platform has none it keeps them on its volume.',
            ),
          elastic: elastic.optional().describe('The server that logs go to (`store: elastic`).'),
        })
        .prefault({})
        .describe('Logs of pods.'),
      traces: z
        .strictObject({
          store: z.enum(['tempo', 'none']).default('tempo').describe('Where traces go.'),
          retentionHours: z.int().min(1).max(8760).default(by(24, 72)).describe('Hours that a trace can be looked at.'),
          percent: z
            .int()
            .min(0)
            .max(100)
            .default(by(100, 1))
            .describe(
              'How many of a hundred requests at the gateway begin a trace; one that brings `traceparent` along goes on as it began.',
            ),
          services: z
            .boolean()
            .default(false)
            .describe(
              'Services of the hub send spans of their own (release 17 and newer): the OpenTelemetry operator puts its SDK into each pod as it starts. Switched on or off it restarts them, one after the other. It takes memory and some CPU of each.',
            ),
          storage: storageSize.optional().describe('Volume of Tempo; by the size of the hub when left out.'),
          applicationInsights: vaultPath
            .optional()
            .describe(
              'Place in Vault with the `connectionString` of an Application Insights, which then gets every trace too (Azure); never the string itself.',
            ),
        })
        .prefault({})
        .describe('The way of single requests.'),
      grafana: z
        .strictObject({
          managed: z
            .boolean()
            .default(false)
            .describe(
              'An Azure Managed Grafana beside the one in the cluster: it shows what the managed Prometheus keeps, also while the cluster is away (Azure). `cluster.administrators` change it, `cluster.viewers` look.',
            ),
          public: z
            .boolean()
            .default(by(true, false))
            .describe(
              'It has a public address, where nothing but the login of Entra ID keeps people out: Azure knows no list of addresses for it. Private: it is reached from inside the network or by a VPN.',
            ),
        })
        .prefault({})
        .describe('Grafana of the cloud; the one in the cluster is always there.'),
      operatorsGroup: z
        .string()
        .min(1)
        .max(255)
        .regex(/^[\w./ -]+$/, 'must be letters, digits, spaces and . / - _')
        .default('operators')
        .describe(
          'Group in the claim `groups` of a token whose people may use Grafana. Keycloak of this environment gives it to `identity.operators`.',
        ),
      grafanaAddresses: z
        .array(cidr)
        .default([])
        .describe(
          'Addresses from which Grafana may be reached; those of `gateway.operatorAddresses` when left out. The login comes on top of it.',
        ),
    })
    .prefault({})
    .describe('Monitoring: metrics, logs, traces, dashboards and alerts.');
