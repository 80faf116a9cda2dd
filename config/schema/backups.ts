import { z } from 'zod';
import { outsideStore } from './outside-store';

/** Object storage that backups go to. Its owner makes it: nothing of it is made, changed or removed by this environment. */
const store = z
  .strictObject({
    ...outsideStore,
    prune: z
      .boolean()
      .default(true)
      .describe('Old backups are removed after their retention. Write false where the store does it by itself, or lets nobody delete.'),
  })
  .describe('Object storage outside of the environment. On a cloud the bucket of the environment otherwise.');

export const backupsSection = z
  .strictObject({
    recipients: z
      .array(z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/, 'must be a public key that age-keygen has printed, such as age1qyqs…'))
      .max(8)
      .default([])
      .describe(
        'Public keys (age) that backups are encrypted with before they leave the cluster; any one of the private keys opens them. Keep those out of the environment, in two places: without one no backup can be read.',
      ),
    store: store.optional(),
  })
  .prefault({})
  .describe('Backups outside of the cluster, encrypted with keys that are not in it. They are made once a recipient is named.');
