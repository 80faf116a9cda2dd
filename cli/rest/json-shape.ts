import { z } from 'zod';
import { problemsShape } from '../json-problem-shape';
import type { RestResult } from './result';

const step = z.strictObject({
  key: z.string().describe('Stable name of the step'),
  title: z.string(),
  outcome: z.enum(['to-do', 'done', 'nothing', 'failed', 'not-started']),
  changed: z.array(z.string()).readonly().describe('Objects of the cluster, or the command of the cloud'),
  note: z.string().optional().describe('What goes on costing, what the cloud starts by itself'),
});

/** What `hibernate` and `wake` print. */
export const restShape: z.ZodType<RestResult & { readonly ok: boolean }> = z.strictObject({
  ok: z.boolean(),
  environment: z.string(),
  action: z.enum(['hibernate', 'wake']),
  steps: z.array(step).readonly().describe('In the order in which they are done'),
  stays: z
    .array(z.strictObject({ title: z.string(), why: z.string() }))
    .readonly()
    .describe('What cannot be stopped and goes on costing'),
  seconds: z.number(),
  problems: problemsShape,
});

export const restExample: RestResult = {
  environment: 'dev',
  action: 'hibernate',
  steps: [
    {
      key: 'gateway',
      title: 'the gateway: no request comes in any more',
      outcome: 'done',
      changed: ['deployments/envoy-gateway'],
    },
  ],
  stays: [
    { title: 'nodes of the cluster', why: 'the cluster is not of this environment; an autoscaler may take away nodes that are empty now' },
  ],
  seconds: 61.2,
  problems: [],
};
