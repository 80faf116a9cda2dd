import { z } from 'zod';
import { type ByProfile, dnsLabel, vaultPath } from './kinds';

const roleName = z
  .string()
  .max(60)
  .regex(/^[A-Za-z]([-_A-Za-z0-9]*[A-Za-z0-9])?$/, 'must be letters, digits, dashes and underscores')
  .describe('Name of the role, as the portal shows it.');

const permission = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[A-Za-z][-A-Za-z0-9]*(\.([A-Za-z0-9]+|\*))?$/, 'must be a permission such as participantView, or transfers.* for all of a kind');

const role = z.strictObject({
  name: roleName,
  permissions: z.array(permission).min(1).describe('What the role may do; `transfers.*` is every field of a transfer in a list.'),
});

const exclusion = z.strictObject({
  name: roleName.describe('Name of the exclusion.'),
  permissions: z.array(permission).min(1).describe('Whoever has one of these …'),
  excludes: z.array(permission).min(1).describe('… may have none of these: maker and checker are two persons.'),
});

const user = z.strictObject({
  username: z.string().min(1).describe('Name at the login: that of a person in `identity.operators`, where Keycloak runs in the cluster.'),
  email: z.email().describe('Address of the person.'),
  roles: z
    .array(roleName)
    .default([])
    .describe('Roles of the person. Nobody else has any: what was given by hand is taken back by the next deploy that changes roles.'),
  participants: z
    .array(z.string().min(1))
    .default([])
    .describe('Participants whose own reports the person may read (those with a parameter `fspId`).'),
  subject: z.string().min(1).optional().describe('External identity provider only: the claim `sub` of the person.'),
});

/** The business operations portal: who may do what with the hub, and the reports. */
export const portalSection = (by: ByProfile) =>
  z
    .strictObject({
      enabled: z
        .boolean()
        .default(false)
        .describe('The portal: participants, positions, settlement, transfers, roles and reports in a browser.'),
      namespace: dnsLabel().default('portal').describe('Namespace of the portal.'),
      replicas: z.int().min(1).max(5).default(by(1, 2)).describe('Pods of each part that may run more than once.'),
      roles: z.array(role).optional().describe('Roles with what they may do. Left out: the standard roles of Mojaloop.'),
      exclusions: z
        .array(exclusion)
        .optional()
        .describe(
          'Permissions that nobody may have together. Left out: who audits acts not, who closes a window does not settle it, who gives roles moves no money.',
        ),
      users: z.array(user).default([]).describe('People who may use the portal.'),
      secondFactor: z
        .strictObject({
          claim: z.enum(['acr', 'amr']).default('acr').describe('Claim of the ID token that tells how the person has logged in.'),
          values: z
            .array(z.string().min(1))
            .min(1)
            .describe(
              'Values that stand for a second factor. With any other nobody gets in for the first time; of later logins the issuer is the judge.',
            ),
        })
        .optional()
        .describe(
          'External identity provider only: how its tokens tell of a second factor. Keycloak in the cluster asks every operator for one.',
        ),
      mail: vaultPath
        .optional()
        .describe(
          'Vault path of a secret with the field `uri`: SMTP server of the portal (`smtps://user:password@host:465/`). Without it no mail is sent.',
        ),
      events: z
        .boolean()
        .default(false)
        .describe(
          'The portal shows single messages of a transfer and of its quote (release 17 and newer): a program beside each service that tells of them brings them to Kafka. It takes 192 MiB of each such pod, and switching it restarts them.',
        ),
      standardReports: z.boolean().default(true).describe('Reports of settlement and transactions that come with the workbench.'),
      reports: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Folder with reports of your own, one YAML file each (docs/portal.md), from where the command runs. Its files are read whenever the environment is synthesised.',
        ),
    })
    .prefault({})
    .describe('The business operations portal.');

export type PortalRole = z.infer<typeof role>;
export type PortalExclusion = z.infer<typeof exclusion>;
export type PortalUser = z.infer<typeof user>;
