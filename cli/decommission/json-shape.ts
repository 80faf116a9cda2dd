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
        does: z.array(z.string()).readonly().describe('What the command does for it'),
        hindrance: z.string().optional().describe('Why the command can not: a person has to, and says so by `--kept`'),
        how: z.string().describe('What a person does about it'),
        state: z.enum(['open', 'said', 'planned', 'kept', 'failed']).describe('`said`: named by `--kept`; `open`: waits for a person'),
        notes: z.array(z.string()).readonly().describe('What was kept, and where'),
      }),
    )
    .readonly(),
  out: z.string().optional().describe('Folder with what was kept and its `manifest.json`; absent where the command kept nothing'),
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
  keep: [
    {
      part: 'backups',
      what: 'the last state of the ledger and of the stores, outside of the environment',
      does: ['a last backup of Vault: every password, key and certificate of the environment', 'each is read back whole'],
      how: 'keep the private keys of operations.backups.recipients as long as the backups: a supervisor may ask for years',
      state: 'planned',
      notes: [],
    },
  ],
  destroyed: false,
  remains: [
    {
      address: 'arn:aws:rds:eu-west-1:123456789012:snapshot:last',
      keptBecause: 'last snapshot of a database: costs its storage until you delete it',
    },
  ],
  problems: [],
};
