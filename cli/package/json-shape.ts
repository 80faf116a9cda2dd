import { z } from 'zod';

const text = z.string();

/** What `workbench package --json` prints. */
export const packageShape = z.strictObject({
  ok: z.literal(true),
  out: text.describe('The folder that was written'),
  version: text,
  plans: z.array(z.strictObject({ kind: text, file: text, sha256: text, bytes: z.int() })).describe('What is uploaded, by plan'),
  files: z.array(text),
});

export const packageExample = {
  ok: true,
  out: 'marketplace',
  version: '1.0.0',
  plans: [
    {
      kind: 'solution-template',
      file: 'mojaloop-hub-solution-template-1.0.0.zip',
      sha256: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      bytes: 14000,
    },
  ],
  files: ['checksums.sha256', 'mojaloop-hub-solution-template-1.0.0.zip'],
};
