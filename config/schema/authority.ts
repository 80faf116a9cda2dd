import { z } from 'zod';
import { certificatesPem } from './callback';

/** Fields of `certificates` about the authority itself: root, intermediates, revocation, and the key with which the hub signs messages. */
export const authorityFields = {
  root: z
    .enum(['vault', 'offline'])
    .default('vault')
    .describe(
      'Where the root of the environment is: in Vault, or offline. An offline root signs the request that the stack `secrets` hands on; what it has signed is put into `signed`. It can never be changed.',
    ),
  rootValidityHours: z.int().min(8760).max(350_400).default(175_200).describe('Life of a root in Vault.'),
  generation: z
    .int()
    .min(1)
    .max(20)
    .default(1)
    .describe(
      'Number of the intermediate that signs. One more makes a new one, which signs from then on; certificates of the one before stay valid until they expire. It can never be lowered.',
    ),
  trustedFrom: z
    .int()
    .min(1)
    .max(20)
    .default(1)
    .describe(
      'Oldest intermediate whose client certificates are still let in. Raise it when all participants have certificates of a newer one.',
    ),
  signed: z
    .array(certificatesPem)
    .default([])
    .describe(
      'With an offline root: what it has signed, one entry a generation, as PEM: the intermediate first, then those above it, the root last.',
    ),
  clientValidityHours: z.int().min(24).max(26_280).default(8760).describe('Life of a client certificate that is signed for a participant.'),
  publishRevocation: z
    .boolean()
    .optional()
    .describe(
      'The gateway publishes what Vault tells of revoked certificates (lists, OCSP, certificates of authorities, and nothing else) at `http://pki.<environment>.<domain>`. Left out: yes, where the gateway and Vault are those of the environment and `revocationAddress` names no other place.',
    ),
  revocationAddress: z
    .url({ protocol: /^https?$/ })
    .regex(/[^/]$/, 'must not end with a slash')
    .optional()
    .describe(
      'Address under which the world reaches the public paths of Vault (`/v1/<mount>/issuer/…/crl/der`, `/v1/<mount>/ocsp`), written into certificates when they are signed. Left out: the one that the gateway publishes, or where it does not, the address inside the cluster.',
    ),
  signingKeys: z
    .strictObject({
      newest: z
        .int()
        .min(1)
        .max(20)
        .default(1)
        .describe(
          'Newest key with which the hub signs messages; one more makes a new one, whose public part can be handed out before it signs.',
        ),
      current: z
        .int()
        .min(1)
        .max(20)
        .default(1)
        .describe('The one that signs. Set it to the newest when participants have its public part.'),
    })
    .prefault({})
    .describe('Keys with which the hub signs messages (JWS). None is ever taken away.'),
} as const;
