import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestObject, testCronJob, testJob } from '../config/model/test-job';
import { type TestRun, testPlan } from '../config/model/test-plan';
import { type ReadReport, readReport } from '../config/model/test-report';
import { playPod } from './played-pod';
import { startToolkit, toolkitCommand, withoutToolkit, zip } from './testing-toolkit';
import { configWith, type Json } from './workbench-fixtures';

const minutes = 60_000;
const work = mkdtempSync(join(tmpdir(), 'golden-path-toolkit-'));

/** A test case that asks the hub of the test for a path and expects a status; a header carries an input of the file and one of the chart. */
const testCase = (name: string, asks: readonly (readonly [path: string, expects: number])[]) => ({
  name,
  test_cases: [
    {
      id: name,
      name,
      requests: asks.map(([path, expects], index) => ({
        id: `${name}-${index}`,
        description: `ask ${path}`,
        apiVersion: { type: 'central_admin', majorVersion: 1, minorVersion: 0 },
        operationPath: `/${path}`,
        path: `/${path}`,
        method: 'get',
        url: '{$inputs.HOST_CENTRAL_LEDGER}',
        headers: { 'X-Inputs': '{$inputs.currency} {$inputs.OF_THE_CHART}' },
        tests: {
          assertions: [{ id: 'status', description: `answers ${expects}`, exec: [`expect(response.status).to.equal(${expects})`] }],
        },
      })),
    },
  ],
});

const top = 'testing-toolkit-test-cases-17.1.0/collections/hub';
const archive = zip({
  [`${top}/provisioning/for_golden_path/one.json`]: JSON.stringify(testCase('provisioned', [['there', 200]])),
  [`${top}/golden_path/first.json`]: JSON.stringify(
    testCase('first', [
      ['there', 200],
      ['gone', 200],
      ['there', 200],
    ]),
  ),
  [`${top}/golden_path/second.json`]: JSON.stringify(testCase('second', [['there', 200]])),
  [`${top}/cleanup/one.json`]: JSON.stringify(testCase('cleaned', [['there', 200]])),
});

/** Asked of the hub of the test: path and the header of inputs. */
const asked: string[] = [];

function serve(): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => {
    if (request.url === '/collections.zip') return response.end(archive);
    asked.push(`${request.url} ${request.headers['x-inputs']}`);
    response.writeHead(request.url?.startsWith('/gone') ? 404 : 200, { 'content-type': 'application/json' });
    return response.end('{"answer":"of the hub"}');
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done({ server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
  });
}

const chartInputs = (host: string) =>
  JSON.stringify({
    inputValues: { HOST_CENTRAL_LEDGER: host, currency: 'XXX', OF_THE_CHART: 'kept', TTKFSP_JWS_KEY: 'a signing key' },
    options: {},
  });

interface Played {
  readonly statuses: Readonly<Record<string, number>>;
  readonly reports: Readonly<Record<string, ReadReport>>;
  readonly logs: string;
}

let address = '';
let toolkit: Awaited<ReturnType<typeof startToolkit>> | undefined;
let server: Server | undefined;

/** Plays the pod of a Job, of one run or of a schedule, with everything that a cluster would have. */
async function play(
  made: { job: TestObject; configMap: TestObject },
  runs: readonly TestRun[],
  command: string,
  inputs: readonly TestRun[] = runs,
): Promise<Played> {
  const played = await playPod(made, {
    folder: work,
    command,
    chartInputs: Object.fromEntries(inputs.map((run) => [run.chartInputs, chartInputs(address)])),
    // Two tries to fetch the collections: the server of the test is there at once or not at all.
    env: { TOOLKIT: toolkit?.address ?? 'http://127.0.0.1:9', TRIES: '2' },
  });
  return {
    statuses: Object.fromEntries(played.map(({ name, status }) => [name, status])),
    reports: Object.fromEntries(
      played.filter(({ name }) => name.startsWith('report-')).map(({ name, log }) => [name.slice(7), readReport(log)]),
    ),
    logs: played.map(({ log }) => log).join('\n'),
  };
}

function wanted(tests: Json = {}, hub: Json = {}) {
  const settings = {
    hub: { currencies: ['KES'], ...hub },
    participants: [],
    tests: { collections: { address: `${address}/collections.zip` }, ...tests },
  };
  const config = configWith(settings);
  const runs = testPlan(config).filter(({ included }) => included);
  const run = (name: TestRun['name']) => runs.filter((one) => one.name === name);
  return { config, runs, run };
}

/** One run as `workbench verify` makes it. */
async function single(name: TestRun['name'], command: string, tests: Json = {}) {
  const { config, run } = wanted(tests);
  const runs = run(name);
  const [first] = runs;
  if (!first) throw new Error(`no run ${name}`);
  return play(testJob(config, first, 'k3x9'), runs, command);
}

/** All runs as the schedule makes them. */
async function scheduled(command: string, tests: Json = {}, hub: Json = {}) {
  const { config, runs } = wanted({ schedule: { cron: '0 3 * * *' }, ...tests }, hub);
  const [configMap, cron] = testCronJob(config, runs);
  if (!configMap || !cron) throw new Error('no schedule');
  const { jobTemplate } = cron.spec as { jobTemplate: TestObject };
  return play({ job: { ...jobTemplate }, configMap }, runs, command);
}

beforeAll(async () => {
  ({ server, address } = await serve());
  if (withoutToolkit === undefined) {
    const folder = join(work, 'toolkit');
    mkdirSync(folder);
    toolkit = await startToolkit(folder);
  }
}, 10 * minutes);
beforeEach(() => asked.splice(0));
afterAll(async () => {
  await toolkit?.stop();
  await new Promise((done) => server?.close(done));
  rmSync(work, { recursive: true, force: true });
});

const real = withoutToolkit === undefined ? test : test.skip;
const why = withoutToolkit === undefined ? '' : ` (skipped: ${withoutToolkit})`;

/** The real command, or nothing at all where the tests are skipped anyway. */
const command = toolkitCommand ?? '';

/** Name, result and answer of each request of a report. */
const requestsOf = (read: ReadReport | undefined) =>
  read?.kind === 'report'
    ? (
        read.report as {
          test_cases: {
            name: string;
            requests: {
              status: string;
              response?: { status: number };
              request: { description: string; tests: { passedAssertionsCount: number } };
            }[];
          }[];
        }
      ).test_cases.flatMap((one) =>
        one.requests.map(
          ({ request, response, status }) =>
            `${one.name}: ${request.description} ${status} ${response?.status ?? '-'} ${request.tests.passedAssertionsCount}`,
        ),
      )
    : read;

describe('the pod of a run with the real toolkit and its real command, without a kubelet and without a hub', () => {
  real(
    `a run that passes: requests carry inputs of the file over those of the chart, and the report comes back${why}`,
    async () => {
      const { statuses, reports, logs } = await single('setup', command);
      expect(statuses).toEqual({ 'run-setup': 0, 'report-setup': 0 });
      expect(asked).toEqual(['/there KES kept']);
      expect(reports.setup).toMatchObject({ kind: 'report', run: 'setup', id: 'k3x9', exitStatus: 0, leftOut: 'nothing' });
      expect(requestsOf(reports.setup)).toEqual(['provisioned: ask there SUCCESS 200 1']);
      expect(logs).not.toContain('a signing key');
      expect(JSON.stringify(reports)).not.toContain('a signing key');
    },
    5 * minutes,
  );

  real(
    `a failing request fails the pod; the rest is tried, and the report has request and response${why}`,
    async () => {
      const { statuses, reports } = await single('val-gp', command);
      expect(statuses).toEqual({ 'run-val-gp': 0, 'report-val-gp': 1 });
      expect(requestsOf(reports['val-gp'])).toEqual([
        'first: ask there SUCCESS 200 1',
        'first: ask gone ERROR 404 0',
        'first: ask there SUCCESS 200 1',
        'second: ask there SUCCESS 200 1',
      ]);
      expect(JSON.stringify(reports)).toContain('of the hub');
    },
    5 * minutes,
  );

  real(
    `stopAtFirstFailure: the failing run is made to its end and has its report, and only the cleanup comes after it${why}`,
    async () => {
      const { statuses, reports } = await scheduled(command, { stopAtFirstFailure: true }, { bulk: true });
      expect(statuses).toMatchObject({ 'report-setup': 0, 'report-val-gp': 1, 'report-val-bulk': 1, 'report-cleanup': 0 });
      expect(requestsOf(reports['val-gp'])).toHaveLength(4);
      expect(reports['val-bulk']).toMatchObject({ kind: 'none', stage: 'skipped', reason: 'not run: val-gp failed before' });
      expect(reports.cleanup).toMatchObject({ kind: 'report' });
    },
    5 * minutes,
  );

  real(
    `a schedule: one pod, runs in their order, a report each${why}`,
    async () => {
      const { statuses, reports } = await scheduled(command);
      expect(statuses).toEqual({
        'run-setup': 0,
        'run-val-gp': 0,
        'run-cleanup': 0,
        'report-setup': 0,
        'report-val-gp': 1,
        'report-cleanup': 0,
      });
      expect(Object.values(reports).map(({ kind }) => kind)).toEqual(['report', 'report', 'report']);
      expect(asked.length).toBe(6);
    },
    5 * minutes,
  );

  real(
    `no toolkit that answers: the run ends with its limit and says so${why}`,
    async () => {
      const { config, run } = wanted();
      const runs = run('setup').map((one) => ({ ...one, timeLimitMinutes: 0.1 }));
      const [first] = runs;
      const saved = toolkit;
      toolkit = undefined;
      const { statuses, reports } = await play(testJob(config, first ?? raise(), 'k3x9'), runs, command);
      toolkit = saved;
      expect(statuses['run-setup']).toBe(0);
      expect(statuses['report-setup']).toBeGreaterThan(0);
      expect(reports.setup).toMatchObject({ kind: 'none', stage: 'run', reason: expect.stringContaining('left no report') });
    },
    5 * minutes,
  );
});

const raise = (): never => {
  throw new Error('no run');
};

describe('the pod of a run before the toolkit is asked: the real script, programs of busybox where the machine has it', () => {
  const nothing = join(work, 'no-command');
  beforeAll(() => {
    mkdirSync(join(nothing, 'src'), { recursive: true });
    writeFileSync(join(nothing, 'src/client.js'), "console.log('asked for too much'); process.exit(7)");
  });
  const reached = { kind: 'none', stage: 'run', exitStatus: 7, lastLines: ['asked for too much'] };
  const digest = createHash('sha256').update(archive).digest('hex');

  test('an archive with the digest of the file is taken, and another one refused', async () => {
    const at = () => ({ address: `${address}/collections.zip` });
    const right = await single('setup', nothing, { collections: { ...at(), sha256: digest } });
    expect(right.reports.setup).toMatchObject(reached);
    expect(right.statuses).toEqual({ 'run-setup': 0, 'report-setup': 7 });
    const wrong = await single('setup', nothing, {
      collections: { ...at(), sha256: digest.replace(/^./, digest.startsWith('a') ? 'b' : 'a') },
    });
    expect(wrong.reports.setup).toMatchObject({
      kind: 'none',
      stage: 'collections',
      reason: expect.stringContaining('not the archive with the digest'),
    });
  });

  test('what is no archive, and an archive without the folder of the run, are told as that', async () => {
    const page = await single('setup', nothing, { collections: { address: `${address}/there` } });
    expect(page.reports.setup).toMatchObject({ kind: 'none', stage: 'collections', reason: expect.stringContaining('is no archive') });
    const { config, run } = wanted();
    const elsewhere = run('setup').map((one) => ({ ...one, collection: 'collections/hub/elsewhere' }));
    const [first] = elsewhere;
    const { reports } = await play(testJob(config, first ?? raise(), 'k3x9'), elsewhere, nothing);
    expect(reports.setup).toMatchObject({
      stage: 'collections',
      reason: expect.stringContaining('has no folder collections/hub/elsewhere'),
    });
  });

  test('a hub that was deployed without the run has no inputs for it, and the run says so', async () => {
    const { config, run } = wanted();
    const runs = run('setup');
    const [first] = runs;
    const { reports } = await play(testJob(config, first ?? raise(), 'k3x9'), runs, nothing, []);
    expect(reports.setup).toMatchObject({ stage: 'inputs', reason: expect.stringContaining('was deployed without this run') });
  });

  test('after a provisioning that failed nothing else is tried but the cleanup', async () => {
    const { reports } = await scheduled(nothing);
    expect(reports.setup).toMatchObject(reached);
    expect(reports['val-gp']).toMatchObject({ kind: 'none', stage: 'skipped', reason: 'not run: setup failed before' });
    expect(reports.cleanup).toMatchObject(reached);
  });
});
