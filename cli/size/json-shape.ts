import { z } from 'zod';
import { hubSizes } from '../../config/schema/hub';
import { problemsShape } from '../json-problem-shape';

const text = z.string();
const value = z.union([text, z.number()]);
const setting = z.strictObject({
  path: text.describe('Setting of the workbench file'),
  value,
  now: value.optional().describe('In force until now'),
});

/** What `workbench size --json` prints. */
export const sizeShape = z.strictObject({
  ok: z.boolean(),
  file: text.nullable().describe('The workbench file, where an environment was named'),
  out: text.nullable().describe('The file that was written'),
  load: z.strictObject({
    tps: z.number().describe('Transfers a second in the busiest hours'),
    participants: z.int(),
    peakHours: z.number(),
    retentionDays: z.number(),
    transferBytes: z.number(),
  }),
  size: z.enum(hubSizes),
  steps: z.array(z.strictObject({ part: text, result: text, arithmetic: text, source: text })),
  settings: z.array(setting).describe('What the file needs, or what was written into it; empty when it has all of it'),
  kept: z.array(setting).describe('The file has more than needed, and keeps it'),
  problems: problemsShape,
});

export const sizeExample = {
  ok: true,
  file: 'workbench/live.yaml',
  out: 'workbench/live.yaml',
  load: { tps: 120, participants: 3, peakHours: 4, retentionDays: 30, transferBytes: 8750 },
  size: 'medium',
  steps: [
    {
      part: 'hub.size',
      result: 'medium',
      arithmetic: '120 ≤ 200 transfers/s, and every smaller size is made for fewer',
      source: 'sizes of the workbench: the layouts of the community, scaled; measure them',
    },
  ],
  settings: [{ path: 'hub.size', value: 'medium', now: 'small' }],
  kept: [],
  problems: [],
};
