import { z } from 'zod';

/** What `workbench doctor --json` prints. */
export const doctorShape = z.strictObject({
  ok: z.boolean().describe('Nothing is wrong; what was not looked at does not count'),
  side: z.enum(['outside', 'cluster', 'portal']),
  environment: z.string(),
  participant: z.string().nullable(),
  checks: z.array(
    z.strictObject({
      id: z.string().describe('Stable name of the row; `<cluster>/<row>` where payment managers are in a cluster beside that of the hub'),
      what: z.string(),
      state: z.enum(['right', 'wrong', 'unknown']).describe('`unknown`: not looked at, `found` says why'),
      found: z.string(),
      mend: z.enum(['participant', 'hub operator', 'network']).optional().describe('Who has to mend it'),
      wayOut: z.string().optional(),
    }),
  ),
  seconds: z.number(),
});

export const doctorExample = {
  ok: false,
  side: 'outside',
  environment: 'live',
  participant: 'firstbank',
  checks: [
    {
      id: 'expiry',
      what: 'the client certificate is valid now',
      state: 'wrong',
      found: 'it ended on 2026-01-31',
      mend: 'participant',
      wayOut: 'send a new certificate request to the operator of the hub',
    },
    { id: 'gate-certificate', what: 'the gateway takes the client certificate', state: 'unknown', found: 'follows from expiry' },
  ],
  seconds: 0.4,
};

/** What `workbench kit --json` prints. */
export const kitShape = z.strictObject({ ok: z.literal(true), out: z.string(), participant: z.string(), files: z.array(z.string()) });
export const kitExample = { ok: true, out: 'firstbank-kit', participant: 'firstbank', files: ['README.md', 'doctor.json'] };
