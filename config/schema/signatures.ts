import { z } from 'zod';

/** Who must have signed which images. Without a row nothing is asked: most makers do not sign (docs/supply-chain.md has who does). */
export const signaturesField = z
  .array(
    z.strictObject({
      images: z
        .string()
        .regex(
          /^[a-z0-9][a-z0-9.-]*(:\d+)?\/[a-z0-9._/-]*$/,
          'must be the beginning of names of images, with their registry, such as quay.io/jetstack/',
        )
        .describe('Images whose names begin so, such as `quay.io/jetstack/`.'),
      key: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Public key of the maker: a file beside the workbench folder, or what else cosign takes (`awskms://…`, `hashivault://…`).',
        ),
      identity: z.string().min(1).optional().describe('Where the maker signs without a key: the identity in the certificate.'),
      issuer: z.url().optional().describe('Where the maker signs without a key: who vouches for the identity.'),
      hash: z.enum(['sha256', 'sha512']).default('sha256').describe('Hash that the maker signs with.'),
      transparencyLog: z
        .boolean()
        .default(true)
        .describe('The signature must be in the public log (Rekor). Off for keys whose owner does not write there, such as your own.'),
    }),
  )
  .max(50)
  .default([])
  .describe(
    'Who must have signed which images: `workbench mirror` has cosign verify each of them by its digest, and brings none that is not.',
  );
