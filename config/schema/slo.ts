import { z } from 'zod';
import type { ByProfile } from './kinds';

/**
 * Bounds of the histograms of Mojaloop, in seconds (central-services-metrics, default buckets of `getHistogram`): what lies between two of them nobody
 * counts, so an objective for a duration can only be one of these.
 */
export const latencyBounds = [0.1, 0.5, 1, 2, 5] as const;

const objective = (what: string) => z.number().min(50).max(99.999).describe(`${what}, in percent.`);

/** What the hub promises, measured over a moving window. */
export const sloSection = (by: ByProfile) =>
  z
    .strictObject({
      windowDays: z.int().min(7).max(90).default(30).describe('Days over which each objective is measured.'),
      transferSuccess: z
        .strictObject({
          objective: objective(
            'Transfers that are committed and whose payer is told, of all that end. A refusal by the payee is no failure of the hub and is not counted',
          ).default(by(95, 99.5)),
        })
        .prefault({})
        .describe('How many transfers succeed.'),
      latency: z
        .strictObject({
          objective: objective('Transfers that are through in time').default(by(95, 99)),
          seconds: z
            .number()
            .min(0.1)
            .max(5)
            .default(by(5, 1))
            .describe(
              'One of 0.1, 0.5, 1, 2 and 5: from the request of the payer to the message that it is done; the time that the payee takes is part of it.',
            ),
        })
        .prefault({})
        .describe('How long a transfer takes from end to end.'),
      availability: z
        .strictObject({
          objective: objective('Requests at the gateway that are not answered with 5xx').default(by(95, 99.9)),
        })
        .prefault({})
        .describe('Whether the hub answers.'),
    })
    .prefault({})
    .describe('Service level objectives. Alerts follow from how fast they use up what may fail.');
