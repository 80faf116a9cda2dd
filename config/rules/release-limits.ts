import { resolveFeatures } from '../model/features';
import { catalogue, type ReleaseLimits } from '../releases/catalogue';
import { always, type Finding, type Rule, when } from './rule';
import { externals } from './stores';

/** The oldest release whose charts can do what a check asks of its limits. */
const since = (can: (limits: ReleaseLimits) => boolean): string =>
  Object.values(catalogue).find(({ limits }) => can(limits))?.version ?? 'a newer release';

/** What the charts of a release can't do: secrets, TLS, logins, pod security. */
export const releaseLimitRules: readonly Rule[] = [
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
    check: ({ hub: { release } }) => [
      {
        path: ['cluster', 'podSecurity'],
        message: `pods of Mojaloop ${release} lack what restricted wants, and their charts have no values for all of it`,
        hint: 'write baseline',
      },
    ],
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
];
