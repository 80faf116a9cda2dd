import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { resolveEnvironment } from '../config/environment';
import { reportContainer, runContainer, testCronJob, testJob } from '../config/model/test-job';
import { chartPart, testPlan } from '../config/model/test-plan';
import { reportProgram, runScript } from '../config/model/test-programs';
import { readReport, reportMarkers } from '../config/model/test-report';
import { catalogue } from '../config/releases/catalogue';
import { indexOf } from '../config/releases/index-files';
import { archiveAddress, foldersOf, testCommandVersions } from '../config/releases/test-collections';
import { releaseVersions } from '../config/releases/versions';
import { testRunNames } from '../config/schema/tests';
import { enabledTests } from '../constructs/mojaloop/toggles';
import { carriedObjects, modelWith, synthesised } from './synthesised';
import { configWith, type Json } from './workbench-fixtures';

const work = mkdtempSync(join(tmpdir(), 'golden-path-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const everything = { bulk: true, thirdParty: true, ttkSimulators: true, interScheme: true };
const included = (settings: Json, only?: (typeof testRunNames)[number][]) =>
  testPlan(configWith(settings), only)
    .filter((run) => run.included)
    .map(({ name }) => name);
const runOf = (settings: Json, name: (typeof testRunNames)[number]) => {
  const found = testPlan(configWith(settings)).find((run) => run.name === name);
  if (!found) throw new Error(`no run ${name}`);
  return found;
};

describe('the plan', () => {
  test.each([
    ['the smallest hub', {}, ['setup', 'val-gp', 'cleanup']],
    ['a hub with everything', { hub: everything }, [...testRunNames]],
    [
      'simulators with an SDK, which request to pay needs provisioned even without bulk',
      { hub: { ttkSimulators: true } },
      ['setup', 'val-gp', 'setup-sdk-bulk', 'val-sdk-r2p', 'cleanup'],
    ],
    [
      '16.0.4 has no inter-scheme',
      { hub: { ...everything, release: '16.0.4' } },
      testRunNames.filter((name) => !name.endsWith('interscheme')),
    ],
    [
      '14.1.1 has neither request to pay nor a cleanup',
      { hub: { ...everything, release: '14.1.1' } },
      ['setup', 'val-gp', 'val-bulk', 'setup-tp', 'val-tp', 'setup-sdk-bulk', 'val-sdk-bulk'],
    ],
    ['production has no simulators by itself', { profile: 'production' }, []],
    ['tests that are switched off', { tests: { enabled: false } }, []],
    [
      'a run that is named, with what it stands on',
      { hub: everything, tests: { runs: ['val-tp'] } },
      ['setup', 'setup-tp', 'val-tp', 'cleanup'],
    ],
  ])('%s', (_, settings, expected) => {
    expect(included(settings)).toEqual(expected);
  });

  test('every run that is left out says why, and one that was drawn along for what', () => {
    const why = (settings: Json) => Object.fromEntries(testPlan(configWith(settings)).map((run) => [run.name, run.why]));
    expect(why({ hub: { release: '16.0.4', bulk: true }, tests: { runs: ['val-gp'] } })).toEqual({
      setup: 'val-gp stands on it',
      'val-gp': 'asked for',
      'val-bulk': 'not asked for',
      'setup-tp': 'hub.thirdParty is off',
      'val-tp': 'hub.thirdParty is off',
      'setup-sdk-bulk': 'hub.ttkSimulators is off',
      'val-sdk-bulk': 'hub.ttkSimulators is off',
      'val-sdk-r2p': 'hub.ttkSimulators is off',
      'setup-interscheme': 'Mojaloop 16.0.4 has no such run',
      'val-interscheme': 'Mojaloop 16.0.4 has no such run',
      cleanup: 'leaves the ledger as it was',
    });
    expect(new Set(Object.values(why({ profile: 'production' })))).toEqual(new Set(['hub.simulators is off']));
  });

  test('a run goes to the toolkit that the chart of the release sends it to, with inputs of the hub and no secret', () => {
    const run = runOf({ hub: { ...everything, apiType: 'iso20022', testCurrencies: ['EUR', 'GBP', 'CAD'] } }, 'val-sdk-r2p');
    expect(run).toMatchObject({
      toolkit: 'http://moja-ttksim1-ttk-backend:5050',
      chartInputs: 'moja-ml-ttk-test-val-sdk-r2p-env',
      collection: 'collections/hub/sdk_scheme_adapter/request-to-pay/basic',
      options: { transformerName: 'fspiopToISO20022' },
      inputs: { currency: 'EUR', TTKSIM1_CURRENCY: 'GBP', cgscurrency: 'CAD', API_TYPE: 'iso20022', SIMPLE_ROUTING_MODE_ENABLED: true },
    });
    expect(runOf({ tests: { labels: ['p2p'] } }, 'setup').labels).toEqual([]);
    expect(runOf({ tests: { labels: ['p2p'] } }, 'val-gp').labels).toEqual(['p2p']);
    expect(JSON.stringify(run.inputs)).not.toMatch(/key|password|token|secret/i);
  });

  test.each(releaseVersions)('%s: each run of the plan has its inputs in the chart of the release, switched on with it', (release) => {
    const model = resolveEnvironment(configWith({ hub: { ...everything, release } }));
    const index = indexOf('mojaloop', release);
    const on = enabledTests(model);
    for (const { name, included: there } of testPlan(model.config)) {
      expect([name, on[chartPart(name)]]).toEqual([name, there]);
      expect([name, index?.paths.has(`${chartPart(name)}/tests/enabled`)]).toEqual([
        name,
        foldersOf(catalogue[release].testCases)[name] !== undefined,
      ]);
    }
  });

  const charts = process.env.LAB_CHARTS;
  const packages = releaseVersions.filter((release) => charts && existsSync(join(charts, `mojaloop-${release}.tgz`)));
  const published =
    packages.length > 0
      ? test.each(packages)
      : test.skip.each(['every release (skipped: LAB_CHARTS names no folder with published packages)']);
  published('%s: folders, archive, toolkit and version of the command are those of the published chart', (release) => {
    const file = join(charts ?? '', `mojaloop-${release}.tgz`);
    const read = (path: string) =>
      parse(execFileSync('tar', ['xzOf', file, path], { maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' }), {
        merge: true,
        // 15.1.0 writes a weight twice.
        uniqueKeys: false,
        maxAliasCount: -1,
      });
    const values = read('mojaloop/values.yaml');
    const version = releaseVersions.find((one) => one === release) ?? '17.1.0';
    const tag = catalogue[version].testCases;
    for (const run of testPlan(configWith({ hub: { ...everything, release: version } })).filter(({ collection }) => collection !== '')) {
      const { config } = values[chartPart(run.name)];
      expect([run.name, config.testCasesZipUrl]).toEqual([run.name, archiveAddress(tag)]);
      expect([run.name, config.testCasesPathInZip]).toEqual([run.name, `testing-toolkit-test-cases-${tag.slice(1)}/${run.collection}`]);
      // 16.0.4 forgets it for third-party payments, so that `helm test` calls a host that is not there.
      const address: string = config.ttkBackendURL ?? 'http://$release_name-ml-testing-toolkit-backend:5050';
      expect([run.name, address.replace('$release_name', 'moja')]).toEqual([run.name, run.toolkit]);
    }
    expect(read('mojaloop/charts/ml-testing-toolkit-cli/values.yaml').image).toMatchObject({
      repository: 'mojaloop/ml-testing-toolkit-client-lib',
      tag: testCommandVersions[version],
    });
  });
});

describe('the Job', () => {
  const settings = { charts: { images: 'registry.example.org/mirror' }, tests: { stopAtFirstFailure: true, timeoutMinutes: 10 } };
  const config = configWith(settings);
  const { job, configMap } = testJob(config, runOf(settings, 'val-gp'), 'k3x9');
  const spec = job.spec as { template: { spec: { initContainers: Json[]; containers: Json[] } & Json } } & Json;
  const pod = spec.template.spec;

  test('is found by its labels, ends by itself, is tried once and goes after a while', () => {
    expect(job.metadata).toEqual({
      name: 'golden-path-k3x9-val-gp',
      namespace: 'mojaloop',
      labels: {
        'app.kubernetes.io/name': 'golden-path',
        'app.kubernetes.io/managed-by': 'workbench',
        'workbench.mojaloop.io/environment': 'dev',
        'workbench.mojaloop.io/verify': 'k3x9',
        'workbench.mojaloop.io/run': 'val-gp',
      },
    });
    expect(spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 1200, ttlSecondsAfterFinished: 86_400 });
    expect(configMap.metadata).toEqual(job.metadata);
  });

  test('keeps the rules of a restricted namespace and takes its image from the mirror, by a version', () => {
    expect(pod).toMatchObject({ restartPolicy: 'Never', automountServiceAccountToken: false });
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1001, seccompProfile: { type: 'RuntimeDefault' } });
    for (const container of [...pod.initContainers, ...pod.containers]) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.image).toBe('registry.example.org/mirror/mojaloop/ml-testing-toolkit-client-lib:v1.10.3');
      expect(container.resources).toMatchObject({ requests: { cpu: expect.any(String) }, limits: { memory: '1024Mi' } });
    }
    expect(pod.initContainers.map(({ name }) => name)).toEqual([runContainer({ name: 'val-gp' })]);
    expect(pod.containers.map(({ name }) => name)).toEqual([reportContainer({ name: 'val-gp' })]);
  });

  test('no name is longer than Kubernetes takes, and no input is a secret', () => {
    for (const run of testPlan(configWith({ hub: everything }))) {
      const made = testJob(config, run, 'x'.repeat(20));
      expect(made.job.metadata.name.length).toBeLessThanOrEqual(63);
      expect(JSON.stringify((made.configMap.data as Json)['inputs.json'])).not.toMatch(/PRIVATE KEY|password|bearer/i);
    }
  });

  test('a schedule is one pod that makes its runs one after the other, and never two at a time', () => {
    const nightly = { hub: everything, tests: { schedule: { cron: '0 3 * * *', timeZone: 'Africa/Kigali', runs: ['val-bulk'] } } };
    const scheduled = configWith(nightly);
    const runs = testPlan(scheduled, scheduled.tests.schedule?.runs).filter((run) => run.included);
    const [map, cron] = testCronJob(scheduled, runs);
    expect(map?.metadata.name).toBe('golden-path');
    expect(cron).toMatchObject({
      kind: 'CronJob',
      spec: {
        schedule: '0 3 * * *',
        timeZone: 'Africa/Kigali',
        suspend: false,
        concurrencyPolicy: 'Forbid',
        jobTemplate: {
          spec: { template: { spec: { initContainers: [{ name: 'run-setup' }, { name: 'run-val-bulk' }, { name: 'run-cleanup' }] } } },
        },
      },
    });
    expect(testCronJob(configWith({}), runs)).toEqual([]);
  });
});

describe('in the hub stack', () => {
  const nightly = { schedule: { cron: '0 3 * * *' } };
  const objectsWith = (tests: Json) =>
    carriedObjects(synthesised(modelWith({ tests })), 'hub').filter(({ metadata }) => metadata.name === 'golden-path');

  test('there is a CronJob with its programs where the file has a schedule, and nothing where it has none', () => {
    expect(objectsWith({})).toEqual([]);
    const found = objectsWith(nightly);
    expect(found.map(({ kind, metadata }) => `${kind} ${metadata.namespace}`)).toEqual(['ConfigMap mojaloop', 'CronJob mojaloop']);
    // What Terraform and Helm make of the programs is what the pod runs.
    expect(found[0]?.data).toMatchObject({ 'run.sh': runScript, 'report.cjs': reportProgram });
  });

  test('network policies let the runs, and nobody else, reach a port of their own for the collections', () => {
    const flows = (address?: string) =>
      modelWith({ tests: address ? { collections: { address, sha256: 'a'.repeat(64) } } : {} })
        .flows.filter(({ why }) => why.includes('fetch'))
        .map(({ from, ports }) => ({ from, ports }));
    const toolkit = { from: { namespace: 'mojaloop' }, ports: [443] };
    expect(flows()).toEqual([toolkit]);
    expect(flows('https://files.example.org/cases.zip')).toEqual([toolkit]);
    expect(flows('http://files.example.org/cases.zip')).toEqual([
      toolkit,
      { from: { namespace: 'mojaloop', app: 'golden-path' }, ports: [80] },
    ]);
    expect(flows('https://files.example.org:8443/cases.zip')).toEqual([
      toolkit,
      { from: { namespace: 'mojaloop', app: 'golden-path' }, ports: [8443] },
    ]);
  });

  test('the pod of the runs counts in what the environment asks of its cluster, and only where it may be run', () => {
    const memory = (enabled: boolean) => modelWith({ tests: { enabled } }).demand.memory;
    expect(memory(true) - memory(false)).toBe(1024);
  });
});

describe('the report in a log', () => {
  const assertion = (status: string) => ({ id: 1, description: 'answers 202', resultStatus: { status } });
  const request = (status: string, body: string) => ({
    status: 'SUCCESS',
    request: {
      id: 7,
      description: 'a transfer',
      method: 'post',
      operationPath: '/transfers',
      body,
      tests: { assertions: [assertion(status)] },
    },
    response: { status: 202, body },
  });
  const report = (...bodies: string[]) => ({
    name: 'golden_path',
    inputValues: { TTKFSP_JWS_KEY: 'a key' },
    test_cases: [{ id: 1, name: 'p2p', requests: bodies.map((body, index) => request(index === 0 ? 'FAILED' : 'SUCCESS', body)) }],
  });

  /** The log of the real program of the Job, with the files of a run before it. */
  function log(files: Readonly<Record<string, string>>, longest?: number) {
    const folder = mkdtempSync(join(work, 'report-'));
    mkdirSync(join(folder, 'val-gp'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'val-gp', name), text);
    const program = join(folder, 'report.cjs');
    writeFileSync(program, reportProgram);
    const { stdout, status } = spawnSync(
      process.execPath,
      [program, 'val-gp', 'k3x9', folder, ...(longest === undefined ? [] : [String(longest)])],
      {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    return { stdout, status };
  }

  test('comes back as it was, without the inputs, and the container ends as the command of the toolkit did', () => {
    const { stdout, status } = log({ 'report.json': JSON.stringify(report('é', '{"amount":"1"}')), status: '1' });
    expect(status).toBe(1);
    const read = readReport(`a line before\n${stdout.replaceAll('\n', '\r\n')}after`);
    const { inputValues: _, ...rest } = report('é', '{"amount":"1"}');
    expect(read).toEqual({ kind: 'report', run: 'val-gp', id: 'k3x9', exitStatus: 1, leftOut: 'nothing', report: rest });
    expect(stdout).not.toContain('TTKFSP_JWS_KEY');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(4096);
  });

  test('stays below the size of a log: first messages of what passed go, then all, and the log says so', () => {
    const noise = () => randomBytes(30_000).toString('base64');
    const files = (...bodies: string[]) => ({ 'report.json': JSON.stringify(report(...bodies)), status: '1' });
    const passed = readReport(log(files('failed body', noise()), 20_000).stdout);
    expect(passed).toMatchObject({ kind: 'report', leftOut: 'passed' });
    expect(JSON.stringify(passed)).toContain('failed body');
    const all = readReport(log(files(noise(), noise()), 20_000).stdout);
    expect(all).toMatchObject({ kind: 'report', leftOut: 'messages' });
    expect(JSON.stringify(all)).toContain('answers 202');
    expect(readReport(log(files('a'), 20).stdout)).toMatchObject({ kind: 'none', stage: 'report' });
  });

  test('a run without a report says how far it came, with the last lines of the command', () => {
    const { stdout, status } = log({ stage: 'run', reason: 'ended with 143', status: '143', 'log.txt': 'one\n\u001b[31mtwo\u001b[0m\n' });
    expect(status).toBe(143);
    expect(readReport(stdout)).toEqual({
      kind: 'none',
      run: 'val-gp',
      id: 'k3x9',
      exitStatus: 143,
      stage: 'run',
      reason: 'ended with 143',
      lastLines: ['one', 'two'],
    });
    expect(readReport(log({ 'report.json': '{"cut', status: '0' }).stdout)).toMatchObject({ kind: 'none', stage: 'report', exitStatus: 1 });
  });

  test('cut anywhere, changed anywhere or not there at all: a fault in words, never half a report', () => {
    const { stdout } = log({
      'report.json': JSON.stringify(report(...Array.from({ length: 20 }, () => randomBytes(3000).toString('base64')))),
      status: '0',
    });
    expect(readReport('nothing here')).toEqual({ kind: 'fault', fault: 'missing', message: 'the log holds no report' });
    expect(readReport('')).toMatchObject({ kind: 'fault', fault: 'missing' });
    const lines = stdout.split('\n');
    expect(lines.length).toBeGreaterThan(10);
    for (let cut = 1; cut < lines.length - 1; cut++) {
      expect(readReport(lines.slice(0, cut).join('\n'))).toMatchObject({ kind: 'fault', fault: 'cut' });
      expect(readReport(lines.slice(cut).join('\n')).kind).toBe('fault');
      if (cut > 1) expect(readReport(lines.toSpliced(cut, 1).join('\n')).kind).toBe('fault');
    }
    const damaged = stdout.replace(/\n(.{50})(.)/, (_, before: string, one: string) => `\n${before}${one === 'x' ? 'y' : 'x'}`);
    expect(readReport(damaged)).toMatchObject({ kind: 'fault' });
    // Another report, whole and of the same length, is not this one.
    const digest = stdout.replace(/"sha256":"(.)/, (_, one: string) => `"sha256":"${one === '0' ? '1' : '0'}`);
    expect(readReport(digest)).toMatchObject({ kind: 'fault', fault: 'damaged', message: expect.stringContaining('digest differs') });
    expect(readReport(`${reportMarkers.begin}\nno header\n${reportMarkers.end}`)).toMatchObject({ kind: 'fault', fault: 'damaged' });
  });
});
