import { z } from 'zod';
import { problemsShape } from '../json-problem-shape';

const names = z.array(z.string());

/** What `sbom --json` prints. */
export const sbomShape = z.strictObject({
  ok: z.boolean(),
  environment: z.string(),
  out: z.string().nullable().describe('The file that was written'),
  counts: z.strictObject({ charts: z.int(), images: z.int(), providers: z.int(), collections: z.int() }),
  unseen: names.describe('Charts that nobody looked into: their images are missing'),
  withoutDigest: names.describe('Charts and images without a known digest'),
  withoutLicence: names.describe('What has no known licence'),
  document: z
    .looseObject({ bomFormat: z.literal('CycloneDX'), specVersion: z.literal('1.6'), serialNumber: z.string() })
    .describe('The document, as cyclonedx.org/docs/1.6/json says'),
  problems: problemsShape,
});

export const sbomExample = {
  ok: true,
  environment: 'live',
  out: 'live.cdx.json',
  counts: { charts: 11, images: 49, providers: 4, collections: 1 },
  unseen: [],
  withoutDigest: ['vault 0.30.1'],
  withoutLicence: ['mojaloop-payment-manager 10.3.4'],
  document: { bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: 'urn:uuid:5f3c7e1a-9d2b-8c4e-a1f0-3b6d8e9c2a47' },
  problems: [],
};
