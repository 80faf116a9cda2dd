import { z } from 'zod';
import { problemsShape } from '../json-problem-shape';
import type { DecommissionResult } from './decommission';

/** What `decommission --json` prints. */
export const decommissionShape: z.ZodType<DecommissionResult & { readonly ok: boolean }> = z.strictObject({
  ok: z.boolean(),
  environment: z.string(),
  mode: z.enum(['plan', 'list', 'do']),
  keep: z
    .array(
      z.strictObject({
        part: z.enum(['backups', 'audit', 'keys']),
        what: z.string(),
        how: z.string(),
        said: z.boolean().describe('It was named by `--kept`'),
      }),
    )
    .readonly(),
  destroyed: z.boolean(),
  remains: z
    .array(
      z.strictObject({ address: z.string(), keptBecause: z.string().optional().describe('Why it stays on purpose; absent: it may cost') }),
    )
    .readonly()
    .optional()
    .describe('What still has the tags or labels of the environment; absent where nobody looked'),
  problems: problemsShape,
});

export const decommissionExample: DecommissionResult & { readonly ok: boolean } = {
  ok: true,
  environment: 'live',
  mode: 'list',
  keep: [{ part: 'audit', what: 'audit logs', how: 'copy them out', said: false }],
  destroyed: false,
  remains: [
    {
      address: 'arn:aws:rds:eu-west-1:123456789012:snapshot:last',
      keptBecause: 'last snapshot of a database: costs its storage until you delete it',
    },
  ],
  problems: [],
};
