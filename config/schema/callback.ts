import { z } from 'zod';
import { port } from './kinds';

const certificate = '-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----';

/** One or more certificates as PEM, and nothing else: a private key has no place in a workbench file. */
export const certificatesPem = z
  .string()
  .max(65_536)
  .regex(new RegExp(`^\\s*(${certificate}\\s*)+$`), 'must be one or more certificates as PEM, and nothing but certificates');

/** How the hub calls a participant back whose payment manager is not in its cluster. */
export const callbackSection = z
  .strictObject({
    authority: z
      .union([z.enum(['environment', 'public']), certificatesPem])
      .optional()
      .describe(
        'Who signed the certificate of the host that is called back: `environment` (the PKI of the hub), `public` (an authority that browsers know), or the certificates of the authority as PEM. A host with any other certificate is not spoken to. Left out: `environment`, or `public` for a payment manager of ours in another cluster whose certificates come by ACME.',
      ),
    port: port.default(443).describe('TCP port of the host that is called back.'),
    path: z
      .string()
      .regex(/^(\/[\w.~-]+)+$/, 'must be a path such as /fsp/1.0, without a slash at its end')
      .optional()
      .describe('Path before that of each request.'),
  })
  .prefault({})
  .describe('How the hub calls it back when its payment manager is not in the cluster of the hub.');
