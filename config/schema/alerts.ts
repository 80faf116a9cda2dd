import { z } from 'zod';
import { type ByProfile, dnsLabel, vaultPath } from './kinds';

export const severities = ['critical', 'warning', 'info'] as const;
/** `critical`: payments fail or soon will, somebody gets up. `warning`: within the working day. `info`: when there is time. */
export type Severity = (typeof severities)[number];

export const receiverKinds = ['email', 'slack', 'teams', 'pagerduty', 'opsgenie'] as const;
export type ReceiverKind = (typeof receiverKinds)[number];

const route = z.strictObject({
  name: dnsLabel(30).describe('Name of the route, once in the file.'),
  to: z.enum(receiverKinds).describe('What kind of receiver it is.'),
  severities: z.array(z.enum(severities)).min(1).default(['critical', 'warning']).describe('Alerts that go there.'),
  secret: vaultPath
    .optional()
    .describe(
      'Place in Vault that a person fills, never the value: `url` (Slack and Teams webhook), `routingKey` (PagerDuty), `apiKey` (Opsgenie) or `password` (mail server).',
    ),
  recipients: z.array(z.email()).default([]).describe('Who gets the mails (email).'),
  from: z.email().optional().describe('Sender of the mails (email).'),
  server: z
    .string()
    .regex(/^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?:\d{1,5}$/, 'must be host:port such as smtp.example.org:587')
    .optional()
    .describe('Mail server; connections without TLS are refused (email).'),
  username: z.string().min(1).optional().describe('Login at the mail server; it goes with `secret` (email).'),
  channel: z.string().min(1).optional().describe('Channel other than that of the webhook (slack).'),
  region: z.enum(['us', 'eu']).default('us').describe('Where the account is (opsgenie).'),
});

const thresholds = (by: ByProfile) =>
  z
    .strictObject({
      consumerLag: z.int().min(1).default(by(500, 2000)).describe('Messages that wait for one group of consumers in one topic.'),
      stuckMinutes: z.int().min(1).max(1440).default(5).describe('Minutes after its expiry that a transfer may be without an end.'),
      positionPercent: z
        .int()
        .min(10)
        .max(99)
        .default(80)
        .describe('Part of its net debit cap that a participant may use before somebody is told; at 95 it is critical.'),
      backupHours: z
        .int()
        .min(1)
        .max(2160)
        .default(by(48, 12))
        .describe('Age of the newest backup, in hours; more than the pause of `operations.backupSchedule`.'),
      drillDays: z
        .int()
        .min(1)
        .max(1000)
        .default(by(365, 100))
        .describe('Days since the last `workbench drill` that went well, or since there are backups.'),
      certificateDays: z
        .int()
        .min(1)
        .max(90)
        .default(14)
        .describe('Days before its end that somebody is told of a certificate; short-lived ones count from a third of their life.'),
      diskPercent: z.int().min(50).max(95).default(80).describe('How full a volume may be; from 95 on it is critical.'),
      secretDays: z.int().min(7).max(3650).default(by(365, 180)).describe('Age of a Secret, in days.'),
      refusedPercent: z
        .int()
        .min(1)
        .max(100)
        .default(20)
        .describe('Part of the requests that the gateway refuses (4xx), over ten minutes.'),
    })
    .prefault({})
    .describe('When an alert begins.');

/** Who is told of what. */
export const alertsSection = (by: ByProfile) =>
  z
    .strictObject({
      routes: z.array(route).max(20).default([]).describe('Where alerts go. Without one they are only seen in Grafana and Alertmanager.'),
      cloudRecipients: z
        .array(z.email())
        .max(20)
        .default([])
        .describe(
          'Mail addresses that the cloud itself writes to when a store, balancer or node that it runs is unwell, beside the recipients of routes to email. PagerDuty, Opsgenie, Slack and Teams each give out such an address.',
        ),
      runbooks: z
        .url()
        .optional()
        .describe(
          'Address below which your people read docs/runbooks, for the links in alerts; their place in this repository when left out.',
        ),
      thresholds: thresholds(by),
    })
    .prefault({})
    .describe('Alerts: who is told, and from when on. The secrets of receivers are in Vault.');

export type AlertRoute = z.infer<typeof route>;
