import { z } from 'zod';
import { receiverKinds, severities } from '../../config/schema/alerts';

const text = z.string();
const texts = z.array(z.string());
const alertSeverity = z.enum(severities);

/** What the hub promises and who is told, as data. */
export const serviceLevels = z.strictObject({
  watched: z.boolean().describe('Whether anything watches the hub; the rest is empty where nothing does'),
  objectives: z.array(
    z.strictObject({
      id: text,
      title: text,
      objective: z.number().describe('Percent that has to be right'),
      windowDays: z.int(),
      noticed: text.describe('What customers notice'),
      alert: text,
      runbook: text,
      burns: z.array(
        z.strictObject({
          long: text,
          short: text,
          severity: alertSeverity,
          rate: z.number().describe('Times faster than allowed'),
          failingPercent: z.number().describe('Failures in both windows from which on somebody is told; 100 and more never comes'),
        }),
      ),
    }),
  ),
  routes: z.array(
    z.strictObject({
      name: text,
      to: z.enum(receiverKinds),
      severities: z.array(alertSeverity),
      secret: text.optional().describe('Its place in Vault'),
    }),
  ),
  alerts: z.array(
    z.strictObject({
      alert: text,
      severity: alertSeverity,
      for: text.optional().describe('How long it has to be so'),
      says: text,
      told: texts.describe('Routes; empty where it is only seen'),
      runbook: text.describe('Page that says what to do'),
    }),
  ),
});
