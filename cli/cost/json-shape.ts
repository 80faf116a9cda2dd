import { z } from 'zod';
import { units } from '../../cost/items';
import { problemsShape } from '../json-problem-shape';

const text = z.string();
const unit = z.enum(units);
const span = z.strictObject({ least: z.number(), most: z.number() });

/** The bill, in `cost --json` and in the report. */
export const costKeys = {
  currency: text.describe('Empty where the workbench has no prices for the platform'),
  tables: z
    .array(z.strictObject({ name: text, platform: text, region: text, date: text }))
    .describe('Price tables that were used, the uppermost first'),
  hours: z.strictObject({
    month: z.number(),
    running: z.number().describe('Hours of a month in which machines run; less where `operations.hibernation` is set'),
  }),
  lines: z.array(
    z.strictObject({
      stack: text,
      address: text,
      what: text,
      key: text.describe('Key in a price table'),
      unit,
      count: span.describe('Things, at the fewest nodes and at the most'),
      quantity: span.describe('What is paid for in a month, in `unit`'),
      stops: z.boolean().describe('Costs nothing while the environment is hibernated'),
      price: z.number().optional().describe('Missing where no table has it'),
      source: text.optional(),
      cost: span.optional().describe('Rounded to hundredths; missing where there is no price'),
    }),
  ),
  stacks: z.array(
    z.strictObject({
      stack: text,
      least: z.number(),
      most: z.number(),
      lines: z.int(),
      unknown: z.int().describe('Lines without a price'),
    }),
  ),
  total: span.describe('The sum of the stacks, without what is unknown and what is not counted'),
  unknown: z.array(z.strictObject({ key: text, unit, what: text, quantity: span })).describe('No table has a price for these'),
  notCounted: z
    .array(z.strictObject({ key: text, unit, what: text, parts: z.int(), price: z.number().optional() }))
    .describe('Depends on use; a table may say how much is used (`quantities`)'),
  free: z.array(z.strictObject({ type: text, count: z.int(), reason: text })).describe('Types that cost nothing'),
  unknownTypes: z.array(z.strictObject({ type: text, addresses: z.array(text) })).describe('Types that nobody here knows'),
};

export const costShape = z.strictObject({
  ok: z.boolean(),
  file: text.describe('The workbench file'),
  template: text.nullable().describe('The price table that was written, to be filled'),
  ...costKeys,
  problems: problemsShape,
});

/** Cut down to one entry a list. */
export const billExample: z.infer<z.ZodObject<typeof costKeys>> = {
  currency: 'USD',
  tables: [{ name: 'AWS list prices, US East (N. Virginia)', platform: 'aws', region: 'us-east-1', date: '2026-08-21' }],
  hours: { month: 730, running: 730 },
  lines: [
    {
      stack: 'cluster',
      address: 'aws_eks_cluster.cluster-cluster',
      what: 'EKS control plane',
      key: 'aws.eks.cluster',
      unit: 'hour',
      count: { least: 1, most: 1 },
      quantity: { least: 730, most: 730 },
      stops: false,
      price: 0.1,
      source: 'list price',
      cost: { least: 73, most: 73 },
    },
  ],
  stacks: [{ stack: 'cluster', least: 73, most: 73, lines: 1, unknown: 0 }],
  total: { least: 73, most: 73 },
  unknown: [],
  notCounted: [{ key: 'aws.nat.traffic', unit: 'GB', what: 'traffic through NAT', parts: 3, price: 0.045 }],
  free: [{ type: 'aws_vpc', count: 1, reason: 'networks, routes and rules cost nothing; their traffic does' }],
  unknownTypes: [],
};

export const costExample = { ok: true, file: 'workbench/live.yaml', template: null, ...billExample, problems: [] };
