import { z } from 'zod';
import { capabilityNames } from '../../config/capabilities';

const text = z.string();
const texts = z.array(z.string());
const cpu = z.number().describe('Millicores requested');
const memory = z.number().describe('MiB requested');

export const offer = z.strictObject({
  capability: z.enum(capabilityNames),
  title: text,
  offered: z.boolean(),
  how: text.describe('How it is offered, or why it is not'),
  instead: text.optional().describe('What to do where it is not offered'),
  here: text.describe('What is made of it in this environment; empty where it is not offered'),
});

export const range = z.strictObject({
  what: text,
  ranges: texts.describe('One a zone where there are several'),
  addresses: z.int().optional().describe('Addresses of all of them together'),
  why: text,
});

export const identity = z.strictObject({ id: text, namespace: text, serviceAccount: text, why: text });

export const managedStore = z.strictObject({
  store: z.enum(['mysql', 'kafka', 'mongodb', 'redis']),
  title: text,
  service: text.describe('As the cloud calls it'),
  machine: text.describe('Machine type or units, in the words of the cloud'),
  port: z.int(),
  ranges: texts.describe('Ranges it may lie in: pods are let out to nowhere else'),
  login: text,
  kept: text.describe('What the cloud keeps of it, and when it works on it'),
});

export const pool = z.strictObject({
  pool: text,
  machine: text,
  min: z.int(),
  max: z.int(),
  diskGi: z.int(),
  spot: z.boolean(),
  tainted: z.boolean().describe('It keeps away everybody who does not belong there'),
  asks: z.strictObject({ cpu, memory }).describe('What its pods request at their smallest number'),
  node: z.strictObject({ cpu, memory }).optional().describe('What one node gives to pods; absent for an unknown machine'),
});
