import { z } from 'zod';
import { okShape as ok, problemsShape } from '../json-problem-shape';

const cost = z.strictObject({
  currency: z.string(),
  most: z.number().describe('At most, a month'),
  unknown: z.int().describe('Things without a price'),
});

/** What `pipeline` prints: of files, or of a plan. */
export const pipelineShape = z.union([
  z.strictObject({
    ok,
    target: z.enum(['gitlab', 'github']),
    environments: z.array(
      z.strictObject({
        name: z.string(),
        jobs: z.array(z.string()),
        leftOut: z.array(z.string()).readonly().describe('What is not in it, and why'),
      }),
    ),
    written: z.array(z.string()).describe('Files that were written, because they differed'),
    removed: z.array(z.string()).readonly().describe('Files of environments that are in no pipeline any more'),
    problems: problemsShape.describe('With `--check`: stale files'),
  }),
  z.strictObject({
    ok: z.boolean().describe('The plan did not fail'),
    environment: z.string(),
    out: z.string(),
    files: z.array(z.string()),
    changes: z.strictObject({ create: z.int(), update: z.int(), delete: z.int() }),
    cost: z.strictObject({
      after: cost.optional(),
      before: cost.optional(),
      why: z.string().optional().describe('Why there is no comparison'),
    }),
    problems: problemsShape,
  }),
]);

export const pipelineExample = {
  ok: true,
  target: 'gitlab',
  environments: [{ name: 'live', jobs: ['check', 'policy', 'plan', 'deploy-platform', 'drift', 'destroy'], leftOut: [] }],
  written: ['.gitlab-ci.yml', '.gitlab/workbench/live.yml'],
  removed: [],
  problems: [],
} satisfies z.infer<typeof pipelineShape>;
