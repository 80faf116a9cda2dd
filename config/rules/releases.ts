import { chartVersion } from '../model/charts';
import { resolveFeatures } from '../model/features';
import { catalogue, type ReleaseLimits } from '../releases/catalogue';
import { movedIn, placeOf } from '../releases/moved-images';
import { atLeast, type ReleaseVersion, releaseVersions } from '../releases/versions';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate-path';
import { always, type Finding, present, type Rule, when } from './rule';
import { externals } from './stores';

type Hub = WorkbenchConfig['hub'];

const from = (version: ReleaseVersion) => (config: WorkbenchConfig) => atLeast(config.hub.release, version);

interface Toggle {
  readonly path: Path;
  readonly on: (hub: Hub) => boolean;
  readonly what: string;
  readonly since: ReleaseVersion;
  readonly off: string;
}

/** Toggles that not every release has. */
export const toggles: readonly Toggle[] = [
  { path: ['hub', 'fx'], on: (hub) => hub.fx, what: 'foreign exchange', since: '17.0.0', off: 'hub.fx: false' },
  {
    path: ['hub', 'interScheme'],
    on: (hub) => hub.interScheme,
    what: 'inter-scheme proxy',
    since: '17.0.0',
    off: 'hub.interScheme: false',
  },
  { path: ['hub', 'apiType'], on: (hub) => hub.apiType === 'iso20022', what: 'ISO 20022', since: '17.0.0', off: 'hub.apiType: fspiop' },
  {
    path: ['hub', 'oracles', 'msisdn'],
    on: (hub) => hub.oracles.msisdn === true,
    what: 'MSISDN oracle',
    since: '17.0.0',
    off: 'hub.oracles.msisdn: false',
  },
  {
    path: ['hub', 'positionBatch'],
    on: (hub) => hub.positionBatch === true,
    what: 'position handler in batches',
    since: '16.0.4',
    off: 'hub.positionBatch: false',
  },
];

const paymentManager = 'mojaloop-payment-manager';
const vaultOperator = 'vault-config-operator';
const minor = (version: string) => Number(version.split('.')[1]);
const managers = (config: WorkbenchConfig) => present(config.participants).filter(({ item }) => !item.external);
const plain = (version: string) => version.replace(/^v/, '').replace(/[-+].*$/, '');

/** Where a payment manager's version is decided: by the operator, or else by the release. */
const managerPath = ({ charts }: WorkbenchConfig): Path =>
  charts.versions[paymentManager] === undefined ? ['hub', 'release'] : ['charts', 'versions', paymentManager];

/** The oldest release whose charts can do what a check asks of its limits. */
const since = (can: (limits: ReleaseLimits) => boolean): string =>
  Object.values(catalogue).find(({ limits }) => can(limits))?.version ?? 'a newer release';

export const releaseRules: readonly Rule[] = [
  {
    code: 'REL-NAME-LENGTH',
    severity: 'error',
    title: 'The Helm release name has at most 8 characters',
    appliesWhen: always,
    check: ({ hub }, { limits }) =>
      when(hub.releaseName.length > limits.releaseNameLength, () => ({
        path: ['hub', 'releaseName'],
        message: `${hub.releaseName} has ${hub.releaseName.length} characters: names of volumes and services become too long`,
        hint: `at most ${limits.releaseNameLength}, such as moja`,
      })),
  },
  {
    code: 'REL-TOGGLE',
    severity: 'error',
    title: 'What is switched on is part of the release',
    appliesWhen: always,
    check: ({ hub }) =>
      toggles
        .filter(({ on, since }) => on(hub) && !atLeast(hub.release, since))
        .map(({ path, what, since, off }) => ({
          path,
          message: `Mojaloop ${hub.release} has no ${what}`,
          hint: `write hub.release: ${releaseVersions.find((version) => atLeast(version, since))} or newer, or ${off}`,
        })),
  },
  {
    code: 'REL-BATCH-OFF',
    severity: 'error',
    title: 'From 17 on positions are handled in batches',
    appliesWhen: from('17.0.0'),
    check: ({ hub }) =>
      when(hub.positionBatch === false, () => ({
        path: ['hub', 'positionBatch'],
        message: `Mojaloop ${hub.release} sends every transfer to the position handler in batches, which is off`,
        hint: 'no transfer would ever be committed: leave positionBatch out',
      })),
  },
  {
    code: 'REL-CONSENT',
    severity: 'error',
    title: 'The consent oracle goes with third-party payments',
    appliesWhen: always,
    check: ({ hub: { oracles, thirdParty } }) =>
      when(oracles.consent !== undefined && oracles.consent !== thirdParty, () => ({
        path: ['hub', 'oracles', 'consent'],
        message: thirdParty
          ? 'third-party payments are on, and the oracle that finds consents is off'
          : 'the consent oracle is on, and third-party payments are off',
        hint: 'leave consent out: it follows hub.thirdParty',
      })),
  },
  {
    code: 'REL-KUBERNETES-OLD',
    severity: 'error',
    title: 'Kubernetes is new enough for the charts of the release',
    appliesWhen: always,
    check: ({ cluster: { kubernetesVersion }, hub: { release } }, { limits }) => {
      const { oldest } = limits.kubernetes;
      return when(minor(kubernetesVersion) < minor(oldest), () => ({
        path: ['cluster', 'kubernetesVersion'],
        message: `Mojaloop ${release} needs Kubernetes ${oldest}, and the cluster has ${kubernetesVersion}`,
        hint: 'its charts use kinds that came later: upgrade the cluster',
      }));
    },
  },
  {
    code: 'REL-KUBERNETES-NEW',
    severity: 'warning',
    title: 'The release was tried on this Kubernetes, or a newer one',
    appliesWhen: always,
    check: ({ cluster: { kubernetesVersion }, hub: { release } }, { limits }) => {
      const { newest } = limits.kubernetes;
      return when(minor(kubernetesVersion) > minor(newest), () => ({
        path: ['cluster', 'kubernetesVersion'],
        message: `Mojaloop ${release} was tried on Kubernetes up to ${newest}, and the cluster has ${kubernetesVersion}`,
        hint: 'try it in a sandbox first',
      }));
    },
  },
  {
    code: 'REL-MANAGER-KUBERNETES',
    severity: 'error',
    title: 'Payment managers run on this Kubernetes',
    appliesWhen: (config) => managers(config).length > 0,
    check: (config) => {
      const { kubernetesVersion } = config.cluster;
      const version = chartVersion(config, paymentManager);
      return when(minor(kubernetesVersion) >= 22 && !atLeast(plain(version), '9.0.2'), () => ({
        path: managerPath(config),
        message: `${paymentManager} ${version} makes Ingresses of a kind that Kubernetes ${kubernetesVersion} has no more`,
        hint: `9.0.2 and newer do not: write charts.versions.${paymentManager}: 9.1.5`,
      }));
    },
  },
  {
    code: 'REL-MANAGER-ISO',
    severity: 'error',
    title: 'Payment managers speak ISO 20022 where the hub does',
    appliesWhen: (config) => config.hub.apiType === 'iso20022' && managers(config).length > 0,
    check: (config) => {
      const version = chartVersion(config, paymentManager);
      return when(!atLeast(plain(version), '10.1.0'), () => ({
        path: managerPath(config),
        message: `${paymentManager} ${version} speaks no ISO 20022`,
        hint: `10.1.0 and newer do: leave charts.versions.${paymentManager} out`,
      }));
    },
  },
  {
    code: 'REL-NO-SECRETS',
    severity: 'warning',
    title: 'The charts of the release take passwords from Secrets',
    appliesWhen: (_, { limits }) => !limits.secretSupport,
    check: ({ hub: { release } }) => [
      {
        path: ['hub', 'release'],
        message: `the charts of Mojaloop ${release} know no Secrets: passwords of MySQL, of MongoDB (bulk, testing toolkit, event processor) and the signing key go through Helm as values and into its ConfigMaps`,
        hint: `use ${since((limits) => limits.secretSupport)} or newer where more than testing is meant`,
      },
    ],
  },
  {
    code: 'REL-JWS-VALUE',
    severity: 'warning',
    title: 'The charts of the release take the signing key from a Secret',
    appliesWhen: (config, { limits }) => resolveFeatures(config).jws && !limits.jwsKeySecret,
    check: ({ hub: { release } }) => [
      {
        path: ['hub', 'jws', 'enabled'],
        message: `the charts of Mojaloop ${release} take the signing key as a value only: it goes through Helm, write-only, and into a Secret of its release`,
        hint: `from ${since((limits) => limits.jwsKeySecret)} on it comes from a Secret; jws.enabled: false leaves messages unsigned`,
      },
    ],
  },
  {
    code: 'REL-POD-SECURITY',
    severity: 'error',
    title: 'Pods of the release may run under the Pod Security Standard',
    appliesWhen: ({ cluster }) => cluster.podSecurity === 'restricted',
    check: (config, { limits }) =>
      when(!limits.restrictedPods, () => ({
        path: ['cluster', 'podSecurity'],
        message: `images of Mojaloop ${config.hub.release} run as root, which restricted refuses`,
        hint: `write baseline, or use ${since((each) => each.restrictedPods)} or newer`,
      })),
  },
  {
    code: 'REL-MYSQL-TLS',
    severity: 'error',
    title: 'MySQL outside the cluster is reached by TLS from 17.1 on only',
    appliesWhen: always,
    check: (config, { limits }) =>
      externals(config, 'mysql').flatMap(({ path, external }): Finding[] => {
        if (!external.tls) return [];
        const { release, thirdParty } = config.hub;
        const at = [...path, 'tls'];
        if (!limits.mysqlTls)
          return [
            {
              path: at,
              message: `the services of Mojaloop ${release} speak no TLS to MySQL`,
              hint: `use ${since((each) => each.mysqlTls)} or newer, or allow connections without TLS in a private network`,
            },
          ];
        return when(thirdParty && ['external', 'thirdparty-auth-db', 'consent-oracle-db'].includes(String(path.at(-1))), () => ({
          path: at,
          message: 'auth-svc and consent-oracle of third-party payments speak no TLS to MySQL',
          hint: 'keep their databases in the cluster by stores.mysql.databases, or switch hub.thirdParty off',
        }));
      }),
  },
  {
    code: 'REL-MYSQL-LOGIN',
    severity: 'warning',
    title: 'MySQL outside the cluster knows the login of the services',
    appliesWhen: (_, { limits }) => limits.mysqlNativePassword,
    check: (config) =>
      externals(config, 'mysql').map(({ path, external }) => ({
        path: [...path, 'host'],
        message: `the services of Mojaloop ${config.hub.release} log in by mysql_native_password only`,
        hint: `allow that plug-in on ${external.host}, or use ${since((limits) => !limits.mysqlNativePassword)} or newer`,
      })),
  },
  {
    code: 'REL-MIGRATION-HOOK',
    severity: 'warning',
    title: 'A ledger database that lives elsewhere is there before the release',
    appliesWhen: (_, { limits }) => limits.migrationHook,
    check: ({ stores, hub }) =>
      when(stores.mysql.databases['central-ledger-db'] !== undefined, () => ({
        path: ['stores', 'mysql', 'databases', 'central-ledger-db'],
        message: `Mojaloop ${hub.release} migrates the ledger before anything else: database and user must be there, and the user may change tables`,
        hint: 'otherwise the release waits until operations.helmTimeoutSeconds and fails',
      })),
  },
  {
    code: 'REL-PROXY-REDIS',
    severity: 'warning',
    title: 'The inter-scheme proxy has a Redis cluster for its cache',
    appliesWhen: ({ hub }) => hub.interScheme,
    check: ({ stores }) =>
      when(stores.redis.external !== undefined, () => ({
        path: ['stores', 'redis', 'external'],
        message: `the inter-scheme proxy speaks to a Redis cluster, and every service would use ${stores.redis.external?.host}`,
        hint: 'a single Redis does not answer as a cluster: leave Redis to the operator in the cluster',
      })),
  },
  {
    code: 'REL-OPERATOR-KEEPS',
    severity: 'error',
    title: 'The operator of Vault keeps passwords when their objects go',
    appliesWhen: ({ charts }) => charts.versions[vaultOperator] !== undefined,
    check: ({ charts }) => {
      const version = charts.versions[vaultOperator] ?? '';
      return when(!atLeast(plain(version), '0.8.30'), () => ({
        path: ['charts', 'versions', vaultOperator],
        message: `${vaultOperator} ${version} deletes a password from Vault with its RandomSecret: it knows no kvSecretRetainPolicy`,
        hint: `v0.8.30 and newer do: leave charts.versions.${vaultOperator} out`,
      }));
    },
  },
  {
    code: 'REL-TESTS-DOWNLOAD',
    severity: 'warning',
    title: 'Tests of the testing toolkit can be fetched',
    appliesWhen: ({ charts, hub }) => charts.images !== undefined && hub.testingToolkit && hub.simulators,
    check: (_, { testCases }) => [
      {
        path: ['hub', 'testingToolkit'],
        message: `its tests fetch their collections (testing-toolkit-test-cases ${testCases}) from github.com, and the images come from a mirror`,
        hint: 'where nothing leads to github.com, write testingToolkit: false',
      },
    ],
  },
  {
    code: 'REL-IMAGE-GONE',
    severity: 'warning',
    title: 'Images that overrides name can be pulled',
    appliesWhen: ({ overrides }) => Object.keys(overrides.values).length > 0,
    check: ({ overrides }) =>
      Object.entries(overrides.values).flatMap(([release, values]) =>
        movedIn(JSON.stringify(values)).map((image) => ({
          path: ['overrides', 'values', release],
          message: `Docker Hub has no versions of ${image} any more`,
          hint: `${placeOf(image).to} takes its place`,
        })),
      ),
  },
];
