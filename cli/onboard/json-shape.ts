import { z } from 'zod';
import { problemsShape } from '../json-problem-shape';
import type { OnboardResult } from './result';

const counted = z.strictObject({ create: z.int(), change: z.int(), nothing: z.int(), conflict: z.int() });

const fields = {
  environment: z.string(),
  planned: counted.describe('Steps by what there was to do before anything was done'),
  steps: z
    .array(
      z.strictObject({
        id: z.string().describe('Stable name of the step'),
        action: z.enum(['create', 'change', 'nothing', 'conflict']),
        why: z.string(),
        hint: z.string().optional().describe('The way out of a conflict'),
      }),
    )
    .readonly()
    .describe('Steps where there was something to do'),
  done: z.int().describe('Steps that were done; 0 with `--plan`'),
  strangers: z.array(z.string()).readonly().describe('Participants of the ledger that the file does not name: left alone'),
  requests: z.int().describe('Requests to the ledger and to account lookup'),
  seconds: z.number(),
  problems: problemsShape,
};

/** As a part of what `deploy` ends with. */
export const onboardingShape: z.ZodType<OnboardResult> = z.strictObject(fields);
/** What `onboard` prints. */
export const onboardShape = z.strictObject({ ok: z.boolean(), ...fields });

export const onboardingExample: OnboardResult = {
  environment: 'dev',
  planned: { create: 1, change: 0, nothing: 31, conflict: 0 },
  steps: [{ id: 'limit firstbank USD', action: 'create', why: 'no net debit cap in USD opens its accounts yet' }],
  done: 1,
  strangers: [],
  requests: 7,
  seconds: 0.4,
  problems: [],
};
