import { z } from 'zod';
import { cidr } from './kinds';

/** Fields of `gateway` about how participants come in, beside those that hold for everybody. */
export const participantFields = {
  proxies: z
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe(
      'Proxies of the gateway. Left out: one in a sandbox, three in production. Each counts the requests of a participant for itself.',
    ),
  clusterAddresses: z
    .array(cidr)
    .optional()
    .describe(
      'Ranges that payment managers in this cluster come from, as the gateway sees them. Left out: the range of pods (on AWS the subnets of nodes and pods), and the fixed addresses of the network where a cloud makes one, because a request to a public balancer may leave the network and come back.',
    ),
  revokedCertificates: z
    .array(z.string().regex(/^[0-9a-f]{2,40}$/, 'must be a serial number in lower case hexadecimal digits, without colons'))
    .default([])
    .describe('Serial numbers of client certificates that are no longer accepted, though they have not expired.'),
} as const;
