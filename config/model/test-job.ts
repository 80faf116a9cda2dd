import { catalogue } from '../releases/catalogue';
import { archiveAddress, testCommandVersions } from '../releases/test-collections';
import type { WorkbenchConfig } from '../schema/workbench';
import { testDemand } from './demand';
import { pulled } from './pulled-image';
import type { TestRun } from './test-plan';
import { inputsProgram, reportProgram, runScript } from './test-programs';

/** A Kubernetes object as its API takes it. */
export interface TestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** Labels of everything that the runs make: a killed command finds what it left by them. */
export const testLabels = {
  app: 'app.kubernetes.io/name',
  id: 'workbench.mojaloop.io/verify',
  run: 'workbench.mojaloop.io/run',
} as const;

export const testApp = 'golden-path';

/** The container of a pod that prints the report of a run: `readReport` takes its log. */
export const reportContainer = (run: Pick<TestRun, 'name'>) => `report-${run.name}`;

/** The step before it, whose log is that of the toolkit's command. */
export const runContainer = (run: Pick<TestRun, 'name'>) => `run-${run.name}`;

/** The image's own user, by number: without one Kubernetes does not believe that it is not root. */
const user = 1001;

/** What fetching, unpacking and printing may take beside the runs. */
const marginSeconds = 600;

const confined = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };

/** Where the runs fetch their collections. */
export const collectionsOf = ({ hub, tests }: WorkbenchConfig) => ({
  address: tests.collections?.address ?? archiveAddress(catalogue[hub.release].testCases),
  sha256: tests.collections?.sha256 ?? '',
});

const env = (values: Readonly<Record<string, string>>) => Object.entries(values).map(([name, value]) => ({ name, value }));

const labelsOf = (config: WorkbenchConfig, more: Readonly<Record<string, string>>) => ({
  [testLabels.app]: testApp,
  'app.kubernetes.io/managed-by': 'workbench',
  'workbench.mojaloop.io/environment': config.environment,
  ...more,
});

/** Programs and inputs of the runs; nothing in it is secret. */
function runsConfigMap(config: WorkbenchConfig, metadata: TestObject['metadata'], [first]: readonly TestRun[]): TestObject {
  // Never its own breakRunOnError: every version of the toolkit then ends without a report.
  const command = { mode: 'outbound', logLevel: '1', saveReport: config.tests.results.inToolkit };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: {
      'run.sh': runScript,
      'inputs.cjs': inputsProgram,
      'report.cjs': reportProgram,
      'inputs.json': JSON.stringify({ inputValues: first?.inputs ?? {}, options: first?.options ?? {} }),
      'command.json': JSON.stringify(command),
    },
  };
}

/**
 * A pod that makes runs one after the other and then prints each report in a container of its own: the kubelet begins a new log at 10 MiB, so no two
 * reports share one. A container ends as the toolkit's command did, so the pod fails where a test case does.
 */
function runsPod(config: WorkbenchConfig, runs: readonly TestRun[], id: string, programs: string) {
  const collections = collectionsOf(config);
  const common = {
    image: pulled(config, `mojaloop/ml-testing-toolkit-client-lib:${testCommandVersions[config.hub.release]}`),
    resources: {
      requests: { cpu: `${testDemand.cpu}m`, memory: `${testDemand.memory}Mi` },
      limits: { memory: `${testDemand.memory}Mi` },
    },
    securityContext: confined,
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
  // What prints a report needs little; together they must not ask for more than the runs did.
  const share = { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: `${testDemand.memory}Mi` } };
  const mounts = [
    { name: 'programs', mountPath: '/programs', readOnly: true },
    { name: 'work', mountPath: '/work' },
  ];
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user, seccompProfile: { type: 'RuntimeDefault' } },
    initContainers: runs.map((run) => ({
      ...common,
      name: runContainer(run),
      command: ['/bin/sh', '/programs/run.sh'],
      env: env({
        RUN: run.name,
        PHASE: run.phase,
        WORK: '/work',
        PROGRAMS: '/programs',
        COMMAND_FOLDER: '/opt/app',
        COLLECTIONS: collections.address,
        COLLECTIONS_SHA256: collections.sha256,
        COLLECTION: run.collection,
        CHART_INPUTS: `/chart/${run.name}/inputs.json`,
        TOOLKIT: run.toolkit,
        LABELS: run.labels.join(','),
        SECONDS_LIMIT: String(run.timeLimitMinutes * 60),
        STOP_AT_FIRST_FAILURE: String(config.tests.stopAtFirstFailure),
        TRIES: '24',
        HOME: '/tmp',
      }),
      volumeMounts: [
        ...mounts,
        { name: `inputs-${run.name}`, mountPath: `/chart/${run.name}`, readOnly: true },
        { name: 'tmp', mountPath: '/tmp' },
      ],
    })),
    containers: runs.map((run) => ({
      ...common,
      name: reportContainer(run),
      command: ['node', '/programs/report.cjs', run.name, id, '/work'],
      resources: share,
      volumeMounts: mounts,
    })),
    volumes: [
      { name: 'programs', configMap: { name: programs } },
      { name: 'work', emptyDir: { sizeLimit: '2Gi' } },
      { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
      // Without it the run says what is missing; with a volume that must be there the pod would wait for ever.
      ...runs.map((run) => ({
        name: `inputs-${run.name}`,
        configMap: { name: run.chartInputs, optional: true, items: [{ key: 'cli-testcase-environment.json', path: 'inputs.json' }] },
      })),
    ],
  };
}

function jobSpec(
  config: WorkbenchConfig,
  runs: readonly TestRun[],
  id: string,
  programs: string,
  labels: Readonly<Record<string, string>>,
) {
  return {
    // A second try would find the ledger as the first one left it.
    backoffLimit: 0,
    activeDeadlineSeconds: runs.reduce((seconds, run) => seconds + run.timeLimitMinutes * 60, marginSeconds),
    ttlSecondsAfterFinished: config.tests.results.keepHours * 3600,
    template: { metadata: { labels }, spec: runsPod(config, runs, id, programs) },
  };
}

/** Name of the Job of a run, and of its ConfigMap. `id` is one of `workbench verify`: a DNS label of at most 20 characters. */
export const testJobName = (run: Pick<TestRun, 'name'>, id: string) => `${testApp}-${id}-${run.name}`;

/**
 * One run of `workbench verify` as a Job with its ConfigMap, in the namespace of the hub. The Job ends by itself (`activeDeadlineSeconds`) and goes
 * after `tests.results.keepHours`; the ConfigMap stays until somebody deletes it.
 */
export function testJob(config: WorkbenchConfig, run: TestRun, id: string): { readonly job: TestObject; readonly configMap: TestObject } {
  const labels = labelsOf(config, { [testLabels.id]: id, [testLabels.run]: run.name });
  const metadata = { name: testJobName(run, id), namespace: config.hub.namespace, labels };
  return {
    job: { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: jobSpec(config, [run], id, metadata.name, labels) },
    configMap: runsConfigMap(config, metadata, [run]),
  };
}

/** The runs of a schedule in one pod, one after the other, whenever the schedule says so; never two at a time. */
export function testCronJob(config: WorkbenchConfig, runs: readonly TestRun[]): readonly TestObject[] {
  const { schedule, results } = config.tests;
  if (!schedule || runs.length === 0) return [];
  const id = 'scheduled';
  const labels = labelsOf(config, { [testLabels.id]: id });
  const metadata = { name: testApp, namespace: config.hub.namespace, labels };
  return [
    runsConfigMap(config, metadata, runs),
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata,
      spec: {
        schedule: schedule.cron,
        timeZone: schedule.timeZone,
        suspend: schedule.suspended,
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 600,
        successfulJobsHistoryLimit: results.keepRuns,
        failedJobsHistoryLimit: results.keepRuns,
        jobTemplate: { metadata: { labels }, spec: jobSpec(config, runs, id, metadata.name, labels) },
      },
    },
  ];
}
