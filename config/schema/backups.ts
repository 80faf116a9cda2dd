import { z } from 'zod';
import { plainText, vaultPath } from './kinds';

/** Object storage that backups go to. Its owner makes it: nothing of it is made, changed or removed by this environment. */
const store = z
  .strictObject({
    kind: z.enum(['s3', 'azure-blob']).describe('`s3` is Amazon S3 or anything that speaks as it does; `azure-blob` a storage account.'),
    bucket: plainText.describe('Name of the bucket or container.'),
    region: plainText.optional().describe('Region of the bucket (s3).'),
    endpoint: z.url().optional().describe('Address of a store that speaks S3 and is not Amazon (s3).'),
    account: z
      .string()
      .regex(/^[a-z0-9]{3,24}$/, 'must be 3 to 24 lower case letters and digits')
      .optional()
      .describe('Storage account (azure-blob).'),
    key: plainText
      .optional()
      .describe('ARN of the key that encrypts the bucket, where it is one of another account (s3): pods are given its use.'),
    credentials: vaultPath
      .optional()
      .describe(
        'Vault path with the fields `accessKeyId` and `secretAccessKey` (s3) or `accountKey` (azure-blob). Left out where pods have an identity of that cloud.',
      ),
    prune: z
      .boolean()
      .default(true)
      .describe('Old backups are removed after their retention. Write false where the store does it by itself, or lets nobody delete.'),
  })
  .describe('Object storage outside of the environment. On a cloud the bucket of the environment otherwise.');

export const backupsSection = z
  .strictObject({
    recipients: z
      .array(z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/, 'must be a public key that age-keygen has printed, such as age1qyqs…'))
      .max(8)
      .default([])
      .describe(
        'Public keys (age) that backups are encrypted with before they leave the cluster; any one of the private keys opens them. Keep those out of the environment, in two places: without one no backup can be read.',
      ),
    store: store.optional(),
  })
  .prefault({})
  .describe('Backups outside of the cluster, encrypted with keys that are not in it. They are made once a recipient is named.');
