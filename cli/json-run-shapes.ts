import { z } from 'zod';
import { problemsShape } from './json-problem-shape';
import { onboardingShape } from './onboard/json-shape';
import type { RunResult } from './run/request';
import { verificationShape } from './verify/json-shape';

const changeShape = z.strictObject({
  stack: z.string(),
  address: z.string().describe('Terraform address'),
  type: z.string(),
  action: z.enum(['create', 'update', 'delete', 'replace', 'import', 'forget']),
  reason: z.string().optional().describe("Terraform's own reason"),
});

const changesShape = z.strictObject({
  add: z.int(),
  change: z.int(),
  destroy: z.int(),
  replace: z.int(),
  import: z.int(),
  resources: z.array(changeShape).readonly(),
  outputsChanged: z.boolean(),
  vanished: z.array(z.string()).readonly().describe('Addresses that somebody took away outside of Terraform'),
});

const statusShape = z.strictObject({
  state: z.enum(['never', 'applied', 'changed', 'failed', 'interrupted', 'running', 'destroyed']),
  lastOperation: z.string().optional(),
  at: z.string().optional().describe('When, ISO 8601'),
  resources: z.int().optional().describe('Resources in the state'),
});

const outputShape = z.strictObject({ sensitive: z.boolean(), value: z.unknown().optional().describe('Absent where it is secret') });

const stackShape = z.strictObject({
  id: z.string(),
  outcome: z.enum(['changes', 'no-change', 'applied', 'destroyed', 'blocked', 'failed', 'not-started', 'interrupted']),
  because: z.string().optional().describe('The stack that is to blame'),
  changes: changesShape.optional().describe('What the plan would do or has done'),
  seconds: z.number(),
  problems: problemsShape,
  notes: z.array(z.string()).readonly().describe('What was mended on the way'),
  outputs: z.record(z.string(), outputShape).optional().describe('outputs only'),
  status: statusShape.optional().describe('status only'),
});

/** What plan, deploy, destroy, status and outputs end with: the type of the run engine, so that neither changes alone. */
export const runShape: z.ZodType<RunResult & { readonly ok: boolean }> = z.strictObject({
  ok: z.boolean().describe('The exit status is 0 or 2'),
  action: z.enum(['plan', 'deploy', 'destroy', 'status', 'outputs']),
  environment: z.string(),
  run: z.string().describe('Names the run in its journal and logs'),
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(130)]).describe('The exit status'),
  stacks: z.array(stackShape).readonly(),
  problems: problemsShape.describe('Those of the run and of all its stacks'),
  seconds: z.number(),
  onboarding: onboardingShape.optional().describe('What a deploy of the hub did in its ledger at the end'),
  verification: verificationShape.optional().describe('The golden path after a deploy of the hub, where `tests.gate` asks for it'),
});

export const runExample: z.infer<typeof runShape> = {
  ok: true,
  action: 'plan',
  environment: 'dev',
  run: '20260105T060000Z-4711-9f3a',
  exitCode: 2,
  stacks: [
    {
      id: 'platform',
      outcome: 'changes',
      changes: {
        add: 1,
        change: 0,
        destroy: 0,
        replace: 0,
        import: 0,
        resources: [{ stack: 'platform', address: 'helm_release.vault', type: 'helm_release', action: 'create' }],
        outputsChanged: false,
        vanished: [],
      },
      seconds: 4.2,
      problems: [],
      notes: [],
    },
  ],
  problems: [],
  seconds: 4.4,
};
