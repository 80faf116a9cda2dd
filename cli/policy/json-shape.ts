import { z } from 'zod';

const text = z.string();

/** One policy with what it found, in `check --policy --json` and in the report. */
export const policyShape = z.strictObject({
  id: text,
  title: text.describe('What holds where it is met'),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  why: text,
  references: z.array(text).describe('The same demand elsewhere'),
  read: z.int().describe('Resources and objects it read'),
  open: z.array(z.strictObject({ stack: text, address: text, message: text })),
  waived: z.array(z.strictObject({ reason: text, addresses: z.array(text) })).describe('What is left open on purpose'),
});

export const policyExample = {
  id: 'K8S-GATEWAY-TLS',
  title: 'The gateway listens by TLS only',
  severity: 'critical',
  why: 'payments and tokens would cross the internet in the clear',
  references: ['gateway-api.sigs.k8s.io, TLS'],
  read: 1,
  open: [],
  waived: [],
} as const satisfies z.input<typeof policyShape>;
