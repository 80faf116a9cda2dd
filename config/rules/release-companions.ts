import { testsEnabled } from '../model/test-plan';
import { movedIn, placeOf } from '../releases/moved-images';
import { atLeast } from '../releases/versions';
import { plain } from './releases';
import { type Rule, when } from './rule';

const vaultOperator = 'vault-config-operator';

/** What goes with a release: caches, operators, test collections, images. */
export const releaseCompanionRules: readonly Rule[] = [
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
    appliesWhen: (config) => config.charts.images !== undefined && config.tests.collections === undefined && testsEnabled(config),
    check: (_, { testCases }) => [
      {
        path: ['hub', 'testingToolkit'],
        message: `its tests fetch their collections (testing-toolkit-test-cases ${testCases}) from github.com, and the images come from a mirror`,
        hint: 'where nothing leads to github.com, put the archive where the cluster reaches it and name it in tests.collections.address',
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
