import { DOMParser, type Element } from '@xmldom/xmldom';
import fc from 'fast-check';
import { awaitJob, type Pace } from '../cli/verify/await-job';
import type { ClusterJobs } from '../cli/verify/cluster-jobs';
import { verifyShape } from '../cli/verify/json-shape';
import { judge } from '../cli/verify/judge';
import { junit } from '../cli/verify/junit';
import { page } from '../cli/verify/page';
import { explainPlan } from '../cli/verify/plan-text';
import { readCases } from '../cli/verify/read-cases';
import { type RunVerdict, totalsOf, type VerifyResult } from '../cli/verify/result';
import { runPlan } from '../cli/verify/run-plan';
import { explainVerify } from '../cli/verify/text';
import { toolkitReport } from '../cli/verify/toolkit-report';
import { type TestRun, testPlan } from '../config/model/test-plan';
import type { ReadReport } from '../config/model/test-report';
import { ProblemError, problem } from '../config/problems';
import { madeSecrets, passedReport, recordedReport } from './verify-reports';
import { configWith } from './workbench-fixtures';

const plan = testPlan(configWith({ hub: { bulk: true } })).filter(({ included }) => included);
const runNamed = (name: string): TestRun => {
  const found = plan.find((run) => run.name === name);
  if (!found) throw new Error(`no run ${name}`);
  return found;
};
const recordedCases = readCases(recordedReport());
const verdictOf = (more: Partial<RunVerdict> = {}): RunVerdict => ({
  name: 'val-gp',
  title: 'golden path',
  phase: 'validation',
  gates: true,
  outcome: 'failed',
  startedAt: '2026-01-05T06:00:00.000Z',
  seconds: 11.7,
  cases: recordedCases,
  ...more,
});
const resultOf = (runs: readonly RunVerdict[], outcome: VerifyResult['outcome'] = 'failed'): VerifyResult => ({
  environment: 'dev',
  release: '17.1.0',
  outcome,
  runs,
  totals: totalsOf(runs.flatMap(({ cases }) => cases)),
  seconds: 83.2,
  problems: [],
});
const broken = verdictOf({ name: 'val-bulk', title: 'bulk transfers', outcome: 'broken', why: 'its pod <can’t> start', cases: [] });
const { startedAt: _, ...neverBegun } = verdictOf({
  name: 'val-tp',
  title: 'third-party',
  outcome: 'not-run',
  why: 'setup-tp did not pass',
  cases: [],
});
const whole = () => resultOf([verdictOf(), broken, neverBegun]);

// A machine that is ten times busier is no fault of the code.
jest.setTimeout(300_000);

describe('a report that the toolkit wrote', () => {
  test('a case fails where an assertion does, and tells its request, its response and why', () => {
    const cases = readCases(recordedReport());
    expect(cases.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['Quote <&> "firstbank"', 'failed'],
      ['Nothing answers', 'failed'],
      ['Health', 'passed'],
      ['Switched off', 'skipped'],
      ['Health', 'passed'],
    ]);
    const [quote, nothing, health] = cases;
    expect(quote?.requests[2]).toMatchObject({
      name: 'Send a quote',
      outcome: 'failed',
      assertions: [
        { name: 'status is 202', outcome: 'failed', message: 'expected 400 to equal 202' },
        { name: 'no error', outcome: 'failed' },
      ],
      exchange: {
        request: { line: 'POST http://127.0.0.1:4999/quotes', body: expect.stringContaining('"currency": "USD"') },
        response: { line: '400 Bad Request', body: expect.stringContaining('"errorCode": "3100"') },
      },
    });
    expect(quote?.requests[1]?.exchange?.callback).toMatchObject({
      line: expect.stringContaining('/parties/MSISDN/27713803912'),
      body: expect.stringContaining('Siabelo Maroka'),
    });
    expect(nothing?.requests.map(({ note }) => note)).toEqual([
      'no answer came: connect ECONNREFUSED 127.0.0.1:1',
      undefined,
      'the callback did not come in time',
    ]);
    expect(nothing?.requests[0]?.exchange?.response).toBeUndefined();
    expect(health?.requests[0]?.exchange).toBeUndefined();
    expect(totalsOf(cases)).toEqual({ cases: 5, failedCases: 2, requests: 9, assertions: 11, failedAssertions: 4 });
  });

  test('no secret of it is on the page, in the JUnit file, in the text, or in the JSON', () => {
    const secrets = madeSecrets();
    const text = JSON.stringify(recordedReport(secrets));
    const result = resultOf([verdictOf({ cases: readCases(recordedReport(secrets)) })]);
    const shown = [page(result), junit(result), explainVerify(result, []), JSON.stringify(result)];
    for (const secret of Object.values(secrets)) {
      expect(text).toContain(secret);
      for (const output of shown) expect(output.includes(secret)).toBe(false);
    }
    for (const output of shown) expect(output).toContain('(hidden)');
  });

  const pem = ['-----BEGIN', 'RSA PRIVATE KEY-----\nMIIE\n-----END', 'RSA PRIVATE KEY-----'].join(' ');
  const oneRequest = (request: object, response: object = {}, message = 'expected 1 to equal 2') =>
    toolkitReport.parse({
      test_cases: [
        {
          name: 'one',
          requests: [
            {
              status: 'SUCCESS',
              request: {
                method: 'post',
                path: '/x',
                ...request,
                tests: { assertions: [{ id: 1, description: 'a', resultStatus: { status: 'FAILED', message } }] },
              },
              response: { status: 200, headers: {}, ...response },
            },
          ],
        },
      ],
      runtimeInformation: {},
    });

  test.each([
    ['a header', { headers: { Authorization: 'Bearer SECRET' } }],
    ['a cookie', { headers: { 'set-cookie': 'session=SECRET' } }],
    ['a certificate of the client', { headers: { 'x-forwarded-client-cert': 'Cert="SECRET"' } }],
    ['a field deep in a body', { body: { a: [{ client_secret: 'SECRET' }] } }],
    ['a whole object under a secret name', { body: { credential: { payload: { id: 'SECRET' } } } }],
    ['the private part of a web key', { body: { jwk: { kty: 'RSA', n: 'public', d: 'SECRET' } } }],
    ['a body that came as text', { body: '{"password":"SECRET"}' }],
    ['a form', { body: 'grant_type=client_credentials&client_secret=SECRET&x=1' }],
    ['an address with a login', { url: 'http://user:SECRET@hub' }],
    ['a query', { path: '/x?access_token=SECRET&y=1' }],
  ])('%s is hidden', (_, request) => {
    const secret = madeSecrets().TOKEN;
    const given = JSON.parse(JSON.stringify(request).replaceAll('SECRET', secret));
    const shown = JSON.stringify(readCases(oneRequest(given)));
    expect(shown.includes(secret)).toBe(false);
    expect(shown).toContain('hidden');
  });

  test('a secret is hidden where it comes again: in a later path, in an answer, in a message that the toolkit has cut', () => {
    const { TOKEN: secret, PASSWORD: other } = madeSecrets();
    const report = oneRequest(
      { headers: { authorization: `Bearer ${secret}` }, path: `/sessions/${secret}` },
      { body: { note: `you sent ${secret}`, pem, jwt: `see ${['eyJhbGciOiJub25lIn0', 'eyJzdWIiOiIxIn0', other].join('.')}` } },
      `expected '${secret.slice(0, 20)}…' to equal ''`,
    );
    const shown = JSON.stringify(readCases(report));
    expect(shown.includes(secret.slice(0, 20))).toBe(false);
    expect(shown.includes(other)).toBe(false);
    expect(shown).not.toContain('MIIE');
  });

  test('whatever stands under a secret name is never shown (property)', () => {
    const name = fc.constantFrom('password', 'X-Api-Key', 'accessToken', 'clientSecret', 'Authorization', 'privateKey', 'pin');
    const key = fc.stringMatching(/^[a-c]{1,3}$/);
    const secret = fc.stringMatching(/^[0-9a-f]{16,24}$/);
    fc.assert(
      fc.property(name, fc.array(key, { maxLength: 4 }), secret, (under, way, value) => {
        const body = way.reduce<unknown>((inner, step) => ({ [step]: [inner] }), { [under]: value });
        expect(JSON.stringify(readCases(oneRequest({ body }, { body: { echo: value } })))).not.toContain(value);
      }),
    );
  });

  test('a report of an older toolkit, with less in it, is read; what is no report is told', () => {
    const old = {
      name: 'x',
      test_cases: [
        {
          name: 'a',
          requests: [{ request: { method: 'get', tests: { assertions: [{ id: '1', resultStatus: { status: 'SUCCESS' } }] } } }],
        },
      ],
      runtimeInformation: {},
    };
    expect(readCases(toolkitReport.parse(old))).toMatchObject([{ name: 'a', outcome: 'passed' }]);
    expect(toolkitReport.safeParse({ name: 'x', test_cases: 'none' }).success).toBe(false);
    // An assertion without a result is one that did not pass: the toolkit counts it so.
    const lost = { ...old, test_cases: [{ name: 'a', requests: [{ request: { tests: { assertions: [{ id: '1' }] } } }] }] };
    expect(readCases(toolkitReport.parse(lost))).toMatchObject([{ outcome: 'failed' }]);
  });
});

describe('the verdict of a run', () => {
  const report = (given: unknown, exitStatus = 0): ReadReport => ({
    kind: 'report',
    report: given,
    exitStatus,
    run: 'val-gp',
    id: 'x',
    leftOut: 'nothing',
  });
  const verdict = (read: ReadReport) => judge(runNamed('val-gp'), read, '2026-01-05T06:00:00Z', 1);

  test.each<[string, ReadReport, string, string | undefined]>([
    ['everything passed', report(passedReport()), 'passed', undefined],
    ['a case failed', report(recordedReport(), 1), 'failed', undefined],
    ['a case failed though the command ended with 0', report(recordedReport()), 'failed', undefined],
    ['no case failed though the command did', report(passedReport(), 1), 'broken', 'VERIFY-TOOLKIT'],
    ['no case at all', report({ ...passedReport(), test_cases: [] }), 'broken', 'VERIFY-EMPTY'],
    ['a report of something else', report({ hello: 'world' }), 'broken', 'VERIFY-REPORT'],
    [
      'no report',
      { kind: 'none', run: 'val-gp', id: 'x', exitStatus: 1, stage: 'collections', reason: 'no archive', lastLines: [] },
      'broken',
      'VERIFY-TOOLKIT',
    ],
    ['a report that was cut', { kind: 'fault', fault: 'cut', message: 'the report stops before its end' }, 'broken', 'VERIFY-REPORT'],
  ])('%s', (_, read, outcome, code) => {
    const judged = verdict(read);
    expect([judged.verdict.outcome, judged.problem?.code]).toEqual([outcome, code]);
    if (code) expect(judged.problem?.hint).toBeTruthy();
  });

  test('the last lines of a command without a report are told, without a token', () => {
    const token = madeSecrets().TOKEN;
    const { problem } = verdict({
      kind: 'none',
      run: 'val-gp',
      id: 'x',
      exitStatus: 1,
      stage: 'run',
      reason: 'it ended',
      lastLines: ['connect ECONNREFUSED', `Bearer ${token}`],
    });
    expect(problem?.message).toContain('connect ECONNREFUSED');
    expect(problem?.message).not.toContain(token);
  });

  test('a cleanup that comes to no result is a warning', () => {
    const judged = judge(runNamed('cleanup'), { kind: 'fault', fault: 'missing', message: 'none' }, '2026-01-05T06:00:00Z', 1);
    expect(judged.problem?.severity).toBe('warning');
  });
});

describe('the order of the runs', () => {
  const outcomes = async (how: Readonly<Record<string, RunVerdict['outcome']>>, rules: { stop?: boolean; barredAfter?: string } = {}) => {
    const ran: string[] = [];
    const judged = await runPlan(plan, {
      stopAtFirstFailure: rules.stop ?? false,
      barred: () => (rules.barredAfter && ran.includes(rules.barredAfter) ? 'stopped' : rules.barredAfter === '' ? 'stopped' : undefined),
      done: () => undefined,
      runOne: async (run) => {
        ran.push(run.name);
        return { verdict: verdictOf({ name: run.name, outcome: how[run.name] ?? 'passed', gates: run.gates }) };
      },
    });
    return { ran, why: Object.fromEntries(judged.map(({ verdict }) => [verdict.name, verdict.why])) };
  };

  test('one after the other, the cleanup last', async () => {
    expect((await outcomes({})).ran).toEqual(['setup', 'val-gp', 'val-bulk', 'cleanup']);
  });
  test('what failed keeps no other validation from its run', async () => {
    expect((await outcomes({ 'val-gp': 'failed' })).ran).toEqual(['setup', 'val-gp', 'val-bulk', 'cleanup']);
  });
  test.each(['failed', 'broken'] as const)(
    'a provisioning that %s keeps what stands on it from its run, not the cleanup',
    async (outcome) => {
      const { ran, why } = await outcomes({ setup: outcome });
      expect(ran).toEqual(['setup', 'cleanup']);
      expect(why['val-gp']).toBe('setup did not pass');
    },
  );
  test('stopAtFirstFailure: nothing but the cleanup comes after it', async () => {
    expect((await outcomes({ 'val-gp': 'failed' }, { stop: true })).ran).toEqual(['setup', 'val-gp', 'cleanup']);
  });
  test('a stop leaves the cleanup; before the first run there is nothing to clean up', async () => {
    expect((await outcomes({}, { barredAfter: 'setup' })).ran).toEqual(['setup', 'cleanup']);
    expect((await outcomes({}, { barredAfter: '' })).ran).toEqual([]);
  });
});

describe('waiting for a Job', () => {
  const unreachable = () => Promise.reject(new ProblemError([problem('RUN-CLUSTER-UNREACHABLE', 'the API server answers 503')]));
  const metadata = { name: 'one', namespace: 'mojaloop', uid: '1', creationTimestamp: '2026-01-05T06:00:00Z' };
  const complete = { metadata, status: { conditions: [{ type: 'Complete', status: 'True' }] } };
  const pace: Pace = { look: 0.01, unschedulable: 1, stuck: 1, noPod: 1, away: 1 };
  const waitFor = (job: ClusterJobs['job'], more: Partial<Pace> = {}) => {
    const cluster = { job, pods: async () => [{ metadata }] } as Partial<ClusterJobs> as ClusterJobs;
    return awaitJob(cluster, 'one', { ...pace, ...more }, new AbortController().signal, () => undefined);
  };

  test('an API server that is away for a moment is waited for; one that stays away is told', async () => {
    let looks = 0;
    expect(await waitFor(() => (++looks < 4 ? unreachable() : Promise.resolve(complete)))).toMatchObject({ pod: 'one' });
    await expect(waitFor(unreachable, { away: 0.05 })).rejects.toThrow('503');
    // What is forbidden stays so.
    looks = 0;
    const forbidden = () => Promise.reject(new ProblemError([problem('RUN-CLUSTER-FORBIDDEN', `look ${++looks}`)]));
    await expect(waitFor(forbidden, { away: 60 })).rejects.toThrow('look 1');
  });
  test('a Job that somebody removed, and one whose time is over', async () => {
    expect(await waitFor(async () => undefined)).toMatchObject({ code: 'VERIFY-POD', why: 'somebody removed Job one' });
    const late = { metadata, status: { conditions: [{ type: 'Failed', status: 'True', reason: 'DeadlineExceeded' }] } };
    expect(await waitFor(async () => late)).toMatchObject({ code: 'VERIFY-TIME' });
  });
});

describe('the JUnit file', () => {
  /** What readers know, in the words of the schema that Jenkins keeps, and GitLab's documentation of what it reads. */
  const known: Readonly<
    Record<string, { readonly attributes: readonly string[]; readonly required: readonly string[]; readonly children: readonly string[] }>
  > = {
    testsuites: { attributes: ['name', 'time', 'tests', 'failures', 'errors', 'disabled'], required: [], children: ['testsuite'] },
    testsuite: {
      attributes: ['name', 'tests', 'failures', 'errors', 'time', 'disabled', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file'],
      required: ['name'],
      children: ['properties', 'testcase', 'system-out', 'system-err'],
    },
    testcase: {
      attributes: ['name', 'assertions', 'time', 'classname', 'status', 'file', 'line'],
      required: ['name', 'classname', 'time'],
      children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
    },
    failure: { attributes: ['type', 'message'], required: ['message', 'type'], children: [] },
    error: { attributes: ['type', 'message'], required: ['message', 'type'], children: [] },
    skipped: { attributes: ['type', 'message'], required: [], children: [] },
  };
  const parse = (xml: string): Element => {
    const faults: string[] = [];
    // That a text holds the mark for what can't be shown is a warning.
    const onError = (level: string, message: string) => level !== 'warning' && faults.push(message);
    const root = new DOMParser({ onError }).parseFromString(xml, 'text/xml').documentElement;
    expect(faults).toEqual([]);
    // The parser lets through what XML 1.0 does not.
    expect(xml).not.toMatch(/[^\P{Cc}\n\t]|\p{Cs}|[\ufffe\uffff]/u);
    if (!root) throw new Error('no XML');
    return root;
  };
  const children = (element: Element): Element[] => Array.from(element.childNodes).filter((node) => node.nodeType === 1) as Element[];
  const all = (element: Element, name: string): Element[] => Array.from(element.getElementsByTagName(name));
  const faultsOf = (element: Element): string[] => {
    const rule = known[element.tagName];
    if (!rule) return [`unknown element ${element.tagName}`];
    const names = Array.from(element.attributes).map(({ name }) => name);
    return [
      ...names.filter((name) => !rule.attributes.includes(name)).map((name) => `${element.tagName} has ${name}`),
      ...rule.required.filter((name) => !names.includes(name)).map((name) => `${element.tagName} lacks ${name}`),
      ...['time']
        .filter((name) => names.includes(name) && !/^\d+\.\d+$/.test(element.getAttribute(name) ?? ''))
        .map((name) => `${name} is no number`),
      ...(names.includes('timestamp') && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(element.getAttribute('timestamp') ?? '')
        ? ['timestamp']
        : []),
      ...children(element).flatMap((child) => [
        ...(rule.children.includes(child.tagName) ? [] : [`${child.tagName} in ${element.tagName}`]),
        ...faultsOf(child),
      ]),
    ];
  };

  test('keeps the rules of its readers: elements, attributes, times, and counts that are those of its cases', () => {
    const root = parse(junit(whole()));
    expect(faultsOf(root)).toEqual([]);
    for (const suite of [root, ...all(root, 'testsuite')]) {
      const count = (name: string) => Number(suite.getAttribute(name));
      expect([count('tests'), count('failures'), count('errors')]).toEqual([
        all(suite, 'testcase').length,
        all(suite, 'failure').length,
        all(suite, 'error').length,
      ]);
    }
    expect(all(root, 'testsuite').map((suite) => suite.getAttribute('name'))).toEqual(['val-gp', 'val-bulk', 'val-tp']);
  });

  test('a failure tells the assertion, the request and the response; a run without a result is an error, one that was not run is skipped', () => {
    const root = parse(junit(whole()));
    const [failure] = all(root, 'failure');
    expect(failure?.getAttribute('message')).toBe('Send a quote: status is 202: expected 400 to equal 202');
    for (const words of [
      '✗ status is 202: expected 400 to equal 202',
      'request: POST http://127.0.0.1:4999/quotes',
      '"currency": "USD"',
      'response: 400 Bad Request',
      '"errorCode": "3100"',
    ])
      expect(failure?.textContent).toContain(words);
    expect(all(root, 'error').map((one) => one.getAttribute('message'))).toEqual(['its pod <can’t> start']);
    expect(all(root, 'skipped').at(-1)?.getAttribute('message')).toBe('setup-tp did not pass');
  });

  test('no two cases of a run have one name: readers would show one of them', () => {
    const names = all(parse(junit(whole())), 'testcase').map((one) => `${one.getAttribute('classname')} ${one.getAttribute('name')}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('val-gp Health (2)');
  });

  test('any text a server may send makes well-formed XML, and a body of megabytes a short one (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const [first] = verdictOf().cases;
        const request = {
          name: text,
          outcome: 'failed' as const,
          seconds: 0,
          assertions: [{ name: text, outcome: 'failed' as const, message: text }],
        };
        const xml = junit(resultOf([verdictOf({ cases: [{ ...first!, name: text, requests: [request] }], why: text })]));
        expect(faultsOf(parse(xml))).toEqual([]);
      }),
    );
    const huge = oneHuge('x'.repeat(5_000_000));
    const xml = junit(resultOf([verdictOf({ cases: readCases(huge) })]));
    expect(xml.length).toBeLessThan(60_000);
    expect(xml).toContain('more characters');
  });

  const oneHuge = (body: string) => {
    const report = recordedReport();
    const [first, ...rest] = report.test_cases;
    const requests = first!.requests.map((one) => ({ ...one, response: { ...one.response, body } }));
    return { ...report, test_cases: [{ ...first!, requests }, ...rest] };
  };
});

describe('the page', () => {
  test('needs nothing else: no script, nothing loaded, a policy that forbids both', () => {
    const text = page(whole());
    expect(text).not.toMatch(/<script|\ssrc=|<link|@import|url\(/);
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  test('is well-formed, has each id once, and every link of its contents leads somewhere', () => {
    const text = page(whole());
    const faults: string[] = [];
    const readable = text
      .replace('<!DOCTYPE html>', '')
      .replace(/<meta ([^>]*)>/g, '<meta $1/>')
      .replace(/<details class="exchange" open>/g, '<details class="exchange">');
    new DOMParser({ onError: (_level, message) => faults.push(message) }).parseFromString(readable, 'text/xml');
    expect(faults).toEqual([]);
    const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, to] of text.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(to);
  });

  test('what failed comes first, with request and response; then the runs, failed cases before the others', () => {
    const text = page(whole());
    const order = [
      'What failed',
      'Quote &lt;&amp;&gt; &quot;firstbank&quot;',
      'POST http://127.0.0.1:4999/quotes → 400 Bad Request',
      '&quot;errorCode&quot;: &quot;3100&quot;',
      'id="run-val-gp"',
      'id="run-val-tp"',
    ];
    const places = order.map((words) => text.indexOf(words));
    expect(places.every((place) => place > 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(page(resultOf([verdictOf({ outcome: 'passed', cases: readCases(passedReport()) })], 'passed'))).not.toContain('What failed');
  });

  test('what a server answers stays text', () => {
    const [first] = verdictOf().cases;
    const evil = '</pre><img onerror=alert(1)>';
    const text = page(resultOf([verdictOf({ cases: [{ ...first!, name: evil, file: evil }], why: evil, title: evil })]));
    expect(text).not.toContain('<img');
  });
});

describe('the words for people', () => {
  test('a line a run, each failed case with assertion, request and response, and the verdict; nothing of it writes to the terminal', () => {
    const text = explainVerify(whole(), ['out/index.html']);
    for (const words of [
      '✗ val-gp, golden path: 2 of 5 cases failed, 12 s',
      '✗ val-bulk, bulk transfers: no result',
      '– val-tp, third-party: not run: setup-tp did not pass',
      '✗ val-gp: Quote <&> "firstbank"',
      'request: POST http://127.0.0.1:4999/quotes',
      'out/index.html was written',
      'dev: 2 of 5 test cases failed, 1 run without a result in 1 min 23 s',
    ])
      expect(text).toContain(words);
    const [first] = verdictOf().cases;
    expect(explainVerify(resultOf([verdictOf({ cases: [{ ...first!, name: 'a\u001b[31mb\u202e' }] })]), [])).not.toMatch(
      /[^\P{Cc}\n]|\u202e/u,
    );
  });

  test('the JSON is of its documented shape', () => {
    expect(verifyShape.safeParse({ ok: false, ...whole(), files: [] }).error).toBeUndefined();
  });

  test('the list tells what would be run and why the others would not', () => {
    const text = explainPlan(testPlan(configWith({ hub: { bulk: true } })));
    expect(text).toMatch(/^✓ setup /);
    expect(text).toMatch(/– val-tp +third-party payments: hub.thirdParty is off/);
    expect(text).toContain('4 of 11 runs');
  });
});
