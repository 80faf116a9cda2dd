import { z } from 'zod';
import { auditSection } from './audit';
import { backupsSection } from './backups';
import { type ByProfile, cron, dnsLabel } from './kinds';

export const stateSection = (by: ByProfile) =>
  z
    .strictObject({
      backend: z
        .enum(['local', 's3', 'azurerm', 'kubernetes', 'http'])
        .default(by('local', 'kubernetes'))
        .describe('Where Terraform keeps its state. `http` is GitLab-managed state.'),
      bucket: z.string().min(1).optional().describe('S3 bucket or Azure storage container.'),
      account: z.string().min(1).optional().describe('Azure storage account (azurerm).'),
      resourceGroup: z.string().min(1).optional().describe('Azure resource group of the storage account (azurerm).'),
      region: z.string().min(1).optional().describe('Region of the bucket (s3).'),
      address: z.url().optional().describe('Base address of the state API (http).'),
      deployers: z
        .array(z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be an object id of Microsoft Entra'))
        .default([])
        .describe(
          'Object ids of Microsoft Entra of those who deploy: `state init` gives them the right to read and write states (azurerm).',
        ),
      encryption: z
        .strictObject({
          by: z
            .enum(['passphrase', 'aws-kms', 'azure-key-vault'])
            .describe('Where the key comes from: a passphrase in a variable of the environment, or a key of a cloud.'),
          variable: z
            .string()
            .regex(/^[A-Z][A-Z0-9_]{2,60}$/, 'must be the name of a variable in capitals')
            .default('WORKBENCH_STATE_PASSPHRASE')
            .describe('Variable with the passphrase, of at least 16 characters (passphrase). Without it nobody can read the states again.'),
          key: z.string().min(1).optional().describe('ARN or alias of the key (aws-kms), or its name in the vault (azure-key-vault).'),
          vault: z.url().optional().describe('Address of the vault (azure-key-vault).'),
          plainUntilNow: z
            .boolean()
            .default(false)
            .describe('Also reads states that are not encrypted yet: for the first deploy after this was switched on, then remove it.'),
        })
        .optional()
        .describe('Encrypts states and plans before they leave the machine, as OpenTofu does. Terraform can not: it is refused then.'),
      namespace: dnsLabel()
        .default('kube-system')
        .describe('Namespace of the state Secrets (kubernetes); it must exist before the first deploy.'),
    })
    .prefault({})
    .describe("Terraform's state. One state a stack; no password is ever in it.");

export const operationsSection = (by: ByProfile) =>
  z
    .strictObject({
      deletionProtection: z
        .boolean()
        .default(by(false, true))
        .describe('Stores are kept when their resource is removed; deleting one needs `--allow-destroy`.'),
      backupSchedule: cron
        .default(by('0 2 * * *', '0 */6 * * *'))
        .describe('When every store is backed up (UTC) unless the store says otherwise.'),
      backupRetentionDays: z.int().min(1).max(3650).default(by(3, 35)).describe('Days a backup is kept.'),
      backups: backupsSection,
      recovery: z
        .strictObject({
          pointHours: z
            .int()
            .min(1)
            .max(168)
            .default(by(24, 6))
            .describe('Hours of payments that may be lost with the whole account (RPO). No schedule of a backup may be longer.'),
          timeHours: z
            .int()
            .min(3)
            .max(168)
            .default(by(24, 4))
            .describe(
              'Hours until payments are made again (RTO): one for a new cluster and one for checks are counted, the rest is to load the ledger.',
            ),
        })
        .prefault({})
        .describe('What is promised for the worst day. `workbench drill` measures it and fails where it does not hold.'),
      audit: auditSection(by),
      logRetentionDays: z.int().min(1).max(3650).default(by(30, 365)).describe('Days that the logs of a cloud are kept.'),
      helmTimeoutSeconds: z.int().min(60).max(7200).default(1200).describe('How long one Helm release may take to become ready.'),
      rotation: z
        .strictObject({
          secretDays: z.int().min(1).max(3650).default(by(180, 90)).describe('Days after which a password is due for the next one.'),
          keyDays: z.int().min(1).max(3650).default(365).describe('Days after which a key that signs messages is due for the next one.'),
        })
        .prefault({})
        .describe('How often passwords and keys are changed. `workbench rotate list` tells what is due; nothing is changed by itself.'),
      hibernation: z
        .strictObject({
          stop: cron.describe('When the environment is stopped.'),
          start: cron.describe('When it is started again.'),
          timeZone: z.string().min(1).default('UTC').describe('Time zone of both, such as Africa/Kigali.'),
        })
        .optional()
        .describe(
          'Hours in which nobody uses a sandbox; `cost` counts them. `workbench hibernate` and `workbench wake` do it; a schedule of the pipeline calls them.',
        ),
    })
    .prefault({})
    .describe('Day-two settings.');

export const residencySection = z
  .strictObject({
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'must be two letters (ISO 3166) such as RW')
      .optional()
      .describe('Country that data may not leave. Every managed service and backup must then be in `allowedRegions`.'),
    allowedRegions: z.array(dnsLabel(40)).default([]).describe('Regions of the cloud that count as inside the country.'),
    telemetry: z
      .boolean()
      .default(false)
      .describe('Metrics and logs may go to a service outside of the country. Without effect when no country is named.'),
  })
  .prefault({})
  .describe('Data residency.');
