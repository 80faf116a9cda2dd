import { z } from 'zod';
import { problemsShape } from '../json-problem-shape';

/** What `init --json` prints. */
export const initShape = z.strictObject({
  ok: z.boolean(),
  out: z.string().describe('The file that was written'),
  environment: z.string(),
  problems: problemsShape.describe('Warnings of `workbench check` about it'),
});

export const initExample = { ok: true, out: 'workbench/dev.yaml', environment: 'dev', problems: [] };
