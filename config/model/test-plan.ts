import { catalogue } from '../releases/catalogue';
import { foldersOf } from '../releases/test-collections';
import { type TestRunName, testRunNames } from '../schema/tests';
import type { WorkbenchConfig } from '../schema/workbench';
import { type Features, resolveFeatures } from './features';
import { type TestInput, testInputs, testOptions } from './test-inputs';

export type TestPhase = 'provisioning' | 'validation' | 'cleanup';

/** One run of the testing toolkit: a folder of test cases, sent to one toolkit in the cluster. */
export interface TestRun {
  readonly name: TestRunName;
  /** What it tries, for people. */
  readonly title: string;
  readonly phase: TestPhase;
  /** It is part of the plan. A run that is not says in `why` what keeps it out. */
  readonly included: boolean;
  readonly why: string;
  /** Folder inside the archive of the collections; empty where the release has no such run. */
  readonly collection: string;
  readonly labels: readonly string[];
  /** Address of the toolkit inside the cluster that sends the requests. */
  readonly toolkit: string;
  /** ConfigMap of the hub's release with the inputs that its chart brings: addresses of services, names of simulators, headers. */
  readonly chartInputs: string;
  /** Over those of the chart. */
  readonly inputs: Readonly<Record<string, TestInput>>;
  readonly options: Readonly<Record<string, string>>;
  /** Provisioning that must have passed. */
  readonly needs: readonly TestRunName[];
  readonly timeLimitMinutes: number;
  /** Its failure fails the whole; that of a cleanup is only told. */
  readonly gates: boolean;
}

interface Row {
  readonly title: string;
  readonly phase: TestPhase;
  readonly needs: readonly TestRunName[];
  /** Parts of the hub without which it can't pass, beside the toolkit and the simulators, with the setting that switches them on. */
  readonly parts: Readonly<Partial<Record<'bulk' | 'thirdParty' | 'ttkSimulators' | 'interScheme', string>>>;
  /** The toolkit of a simulator sends its requests, not that of the hub. */
  readonly bySimulator?: true;
}

const ttk = { ttkSimulators: 'hub.ttkSimulators' } as const;
const bulk = { bulk: 'hub.bulk' } as const;
const thirdParty = { thirdParty: 'hub.thirdParty' } as const;
const interScheme = { interScheme: 'hub.interScheme' } as const;

/** What each run is; the order is that of the schema, which is the order of the chart's own. */
const rows = {
  setup: { title: 'provisioning of the simulators', phase: 'provisioning', needs: [], parts: {} },
  'val-gp': { title: 'golden path', phase: 'validation', needs: ['setup'], parts: {} },
  'val-bulk': { title: 'bulk transfers', phase: 'validation', needs: ['setup'], parts: bulk },
  'setup-tp': { title: 'provisioning for third-party payments', phase: 'provisioning', needs: ['setup'], parts: thirdParty },
  'val-tp': { title: 'third-party payments', phase: 'validation', needs: ['setup', 'setup-tp'], parts: thirdParty },
  // Request to pay uses the simulators that this one provisions, so it goes with them even where bulk is off.
  'setup-sdk-bulk': { title: 'provisioning of the simulators with an SDK', phase: 'provisioning', needs: ['setup'], parts: ttk },
  'val-sdk-bulk': {
    title: 'bulk transfers through the SDK',
    phase: 'validation',
    needs: ['setup', 'setup-sdk-bulk'],
    parts: { ...ttk, ...bulk },
    bySimulator: true,
  },
  'val-sdk-r2p': {
    title: 'request to pay through the SDK',
    phase: 'validation',
    needs: ['setup', 'setup-sdk-bulk'],
    parts: ttk,
    bySimulator: true,
  },
  'setup-interscheme': { title: 'provisioning for two schemes', phase: 'provisioning', needs: ['setup'], parts: interScheme },
  'val-interscheme': {
    title: 'payments between two schemes',
    phase: 'validation',
    needs: ['setup', 'setup-interscheme'],
    parts: interScheme,
  },
  cleanup: { title: 'positions back to where they were', phase: 'cleanup', needs: [], parts: {} },
} as const satisfies Readonly<Record<TestRunName, Row>>;

const rowOf = (name: TestRunName): Row => rows[name];

/** Whether the golden path may be run on a hub: asked for, or left open where the toolkit and the simulators are. */
export const testsEnabled = ({ hub, tests }: WorkbenchConfig): boolean => tests.enabled ?? (hub.testingToolkit && hub.simulators);

/** What keeps a hub from passing a run, as the end of a sentence; undefined where nothing does. */
export function whyImpossible(
  config: WorkbenchConfig,
  name: TestRunName,
  features: Features = resolveFeatures(config),
): string | undefined {
  const { release, testingToolkit, simulators } = config.hub;
  if (foldersOf(catalogue[release].testCases)[name] === undefined) return `Mojaloop ${release} has no such run`;
  if (!testingToolkit) return 'hub.testingToolkit is off';
  if (!simulators) return 'hub.simulators is off';
  const off = Object.entries(rowOf(name).parts).find(([part]) => !features[part as keyof Row['parts']]);
  return off && `${off[1]} is off`;
}

/** Runs by name with what they stand on, and with the cleanup where something is provisioned. */
function drawnAlong(names: readonly TestRunName[]): ReadonlyMap<TestRunName, string> {
  const why = new Map<TestRunName, string>(names.map((name) => [name, 'asked for']));
  for (const name of names) for (const need of rowOf(name).needs) if (!why.has(need)) why.set(need, `${name} stands on it`);
  if (!why.has('cleanup')) why.set('cleanup', 'leaves the ledger as it was');
  return why;
}

/**
 * Every run that there is, in the order in which they go, each with the reason why it is part of the plan or not. `only` names runs over those of the
 * file, as the command and the schedule do; what they stand on and the cleanup come along. Pure; the file has been found valid.
 */
export function testPlan(config: WorkbenchConfig, only: readonly TestRunName[] | undefined = config.tests.runs): readonly TestRun[] {
  const features = resolveFeatures(config);
  const folders = foldersOf(catalogue[config.hub.release].testCases);
  const asked = only && drawnAlong(only);
  const inputs = testInputs(config, features);
  const verdict = (name: TestRunName): Pick<TestRun, 'included' | 'why'> => {
    if (!testsEnabled(config)) return { included: false, why: config.tests.enabled === false ? 'tests.enabled is false' : offBy(config) };
    const impossible = whyImpossible(config, name, features);
    if (impossible) return { included: false, why: impossible };
    if (!asked) return { included: true, why: 'the hub has all it needs' };
    return asked.has(name) ? { included: true, why: asked.get(name) ?? '' } : { included: false, why: 'not asked for' };
  };
  return testRunNames.map((name) => {
    const { title, phase, needs, bySimulator } = rowOf(name);
    const release = config.hub.releaseName;
    return {
      name,
      title,
      phase,
      ...verdict(name),
      collection: folders[name] ?? '',
      labels: phase === 'validation' ? config.tests.labels : [],
      toolkit: bySimulator ? `http://${release}-ttksim1-ttk-backend:5050` : `http://${release}-ml-testing-toolkit-backend:5050`,
      chartInputs: `${release}-${chartPart(name)}-env`,
      inputs,
      options: testOptions(features),
      needs,
      timeLimitMinutes: config.tests.timeoutMinutes,
      gates: phase !== 'cleanup',
    };
  });
}

const offBy = ({ hub }: WorkbenchConfig) => (hub.testingToolkit ? 'hub.simulators is off' : 'hub.testingToolkit is off');

/** The part of the Mojaloop chart that brings the inputs of a run, and its pod for `helm test`. */
export const chartPart = (name: TestRunName) => `ml-ttk-test-${name}`;
