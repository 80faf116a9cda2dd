import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { openCluster } from '../cli/run/cluster';
import type { KubeConfig } from '../cli/run/kubeconfig';
import { sendSignal } from '../cli/run/processes';
import type { RunResult } from '../cli/run/request';
import type { Pace } from '../cli/verify/await-job';
import type { VerifyResult } from '../cli/verify/result';
import { unbuilt } from './lab/build';
import { must } from './lab/client';
import { commandFile, type Ended, run, start } from './lab/command';
import { type Lab, startLab } from './lab/lab';
import { type Play, type StandInKubelet, startStandInKubelet } from './lab/stand-in-kubelet';
import { runContainer } from './lab/stand-in-pod';
import { startToolkit, toolkitCommand, withoutToolkit } from './testing-toolkit';
import { madeSecrets, passedReport, recordedReport } from './verify-reports';

/**
 * `workbench verify` on a real API server with its real scheduler and controllers. The node is a stand-in of ours: it runs the programs of each Job as
 * processes, with the Job's own command, arguments and variables. The toolkit's command in them is a stand-in, too, that leaves a report which the real
 * one wrote; one test takes the real one where LAB_TESTING_TOOLKIT and LAB_TESTING_TOOLKIT_COMMAND name it.
 */
const notBuilt = unbuilt();
const reason = !existsSync(commandFile)
  ? 'the command is not compiled (npm run build)'
  : notBuilt.length > 0
    ? `${notBuilt.join(', ')} of the lab are not built here, which takes twenty minutes (make lab-up)`
    : undefined;
if (reason) test.skip(`SKIPPED workbench verify in the lab: ${reason}`, () => {});
const minutes = (count: number) => count * 60_000;

const folder = mkdtempSync(join(tmpdir(), 'verify-'));
const commandFolder = join(folder, 'command');
const collection = join(folder, 'collection');
const secrets = madeSecrets();

/** What the toolkit's command does in a run. */
type Behaviour = 'pass' | 'fail' | 'no-report' | 'slow';
const behave = (how: Readonly<Record<string, Behaviour>>) => writeFileSync(join(commandFolder, 'behaviour.json'), JSON.stringify(how));

const standInCommand = `const { readFileSync, writeFileSync } = require('node:fs')
const { basename, dirname } = require('node:path')
const target = process.argv[process.argv.indexOf('--report-target') + 1].replace('file://', '')
const here = process.env.COMMAND_FOLDER
const behaviour = JSON.parse(readFileSync(here + '/behaviour.json', 'utf8'))[basename(dirname(target))] || 'pass'
if (behaviour === 'no-report') { console.log('connect ECONNREFUSED 10.0.0.1:5050'); process.exit(1) }
setTimeout(() => {
  writeFileSync(target, readFileSync(here + (behaviour === 'fail' ? '/failed.json' : '/passed.json')))
  process.exit(behaviour === 'fail' ? 1 : 0)
}, behaviour === 'slow' ? 6000 : 0)
`;

interface Meta {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string; readonly finalizers?: readonly string[] };
}

(reason ? describe.skip : describe)('workbench verify on a real API server, with a stand-in for the kubelet and for the toolkit', () => {
  let lab: Lab;
  let kubelet: StandInKubelet;
  let played: string[] = [];
  let play: Play;
  const settings = () => ({
    environment: 'dev',
    tenant: 'labs',
    domain: 'labs.example.org',
    profile: 'sandbox',
    platform: { provider: 'kubernetes', context: lab.context, kubeconfig: lab.kubeconfig },
    hub: { release: '17.1.0', currencies: ['USD'] },
  });
  const verify = (...args: readonly string[]): Promise<Ended> => run(folder, 'verify', 'dev', ...args);
  const json = ({ stdout, stderr }: Ended) => {
    if (!stdout.startsWith('{')) throw new Error(`no JSON: ${stdout}\n${stderr}`);
    return JSON.parse(stdout) as VerifyResult & { readonly ok: boolean; readonly files: readonly string[] };
  };
  const runsOf = (result: VerifyResult) => result.runs.map(({ name, outcome }) => `${name} ${outcome}`);
  const list = async <T>(path: string) => (await must<{ items: readonly T[] }>(lab.kube, 'GET', path)).items;
  const pods = () => list<Meta>('/api/v1/namespaces/mojaloop/pods');
  const jobs = () => list<{ metadata: { name: string } }>('/apis/batch/v1/namespaces/mojaloop/jobs');
  const programMaps = async () =>
    (await list<{ metadata: { name: string } }>('/api/v1/namespaces/mojaloop/configmaps')).filter(({ metadata }) =>
      metadata.name.startsWith('golden-path'),
    );
  /** What a pod really does, as processes of this machine. */
  const really: Play = (pod, container) =>
    runContainer(lab.kube, pod, container, {
      root: join(folder, 'pods', pod.metadata.uid),
      collection,
      command: { folder: commandFolder },
    });
  const until = async (what: string, ready: () => Promise<boolean> | boolean) => {
    for (const end = Date.now() + minutes(2); !(await ready()); await sleep(200))
      if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
  };

  beforeAll(async () => {
    mkdirSync(join(commandFolder, 'src'), { recursive: true });
    mkdirSync(collection);
    mkdirSync(join(folder, 'workbench'));
    writeFileSync(join(commandFolder, 'src/client.js'), standInCommand);
    writeFileSync(join(commandFolder, 'failed.json'), JSON.stringify(recordedReport(secrets)));
    writeFileSync(join(commandFolder, 'passed.json'), JSON.stringify(passedReport()));
    writeFileSync(join(collection, 'one.json'), '{}');
    lab = await startLab({ log: (line) => process.stderr.write(`lab: ${line}\n`) });
    const kwok = lab.members().find(({ name }) => name === 'kwok');
    if (!kwok) throw new Error('the lab has no kwok');
    sendSignal(kwok.pid, 'SIGKILL');
    for (const { metadata } of await list<{ metadata: { name: string } }>('/api/v1/nodes'))
      await must(lab.kube, 'DELETE', `/api/v1/nodes/${metadata.name}`);
    await must(lab.kube, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'mojaloop' } });
    kubelet = await startStandInKubelet(lab.kube, async (pod, container) => {
      played.push(container.name);
      return play(pod, container);
    });
    writeFileSync(join(folder, 'workbench/dev.yaml'), stringify(settings()));
  }, minutes(35));
  afterAll(async () => {
    await kubelet?.stop();
    await lab?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, minutes(2));
  beforeEach(() => {
    played = [];
    play = really;
    behave({});
  });

  test(
    'all runs pass one after the other, exit status 0, and nothing of them stays in the cluster',
    async () => {
      const ended = await verify('--json', '--out', 'passed');
      expect([ended.status, runsOf(json(ended))]).toEqual([0, ['setup passed', 'val-gp passed', 'cleanup passed']]);
      expect(played).toEqual(['run-setup', 'report-setup', 'run-val-gp', 'report-val-gp', 'run-cleanup', 'report-cleanup']);
      expect(await jobs()).toEqual([]);
      expect(await programMaps()).toEqual([]);
      for (const file of ['index.html', 'junit.xml', 'report.json']) expect(existsSync(join(folder, 'passed', file))).toBe(true);
    },
    minutes(10),
  );

  test(
    'a failing case is named with its request and response, on the terminal, in the JUnit file and on the page; the cleanup comes all the same',
    async () => {
      behave({ 'val-gp': 'fail' });
      const ended = await verify('--out', 'failed');
      expect(ended.status).toBe(1);
      expect(ended.stderr).toContain('error VERIFY-FAILED');
      const written = ['junit.xml', 'index.html', 'report.json'].map((name) => readFileSync(join(folder, 'failed', name), 'utf8'));
      for (const output of [ended.stdout, ...written]) {
        expect(output).toContain('Send a quote');
        expect(output).toContain('POST http://127.0.0.1:4999/quotes');
        expect(output).toContain('400 Bad Request');
        for (const secret of Object.values(secrets)) expect(output.includes(secret)).toBe(false);
      }
      expect(played).toContain('report-cleanup');
      expect(await jobs()).toEqual([]);
    },
    minutes(10),
  );

  test(
    'a provisioning that fails keeps the golden path from running; its last lines are told',
    async () => {
      behave({ setup: 'no-report' });
      const result = json(await verify('--json'));
      expect(runsOf(result)).toEqual(['setup broken', 'val-gp not-run', 'cleanup passed']);
      expect(result.problems).toMatchObject([
        { code: 'VERIFY-TOOLKIT', message: expect.stringContaining('connect ECONNREFUSED 10.0.0.1:5050') },
      ]);
    },
    minutes(10),
  );

  test(
    'a command that is killed is gone on with: what has ended is read again, what goes on is waited for, nothing is done twice',
    async () => {
      behave({ 'val-gp': 'slow' });
      const killed = start(folder, 'verify', 'dev', '--json');
      await until('the golden path', () => played.includes('run-val-gp'));
      sendSignal(killed.child.pid ?? 0, 'SIGKILL');
      await killed.ended;
      expect((await jobs()).length).toBe(2);
      const ended = await verify();
      expect([ended.status, ended.stderr]).toEqual([0, expect.stringContaining('goes on with what was begun at')]);
      expect(played).toEqual(['run-setup', 'report-setup', 'run-val-gp', 'report-val-gp', 'run-cleanup', 'report-cleanup']);
      expect(await jobs()).toEqual([]);
    },
    minutes(10),
  );

  test(
    'what a killed command left is thrown away with --fresh, and where the workbench file has changed since',
    async () => {
      for (const [args, change] of [
        [['--fresh'], {}],
        [[], { tests: { timeoutMinutes: 14 } }],
      ] as const) {
        behave({ setup: 'slow' });
        played = [];
        const killed = start(folder, 'verify', 'dev', '--json');
        await until('the provisioning', () => played.includes('run-setup'));
        sendSignal(killed.child.pid ?? 0, 'SIGKILL');
        await killed.ended;
        behave({});
        writeFileSync(join(folder, 'workbench/dev.yaml'), stringify({ ...settings(), ...change }));
        const ended = await verify(...args);
        writeFileSync(join(folder, 'workbench/dev.yaml'), stringify(settings()));
        expect([ended.status, ended.stderr, played.filter((name) => name === 'run-setup').length]).toEqual([0, expect.anything(), 2]);
        expect(await jobs()).toEqual([]);
      }
    },
    minutes(10),
  );

  test(
    'a second command does not disturb the first',
    async () => {
      behave({ setup: 'slow' });
      const first = start(folder, 'verify', 'dev', '--json');
      await until('the provisioning', () => played.includes('run-setup'));
      const second = await verify('--json');
      expect([second.status, JSON.parse(second.stdout).problems[0]]).toEqual([
        1,
        expect.objectContaining({ code: 'VERIFY-BUSY', hint: expect.stringContaining('--fresh') }),
      ]);
      expect((await first.ended).status).toBe(0);
    },
    minutes(10),
  );

  test(
    'Ctrl-C ends the run that goes on, does the cleanup, and is exit status 130',
    async () => {
      behave({ setup: 'slow' });
      const stopped = start(folder, 'verify', 'dev', '--json');
      await until('the provisioning', () => played.includes('run-setup'));
      sendSignal(stopped.child.pid ?? 0, 'SIGINT');
      const ended = await stopped.ended;
      expect([ended.status, runsOf(json(ended))]).toEqual([130, ['setup broken', 'val-gp not-run', 'cleanup passed']]);
      expect(await jobs()).toEqual([]);
      await until('the pods to go', async () => (await pods()).length === 0);
    },
    minutes(10),
  );

  test(
    'a pod that takes long to go is not waited for',
    async () => {
      behave({ setup: 'slow' });
      const stopped = start(folder, 'verify', 'dev', '--json');
      await until('the provisioning', () => played.includes('run-setup'));
      const [{ metadata }] = (await pods()) as [Meta];
      const path = `/api/v1/namespaces/mojaloop/pods/${metadata.name}`;
      await must(lab.kube, 'PATCH', path, { metadata: { finalizers: [...(metadata.finalizers ?? []), 'example.org/stays'] } });
      sendSignal(stopped.child.pid ?? 0, 'SIGINT');
      expect((await stopped.ended).status).toBe(130);
      expect(await jobs()).toEqual([]);
      const left = (await pods()).map((pod) => [pod.metadata.name, pod.metadata.deletionTimestamp !== undefined]);
      await must(lab.kube, 'PATCH', path, { metadata: { finalizers: null } });
      expect(left).toContainEqual([metadata.name, true]);
      await until('the pod to go', async () => (await pods()).length === 0);
    },
    minutes(10),
  );

  test('a record of Helm that has changed since it was read is left where it is, one that has not is removed', async () => {
    const { clusters, users } = JSON.parse(readFileSync(lab.kubeconfig, 'utf8'));
    // The client that reads kubeconfigs is an ES module, which the tests can't load. Everything behind it is what the command uses.
    const loaded = {
      getCurrentCluster: () => ({ server: lab.server }),
      applyToHTTPSOptions: async (options: RequestOptions) => {
        options.ca = Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64');
        options.headers = { ...options.headers, authorization: `Bearer ${users[0].user.token}` };
      },
    } as unknown as KubeConfig;
    const cluster = await openCluster({ kubeconfig: lab.kubeconfig }, { loaded });
    const labels = { owner: 'helm', name: 'hub', version: '1', status: 'pending-install' };
    await must(lab.kube, 'POST', '/api/v1/namespaces/mojaloop/secrets', { metadata: { name: 'sh.helm.release.v1.hub.v1', labels } });
    const record = async () => (await cluster.helmRecords('mojaloop')).find(({ release }) => release === 'hub');
    const before = await record();
    if (!before) throw new Error('the record is not there');
    await must(lab.kube, 'PATCH', '/api/v1/namespaces/mojaloop/secrets/sh.helm.release.v1.hub.v1', {
      metadata: { labels: { status: 'deployed' } },
    });
    expect(await cluster.removeRecord(before)).toBe(false);
    const after = await record();
    expect(after?.status).toBe('deployed');
    if (after) expect(await cluster.removeRecord(after)).toBe(true);
    expect(await record()).toBeUndefined();
  });

  test('a --timeout that is no time', async () => {
    const ended = await verify('--timeout', 'soon', '--json');
    expect([ended.status, JSON.parse(ended.stdout).problems[0].code]).toEqual([1, 'VERIFY-TIMEOUT-OPTION']);
  });

  /** What the command does, in a process of its own: jest can't load the client of Kubernetes. It is less patient there. */
  const program = `const [dist, kind, request] = process.argv.slice(1)
const { requireEnvironment } = require(dist + '/cli/environment.js')
const { testPlan } = require(dist + '/config/model/test-plan.js')
const { file, stateDir, result, options } = JSON.parse(request)
const io = { cwd: process.cwd(), env: {}, stdout: process.stderr, stderr: process.stderr, stdin: process.stdin }
const { model } = requireEnvironment(io, file)
const work = kind === 'gate'
  ? require(dist + '/cli/commands/verify-after.js').verifyAfter(io, model, stateDir)(result, { json: true, ...options })
  : require(dist + '/cli/verify/verify-environment.js').verifyEnvironment(model, stateDir, {
      runs: testPlan(model.config).filter(({ included }) => included), precedence: { fresh: true, force: true, waitMinutes: 0 }, tell: () => undefined, ...options })
work.catch(({ problems, message }) => ({ problems: problems || [{ code: 'none', message }] })).then((value) => process.stdout.write(JSON.stringify(value)))
`;
  const inChild = async <T>(kind: 'verify' | 'gate', more: object, request: object): Promise<T> => {
    const file = join(folder, 'workbench/other.yaml');
    writeFileSync(file, stringify({ ...settings(), ...more }));
    const args = [
      '-e',
      program,
      dirname(dirname(commandFile)),
      kind,
      JSON.stringify({ file, stateDir: join(folder, 'state'), ...request }),
    ];
    try {
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 64 << 20 });
      return JSON.parse(stdout) as T;
    } finally {
      rmSync(file);
    }
  };

  describe('told with its reason and the way out', () => {
    const pace: Pace = { look: 0.2, unschedulable: 3, stuck: 3, noPod: 3, away: 5 };
    const hurried = (more: object = {}, options: object = {}) => inChild<VerifyResult>('verify', more, { options: { pace, ...options } });
    const onSetup = (change: Play): void => {
      play = (pod, container) => (container.name.endsWith('-setup') ? change(pod, container) : really(pod, container));
    };

    test(
      'a time that is over: no further run begins but the cleanup',
      async () => {
        behave({ setup: 'slow' });
        const { problems, runs } = await hurried({}, { timeoutMinutes: 0.03 });
        expect(problems).toMatchObject([{ code: 'VERIFY-TIME', message: expect.stringContaining('--timeout') }]);
        expect(runs.map(({ outcome }) => outcome)).toEqual(['broken', 'not-run', 'passed']);
      },
      minutes(5),
    );

    test(
      'a pod whose image can not be pulled',
      async () => {
        onSetup(async (pod, container) => (container.name === 'run-setup' ? { waiting: 'ImagePullBackOff' } : really(pod, container)));
        const { problems, runs } = await hurried();
        expect(problems[0]).toMatchObject({
          code: 'VERIFY-POD',
          message: expect.stringMatching(/ImagePullBackOff: .*ml-testing-toolkit-client-lib:v/),
          hint: expect.stringContaining('charts.images'),
        });
        expect(runs[1]).toMatchObject({ outcome: 'not-run', why: 'setup did not pass' });
        expect(await jobs()).toEqual([]);
      },
      minutes(5),
    );

    test(
      'a pod that a quota of the namespace refuses',
      async () => {
        await must(lab.kube, 'POST', '/api/v1/namespaces/mojaloop/resourcequotas', {
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          metadata: { name: 'none' },
          spec: { hard: { pods: '0' } },
        });
        await until(
          'the quota',
          async () =>
            (await lab.kube<{ status?: { hard?: object } }>('GET', '/api/v1/namespaces/mojaloop/resourcequotas/none')).body.status?.hard !==
            undefined,
        );
        const { problems } = await hurried();
        await must(lab.kube, 'DELETE', '/api/v1/namespaces/mojaloop/resourcequotas/none');
        expect(problems[0]).toMatchObject({ code: 'VERIFY-POD', message: expect.stringMatching(/FailedCreate.*quota/) });
      },
      minutes(5),
    );

    test(
      'a run that took all its memory',
      async () => {
        onSetup(async () => ({ exitCode: 137, reason: 'OOMKilled' }));
        const { problems } = await hurried();
        expect(problems[0]).toMatchObject({
          code: 'VERIFY-POD',
          message: expect.stringContaining('OOMKilled'),
          hint: expect.stringContaining('tests.labels'),
        });
      },
      minutes(5),
    );

    test(
      'a report that was cut in the middle',
      async () => {
        onSetup(async (pod, container) => {
          const ended = await really(pod, container);
          return 'log' in ended && container.name === 'report-setup' ? { ...ended, log: ended.log?.slice(0, ended.log.length / 2) } : ended;
        });
        const { problems } = await hurried();
        expect(problems[0]).toMatchObject({ code: 'VERIFY-REPORT', message: expect.stringContaining('stops before its end') });
      },
      minutes(5),
    );

    test(
      'a node that does not give its logs',
      async () => {
        onSetup(async (pod, container) => ({ ...(await really(pod, container)), logStatus: 500 }));
        const { problems } = await hurried();
        expect(problems[0]).toMatchObject({ code: 'VERIFY-LOG', hint: expect.stringContaining('10250') });
      },
      minutes(5),
    );

    test('a context without the rights', async () => {
      const account = '/api/v1/namespaces/default/serviceaccounts';
      await must(lab.kube, 'POST', account, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'powerless' } });
      const { status } = await must<{ status: { token: string } }>(lab.kube, 'POST', `${account}/powerless/token`, {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: {},
      });
      const config = JSON.parse(readFileSync(lab.kubeconfig, 'utf8'));
      config.users[0].user = { token: status.token };
      const kubeconfig = join(folder, 'powerless.kubeconfig');
      writeFileSync(kubeconfig, JSON.stringify(config), { mode: 0o600 });
      const { problems } = await hurried({ platform: { provider: 'kubernetes', context: lab.context, kubeconfig } });
      expect(problems).toMatchObject([
        { code: 'RUN-CLUSTER-FORBIDDEN', hint: expect.stringContaining('create, read, patch and delete Jobs') },
      ]);
    });

    test('a hub that is not there, and a kubeconfig that is not', async () => {
      const nowhere = await hurried({ hub: { release: '17.1.0', currencies: ['USD'], namespace: 'nowhere' } });
      expect(nowhere.problems).toMatchObject([{ code: 'VERIFY-NO-HUB', hint: expect.stringContaining('workbench deploy') }]);
      const blind = await hurried({ platform: { provider: 'kubernetes', context: lab.context, kubeconfig: join(folder, 'none') } });
      expect(blind.problems).toMatchObject([{ code: 'RUN-KUBECONFIG' }]);
    });
  });

  const real = withoutToolkit
    ? (name: string, _work: () => Promise<void>, _timeout: number) => test.skip(`SKIPPED ${name}: ${withoutToolkit}`, () => {})
    : test;
  real(
    'with the real toolkit and its real command in the place of the stand-in: what it reports is what is told',
    async () => {
      const hub = createServer((request, response) => {
        response.writeHead(request.url === '/health' ? 200 : 400, { 'content-type': 'application/json' });
        response.end(JSON.stringify(request.url === '/health' ? { status: 'OK' } : { errorInformation: { errorCode: '3100' } }));
      });
      await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
      const toolkit = await startToolkit(join(folder, 'toolkit'));
      // It listens before it has read the APIs that it knows.
      await until('the toolkit', async () => (await fetch(`${toolkit.address}/api/openapi/api_versions`)).ok);
      const caseOf = (name: string, path: string, status: number) => ({
        id: name,
        name,
        requests: [
          {
            id: name,
            description: `ask ${path}`,
            apiVersion: { type: 'none', majorVersion: 1, minorVersion: 0, asynchronous: false },
            operationPath: path,
            path,
            method: 'get',
            url,
            headers: { Authorization: `Bearer ${secrets.TOKEN}` },
            tests: { assertions: [{ id: 'a', description: `status is ${status}`, exec: [`expect(response.status).to.equal(${status})`] }] },
          },
        ],
      });
      const passing = [caseOf('health', '/health', 200)];
      for (const [name, cases] of [
        ['real-passing', passing],
        ['real-failing', [...passing, caseOf('quotes', '/quotes', 202)]],
      ] as const) {
        mkdirSync(join(folder, name));
        writeFileSync(join(folder, name, 'one.json'), JSON.stringify({ name, test_cases: cases }));
      }
      play = (pod, container) =>
        runContainer(lab.kube, pod, container, {
          root: join(folder, 'pods', pod.metadata.uid),
          collection: join(folder, container.name === 'run-val-gp' ? 'real-failing' : 'real-passing'),
          command: { folder: toolkitCommand ?? '', toolkit: toolkit.address },
        });
      try {
        const ended = await verify('--json');
        const result = json(ended);
        expect([ended.status, runsOf(result), result.problems.map(({ code, message }) => `${code} ${message}`)]).toEqual([
          1,
          ['setup passed', 'val-gp failed', 'cleanup passed'],
          [expect.stringContaining('VERIFY-FAILED')],
        ]);
        expect(result.runs[1]?.cases).toMatchObject([
          { name: 'health', outcome: 'passed' },
          {
            name: 'quotes',
            outcome: 'failed',
            requests: [
              {
                assertions: [{ name: 'status is 202', message: 'expected 400 to equal 202' }],
                exchange: {
                  request: { line: `GET ${url}/quotes`, headers: { authorization: '(hidden)' } },
                  response: { line: '400 Bad Request', body: expect.stringContaining('3100') },
                },
              },
            ],
          },
        ]);
        expect(ended.stdout).not.toContain(secrets.TOKEN);
      } finally {
        await toolkit.stop();
        hub.close();
      }
    },
    minutes(15),
  );

  describe('the gate of a deploy', () => {
    const deployed: RunResult = {
      action: 'deploy',
      environment: 'dev',
      run: 'one',
      exitCode: 0,
      stacks: [{ id: 'hub', outcome: 'applied', seconds: 1, problems: [], notes: [] }],
      problems: [],
      seconds: 1,
    };
    const gate = (options: object, result: RunResult = deployed, tests: object = { gate: true }) =>
      inChild<RunResult>('gate', { tests }, { result, options });

    test(
      'fails a deploy whose hub fails, and passes one whose hub passes',
      async () => {
        behave({ 'val-gp': 'fail' });
        expect(await gate({})).toMatchObject({ exitCode: 1, problems: [{ code: 'VERIFY-FAILED' }], verification: { outcome: 'failed' } });
        expect(existsSync(join(folder, '.workbench/dev/golden-path/index.html'))).toBe(true);
        behave({});
        expect(await gate({})).toMatchObject({ exitCode: 0, problems: [], verification: { outcome: 'passed' } });
      },
      minutes(10),
    );

    test('is left out with --no-verify, where the hub was not deployed, and where the file does not ask for it', async () => {
      expect(await gate({ verify: false })).toEqual(deployed);
      const elsewhere = { ...deployed, stacks: [{ ...deployed.stacks[0]!, id: 'portal' }] };
      expect(await gate({}, elsewhere)).toEqual(elsewhere);
      expect(await gate({}, deployed, {})).toEqual(deployed);
      expect(played).toEqual([]);
    });
  });
});
