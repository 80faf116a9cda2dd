import { z } from 'zod';
import { plainText, vaultPath } from './kinds';

/** How object storage of somebody else is named: a bucket that speaks S3, or a container of Azure. */
export const outsideStore = {
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
} as const;

/** Object storage of somebody else, as the file names it. */
export interface OutsideStore {
  readonly kind: 's3' | 'azure-blob';
  readonly bucket: string;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly account?: string | undefined;
  readonly key?: string | undefined;
  readonly credentials?: string | undefined;
}
