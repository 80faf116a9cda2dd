import { z } from 'zod';
import { plainText } from './kinds';

/** What may stand before the gateway in the cluster; `none` is right for most hubs. */
export const fronts = ['none', 'api-management', 'waf'] as const;
export type Front = (typeof fronts)[number];

const reach = (what: string) =>
  z
    .enum(['external', 'internal'])
    .default('external')
    .describe(`${what}: \`external\` has a public address, \`internal\` one of the network alone, for those who come by a line or a VPN.`);

/** Fields of `gateway` about what a cloud puts before the gateway in the cluster. */
export const frontFields = {
  front: z
    .enum(fronts)
    .default('none')
    .describe(
      'What a cloud puts before the gateway in the cluster, which decides about every request in any case. `none`: nothing. `api-management` (azure): Azure API Management before the APIs of participants and operators; it takes 45 minutes to make, 15 to change a certificate, and costs about 50 USD a month (Developer) or 2,800 USD a month and unit (Premium). `waf` (aws): an application balancer with a web application firewall before the pages of operators and portals; about 40 USD a month and its traffic.',
    ),
  apiManagement: z
    .strictObject({
      tier: z
        .enum(['Developer', 'Premium'])
        .optional()
        .describe(
          'The two tiers that stand in the network. Developer is one machine without zones and without a promise of uptime. Left out: Developer in a sandbox, Premium in production. Another tier keeps the service; a change takes 45 minutes.',
        ),
      units: z
        .int()
        .min(1)
        .max(12)
        .optional()
        .describe(
          'Units of Premium, a multiple of the zones so that each has as many. Left out: one a zone. Each costs about 2,800 USD a month.',
        ),
      reach: reach('From where it is reached'),
      publisherEmail: z.email().optional().describe('Where the service writes about itself. Required for `front: api-management`.'),
      certificate: plainText
        .regex(/^[A-Za-z0-9-]{1,127}$/, 'must be the name of a certificate in a Key Vault: letters, digits and dashes')
        .optional()
        .describe(
          'Name, in the Key Vault of secrets of this environment, of the certificate for the public name of the interoperability API, which an operator puts there and renews. Left out: Key Vault signs one itself, which only a sandbox can use.',
        ),
      subscriptions: z
        .boolean()
        .default(false)
        .describe(
          'Each participant must send the key of a subscription besides, so that it can be switched off and counted by itself. The keys lie in the state of the stack `front`: they never replace one of the four factors.',
        ),
    })
    .prefault({})
    .describe('Azure API Management, where `front` names it.'),
  waf: z
    .strictObject({
      reach: reach('From where the pages are reached'),
      requestsPerAddress: z
        .int()
        .min(100)
        .max(1_000_000)
        .default(2000)
        .describe('Most requests of one address in five minutes; it is refused until it is below again.'),
    })
    .prefault({})
    .describe('The web application firewall of AWS, where `front` names it.'),
} as const;
