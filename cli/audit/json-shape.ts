import { z } from 'zod';
import { auditSources } from '../../config/model/audit/place';
import { problemsShape } from '../json-problem-shape';
import type { AuditResult } from './result';

const source = z.enum(Object.keys(auditSources) as [keyof typeof auditSources]);

/** What `audit --json` prints. */
export const auditShape: z.ZodType<AuditResult & { readonly ok: boolean }> = z.strictObject({
  ok: z.boolean(),
  environment: z.string(),
  action: z.enum(['list', 'verify']),
  store: z.string().describe('Bucket or storage account'),
  hours: z.int().describe('Whole hours that were looked at'),
  sources: z
    .array(
      z.strictObject({
        source,
        files: z.int(),
        bytes: z.int(),
        from: z.string().optional().describe('First hour of which there is something, ISO 8601'),
        to: z.string().optional(),
      }),
    )
    .readonly(),
  notKept: z.array(source).readonly().describe('Sources whose logs this environment brings nowhere'),
  locksSeen: z.int().describe('Files whose own lock was looked at; 0 where the store locks all alike'),
  chain: z.string().optional().describe('End of the chain of the record that was written'),
  problems: problemsShape,
});

export const auditExample: AuditResult & { readonly ok: boolean } = {
  ok: true,
  environment: 'live',
  action: 'verify',
  store: 'switch-live-audit-540d0e',
  hours: 24,
  sources: [{ source: 'vault', files: 288, bytes: 41_943_040, from: '2026-01-05T06:00:00.000Z', to: '2026-01-06T05:00:00.000Z' }],
  notKept: ['kubernetes'],
  locksSeen: 24,
  problems: [],
};
