import { capabilities, capabilityNames } from '../config/capabilities';
import { checkConfig } from '../config/check';
import { readWorkbench } from '../config/load';
import { formatProblem, hasErrors } from '../config/problems';
import { catalogue } from '../config/releases/catalogue';
import { releaseVersions } from '../config/releases/versions';
import { currencyCodes } from '../config/rules/currency-codes';
import { rules } from '../config/rules/rules';
import { platforms } from '../config/schema/platform';
import { alertRuleRows } from './alert-rule-rows';
import { auditRuleRows } from './audit-rule-rows';
import { backupRuleRows } from './backup-rule-rows';
import { certificateRuleRows } from './certificate-rule-rows';
import { cloudRuleRows } from './cloud-rule-rows';
import { clusterRuleRows } from './cluster-rule-rows';
import { gatewayRuleRows } from './gateway-rule-rows';
import { identityRuleRows } from './identity-rule-rows';
import { imageRuleRows } from './image-rule-rows';
import { pipelineRuleRows } from './pipeline-rule-rows';
import { portalRuleRows } from './portal-rule-rows';
import { testRuleRows } from './test-rule-rows';
import { configWith, smallestFile } from './workbench-fixtures';

type Json = { readonly [key: string]: unknown };

/** One row a rule: settings over the smallest file, and the exact text of what the rule finds in them. */
interface Row {
  readonly code: string;
  readonly settings: Json;
  readonly finds: readonly string[];
  /** Settings next to those that are fine. */
  readonly silent?: Json;
}

const dfsp = (id: string, more: Json = {}) => ({ id, currency: 'USD', ...more });
const hub = (more: Json) => ({ hub: more });
const stores = (more: Json) => ({ stores: more });
const vault = (more: Json) => ({ secrets: { vault: more } });
const outside = (id: string, more: Json = {}) => dfsp(id, { external: true, domain: `${id}.example.net`, ...more });
const participants = (...list: Json[]) => ({ participants: list });
const login = { host: 'db.example.org', credentials: 'hub/external/mysql' };
const tried = { cluster: { kubernetesVersion: '1.29' } };
const production = (more: Json = {}) => ({ profile: 'production', ...more });
const onAzure = (more: Json) => ({ platform: { provider: 'azure', context: undefined, region: 'southafricanorth' }, ...stores(more) });
const eventHubs = (more: Json = {}) => onAzure({ kafka: { service: 'event-hubs', ...more } });

const table: readonly Row[] = [
  // The way in
  {
    code: 'GW-ADDRESSES',
    settings: production(participants(outside('a-bank'), dfsp('b-bank'), dfsp('c-bank', { cluster: { kubeconfig: 'k', context: 'c' } }))),
    finds: [
      'participants.0.allowedAddresses: a-bank has no address to come from: every request of it is refused (name the addresses that its payment manager leaves its network by, such as [203.0.113.7/32])',
      'participants.2.allowedAddresses: c-bank has no address to come from: every request of it is refused (name the addresses that its payment manager leaves its network by, such as [203.0.113.7/32])',
    ],
    silent: production(participants(outside('a-bank', { allowedAddresses: ['203.0.113.7/32'] }), outside('b-bank', { retired: true }))),
  },
  {
    code: 'GW-ADDRESSES-SANDBOX',
    settings: participants(outside('a-bank')),
    finds: [
      'participants.0.allowedAddresses: a-bank has no address to come from: every request of it is refused (name the addresses that its payment manager leaves its network by, such as [203.0.113.7/32])',
    ],
    silent: participants(dfsp('a-bank')),
  },
  {
    code: 'GW-CONTROLLER',
    settings: production({ gateway: { controller: 'existing' } }),
    finds: [
      'gateway.controller: the gateway that is there already is told nothing of certificates, tokens and addresses of participants: it lets in whoever reaches it (leave controller out, or keep everybody but participants away from it by other means)',
    ],
    silent: production(),
  },
  {
    code: 'GW-CONTROLLER-SANDBOX',
    settings: { gateway: { controller: 'existing' } },
    finds: [
      'gateway.controller: the gateway that is there already is told nothing of certificates, tokens and addresses of participants: it lets in whoever reaches it (leave controller out, or keep everybody but participants away from it by other means)',
    ],
    silent: {},
  },
  {
    code: 'GW-OPERATORS',
    settings: production(),
    finds: [
      'gateway.operatorAddresses: there is no address that operators may come from: nobody reaches consoles, tools and administration (name those of your office or VPN, such as [203.0.113.0/28])',
    ],
    silent: production({ gateway: { operatorAddresses: ['203.0.113.0/28'] } }),
  },
  {
    code: 'GW-CERTIFICATE-TWICE',
    settings: participants(outside('a-bank', { domain: 'bank.example.org' }), outside('b-bank', { domain: 'bank.example.org' })),
    finds: [
      'participants.1.domain: the certificate of b-bank would have the name of that of a-bank: bank.example.org (give each a domain of its own)',
    ],
    silent: participants(outside('a-bank'), outside('b-bank')),
  },
  {
    code: 'GW-CERTIFICATE-LENGTH',
    settings: participants(outside('a-bank', { domain: `${'very-'.repeat(11)}long.example.org` })),
    finds: [
      `participants.0.domain: ${'very-'.repeat(11)}long.example.org has 71 characters, and the name in a certificate at most 64 (write a shorter domain)`,
    ],
    silent: participants(outside('a-bank', { domain: `${'very-'.repeat(9)}long.example.org` })),
  },
  {
    code: 'GW-CERTIFICATE-FRONT',
    settings: { ...participants(dfsp('api-management')), gateway: { front: 'api-management' } },
    finds: ['participants.0.id: api-management.dev.labs.example.org is the name in the certificate of API Management (choose another)'],
    silent: { ...participants(dfsp('a-bank')), gateway: { front: 'api-management' } },
  },
  {
    code: 'GW-RATES',
    settings: participants(...Array.from({ length: 16 }, (_, at) => dfsp(`bank${at}`, { requestsPerSecond: 10 + at }))),
    finds: [
      'gateway.requestsPerSecond: participants have 17 different rates, and the gateway takes 16 (give several participants the same requestsPerSecond)',
    ],
    silent: participants(...Array.from({ length: 15 }, (_, at) => dfsp(`bank${at}`, { requestsPerSecond: 10 + at }))),
  },
  {
    code: 'GW-RATE',
    settings: { gateway: { requestsPerSecond: 20_000 }, ...participants(dfsp('a-bank', { requestsPerSecond: 1 }), dfsp('b-bank')) },
    finds: [
      'gateway.requestsPerSecond: 20000 a second keeps nobody from taking the whole hub (write 10000 or less)',
      'participants.0.requestsPerSecond: 1 a second: one payment is three requests, and each is answered (write 2 or more)',
    ],
    silent: participants(dfsp('a-bank', { requestsPerSecond: 2 })),
  },
  {
    code: 'GW-PAYLOAD',
    settings: { gateway: { payloadKiB: 30_000 }, ...participants(dfsp('a-bank', { payloadKiB: 40_000 })) },
    finds: [
      'gateway.payloadKiB: a proxy keeps each request whole, here up to 30000 KiB, before the hub sees it (leave it out: 5120 is what FSPIOP knows)',
      'participants.0.payloadKiB: a proxy keeps each request whole, here up to 40000 KiB, before the hub sees it (leave it out: 5120 is what FSPIOP knows)',
    ],
    silent: participants(dfsp('a-bank', { payloadKiB: 16 })),
  },
  // Who is who
  {
    code: 'ID-PARTICIPANT-TWICE',
    settings: participants(dfsp('a-bank'), dfsp('b-bank'), dfsp('a-bank')),
    finds: [
      'participants.2.id: a-bank is the id of participants.0 too (it names the participant in the ledger, its namespace and its release: choose another)',
    ],
    silent: participants(dfsp('a-bank'), dfsp('a-bank2')),
  },
  {
    code: 'ID-RESERVED',
    settings: participants(dfsp('hub'), dfsp('mojaloop'), dfsp('vault'), dfsp('kube-system'), dfsp('gateway')),
    finds: [
      'participants.0.id: hub is the name of the hub in the ledger (choose another id, or rename the other)',
      'participants.1.id: mojaloop is the namespace of the hub (choose another id, or rename the other)',
      'participants.2.id: vault is the namespace of Vault (choose another id, or rename the other)',
      'participants.3.id: kube-system is the namespace of the cluster DNS (choose another id, or rename the other)',
      'participants.4.id: gateway is the namespace of the gateway (choose another id, or rename the other)',
    ],
    silent: { ...participants(dfsp('vault')), ...vault({ address: 'https://vault.example.org' }) },
  },
  {
    code: 'ID-NAMESPACE-TWICE',
    settings: { ...hub({ namespace: 'moja' }), ...stores({ namespace: 'moja' }), gateway: { namespace: 'default' } },
    finds: [
      'stores.namespace: the namespace moja is the hub.namespace (rights and network rules are by namespace: choose another)',
      'gateway.namespace: the namespace default is kept for the cluster or the workbench (rights and network rules are by namespace: choose another)',
    ],
  },
  {
    code: 'ID-MSISDN-PREFIX',
    settings: participants(
      dfsp('a', { msisdnPrefix: '36' }),
      dfsp('b', { msisdnPrefix: '367' }),
      dfsp('c', { msisdnPrefix: '36' }),
      dfsp('d', { msisdnPrefix: '478' }),
    ),
    finds: [
      'participants.1.msisdnPrefix: 367 begins with the prefix of a (36) (a number that begins so would have two owners: choose prefixes of which none begins with another)',
      'participants.2.msisdnPrefix: 36 is the prefix of a (a number that begins so would have two owners: choose prefixes of which none begins with another)',
    ],
    silent: participants(dfsp('a', { msisdnPrefix: '36', retired: true }), dfsp('b', { msisdnPrefix: '367', p2pPrefix: '36' })),
  },
  {
    code: 'ID-P2P-PREFIX',
    settings: participants(dfsp('a', { p2pPrefix: '111' }), dfsp('b', { p2pPrefix: '111' })),
    finds: [
      'participants.1.p2pPrefix: 111 is the prefix of a (a number that begins so would have two owners: choose prefixes of which none begins with another)',
    ],
    silent: participants(dfsp('a', { p2pPrefix: '111' }), dfsp('b', { p2pPrefix: '112' })),
  },
  {
    code: 'ID-ACCOUNT-PREFIX',
    settings: participants(dfsp('a', { msisdnPrefix: '256', p2pPrefix: '111', testAccount: { accountId: '36722', aliasId: '22256' } })),
    finds: [
      'participants.0.testAccount.accountId: 36722 does not begin with 256, the msisdnPrefix of a (an oracle that goes by prefixes looks for it elsewhere)',
      'participants.0.testAccount.aliasId: 22256 does not begin with 111, the p2pPrefix of a (an oracle that goes by prefixes looks for it elsewhere)',
    ],
    silent: participants(dfsp('a', { msisdnPrefix: '256', p2pPrefix: '111', testAccount: { accountId: '25622', aliasId: '11156' } })),
  },
  {
    code: 'ID-ACCOUNT-TWICE',
    settings: participants(dfsp('a', { testAccount: { msisdn: '25611' } }), dfsp('b', { testAccount: { msisdn: '25611' } })),
    finds: [
      'participants.1.testAccount.msisdn: 25611 is the msisdn of a too (account lookup keeps one owner of an identifier: the later entry is refused)',
    ],
    silent: participants(
      dfsp('a', { testAccount: { msisdn: '25611', subId: '1' } }),
      dfsp('b', { testAccount: { accountId: '25611', subId: '1' } }),
    ),
  },
  {
    code: 'ID-TEST-ACCOUNTS',
    settings: {
      profile: 'production',
      ...hub({ testAccounts: true }),
      ...participants(
        dfsp('a', { testAccount: { msisdn: '25611' } }),
        dfsp('b', { testAccount: { msisdn: '25612' }, retired: true }),
        dfsp('c'),
      ),
    },
    finds: [
      'participants.0.testAccount.msisdn: 25611 is entered into the MSISDN oracle of a production hub (everybody finds it there and can pay to it: write hub.testAccounts: false, or take it out when the tests are done)',
    ],
    silent: { profile: 'production', ...participants(dfsp('a', { testAccount: { msisdn: '25611' } })) },
  },
  {
    code: 'ID-PREFIX-LENGTH',
    settings: {
      ...hub({ oracles: { prefix: [{ name: 'mfi', chart: 'mfi-account-oracle', type: 'ACCOUNT_ID' }] } }),
      ...participants(dfsp('a', { msisdnPrefix: '36' }), dfsp('b', { msisdnPrefix: '012' })),
    },
    finds: [
      'participants.0.msisdnPrefix: 36 has 2 digits, and the oracle mfi looks at 3 (it would never find this participant: give both the same length)',
      'participants.1.msisdnPrefix: 012 begins with 0, and the oracle mfi keeps prefixes as numbers (it would take it for a shorter one, so it is not entered: give numbers with the code of their country)',
    ],
    silent: {
      ...hub({ oracles: { prefix: [{ name: 'mfi', chart: 'mfi-account-oracle', type: 'ALIAS' }] } }),
      ...participants(dfsp('a', { msisdnPrefix: '36', p2pPrefix: '111' })),
    },
  },
  {
    code: 'ID-ORACLE-TWICE',
    settings: hub({
      oracles: {
        prefix: [
          { name: 'mfi', chart: 'mfi-account-oracle', type: 'ACCOUNT_ID' },
          { name: 'mfi', chart: 'mfi-account-oracle', type: 'ALIAS' },
        ],
        external: [
          { type: 'ALIAS', endpoint: 'https://oracle.example.org' },
          { type: 'MSISDN', endpoint: 'https://oracle.example.org' },
        ],
      },
    }),
    finds: [
      'hub.oracles.prefix.1.name: mfi is the name of hub.oracles.prefix.0 too (it names a release: choose another)',
      'hub.oracles.external.1.type: MSISDN has an oracle already: that of the release (hub.oracles.msisdn: false takes it away) (account lookup asks one oracle for one kind of identifier: keep one of them)',
      'hub.oracles.external.0.type: ALIAS has an oracle already: hub.oracles.prefix.1 (account lookup asks one oracle for one kind of identifier: keep one of them)',
    ],
  },
  // Currencies
  {
    code: 'CUR-UNKNOWN',
    settings: { ...hub({ currencies: ['USD', 'USS', 'HRK'] }), ...participants({ id: 'a', currency: 'QQQ' }) },
    finds: [
      'hub.currencies.1: USS is no currency of ISO 4217 (did you mean USD?)',
      'hub.currencies.2: HRK is no currency of ISO 4217 (HRK has become EUR)',
      'participants.0.currency: QQQ is no currency of ISO 4217',
    ],
  },
  {
    code: 'CUR-TWICE',
    settings: { ...hub({ currencies: ['USD', 'EUR', 'USD'] }), ...participants(dfsp('a', { currencies: ['EUR', 'USD'] })) },
    finds: [
      'hub.currencies.2: USD stands there twice (keep one of them)',
      'participants.0.currencies.1: USD is its currency already (name further currencies only)',
    ],
  },
  {
    code: 'CUR-TEST-OVERLAP',
    settings: hub({ currencies: ['USD', 'EUR'], testCurrencies: ['GBP', 'EUR'] }),
    finds: ['hub.testCurrencies.1: EUR is a currency of the hub (tests would move real accounts: choose another one)'],
  },
  {
    code: 'CUR-PARTICIPANT',
    settings: {
      ...hub({ currencies: ['USD', 'EUR'] }),
      ...participants({ id: 'a', currency: 'GBP' }, dfsp('b', { currencies: ['EUR', 'KES'] })),
    },
    finds: [
      'participants.0.currency: GBP is no currency of the hub (the hub settles in USD, EUR: add it to hub.currencies, or choose one of those)',
      'participants.1.currencies.1: KES is no currency of the hub (the hub settles in USD, EUR: add it to hub.currencies, or choose one of those)',
    ],
  },
  {
    code: 'CUR-SETTLEMENT',
    settings: hub({ settlementModels: [{ name: 'NETEUR', currency: 'EUR' }] }),
    finds: [
      'hub.settlementModels.0.currency: EUR is no currency of the hub (add it to hub.currencies, or leave the key out to mean all of them)',
    ],
    silent: hub({ settlementModels: [{ name: 'NETUSD', currency: 'USD' }] }),
  },
  {
    code: 'CUR-MODEL-TWICE',
    settings: hub({ settlementModels: [{ name: 'NET' }, { name: 'GROSS' }, { name: 'NET' }] }),
    finds: [
      'hub.settlementModels.2.name: NET is the name of hub.settlementModels.0 too (the ledger keeps one model a name: choose another)',
    ],
  },
  {
    code: 'CUR-MODEL-ACCOUNTS',
    settings: hub({ settlementModels: [{ name: 'NET' }, { name: 'OTHER' }, { name: 'USDNET', currency: 'USD' }] }),
    finds: [
      'hub.settlementModels.1.ledgerAccountType: accounts POSITION of all currencies are those of hub.settlementModels.0 too: the ledger would make them twice for every participant, and fail (keep one of the two, or give each its own currency)',
    ],
    silent: hub({ settlementModels: [{ name: 'NET' }, { name: 'USDNET', currency: 'USD' }] }),
  },
  {
    code: 'CUR-MODEL-KIND',
    settings: hub({ settlementModels: [{ name: 'GROSS', granularity: 'GROSS' }] }),
    finds: [
      'hub.settlementModels.0: the ledger settles nothing by GROSS, MULTILATERAL, DEFERRED (there are NET with MULTILATERAL or BILATERAL and DEFERRED, and GROSS with BILATERAL and IMMEDIATE or DEFERRED)',
    ],
    silent: hub({ settlementModels: [{ name: 'GROSS', granularity: 'GROSS', interchange: 'BILATERAL', delay: 'IMMEDIATE' }] }),
  },
  // Participants
  {
    code: 'PAR-ID-SHORT',
    settings: participants(dfsp('a')),
    finds: ['participants.0.id: a is too short: names in the ledger have 2 to 30 characters (choose a longer id)'],
    silent: participants(dfsp('ab')),
  },
  {
    code: 'PAR-EXTERNAL-DOMAIN',
    settings: participants(dfsp('a', { external: true })),
    finds: ['participants.0.domain: a is external and has no domain (add domain: the hub calls back connector.<domain>)'],
    silent: participants(dfsp('a', { external: true, domain: 'a.example.org' })),
  },
  {
    code: 'PAR-EXTERNAL-SETTINGS',
    settings: participants(
      dfsp('a', { external: true, domain: 'a.example.org', testingToolkit: true, sdkBulk: true, backend: 'core-connector' }),
    ),
    finds: [
      'participants.0.testingToolkit: testingToolkit has no effect on a, which is external (remove it: its payment manager runs elsewhere)',
      'participants.0.backend: backend has no effect on a, which is external (remove it: its payment manager runs elsewhere)',
      'participants.0.sdkBulk: sdkBulk has no effect on a, which is external (remove it: its payment manager runs elsewhere)',
    ],
  },
  {
    code: 'PAR-CONNECTOR-IMAGE',
    settings: participants(dfsp('a', { backend: 'core-connector' })),
    finds: [
      'participants.0.coreConnector.image: the back end of a is a core connector without an image (add coreConnector: { image: registry.example.org/connector:1.0.0 })',
    ],
    silent: participants(dfsp('a', { backend: 'core-connector', coreConnector: { image: 'registry.example.org/connector:1.0.0' } })),
  },
  {
    code: 'PAR-CONNECTOR-UNUSED',
    settings: participants(dfsp('a', { coreConnector: { image: 'connector:1.0.0' } })),
    finds: ['participants.0.coreConnector: a has a core connector and simulator as its back end (write backend: core-connector to use it)'],
  },
  {
    code: 'PAR-CONNECTOR-SECRET',
    settings: participants(
      dfsp('a', {
        backend: 'core-connector',
        coreConnector: { image: 'connector:1.0.0', env: { API_URL: 'https://a.example.org', DB_PASSWORD: 'x' } },
      }),
    ),
    finds: [
      'participants.0.coreConnector.env.DB_PASSWORD: DB_PASSWORD looks like a secret (everybody who reads the file, the state or the plan would know it: let the connector read it from Vault)',
    ],
  },
  {
    code: 'PAR-TOOLKIT',
    settings: participants(dfsp('a', { backend: 'testing-toolkit' })),
    finds: [
      'participants.0.backend: the back end of a is its testing toolkit, which is off (write testingToolkit: true, or choose another back end)',
    ],
    silent: participants(dfsp('a', { backend: 'testing-toolkit', testingToolkit: true })),
  },
  {
    code: 'PAR-SDK-BULK',
    settings: participants(dfsp('a', { sdkBulk: true })),
    finds: [
      'participants.0.sdkBulk: the SDK of a takes bulk transfers, and the hub does not (bulk quotes and transfers fail at the hub: write hub.bulk: true)',
    ],
    silent: { ...participants(dfsp('a', { sdkBulk: true })), ...hub({ bulk: true }) },
  },
  // Releases
  {
    code: 'REL-NAME-LENGTH',
    settings: hub({ releaseName: 'mojaloop1' }),
    finds: ['hub.releaseName: mojaloop1 has 9 characters: names of volumes and services become too long (at most 8, such as moja)'],
    silent: hub({ releaseName: 'mojaloop' }),
  },
  {
    code: 'REL-TOGGLE',
    settings: hub({ release: '15.1.0', fx: true, interScheme: true, apiType: 'iso20022', positionBatch: true, oracles: { msisdn: true } }),
    finds: [
      'hub.fx: Mojaloop 15.1.0 has no foreign exchange (write hub.release: 17.0.0 or newer, or hub.fx: false)',
      'hub.interScheme: Mojaloop 15.1.0 has no inter-scheme proxy (write hub.release: 17.0.0 or newer, or hub.interScheme: false)',
      'hub.apiType: Mojaloop 15.1.0 has no ISO 20022 (write hub.release: 17.0.0 or newer, or hub.apiType: fspiop)',
      'hub.oracles.msisdn: Mojaloop 15.1.0 has no MSISDN oracle (write hub.release: 17.0.0 or newer, or hub.oracles.msisdn: false)',
      'hub.positionBatch: Mojaloop 15.1.0 has no position handler in batches (write hub.release: 16.0.4 or newer, or hub.positionBatch: false)',
    ],
    silent: hub({ fx: true, interScheme: true, apiType: 'iso20022', positionBatch: true, oracles: { msisdn: true } }),
  },
  {
    code: 'REL-BATCH-OFF',
    settings: hub({ positionBatch: false }),
    finds: [
      'hub.positionBatch: Mojaloop 17.1.0 sends every transfer to the position handler in batches, which is off (no transfer would ever be committed: leave positionBatch out)',
    ],
    silent: hub({ release: '16.0.4', positionBatch: false }),
  },
  {
    code: 'REL-CONSENT',
    settings: hub({ oracles: { consent: true } }),
    finds: [
      'hub.oracles.consent: the consent oracle is on, and third-party payments are off (leave consent out: it follows hub.thirdParty)',
    ],
    silent: hub({ thirdParty: true, oracles: { consent: true } }),
  },
  {
    code: 'REL-KUBERNETES-OLD',
    settings: { ...hub({ release: '15.1.0' }), cluster: { kubernetesVersion: '1.21' } },
    finds: [
      'cluster.kubernetesVersion: Mojaloop 15.1.0 needs Kubernetes 1.22, and cluster.kubernetesVersion is 1.21 (its charts use kinds that came later: upgrade the cluster)',
    ],
    silent: { cluster: { kubernetesVersion: '1.24' } },
  },
  {
    code: 'REL-KUBERNETES-NEW',
    settings: { ...hub({ release: '15.1.0' }), cluster: { kubernetesVersion: '1.33' } },
    finds: [
      'cluster.kubernetesVersion: Mojaloop 15.1.0 was tried on Kubernetes up to 1.24, and cluster.kubernetesVersion is 1.33 (try it in a sandbox first)',
    ],
    silent: { ...hub({ release: '15.1.0' }), cluster: { kubernetesVersion: '1.24' } },
  },
  {
    code: 'REL-MANAGER-KUBERNETES',
    settings: { charts: { versions: { 'mojaloop-payment-manager': '8.0.1' } } },
    finds: [
      'charts.versions.mojaloop-payment-manager: mojaloop-payment-manager 8.0.1 makes Ingresses of a kind that Kubernetes 1.32 has no more (9.0.2 and newer do not: write charts.versions.mojaloop-payment-manager: 9.1.5)',
    ],
    silent: { charts: { versions: { 'mojaloop-payment-manager': '9.0.2' } } },
  },
  {
    code: 'REL-MANAGER-ISO',
    settings: { ...hub({ apiType: 'iso20022' }), charts: { versions: { 'mojaloop-payment-manager': '9.1.5' } } },
    finds: [
      'charts.versions.mojaloop-payment-manager: mojaloop-payment-manager 9.1.5 speaks no ISO 20022 (10.1.0 and newer do: leave charts.versions.mojaloop-payment-manager out)',
    ],
    silent: { charts: { versions: { 'mojaloop-payment-manager': '9.1.5' } } },
  },
  {
    code: 'REL-NO-SECRETS',
    settings: hub({ release: '14.1.1' }),
    finds: [
      'hub.release: the charts of Mojaloop 14.1.1 know no Secrets: passwords of MySQL, of MongoDB (bulk, testing toolkit, event processor) and the signing key go through Helm as values and into its ConfigMaps (use 15.0.0 or newer where more than testing is meant)',
    ],
    silent: hub({ release: '15.0.0' }),
  },
  {
    code: 'REL-JWS-VALUE',
    settings: hub({ release: '15.2.0', jws: { enabled: true } }),
    finds: [
      'hub.jws.enabled: the charts of Mojaloop 15.2.0 take the signing key as a value only: it goes through Helm, write-only, and into a Secret of its release (from 16.0.4 on it comes from a Secret; jws.enabled: false leaves messages unsigned)',
    ],
    silent: hub({ release: '15.2.0' }),
  },
  {
    code: 'REL-POD-SECURITY',
    settings: { ...hub({ release: '17.1.0' }), cluster: { podSecurity: 'restricted' } },
    finds: [
      'cluster.podSecurity: pods of Mojaloop 17.1.0 lack what restricted wants, and their charts have no values for all of it (write baseline)',
    ],
    silent: { cluster: { podSecurity: 'baseline' } },
  },
  {
    code: 'REL-MYSQL-TLS',
    settings: {
      ...hub({ thirdParty: true }),
      ...stores({ mysql: { databases: { 'thirdparty-auth-db': { ...login, tls: true }, 'central-ledger-db': { ...login, tls: true } } } }),
    },
    finds: [
      'stores.mysql.databases.thirdparty-auth-db.tls: auth-svc and consent-oracle of third-party payments speak no TLS to MySQL (keep their databases in the cluster by stores.mysql.databases, or switch hub.thirdParty off)',
    ],
    silent: stores({ mysql: { external: { ...login, tls: true } } }),
  },
  {
    code: 'REL-MYSQL-LOGIN',
    settings: { ...hub({ release: '17.0.0' }), ...stores({ mysql: { external: login } }) },
    finds: [
      'stores.mysql.external.host: the services of Mojaloop 17.0.0 log in by mysql_native_password only (allow that plug-in on db.example.org, or use 17.1.0 or newer)',
    ],
    silent: stores({ mysql: { external: login } }),
  },
  {
    code: 'REL-MIGRATION-HOOK',
    settings: stores({ mysql: { databases: { 'central-ledger-db': login } } }),
    finds: [
      'stores.mysql.databases.central-ledger-db: Mojaloop 17.1.0 migrates the ledger before anything else: database and user must be there, and the user may change tables (otherwise the release waits until operations.helmTimeoutSeconds and fails)',
    ],
    silent: { ...hub({ release: '16.0.4' }), ...stores({ mysql: { databases: { 'central-ledger-db': login } } }) },
  },
  {
    code: 'REL-PROXY-REDIS',
    settings: { ...hub({ interScheme: true }), ...stores({ redis: { external: { host: 'redis.example.org' } } }) },
    finds: [
      'stores.redis.external: the inter-scheme proxy speaks to a Redis cluster, and every service would use redis.example.org (a single Redis does not answer as a cluster: leave Redis to the operator in the cluster)',
    ],
    silent: stores({ redis: { external: { host: 'redis.example.org' } } }),
  },
  {
    code: 'REL-OPERATOR-KEEPS',
    settings: { charts: { versions: { 'vault-config-operator': 'v0.8.28' } } },
    finds: [
      'charts.versions.vault-config-operator: vault-config-operator v0.8.28 deletes a password from Vault with its RandomSecret: it knows no kvSecretRetainPolicy (v0.8.30 and newer do: leave charts.versions.vault-config-operator out)',
    ],
    silent: { charts: { versions: { 'vault-config-operator': 'v0.8.30' } } },
  },
  {
    code: 'REL-TESTS-DOWNLOAD',
    settings: { ...hub({ release: '16.0.4' }), charts: { images: 'registry.example.org/mirror' } },
    finds: [
      'hub.testingToolkit: its tests fetch their collections (testing-toolkit-test-cases v16.0.0) from github.com, and the images come from a mirror (where nothing leads to github.com, put the archive where the cluster reaches it and name it in tests.collections.address)',
    ],
    silent: {
      charts: { images: 'registry.example.org/mirror' },
      tests: { collections: { address: 'https://files.example.org/test-cases.zip' } },
    },
  },
  {
    code: 'REL-IMAGE-GONE',
    settings: {
      overrides: {
        values: {
          moja: {
            simulator: { initContainers: '- {name: a, image: docker.io/bitnami/kafka:3.2}\n- {name: b, image: "bitnami/mongodb:6.0.1"}' },
          },
          demowallet: { redis: { image: { repository: 'bitnami/redis' } } },
        },
      },
    },
    finds: [
      'overrides.values.moja: Docker Hub has no versions of bitnami/kafka any more (apache/kafka:3.9.1 takes its place)',
      'overrides.values.moja: Docker Hub has no versions of bitnami/mongodb any more (bitnamilegacy/mongodb takes its place)',
      'overrides.values.demowallet: Docker Hub has no versions of bitnami/redis any more (bitnamilegacy/redis takes its place)',
    ],
    silent: {
      overrides: { values: { moja: { a: 'bitnamilegacy/redis:7.0', b: '/opt/bitnami/scripts', c: 'registry.example.org/bitnami/redis' } } },
    },
  },
  // The platform
  {
    code: 'PLT-REGION-MISSING',
    settings: { platform: { provider: 'aws', context: undefined } },
    finds: [
      'platform.region: platform.region is missing (everything of the hub is made in one region, such as eu-west-1 (aws) or southafricanorth (azure))',
    ],
  },
  {
    code: 'PLT-ENDPOINT',
    settings: { platform: { provider: 'aws', context: undefined, region: 'eu-west-1', endpoint: 'http://127.0.0.1:5000' } },
    finds: [
      'platform.endpoint: everything goes to http://127.0.0.1:5000, not to AWS (right for a rehearsal with an emulator; remove it for a real deployment)',
    ],
  },
  {
    code: 'PLT-STATE-CLUSTER',
    settings: { platform: { provider: 'aws', context: undefined, region: 'eu-west-1' }, state: { backend: 'kubernetes' } },
    finds: ['state.backend: the cluster that aws makes cannot hold the state it is made from (write s3, azurerm, http (GitLab) or local)'],
    silent: { state: { backend: 'kubernetes' } },
  },
  {
    code: 'PLT-CONTEXT',
    settings: { platform: { context: undefined } },
    finds: [
      'platform.context: platform.context is missing (nobody should deploy to whatever context is current: kubectl config get-contexts lists the names)',
    ],
  },
  {
    code: 'PLT-REGION',
    settings: { platform: { region: 'eu-west-1' } },
    finds: ['platform.region: region eu-west-1 has no effect on an existing cluster (remove it)'],
  },
  {
    code: 'PLT-SEAL',
    settings: vault({ seal: 'awskms' }),
    finds: [
      'secrets.vault.seal: seal awskms needs a key service: a plain cluster has no key service (write seal: shamir, which keeps the unseal key in a Secret of the namespace of Vault, or use an existing Vault by secrets.vault.address)',
    ],
    silent: vault({ seal: 'awskms', address: 'https://vault.example.org' }),
  },
  {
    code: 'PLT-STATE',
    settings: { state: { backend: 'azurerm', account: 'acc' } },
    finds: [
      'state.bucket: state.bucket is missing (the azurerm backend needs it)',
      'state.resourceGroup: state.resourceGroup is missing (the azurerm backend needs it)',
    ],
    silent: { state: { backend: 's3', bucket: 'b', region: 'eu-west-1' } },
  },
  {
    code: 'PLT-STATE-UNUSED',
    settings: { state: { backend: 'kubernetes', bucket: 'b' } },
    finds: ['state.bucket: bucket has no effect on the kubernetes backend (remove it)'],
  },
  {
    code: 'PLT-ACME-EMAIL',
    settings: { certificates: { issuer: 'acme' } },
    finds: ['certificates.email: certificates.email is missing (the authority writes there before certificates end)'],
    silent: { certificates: { issuer: 'acme', email: 'ops@example.org' } },
  },
  {
    code: 'PLT-ACME-WILDCARD',
    settings: { certificates: { issuer: 'acme', email: 'ops@example.org' } },
    finds: [
      'certificates.issuer: an ACME authority signs wildcards by DNS-01 only, and the platform has no DNS zone to prove it in (write existing, with a ClusterIssuer of yours that solves DNS-01, or vault)',
    ],
    silent: { certificates: { issuer: 'existing' } },
  },
  {
    code: 'PLT-CERTIFICATE-LIFE',
    settings: { certificates: { validityHours: 2000, caValidityHours: 1000 } },
    finds: [
      'certificates.validityHours: certificates of 2000 hours outlive their CA of 1000 hours (shorten validityHours or lengthen caValidityHours)',
    ],
  },
  {
    code: 'NET-EGRESS-NAMESPACE',
    settings: {
      network: {
        egress: [
          { namespace: 'mojaloop', to: '10.0.0.0/8', port: 443, why: 'tests' },
          { namespace: 'mojalop', to: '10.0.0.0/8', port: 443, why: 'tests' },
          { namespace: 'demowallet', to: '10.0.0.0/8', port: 443, why: 'tests' },
        ],
      },
    },
    finds: [
      'network.egress.1.namespace: this environment has no namespace mojalop (did you mean mojaloop?)',
      'network.egress.2.namespace: demowallet is a payment manager, whose connections are not made here (namespaces: workbench-system, vault, cert-manager, operators, stores, gateway, identity, connection-manager, mojaloop, monitoring, node-agents)',
    ],
  },
  {
    code: 'MON-OFF',
    settings: { profile: 'production', monitoring: { enabled: false } },
    finds: [
      'monitoring.enabled: nothing here watches the hub: nobody learns that payments are stuck before participants call (leave it out, or watch it with what you have)',
    ],
  },
  {
    code: 'MON-LOG-PLACE',
    settings: { monitoring: { logs: { store: 'cloudwatch' } } },
    finds: [
      'monitoring.logs.store: CloudWatch Logs is a service of aws, and this environment is on kubernetes (write loki, or elastic with the address of a server of yours)',
    ],
  },
  {
    code: 'MON-LOG-SERVER',
    settings: { monitoring: { logs: { store: 'elastic' } } },
    finds: [
      'monitoring.logs.elastic: logs go to a server elsewhere, and nobody says to which (write elastic: { address: https://logs.example.org:9200, username: hub, secret: monitoring/elastic })',
    ],
    silent: {
      monitoring: {
        logs: { store: 'elastic', elastic: { address: 'https://logs.example.org', username: 'hub', secret: 'monitoring/elastic' } },
      },
    },
  },
  {
    code: 'MON-INSIGHTS',
    settings: { residency: { country: 'ZA', telemetry: false }, monitoring: { traces: { applicationInsights: 'monitoring/insights' } } },
    finds: [
      'monitoring.traces.applicationInsights: Application Insights may keep traces in another country, and telemetry may not leave this one (remove it, or write residency: { telemetry: true })',
    ],
    silent: { monitoring: { traces: { applicationInsights: 'monitoring/insights' } } },
  },
  {
    code: 'MON-SPANS-RELEASE',
    settings: { hub: { release: '16.0.4' }, monitoring: { traces: { services: true } } },
    finds: [
      'monitoring.traces.services: services of 16.0.4 do not hand a trace on with messages of Kafka: with spans of their own callbacks would carry another trace than the gateway began (remove it until the hub has release 17.0.0: the trace of the gateway goes through as it is)',
    ],
    silent: { hub: { release: '17.0.0' }, monitoring: { traces: { services: true } } },
  },
  {
    code: 'MON-SPANS-STORE',
    settings: { monitoring: { traces: { services: true, store: 'none' } } },
    finds: ['monitoring.traces.services: services send no spans: no traces are taken in here (write store: tempo, or remove it)'],
    silent: { monitoring: { traces: { services: true } } },
  },
  {
    code: 'MON-MANAGED',
    settings: { monitoring: { metrics: { managed: true } } },
    finds: [
      'monitoring.metrics.managed: a managed Prometheus is a service of aws and azure, and this environment is on kubernetes (remove it: metrics are kept in the cluster)',
    ],
    silent: { platform: { provider: 'azure', region: 'southafricanorth', context: undefined }, monitoring: { metrics: { managed: true } } },
  },
  {
    code: 'MON-GRAFANA',
    settings: { monitoring: { grafana: { managed: true } } },
    finds: [
      'monitoring.grafana.managed: Azure Managed Grafana is a service of azure, and this environment is on kubernetes (remove it: Grafana in the cluster shows everything)',
    ],
    silent: {
      platform: { provider: 'azure', region: 'southafricanorth', context: undefined },
      monitoring: { metrics: { managed: true }, grafana: { managed: true } },
    },
  },
  {
    code: 'MON-GRAFANA-METRICS',
    settings: {
      platform: { provider: 'azure', region: 'southafricanorth', context: undefined },
      monitoring: { grafana: { managed: true } },
    },
    finds: [
      'monitoring.grafana.managed: it has nothing to show: no metrics are sent to Azure (write metrics: { managed: true }, or remove it)',
    ],
    silent: {
      platform: { provider: 'azure', region: 'southafricanorth', context: undefined },
      monitoring: { metrics: { managed: true }, grafana: { managed: true } },
    },
  },
  {
    code: 'MON-GRAFANA-COUNTRY',
    settings: {
      platform: { provider: 'azure', region: 'southafricanorth', context: undefined },
      residency: { country: 'ZA' },
      monitoring: { metrics: { managed: true }, grafana: { managed: true } },
    },
    finds: [
      'monitoring.grafana.managed: its makers do not say that all it keeps stays in its region, and telemetry may not leave this country (remove it, or write residency: { telemetry: true }; what metrics: { managed: true } sends stays in its region)',
    ],
    silent: {
      platform: { provider: 'azure', region: 'southafricanorth', context: undefined },
      residency: { country: 'ZA', telemetry: true },
      monitoring: { metrics: { managed: true }, grafana: { managed: true } },
    },
  },
  {
    code: 'MON-GRAFANA-PUBLIC',
    settings: {
      profile: 'production',
      platform: { provider: 'azure', region: 'southafricanorth', context: undefined },
      monitoring: { metrics: { managed: true }, grafana: { managed: true, public: true } },
    },
    finds: [
      'monitoring.grafana.public: anybody reaches its page, and nothing but the login of Entra ID keeps people out (leave it out: then it is reached from inside the network or by a VPN)',
    ],
    silent: {
      profile: 'production',
      platform: { provider: 'azure', region: 'southafricanorth', context: undefined },
      monitoring: { metrics: { managed: true }, grafana: { managed: true } },
    },
  },
  {
    code: 'MON-LOG-UNUSED',
    settings: { monitoring: { logs: { elastic: { address: 'https://logs.example.org', username: 'hub', secret: 'monitoring/elastic' } } } },
    finds: ['monitoring.logs.elastic: the server is not used: logs go to loki (write store: elastic, or remove it)'],
  },
  // Stores
  {
    code: 'STO-SERVICE-UNUSED',
    settings: { stores: { redis: { service: 'operator', external: { host: 'redis.example.org' } } } },
    finds: ['stores.redis.service: service has no effect beside stores.redis.external (remove one of the two)'],
  },
  {
    code: 'STO-CREDENTIALS',
    settings: stores({
      mysql: { external: { host: 'db.example.org' } },
      mongodb: { databases: { 'ttk-mongodb': { host: 'mongo.example.org' } } },
    }),
    finds: [
      'stores.mysql.external.credentials: the existing MySQL at db.example.org has no login (put username and password into Vault, then name the path: credentials: hub/external/mysql)',
      'stores.mongodb.databases.ttk-mongodb.credentials: the existing MongoDB at mongo.example.org has no login (put username and password into Vault, then name the path: credentials: hub/external/mongodb)',
    ],
    silent: stores({ mysql: { external: { host: 'db.example.org', credentials: 'hub/external/mysql' } } }),
  },
  {
    code: 'STO-CREDENTIALS-UNUSED',
    settings: stores({ kafka: { external: { host: 'kafka.example.org', credentials: 'hub/external/kafka' } } }),
    finds: [
      'stores.kafka.external.credentials: the charts cannot log in to Kafka (name a listener without a login in a private network, and remove credentials)',
    ],
    silent: stores({ kafka: { external: { host: 'kafka.example.org' } } }),
  },
  {
    code: 'STO-MONGODB-TLS',
    settings: stores({ mongodb: { external: { host: 'mongo.example.org', credentials: 'hub/external/mongodb', tls: true } } }),
    finds: [
      'stores.mongodb.external.tls: the charts of bulk transfers speak no TLS to MongoDB (leave MongoDB to the operator in the cluster, or reach the server through a TLS proxy in it)',
    ],
  },
  {
    code: 'STO-KAFKA-TLS',
    settings: stores({ kafka: { external: { host: 'kafka.example.org', tls: true } } }),
    finds: [
      'stores.kafka.external.tls: no Mojaloop chart speaks TLS or SASL to Kafka (name a plaintext listener in a private network, or a proxy in the cluster that adds TLS and the login)',
    ],
  },
  {
    code: 'STO-REDIS-TLS',
    settings: stores({ redis: { external: { host: 'redis.example.org', tls: true } } }),
    finds: ['stores.redis.external.tls: the services speak no TLS to Redis (leave Redis to the operator in the cluster)'],
  },
  {
    code: 'STO-DATABASE-UNKNOWN',
    settings: stores({
      mysql: {
        databases: {
          'central-leger-db': { host: 'db.example.org', credentials: 'hub/external/mysql' },
          x: { host: 'db.example.org', credentials: 'hub/external/mysql' },
        },
      },
    }),
    finds: [
      'stores.mysql.databases.central-leger-db: the hub knows no MySQL database central-leger-db (did you mean central-ledger-db?)',
      'stores.mysql.databases.x: the hub knows no MySQL database x (known: account-lookup-db, central-ledger-db, msisdn-oracle-db, thirdparty-auth-db, consent-oracle-db, keycloak-db, connection-manager-db, kratos-db, keto-db)',
    ],
  },
  {
    code: 'STO-DATABASE-UNUSED',
    settings: stores({ mongodb: { databases: { 'bulk-mongodb': { host: 'mongo.example.org', credentials: 'hub/external/mongodb' } } } }),
    finds: ['stores.mongodb.databases.bulk-mongodb: nothing that is switched on uses bulk-mongodb (remove it, or switch on what uses it)'],
    silent: {
      ...hub({ bulk: true }),
      ...stores({ mongodb: { databases: { 'bulk-mongodb': { host: 'mongo.example.org', credentials: 'hub/external/mongodb' } } } }),
    },
  },
  {
    code: 'STO-EVEN',
    settings: stores({ mysql: { replicas: 2 }, kafka: { replicas: 4 } }),
    finds: [
      'stores.mysql.replicas: 2 members of MySQL bear no more losses than 1 (write 1 or 3)',
      'stores.kafka.replicas: 4 members of Kafka bear no more losses than 3 (write 3 or 5)',
    ],
  },
  // Managed stores that cannot be used, and Event Hubs
  {
    code: 'STO-REFUSED',
    settings: onAzure({ mongodb: { service: 'cosmos-db' }, redis: { service: 'azure-cache' } }),
    finds: [
      'stores.mongodb.service: cosmos-db is not made here: Cosmos DB for MongoDB (vCore) listens by TLS alone, which the charts do not speak, and its administrator has a password that stays in the state (leave stores.mongodb to operator, which is Percona Server for MongoDB in the cluster)',
      'stores.redis.service: azure-cache is not made here: Azure Cache for Redis without a password and TLS, which the charts do not know, is open to the whole network, its keys stay in the state, and Microsoft makes no new ones any more (leave stores.redis to operator, whose Redis only the pods that use it can reach)',
    ],
    silent: onAzure({ mysql: { service: 'flexible-server' }, mongodb: { service: 'documentdb' } }),
  },
  {
    code: 'EVH-TIER',
    settings: eventHubs({ tier: 'standard' }),
    finds: [
      'stores.kafka.tier: 21 topics of this hub, Standard holds 10 a namespace (write premium: a chart knows one Kafka, so the topics cannot be spread over namespaces)',
    ],
    silent: eventHubs({ tier: 'premium' }),
  },
  {
    code: 'EVH-UNITS',
    settings: eventHubs({ units: 5 }),
    finds: ['stores.kafka.units: 5 processing units of Premium cannot be had (write one of 1, 2, 4, 6, 8, 10, 12, 16, or leave it out)'],
    silent: eventHubs({ tier: 'dedicated', units: 1 }),
  },
  {
    code: 'EVH-CAPACITY',
    settings: eventHubs({ partitions: 12, units: 1 }),
    finds: [
      'stores.kafka.units: 21 topics with 252 partitions, and 1 processing unit of Premium holds 100 topics and 200 partitions (write units: 2, or leave it out)',
    ],
    silent: eventHubs({ partitions: 12 }),
  },
  {
    code: 'EVH-PARTITIONS',
    settings: eventHubs({ partitions: 101, units: 16 }),
    finds: ['stores.kafka.partitions: 101 partitions of a topic, and Premium gives one at most 100 (write 100 or fewer)'],
    silent: eventHubs({ partitions: 101, tier: 'dedicated' }),
  },
  {
    code: 'EVH-RETENTION',
    settings: eventHubs({ retentionHours: 2161 }),
    finds: ['stores.kafka.retentionHours: 2161 hours, and Premium keeps messages for 2160 (90 days) (write 2160 or fewer)'],
    silent: eventHubs({ retentionHours: 2160 }),
  },
  {
    code: 'EVH-COMMITS',
    settings: production(eventHubs()),
    finds: [
      'stores.kafka.service: size small is made for 50 transfers a second, and Event Hubs holds up whoever commits offsets more than 4 times a second and partition: 24 of a topic here (positions in batches commit once a batch and are on: measure before go-live; or leave stores.kafka to operator)',
    ],
    silent: eventHubs(),
  },
  {
    code: 'EVH-UNUSED',
    settings: stores({ kafka: { units: 2 } }),
    finds: ['stores.kafka.units: units has no effect: Kafka does not run on Event Hubs (remove it, or write service: event-hubs)'],
    silent: eventHubs({ units: 2 }),
  },
  {
    code: 'EVH-HDINSIGHT',
    settings: onAzure({ kafka: { service: 'hdinsight' } }),
    finds: [
      'stores.kafka.service: HDInsight is not made here: the password of its gateway is a plain attribute that stays in the state, it is at least eight machines that cannot be stopped, and its Kafka is 3.2, which its makers no longer mend (write operator, which is Strimzi in the cluster, or event-hubs)',
    ],
  },
  // Secrets
  {
    code: 'SEC-VAULT-EVEN',
    settings: vault({ replicas: 4 }),
    finds: ['secrets.vault.replicas: 4 members of Vault bear no more losses than 3 (write 3 or 5)'],
    silent: vault({ replicas: 4, address: 'https://vault.example.org' }),
  },
  {
    code: 'SEC-SHAMIR',
    settings: production(),
    finds: [
      'secrets.vault.seal: seal shamir keeps the unseal key in a Secret of the namespace vault (encrypt Secrets at rest and let nobody read that namespace, or use an existing Vault by secrets.vault.address)',
    ],
    silent: {},
  },
  {
    code: 'SEC-VAULT-CLEAR',
    settings: vault({ address: 'http://vault.example.org:8200' }),
    finds: [
      'secrets.vault.address: Vault is reached without TLS: passwords travel in the clear (use an https address and secrets.vault.caFile)',
    ],
  },
  {
    code: 'SEC-VAULT-SCHEME',
    settings: vault({ address: 'ftp://vault.example.org' }),
    finds: ['secrets.vault.address: ftp://vault.example.org is no http or https address (such as https://vault.example.org:8200)'],
  },
  {
    code: 'SEC-VAULT-LOOPBACK',
    settings: vault({ address: 'https://127.0.0.1:8200' }),
    finds: [
      "secrets.vault.address: https://127.0.0.1:8200 is every pod's own loopback: no pod reaches Vault there (add secrets.vault.inClusterAddress, the address as pods see it)",
    ],
    silent: vault({ address: 'https://127.0.0.1:8200', inClusterAddress: 'https://vault.example.org' }),
  },
  {
    code: 'SEC-VAULT-UNUSED',
    settings: vault({ caFile: 'ca.pem' }),
    finds: [
      'secrets.vault.caFile: caFile has no effect: Vault is deployed here (add secrets.vault.address to use an existing Vault, or remove it)',
    ],
  },
  {
    code: 'SEC-MOUNT-TWICE',
    settings: { secrets: { kvMount: 'secret' } },
    finds: ['secrets.pm4mlMount: the mount secret is secrets.kvMount too (Vault keeps one engine a mount: choose another name)'],
  },
  {
    code: 'SEC-LOGIN-NOBODY',
    settings: {
      secrets: { people: { discoveryUrl: 'https://gitlab.example.org' }, pipelines: { discoveryUrl: 'https://gitlab.example.org' } },
    },
    finds: [
      'secrets.people.groups: no group may log in (add secrets.people.groups: [operators], or leave people out)',
      'secrets.pipelines.projects: no project may log in (add secrets.pipelines.projects: [group/project], or leave pipelines out)',
    ],
    silent: { secrets: { people: { discoveryUrl: 'https://gitlab.example.org', groups: ['operators'] } } },
  },
  // Sizes
  {
    code: 'SIZ-QUOTA',
    settings: { cluster: { quota: { cpu: '2', memory: '512Gi' } } },
    finds: [
      'cluster.quota.cpu: size lab with 1 payment manager asks for 5.2 cores, and the cluster gives 2.0 cores (choose a smaller hub.size, fewer store members, or raise cluster.quota)',
    ],
    silent: { cluster: { quota: { cpu: '64', memory: '512Gi' } } },
  },
  {
    code: 'SIZ-CPU-UNIT',
    settings: { cluster: { quota: { cpu: '64Gi' } } },
    finds: ['cluster.quota.cpu: 64Gi is an amount of memory (write 500m or 2)'],
    silent: hub({ services: { 'quoting-service': { cpu: '500m' } } }),
  },
  {
    code: 'SIZ-SERVICE-UNKNOWN',
    settings: hub({ services: { 'quoting-servce': { replicas: 2 }, x: { replicas: 1 } } }),
    finds: [
      'hub.services.quoting-servce: no release has a service quoting-servce (did you mean quoting-service?)',
      'hub.services.x: no release has a service x (docs/reference/workbench.md lists them)',
    ],
  },
  {
    code: 'SIZ-SERVICE-OFF',
    settings: hub({ services: { 'bulk-api-adapter-service': { replicas: 2 } } }),
    finds: [
      'hub.services.bulk-api-adapter-service: bulk-api-adapter-service is not part of this hub: release 17.1.0 lacks it, or it is switched off (remove it, or switch on what it belongs to)',
    ],
    silent: hub({ bulk: true, services: { 'bulk-api-adapter-service': { replicas: 2 } } }),
  },
  {
    code: 'SIZ-AUTOSCALING',
    settings: hub({ services: { 'quoting-service': { autoscaling: { min: 4, max: 2 } } } }),
    finds: ['hub.services.quoting-service.autoscaling.max: at most 2 pods is below at least 4 (swap them)'],
  },
  {
    code: 'SIZ-TWO-NUMBERS',
    settings: hub({ services: { 'quoting-service': { replicas: 3, autoscaling: { min: 2, max: 4 } } } }),
    finds: [
      'hub.services.quoting-service.replicas: replicas has no effect: quoting-service grows from 2 pods (remove replicas or autoscaling)',
    ],
  },
  {
    code: 'SIZ-SINGLETON',
    settings: hub({ services: { 'centralledger-handler-timeout': { replicas: 2 } } }),
    finds: [
      'hub.services.centralledger-handler-timeout: centralledger-handler-timeout must not run twice, and may have 2 pods here (it closes windows and ends transfers: two of them do it twice; leave it at one)',
    ],
    silent: hub({ services: { 'centralledger-handler-timeout': { replicas: 1 }, 'centralledger-service': { replicas: 2 } } }),
  },
  {
    code: 'SIZ-IDLE-HANDLERS',
    settings: {
      ...hub({ size: 'small', services: { 'centralledger-handler-transfer-prepare': { replicas: 8 } } }),
      ...stores({ kafka: { partitions: 4 } }),
    },
    finds: [
      'hub.services.centralledger-handler-transfer-prepare: centralledger-handler-transfer-prepare may have 8 pods and its topic 4 partitions (the rest would idle: raise stores.kafka.partitions)',
      'stores.kafka.partitions: 6 handlers of size small may have more pods than 4 partitions (the rest would idle: raise stores.kafka.partitions or leave it out)',
    ],
    silent: { ...hub({ size: 'small' }), ...stores({ kafka: { partitions: 6 } }) },
  },
  // Production
  {
    code: 'PRD-REPLICAS',
    settings: production({ ...stores({ mysql: { replicas: 1 } }), ...vault({ replicas: 1 }) }),
    finds: [
      'stores.mysql.replicas: 1 member in production: the loss of a node stops payments (write 3)',
      'secrets.vault.replicas: 1 member in production: the loss of a node stops payments (write 3)',
    ],
    silent: stores({ mysql: { replicas: 1 } }),
  },
  {
    code: 'PRD-ZONES',
    settings: production({ cluster: { zones: 1 } }),
    finds: ['cluster.zones: 1 zone in production: the loss of a zone stops payments (spread the nodes over 3 zones)'],
  },
  {
    code: 'PRD-SIZE',
    settings: production(hub({ size: 'lab' })),
    finds: ['hub.size: size lab runs one pod of each service (write small or more)'],
  },
  {
    code: 'PRD-DELETION',
    settings: production({ operations: { deletionProtection: false } }),
    finds: [
      'operations.deletionProtection: deletionProtection is off: removing a setting removes the ledger (leave it out: production protects)',
    ],
  },
  {
    code: 'PRD-STATE',
    settings: production({ state: { backend: 'local' } }),
    finds: [
      'state.backend: the state lies on this machine: nobody else can deploy, and losing it loses the overview (write kubernetes, s3, azurerm or http)',
    ],
  },
  {
    code: 'PRD-SIMULATORS',
    settings: production(hub({ simulators: true })),
    finds: ['hub.simulators: participants that do not exist move money of tests in the ledger of production (write false)'],
  },
  {
    code: 'PRD-LOGS',
    settings: production(hub({ logLevel: 'debug' })),
    finds: ['hub.logLevel: log level debug writes whole messages, names and numbers of customers among them (write info or warn)'],
  },
  {
    code: 'PRD-OPEN',
    settings: { gateway: { operatorAddresses: ['10.0.0.0/8', '0.0.0.0/0'] }, ...participants(dfsp('a', { allowedAddresses: ['::/0'] })) },
    finds: [
      'gateway.operatorAddresses.1: 0.0.0.0/0 lets the whole world reach consoles and tools (name the addresses that need it)',
      'participants.0.allowedAddresses.0: ::/0 lets the whole world reach requests of a (name the addresses that need it)',
    ],
  },
  // The escape hatches
  {
    code: 'OVR-RESOURCE',
    settings: { overrides: { resources: { 'helm_release.hub': { timeout: 60 } } } },
    finds: [
      'overrides.resources["helm_release.hub"]: timeout of helm_release.hub is overridden: nothing checks it (use a setting where there is one)',
    ],
  },
  {
    code: 'OVR-VALUES',
    settings: { overrides: { values: { moja: { simulator: { enabled: false } } } } },
    finds: [
      'overrides.values.moja: simulator of release moja is overridden (the next Mojaloop release may know these values no more: use a setting where there is one)',
    ],
  },
  {
    code: 'OVR-CHART',
    settings: { charts: { versions: { vault: '0.1.0' } } },
    finds: [
      `charts.versions.vault: vault 0.1.0 instead of ${Object.values(catalogue['17.1.0'].companions).find(({ chart }) => chart === 'vault')?.version}, which goes with Mojaloop 17.1.0 (remove it unless you have tried the pair)`,
    ],
  },
  {
    code: 'OVR-CHART-UNKNOWN',
    settings: { charts: { versions: { valut: '0.1.0', mojaloop: '17.1.0' } } },
    finds: [
      'charts.versions.valut: Mojaloop 17.1.0 uses no chart valut (did you mean vault?)',
      'charts.versions.mojaloop: the version of the mojaloop chart is hub.release (write hub.release, and remove this)',
    ],
  },
  {
    code: 'OVR-CHART-VERSION',
    settings: { charts: { versions: { vault: '^1' } } },
    finds: ['charts.versions.vault: ^1 is no whole version (such as 1.2.3: a range would give another chart tomorrow)'],
  },
  ...gatewayRuleRows,
  ...identityRuleRows,
  ...portalRuleRows,
  ...alertRuleRows,
  ...pipelineRuleRows,
  ...backupRuleRows,
  ...auditRuleRows,
  ...certificateRuleRows,
  ...testRuleRows,
  ...imageRuleRows,
  ...clusterRuleRows,
];

/** What one rule finds in some settings: `path: message (hint)`. */
const findings = (code: string, settings: Json) =>
  checkConfig(configWith(settings))
    .filter((problem) => problem.code === code)
    .map(({ path, message, hint }) => `${path}: ${message}${hint ? ` (${hint})` : ''}`);

describe('a rule finds what clashes, and says where, why and what to do', () => {
  test.each(table.map((row) => [row.code, row] as const))('%s', (code, { settings, finds, silent }) => {
    expect(findings(code, settings)).toEqual(finds);
    if (silent) expect(findings(code, silent)).toEqual([]);
  });

  test('every rule has its row, here or beside those about clouds, and every row its rule', () => {
    const rows = [...table, ...cloudRuleRows].map(({ code }) => code);
    expect(rows.toSorted()).toEqual(rules.map(({ code }) => code).toSorted());
  });

  test('titles say what holds, and codes what it is about', () => {
    for (const { code, title } of rules) {
      expect(code).toMatch(/^[A-Z]{2,3}(-[A-Z0-9]+)+$/);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
    }
    expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
  });
});

describe('checking a file', () => {
  test('finds nothing in the smallest file, whose Kubernetes its release was tried on', () => {
    expect(checkConfig(configWith())).toEqual([]);
    expect(checkConfig(configWith(tried))).toEqual([]);
  });

  test('is pure: the same file gives the same problems, and nothing is changed', () => {
    const config = configWith({ ...participants(dfsp('a'), dfsp('a')), ...vault({ replicas: 2 }) });
    expect(checkConfig(config)).toEqual(checkConfig(config));
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('tells every problem at once, at its place, in the order of the file', () => {
    const text = smallestFile
      .replace('[USD]', '[USD, XXQ], testCurrencies: [USD]')
      .replace(', context: lab', '')
      .concat('  - { id: demowallet, currency: EUR, msisdnPrefix: "3671" }\ncluster: { kubernetesVersion: "1.29" }\n');
    const { config, positions } = readWorkbench(text, 'workbench/dev.yaml');
    const problems = config ? checkConfig(config, positions) : [];
    expect(problems.map((p) => formatProblem({ ...p, hint: undefined }))).toEqual([
      'workbench/dev.yaml:4:1  platform.context  error PLT-CONTEXT: platform.context is missing',
      'workbench/dev.yaml:5:43  hub.currencies.1  error CUR-UNKNOWN: XXQ is no currency of ISO 4217',
      'workbench/dev.yaml:5:66  hub.testCurrencies.0  error CUR-TEST-OVERLAP: USD is a currency of the hub',
      'workbench/dev.yaml:8:11  participants.1.id  error ID-PARTICIPANT-TWICE: demowallet is the id of participants.0 too',
      'workbench/dev.yaml:8:33  participants.1.currency  error CUR-PARTICIPANT: EUR is no currency of the hub',
      'workbench/dev.yaml:8:52  participants.1.msisdnPrefix  error ID-MSISDN-PREFIX: 3671 begins with the prefix of demowallet (367)',
    ]);
    expect(hasErrors(problems)).toBe(true);
  });

  test.each(releaseVersions)('a smallest file of release %s can be deployed', (release) => {
    const found = checkConfig(configWith(hub({ release })));
    expect(found.filter(({ severity }) => severity === 'error').map(formatProblem)).toEqual([]);
  });

  test('a production file by its defaults is warned of the unseal key, of operators without an address, of backups and audit logs that stay inside, and of alerts that nobody gets only', () => {
    const newEnough = { cluster: { kubernetesVersion: '1.32' } };
    expect(checkConfig(configWith(production(newEnough))).map(({ code }) => code)).toEqual([
      'GW-OPERATORS',
      'SEC-SHAMIR',
      'OPS-BACKUPS-INSIDE',
      'OPS-AUDIT-NOWHERE',
      'ALR-NOBODY',
    ]);
  });
});

describe('what a platform offers', () => {
  test('is told for every capability, and what is not offered has a reason and a way out', () => {
    for (const platform of platforms) {
      for (const name of capabilityNames) {
        const offer = capabilities[platform][name];
        for (const text of offer.offered ? [offer.how] : [offer.reason, offer.instead]) expect(text.length).toBeGreaterThan(1);
      }
    }
  });

  test('is a cluster of its own, everywhere but on a cluster that exists', () => {
    expect(platforms.filter((platform) => capabilities[platform].cluster.offered)).toEqual(['aws', 'azure', 'azure-stack']);
  });
});

test('the currencies are those in use: three letters each, and those of the examples among them', () => {
  for (const code of currencyCodes) expect(code).toMatch(/^[A-Z]{3}$/);
  expect(['USD', 'EUR', 'GBP', 'CAD', 'KES', 'TZS', 'MMK', 'XOF', 'XTS', 'ZMW'].filter((code) => !currencyCodes.has(code))).toEqual([]);
  expect(currencyCodes.size).toBeGreaterThan(150);
});
