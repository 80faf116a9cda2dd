import { z } from 'zod';
import { callbackSection } from './callback';
import { amount, cidr, currencyCode, digits, dnsLabel, domainName, host, plainText } from './kinds';

const party = z.strictObject({
  firstName: z.string().min(1).optional().describe('First name account lookup answers with.'),
  middleName: z.string().min(1).optional().describe('Middle name account lookup answers with.'),
  lastName: z.string().min(1).optional().describe('Last name account lookup answers with.'),
  dateOfBirth: z.iso.date().optional().describe('Date of birth account lookup answers with.'),
});

const testAccount = z
  .strictObject({
    msisdn: digits(15).optional().describe('Telephone number of the test account.'),
    accountId: z
      .string()
      .min(1)
      .max(128)
      .optional()
      .describe('Account number (ACCOUNT_ID); begins with `msisdnPrefix` where a prefix oracle finds it.'),
    aliasId: z.string().min(1).max(128).optional().describe('Alias (ALIAS); begins with `p2pPrefix` where a prefix oracle finds it.'),
    subId: z.string().min(1).max(128).optional().describe('Sub-identifier of the account.'),
    party: party.optional().describe('The person behind the account. Invented data only: it is part of the tests.'),
  })
  .describe(
    'A test account the participant answers for. Its telephone number is entered into the MSISDN oracle only where this is given and `hub.testAccounts` is on.',
  );

export const participant = z
  .strictObject({
    id: dnsLabel(30).describe('FSP id: participant in the ledger, namespace, Helm release. It can never be changed.'),
    name: z.string().min(1).max(100).optional().describe('Name people see; the id when left out.'),
    currency: currencyCode.describe('Currency of its accounts.'),
    currencies: z.array(currencyCode).default([]).describe('Further currencies.'),
    external: z.boolean().default(false).describe('Its payment manager runs elsewhere: it gets a hand-over file instead of a release.'),
    retired: z
      .boolean()
      .default(false)
      .describe(
        'Takes its payment manager away but keeps its place in the list, so that no other participant moves to another stack. Its passwords stay in Vault, its accounts in the ledger.',
      ),
    domain: domainName.optional().describe('Domain of an external payment manager; `<id>.<hub domain>` inside.'),
    cluster: z
      .strictObject({
        name: plainText.optional().describe('Its name in `participantClusters`.'),
        kubeconfig: plainText.optional().describe('Path of the kubeconfig file, for a cluster that is prepared by other means.'),
        context: plainText.optional().describe('Context in that file.'),
      })
      .optional()
      .describe(
        'Another cluster that carries this payment manager: `{ name }` of one in `participantClusters`, or kubeconfig and context of one that has everything already.',
      ),
    msisdnPrefix: digits(10)
      .optional()
      .describe(
        'First digits of the telephone numbers and accounts it answers for. Prefix oracles of `MSISDN` and `ACCOUNT_ID` learn it at onboarding.',
      ),
    p2pPrefix: digits(10)
      .optional()
      .describe('First digits of the aliases it answers for. A prefix oracle of `ALIAS` learns it at onboarding.'),
    testAccount: testAccount.optional(),
    notificationEmail: z.email().optional().describe('Where the hub writes about net debit cap and settlement.'),
    initialFunding: amount.optional().describe('Put on its settlement account once, at onboarding.'),
    netDebitCap: amount.optional().describe('Its net debit cap; `hub.netDebitCap` otherwise.'),
    allowedAddresses: z.array(cidr).default([]).describe('Addresses its requests may come from.'),
    requestsPerSecond: z.int().min(1).max(100_000).optional().describe('Most requests a second; `gateway.requestsPerSecond` otherwise.'),
    payloadKiB: z.int().min(16).max(65_536).optional().describe('Its largest request, in KiB; `gateway.payloadKiB` otherwise.'),
    testingToolkit: z.boolean().default(false).describe('A testing toolkit beside the payment manager.'),
    backend: z
      .enum(['simulator', 'testing-toolkit', 'core-connector'])
      .default('simulator')
      .describe('What answers for its customers: the payment manager simulator, its testing toolkit, or a core connector.'),
    coreConnector: z
      .strictObject({
        image: z
          .string()
          .regex(/^[\w.\-/:]+:[\w.-]+$/, 'must be an image with a tag')
          .optional()
          .describe('Image of the core connector, with its tag. Required for `backend: core-connector`.'),
        env: z
          .record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'must be a variable name such as API_URL'), z.string())
          .default({})
          .describe('Environment of the core connector; never a password.'),
      })
      .optional()
      .describe('Core connector to the back end of the participant.'),
    sdkBulk: z.boolean().default(false).describe('Bulk through the SDK, with its command and domain event handlers on Kafka.'),
    jws: z.boolean().default(true).describe('Its SDK signs what it sends and checks what it receives.'),
    callbackHost: host.optional().describe('Host the hub calls back; made from the domain when left out.'),
    callback: callbackSection,
  })
  .describe('A participant (DFSP) and its payment manager.');

export const participantsSection = z
  .array(participant)
  .max(5000)
  .default([])
  .describe('Participants and their payment managers; at most 25 a stack.');
