import { z } from 'zod';
import { backedUp } from '../../config/model/backup/scripts';
import { problemsShape } from '../json-problem-shape';
import type { BackupResult, DrillResult, RestoreResult } from './result';

const facts = z.strictObject({
  store: z.enum(backedUp),
  file: z.string().describe('Name at its place; `restore --backup` takes it'),
  taken: z.string().describe('Moment that it is of, ISO 8601'),
  plainBytes: z.int(),
  bytes: z.int().describe('Packed and encrypted'),
  sha256: z.string().describe('Of what lies at its place'),
});

/** What `backup` prints. */
export const backupShape: z.ZodType<BackupResult & { readonly ok: boolean }> = z.strictObject({
  ok: z.boolean(),
  environment: z.string(),
  action: z.enum(['now', 'list', 'verify']),
  steps: z
    .array(
      z.strictObject({
        key: z.string().describe('The store, or the service of a cloud'),
        title: z.string(),
        outcome: z.enum(['done', 'failed', 'not-started']),
        backups: z.array(facts).readonly().describe('Newest first; empty for `now`'),
        note: z.string().optional(),
      }),
    )
    .readonly(),
  none: z
    .array(z.strictObject({ title: z.string(), why: z.string() }))
    .readonly()
    .describe('Of what no backup is made, and why'),
  seconds: z.number(),
  problems: problemsShape,
});

export const backupExample: BackupResult & { readonly ok: boolean } = {
  ok: true,
  environment: 'live',
  action: 'verify',
  steps: [
    {
      key: 'mysql',
      title: 'MySQL: the ledger, account lookup, settlement and the rest of its databases',
      outcome: 'done',
      backups: [
        {
          store: 'mysql',
          file: 'mysql-20260105T060000Z.sql.gz.age',
          taken: '2026-01-05T06:00:00Z',
          plainBytes: 4_102_331_904,
          bytes: 611_204_112,
          sha256: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
        },
      ],
      note: 'mysql-20260105T060000Z.sql.gz.age is whole',
    },
  ],
  none: [{ title: 'Redis', why: 'it holds caches and what test simulators remember: both are made anew' }],
  seconds: 41.3,
  problems: [],
};

const ledger = z.strictObject({
  sound: z.boolean(),
  checks: z
    .array(z.strictObject({ id: z.string(), title: z.string(), wrong: z.int().describe('How often it is not so'), example: z.string() }))
    .readonly(),
  transfers: z.int(),
  newest: z.string().describe('When the newest transfer was received, UTC'),
});

/** What `restore` prints. */
export const restoreShape: z.ZodType<RestoreResult & { readonly ok: boolean }> = z.strictObject({
  ok: z.boolean(),
  environment: z.string(),
  into: z.string(),
  backup: z.string(),
  taken: z.string(),
  ageSeconds: z.number().describe('What would have been lost: the recovery point'),
  loadSeconds: z.number().describe('How long the databases took to load: the largest part of the recovery time'),
  ledger: ledger.optional(),
  kept: z.boolean().describe('The namespace is still there'),
  seconds: z.number(),
  problems: problemsShape,
});

export const restoreExample: RestoreResult & { readonly ok: boolean } = {
  ok: true,
  environment: 'live',
  into: 'restore-drill',
  backup: 'mysql-20260105T060000Z.sql.gz.age',
  taken: '2026-01-05T06:00:00Z',
  ageSeconds: 5_400,
  loadSeconds: 312,
  ledger: {
    sound: true,
    checks: [{ id: 'transfer-sums', title: 'the entries of every transfer sum to zero', wrong: 0, example: '' }],
    transfers: 1_204_311,
    newest: '2026-01-05 05:59:59',
  },
  kept: false,
  seconds: 402.5,
  problems: [],
};

/** What `drill` prints. */
export const drillShape: z.ZodType<DrillResult & { readonly ok: boolean }> = z.strictObject({
  ok: z.boolean(),
  environment: z.string(),
  into: z.string(),
  stores: z
    .array(
      z.strictObject({
        store: z.enum(backedUp),
        outcome: z.enum(['sound', 'failed']),
        file: z.string().optional(),
        taken: z.string().optional(),
        ageSeconds: z.number().optional(),
        note: z.string().optional(),
        seconds: z.number(),
      }),
    )
    .readonly()
    .describe('The ledger was restored and its books checked, the others were opened'),
  ledger: ledger.optional(),
  promised: z.strictObject({ pointHours: z.number(), timeHours: z.number() }).describe('`operations.recovery`'),
  measured: z.strictObject({
    pointSeconds: z.number().describe('Age of the oldest of the newest backups: what would have been lost'),
    timeSeconds: z.number().optional().describe('Until the ledger was there again with its books checked; absent where it was not'),
  }),
  seconds: z.number(),
  problems: problemsShape,
});

export const drillExample: DrillResult & { readonly ok: boolean } = {
  ok: true,
  environment: 'live',
  into: 'restore-drill',
  stores: [
    {
      store: 'mysql',
      file: 'mysql-20260105T060000Z.sql.gz.age',
      taken: '2026-01-05T06:00:00Z',
      ageSeconds: 5_400,
      outcome: 'sound',
      note: 'loaded in 312 s, 1204311 transfers',
      seconds: 402.5,
    },
  ],
  promised: { pointHours: 6, timeHours: 4 },
  measured: { pointSeconds: 5_400, timeSeconds: 402.5 },
  seconds: 431.9,
  problems: [],
};
