import { z } from 'zod';
import { problemsShape } from '../json-problem-shape';
import type { RotateResult, RotationList } from './result';

const what = z.enum(['secret', 'key', 'certificate']);

const step = z.strictObject({
  key: z.enum(['new-version', 'accept-both', 'deliver', 'store', 'change', 'realms', 'publish', 'restart', 'forget-old', 'issue']),
  title: z.string(),
  outcome: z.enum(['to-do', 'done', 'nothing', 'failed', 'not-started']),
  changed: z.array(z.string()).readonly().describe('Secrets that were filled, pods that were started anew'),
});

export const rotateShape: z.ZodType<RotateResult & { readonly ok: boolean }> = z.strictObject({
  ok: z.boolean(),
  environment: z.string(),
  what,
  id: z.string(),
  kind: z.string(),
  resumed: z.boolean().describe('A rotation that a killed command had begun was gone on with'),
  interruption: z.string().optional().describe('What does not work meanwhile; absent where nothing stops'),
  proof: z.string(),
  wayBack: z.string(),
  steps: z.array(step).readonly().describe('In the order in which they are done'),
  next: z.array(z.string()).readonly().describe('What a person does now, before the command can go on'),
  notes: z.array(z.string()).readonly().describe('What could not be looked at'),
  seconds: z.number(),
  problems: problemsShape,
});

const row = z.strictObject({
  what,
  id: z.string(),
  title: z.string(),
  purpose: z.string(),
  by: z.enum(['workbench', 'cert-manager', 'by hand']).describe('Who brings the next version about'),
  interruption: z.string().optional(),
  byHand: z.string().optional(),
  since: z.string().optional().describe('When the version in use was made; absent where the cluster does not know'),
  ageDays: z.number().optional(),
  everyDays: z.number().optional(),
  due: z.string().optional().describe('Day on which the next is due; of a certificate in the cluster, on which it ends'),
  state: z.enum(['in time', 'due soon', 'overdue', 'unknown', 'under way']),
});

export const rotateListShape: z.ZodType<RotationList & { readonly ok: boolean }> = z.strictObject({
  ok: z.boolean(),
  environment: z.string(),
  rows: z.array(row).readonly(),
  problems: problemsShape,
});

export const rotateExample: RotateResult = {
  environment: 'live',
  what: 'secret',
  id: 'mysql-quoting',
  kind: 'user of MySQL in the cluster',
  resumed: false,
  proof:
    'the server let the new password in, its operator noted it, and every pod that reads it was made after its Secret changed, and is ready',
  wayBack: 'both passwords are good until the last step',
  steps: [
    { key: 'restart', title: 'whoever reads it is started anew', outcome: 'done', changed: ['mojaloop/deployments/moja-quoting-service'] },
  ],
  next: [],
  notes: [],
  seconds: 74.2,
  problems: [],
};
