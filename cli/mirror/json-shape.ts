import { z } from 'zod';
import { problemsShape } from '../json-problem-shape';
import type { MirrorResult } from './environment-mirror';

/** What `mirror` prints. */
export const mirrorShape: z.ZodType<MirrorResult & { readonly ok: boolean }> = z.strictObject({
  ok: z.boolean(),
  environment: z.string(),
  to: z.string(),
  charts: z
    .array(
      z.strictObject({
        name: z.string(),
        version: z.string(),
        digest: z.string(),
        pinned: z.boolean().describe('charts.lock.json knows its digest, and it is that one'),
        outcome: z.enum(['there', 'copied', 'fetched']),
      }),
    )
    .readonly(),
  images: z
    .array(
      z.strictObject({
        image: z.string(),
        target: z.string().describe('Its name in the mirror'),
        usedBy: z.array(z.string()).readonly(),
        outcome: z.enum(['listed', 'there', 'copied', 'failed']),
        digest: z.string().optional(),
      }),
    )
    .readonly(),
  providers: z.array(z.strictObject({ source: z.string(), version: z.string() })).readonly(),
  collections: z.array(z.strictObject({ address: z.string(), outcome: z.enum(['there', 'fetched']) })).readonly(),
  problems: problemsShape,
});

export const mirrorExample: MirrorResult & { readonly ok: boolean } = {
  ok: true,
  environment: 'island',
  to: 'registry.island.example.org/mirror',
  charts: [{ name: 'mojaloop', version: '16.0.4', digest: `sha256:${'0'.repeat(64)}`, pinned: true, outcome: 'fetched' }],
  images: [
    {
      image: 'docker.io/mojaloop/central-ledger:v17.6.1',
      target: 'registry.island.example.org/mirror/mojaloop/central-ledger:v17.6.1',
      usedBy: ['moja'],
      outcome: 'copied',
      digest: `sha256:${'0'.repeat(64)}`,
    },
  ],
  providers: [{ source: 'hashicorp/helm', version: '3.1.1' }],
  collections: [],
  problems: [],
};
