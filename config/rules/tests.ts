import { testsEnabled, whyImpossible } from '../model/test-plan';
import { atLeast } from '../releases/versions';
import { type TestRunName, testRunNames } from '../schema/tests';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate/path';
import { inProduction, numbered, type Rule, when, zoneFindings } from './rule';

/** Lists of runs in a file, with their places. */
const lists = ({ tests }: WorkbenchConfig): { path: Path; runs: readonly TestRunName[] }[] => [
  ...(tests.runs ? [{ path: ['tests', 'runs'], runs: tests.runs }] : []),
  ...(tests.schedule?.runs ? [{ path: ['tests', 'schedule', 'runs'], runs: tests.schedule.runs }] : []),
];

/** Settings that ask for runs, with what they ask for. */
const wishes = ({ tests }: WorkbenchConfig): { path: Path; wish: string }[] => [
  ...(tests.gate ? [{ path: ['tests', 'gate'], wish: 'deploy is to end with the golden path' }] : []),
  ...(tests.schedule ? [{ path: ['tests', 'schedule'], wish: 'the golden path has a schedule' }] : []),
  ...(tests.runs ? [{ path: ['tests', 'runs'], wish: 'runs of the golden path are named' }] : []),
];

/** The golden path: runs that there are and that the hub can pass, when they begin, and where they fetch what. */
export const testRules: readonly Rule[] = [
  {
    code: 'TST-PARTS',
    severity: 'error',
    title: 'The golden path has the testing toolkit and the simulators',
    appliesWhen: ({ tests }) => tests.enabled === true,
    check: ({ hub }) =>
      (['testingToolkit', 'simulators'] as const).flatMap((part) =>
        when(!hub[part], () => ({
          path: ['tests', 'enabled'],
          message: `the golden path is to be run, and hub.${part} is off`,
          hint: `write hub.${part}: true, or tests.enabled: false`,
        })),
      ),
  },
  {
    code: 'TST-OFF',
    severity: 'error',
    title: 'Runs are asked for only where the golden path may be run',
    appliesWhen: (config) => !testsEnabled(config),
    check: (config) =>
      wishes(config).map(({ path, wish }) => ({
        path,
        message: `${wish}, and ${config.tests.enabled === false ? 'tests.enabled is false' : 'this hub has no testing toolkit with simulators'}`,
        hint:
          config.tests.enabled === false
            ? 'write tests.enabled: true, or remove this'
            : 'write hub.testingToolkit: true and hub.simulators: true, or remove this',
      })),
  },
  {
    code: 'TST-RUN',
    severity: 'error',
    title: 'The hub can pass the runs that are named',
    appliesWhen: testsEnabled,
    check: (config) =>
      lists(config).flatMap(({ path, runs }) =>
        numbered(runs).flatMap(({ index, item }) => {
          const why = whyImpossible(config, item);
          return when(why !== undefined, () => ({
            path: [...path, index],
            message: `${item} can't be run: ${why}`,
            hint: `this hub can run ${possible(config).join(', ')}`,
          }));
        }),
      ),
  },
  {
    code: 'TST-NOTHING',
    severity: 'warning',
    title: 'Runs that are named validate something',
    appliesWhen: testsEnabled,
    check: (config) =>
      lists(config).flatMap(({ path, runs }) =>
        when(!runs.some((name) => name.startsWith('val-')), () => ({
          path,
          message: `${runs.join(' and ')} ${runs.length === 1 ? 'says' : 'say'} nothing of whether payments work`,
          hint: 'name val-gp too, or leave the list out',
        })),
      ),
  },
  {
    code: 'TST-TIME-ZONE',
    severity: 'error',
    title: 'The time zone of the scheduled runs exists',
    appliesWhen: ({ tests }) => tests.schedule !== undefined,
    check: ({ tests }) => zoneFindings(['tests', 'schedule', 'timeZone'], tests.schedule?.timeZone ?? 'UTC'),
  },
  {
    code: 'TST-PRODUCTION',
    severity: 'warning',
    title: 'Simulators move no money in production unasked',
    appliesWhen: (config) => inProduction(config) && testsEnabled(config) && (config.tests.gate || config.tests.schedule !== undefined),
    check: ({ tests }) => [
      {
        path: ['tests', tests.gate ? 'gate' : 'schedule'],
        message: 'simulators become participants of a production ledger, and every run moves money between them',
        hint: 'run the golden path in an environment of its own that is made from the same file, and only then deploy this one',
      },
    ],
  },
  {
    code: 'TST-KEPT',
    severity: 'error',
    title: 'The toolkit of the release can keep reports',
    appliesWhen: ({ tests, hub }) => tests.results.inToolkit && !atLeast(hub.release, '14.1.1'),
    check: ({ hub }) => [
      {
        path: ['tests', 'results', 'inToolkit'],
        message: `the testing toolkit of Mojaloop ${hub.release} has no database for reports`,
        hint: 'remove it, or deploy 14.1.1 or newer',
      },
    ],
  },
  {
    code: 'TST-LOGIN',
    severity: 'error',
    title: 'The address of the collections holds no password',
    appliesWhen: ({ tests }) => tests.collections !== undefined,
    check: ({ tests: { collections } }) => {
      const { username, password } = new URL(collections?.address ?? 'https://github.com');
      return when(username !== '' || password !== '', () => ({
        path: ['tests', 'collections', 'address'],
        message: 'the address holds a login, and would show it in every Job',
        hint: 'put the archive where the cluster may fetch it without one, and name its digest in sha256',
      }));
    },
  },
  {
    code: 'TST-DIGEST',
    severity: 'warning',
    title: 'An archive that is fetched without encryption has a digest',
    appliesWhen: ({ tests }) => tests.collections !== undefined,
    check: ({ tests: { collections } }) =>
      when(collections?.address.startsWith('http:') === true && collections.sha256 === undefined, () => ({
        path: ['tests', 'collections', 'address'],
        message: 'the archive comes unencrypted, and whoever is in between decides what the runs try',
        hint: 'name its digest in tests.collections.sha256, or use https',
      })),
  },
];

const possible = (config: WorkbenchConfig) => testRunNames.filter((name) => whyImpossible(config, name) === undefined);
