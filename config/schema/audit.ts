import { z } from 'zod';
import type { ByProfile } from './kinds';
import { outsideStore } from './outside-store';

/** Object storage that audit logs go to. Its owner makes it, with Object Lock on from its birth: nothing of it is made, changed or removed by this environment. */
const store = z
  .strictObject(outsideStore)
  .describe(
    'Object storage outside of the environment, made with Object Lock (s3) or with an immutability policy (azure-blob). On a cloud a bucket of the environment otherwise.',
  );

export const auditSection = (by: ByProfile) =>
  z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe('Audit logs are brought to a store that lets nobody change or remove them. Without effect where there is no such store.'),
      retentionDays: z
        .int()
        .min(1)
        .max(36_500)
        .default(by(3, 1827))
        .describe(
          'Days that each audit log can be neither changed nor removed; then it goes by itself. Five years in production: so long records of payments are kept (FATF, recommendation 11), and longer than the year of PCI DSS 10.5.1. Central banks often ask for ten.',
        ),
      mode: z
        .enum(['governance', 'compliance'])
        .default('governance')
        .describe(
          '`governance`: who has a right of its own for it can end the retention early, and is seen doing it. `compliance`: nobody can, not the owner of the account either, and the logs cost until their end. Irreversible.',
        ),
      coldAfterDays: z
        .int()
        .min(1)
        .max(36_500)
        .default(92)
        .describe(
          'Days after which logs move to the cheap tier of the cloud, which gives them back after some hours. PCI DSS 10.5.1 asks for three months at hand.',
        ),
      store: store.optional(),
    })
    .prefault({})
    .describe('Audit logs of Mojaloop, of Vault, of the Kubernetes API and of the gateway, where nobody can change them.');
