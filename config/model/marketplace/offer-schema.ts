import { z } from 'zod';

const web = z.string().regex(/^https:\/\/[^\s"<>]+\.[^\s"<>]+$/, 'must be an https address such as https://example.org/privacy');
const contact = z.strictObject({
  name: z.string().min(1).max(100).describe('Who answers.'),
  email: z.email().describe('E-mail address.'),
  phone: z
    .string()
    .regex(/^\+[\d ]{6,20}$/, 'must be a telephone number such as +1 555 0100')
    .describe('Telephone number.'),
});

/** What only the publisher knows of an offer. Ids and lengths are those of Partner Center (learn.microsoft.com, partner-center/marketplace-offers). */
export const offerSchema = z
  .strictObject({
    publisher: z
      .string()
      .regex(/^[a-z0-9_-]{1,50}$/, 'must be the publisher id of Partner Center: small letters, digits, - and _, at most 50')
      .describe('Publisher id of Partner Center.'),
    offer: z
      .string()
      .regex(/^[a-z0-9_-]{1,50}$/, 'must be small letters, digits, - and _, at most 50')
      .default('mojaloop-hub')
      .describe('Id of the offer; it can never be changed.'),
    image: z
      .string()
      .regex(
        /^[a-z0-9][\w.-]*(:\d+)?(\/[\w.-]+)+@sha256:[0-9a-f]{64}$/,
        'must be an image by its digest, such as registry.example.org/workbench@sha256:…',
      )
      .describe('Image of the workbench that every customer can pull without a login.'),
    version: z
      .string()
      .regex(/^\d{1,5}(\.\d{1,5}){2}$/, 'must be three numbers such as 1.0.0')
      .optional()
      .describe('Version of the package; that of the workbench when left out.'),
    privacy: web.describe('Privacy policy.'),
    licence: web.describe('Terms of use.'),
    support: web.describe('Where customers find help.'),
    contacts: z.strictObject({ support: contact, engineering: contact }).describe('Whom Microsoft calls; not shown.'),
  })
  .describe('An offer at Azure Marketplace.');

export type Offer = z.infer<typeof offerSchema>;
