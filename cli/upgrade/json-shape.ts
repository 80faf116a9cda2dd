import { z } from 'zod';
import { differenceKinds } from '../../config/upgrade/model-changes';
import type { UpgradePlan } from '../../config/upgrade/plan';
import { problemsShape } from '../json-problem-shape';

const names = z.array(z.string()).readonly();
const change = { name: z.string(), from: z.string(), to: z.string() };
const difference = z.strictObject({ appears: names, goes: names });
const differences = Object.fromEntries(differenceKinds.map((kind) => [kind, difference])) as Record<
  (typeof differenceKinds)[number],
  typeof difference
>;

const planShape: z.ZodType<UpgradePlan> = z.strictObject({
  environment: z.string(),
  from: z.string().describe('Mojaloop release that is there'),
  to: z.string(),
  charts: z.array(z.strictObject({ ...change, releases: names })).readonly(),
  applications: z.array(z.strictObject(change)).readonly().describe('Applications of the hub whose version changes'),
  values: z
    .array(
      z.strictObject({
        chart: z.string(),
        gone: z.array(z.strictObject({ path: z.string(), to: names.describe('Where it is now; none: it vanished') })).readonly(),
        added: names,
      }),
    )
    .readonly()
    .describe('Values the charts know'),
  changes: z.strictObject(differences).describe('What the model of the environment has more and less'),
  migrations: z
    .array(
      z.strictObject({
        since: z.string() as z.ZodType<UpgradePlan['migrations'][number]['since']>,
        database: z.string(),
        count: z.int(),
        what: z.string(),
        source: z.string(),
      }),
    )
    .readonly(),
  kubernetes: z.strictObject({ version: z.string(), oldest: z.string(), newest: z.string() }),
  mysql: z.strictObject({ driver: z.string(), tls: z.boolean() }),
  notes: z
    .array(
      z.strictObject({
        release: z.string() as z.ZodType<UpgradePlan['notes'][number]['release']>,
        text: z.string(),
        source: z.string(),
      }),
    )
    .readonly(),
  steps: z
    .array(
      z.strictObject({
        key: z.enum(['rehearse', 'kubernetes', 'back-up', 'write', 'ground', 'window', 'hub', 'look', 'participants', 'encrypt', 'rest']),
        title: z.string(),
        commands: names,
        downtime: z.string().describe('Who cannot pay meanwhile'),
      }),
    )
    .readonly()
    .describe('In their order'),
  backOut: z.strictObject({ kind: z.enum(['redeploy', 'restore']), how: z.string() }),
  blueGreen: z.strictObject({ allowed: z.boolean(), why: z.string(), source: z.string() }),
});

/** What `upgrade` prints. */
export const upgradeShape = z.strictObject({
  ok: z.boolean(),
  file: z.string(),
  wrote: z.string().nullable().describe('With `--apply`: the file that was changed'),
  plan: planShape.optional().describe('Absent where the jump is refused'),
  problems: problemsShape,
});

export const upgradeExample: z.infer<typeof upgradeShape> = {
  ok: true,
  file: 'workbench/dev.yaml',
  wrote: null,
  plan: {
    environment: 'dev',
    from: '17.0.0',
    to: '17.1.0',
    charts: [{ name: 'mojaloop', from: '17.0.0', to: '17.1.0', releases: ['moja'] }],
    applications: [{ name: 'central-ledger', from: 'v19.4.3', to: 'v19.8.3' }],
    values: [{ chart: 'mojaloop', gone: [], added: ['quoting-service.quoting-service.pdb.enabled'] }],
    changes: Object.fromEntries(differenceKinds.map((kind) => [kind, { appears: [], goes: [] }])) as unknown as UpgradePlan['changes'],
    migrations: [],
    kubernetes: { version: '1.32', oldest: '1.22', newest: '1.32' },
    mysql: { driver: 'mysql2', tls: true },
    notes: [],
    steps: [{ key: 'hub', title: 'The hub', commands: ['workbench deploy dev hub'], downtime: 'none' }],
    backOut: { kind: 'redeploy', how: 'put the workbench file back as it was' },
    blueGreen: { allowed: true, why: 'the tables and messages are the same', source: 'https://docs.mojaloop.io/' },
  },
  problems: [],
};
