import { z } from 'zod';
import { releaseVersions } from '../releases/versions';
import { amount, type ByProfile, currencyCode, dnsLabel, quantity } from './kinds';

export const hubSizes = ['lab', 'small', 'medium', 'large'] as const;
export type HubSize = (typeof hubSizes)[number];

const service = z.strictObject({
  replicas: z.int().min(0).max(100).optional().describe('Fixed number of pods.'),
  cpu: quantity.optional().describe('CPU request of each pod.'),
  memory: quantity.optional().describe('Memory request and limit of each pod.'),
  autoscaling: z
    .strictObject({
      min: z.int().min(1).max(100).describe('Fewest pods.'),
      max: z.int().min(1).max(100).describe('Most pods. A handler uses no more than its topic has partitions.'),
      cpuPercent: z.int().min(10).max(95).default(70).describe('CPU use, in percent of the request, that makes it grow.'),
    })
    .optional()
    .describe('Grow and shrink with CPU use instead of a fixed number.'),
});

const settlementModel = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Z0-9]{2,30}$/, 'must be 2 to 30 capital letters and digits: the ledger takes no others')
    .describe('Name of the model in the ledger.'),
  granularity: z.enum(['GROSS', 'NET']).default('NET').describe('`GROSS` settles each transfer, `NET` the sum of a window.'),
  interchange: z
    .enum(['BILATERAL', 'MULTILATERAL'])
    .default('MULTILATERAL')
    .describe('Between two participants, or of each with all others.'),
  delay: z.enum(['IMMEDIATE', 'DEFERRED']).default('DEFERRED').describe('When it settles: at once, or when a window is closed.'),
  currency: currencyCode.optional().describe('Only this currency; all of them when left out.'),
  requireLiquidityCheck: z.boolean().default(true).describe('A transfer that the payer cannot cover is refused.'),
  ledgerAccountType: z.string().default('POSITION').describe('Accounts of the ledger it settles.'),
  autoPositionReset: z.boolean().default(true).describe('Positions go back to zero when a settlement is done.'),
});

const oracles = z
  .strictObject({
    pathfinder: z.boolean().default(false).describe('ALS oracle of the Pathfinder service.'),
    msisdn: z.boolean().optional().describe('MSISDN oracle of the release (17 and newer); on by default there.'),
    consent: z.boolean().optional().describe('Consent oracle; follows `hub.thirdParty`.'),
    prefix: z
      .array(
        z.strictObject({
          name: dnsLabel(30).describe('Name of its release.'),
          chart: z.enum(['alias-oracle', 'mfi-account-oracle']).describe('Chart of the oracle.'),
          type: z.enum(['MSISDN', 'ACCOUNT_ID', 'ALIAS']).describe('Kind of identifier it answers for; one oracle a kind.'),
          prefixLength: z
            .int()
            .min(1)
            .max(10)
            .default(3)
            .describe('How many digits it looks at; prefixes of participants have that length.'),
          published: z
            .boolean()
            .default(false)
            .describe(
              'Participants may read which prefix is whose, to tell their customers early that a number cannot be reached: GET `/oracles/<name>/prefixes` at the host of the interoperability API, behind the same gate as payments. Nobody changes anything there. For `mfi-account-oracle`, which keeps prefixes.',
            ),
        }),
      )
      .default([])
      .describe('Oracles that find a participant by the first digits of an identifier.'),
    external: z
      .array(
        z.strictObject({
          type: z
            .string()
            .regex(/^[A-Z_]{2,30}$/, 'must be capital letters and underscores, such as ACCOUNT_ID')
            .describe('Kind of identifier it answers for.'),
          endpoint: z.url().describe('Address account lookup asks.'),
          currency: currencyCode.optional().describe('Only for this currency; all of them when left out.'),
        }),
      )
      .default([])
      .describe('Oracles that run elsewhere.'),
  })
  .prefault({});

export const hubSection = (by: ByProfile) =>
  z
    .strictObject({
      release: z.enum(releaseVersions).describe('Mojaloop release; the catalogue says what goes with it.'),
      releaseName: dnsLabel(20)
        .default('moja')
        .describe('Helm release name. Over 8 characters breaks volume names of the charts; changing it later makes a new hub.'),
      namespace: dnsLabel().default('mojaloop').describe('Namespace of the hub.'),
      name: z
        .string()
        .regex(/^[A-Za-z0-9]{1,30}$/, 'must be 1 to 30 letters and digits')
        .default('Hub')
        .describe('Name of the hub participant in the ledger.'),
      currencies: z.array(currencyCode).min(1).max(50).describe('Currencies the hub settles in (ISO 4217).'),
      testCurrencies: z.array(currencyCode).max(3).default([]).describe('Up to three further currencies for the testing toolkit.'),
      size: z
        .enum(hubSizes)
        .default(by('lab', 'small'))
        .describe('Replicas, resources and partitions: lab 5, small 50, medium 200, large 800 transfers a second.'),
      bulk: z.boolean().default(false).describe('Bulk transfers, with their MongoDB database, topics and tests.'),
      thirdParty: z
        .boolean()
        .default(false)
        .describe('Third-party initiated payments (PISP), with two databases, a Redis, the consent oracle and tests.'),
      simulators: z.boolean().default(by(true, false)).describe('Mojaloop simulators, needed by the golden-path tests.'),
      ttkSimulators: z.boolean().default(false).describe('Three testing-toolkit simulators with an SDK each, with Redis and MongoDB.'),
      testingToolkit: z.boolean().default(true).describe('Testing toolkit, with its MongoDB database.'),
      simpleRouting: z.boolean().default(true).describe('Quoting sends quotes straight to the participant named, without routing rules.'),
      onUsTransfers: z.boolean().default(false).describe('Transfers whose payer and payee are one participant go through the hub.'),
      fx: z.boolean().default(false).describe('Foreign exchange (17 and newer), with its topics.'),
      interScheme: z.boolean().default(false).describe('Inter-scheme proxy (17 and newer), with a Redis cluster for its cache.'),
      apiType: z.enum(['fspiop', 'iso20022']).default('fspiop').describe('Messages the hub speaks; `iso20022` from 17 on.'),
      positionBatch: z.boolean().optional().describe('Position handler in batches (16 and newer); on by default from 17.'),
      oracles: oracles.describe('Where account lookup finds participants.'),
      jws: z
        .strictObject({
          enabled: z
            .boolean()
            .optional()
            .describe('Sign messages of the hub (JWS). On by default where the charts take the key from a Secret (16 and newer).'),
        })
        .prefault({})
        .describe('Signing of messages. The key is born in Vault.'),
      settlementModels: z
        .array(settlementModel)
        .default([
          {
            name: 'DEFERREDNET',
            granularity: 'NET',
            interchange: 'MULTILATERAL',
            delay: 'DEFERRED',
            requireLiquidityCheck: true,
            ledgerAccountType: 'POSITION',
            autoPositionReset: true,
          },
        ])
        .describe('Settlement models of the ledger.'),
      onboarding: z
        .boolean()
        .default(true)
        .describe(
          '`workbench deploy` ends with `workbench onboard`: participants, caps, callback addresses and oracles of this file are set in the hub.',
        ),
      testAccounts: z
        .boolean()
        .default(by(true, false))
        .describe(
          'Enter the telephone numbers of test accounts (`participants.testAccount.msisdn`) into the MSISDN oracle of the release, at onboarding. What was entered stays when this is switched off.',
        ),
      netDebitCap: amount.default('50000').describe('Net debit cap of a participant that names none.'),
      logTransport: z.enum(['console', 'file']).default('console').describe('`console` is what log collectors read.'),
      logLevel: z.enum(['error', 'warn', 'info', 'verbose', 'debug']).default(by('info', 'warn')).describe('Log level of the services.'),
      metrics: z.boolean().default(true).describe('Prometheus metrics of every service.'),
      services: z
        .record(z.string(), service)
        .default({})
        .describe('Replicas and resources by service name (`centralledger-service`, …), over what `size` chooses.'),
    })
    .describe('The Mojaloop hub.');
