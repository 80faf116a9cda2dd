import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { api } from '../cli/onboard/hub-client';
import { hubKeyStep } from '../cli/onboard/hub-key';
import { planOnboarding } from '../cli/onboard/plan';
import { reads } from '../cli/rotate/consumers';
import { knownHubKey } from '../cli/rotate/hub-key';
import { rotateListShape, rotateShape } from '../cli/rotate/json-shape';
import { nextOfKey } from '../cli/rotate/key-phase';
import { rotationList } from '../cli/rotate/list';
import { markAnnotation } from '../cli/rotate/mark';
import { rotateCluster } from '../cli/rotate/objects';
import { restartAnnotation } from '../cli/rotate/restart';
import type { RotateResult } from '../cli/rotate/result';
import { type RotateOptions, rotate as rotateThing } from '../cli/rotate/rotate-environment';
import { explainList, explainRotation } from '../cli/rotate/text';
import { desiredHub } from '../config/model/onboarding/desired';
import { rotationItems } from '../config/model/rotation';
import { type RotationKind, rotationWays } from '../config/model/rotation-ways';
import { deliveredSecrets } from '../config/model/secret-map';
import type { ProblemError } from '../config/problems';
import { loginChanges } from '../constructs/in-cluster/login-change';
import { command, project } from './command-line';
import { realCertificate } from './doctor/played-operators';
import { modelOf } from './lab/environments';
import { PlayedCluster } from './rotate/played-cluster';
import { smallest } from './workbench-fixtures';

const examples = readdirSync(join(__dirname, '../workbench'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => [name, readFileSync(join(__dirname, '../workbench', name), 'utf8')] as const);
const kindOf = (text: string, id: string) => rotationItems(modelOf(text)).find((item) => item.id === id)?.kind;

describe('what can be rotated, and how', () => {
  test('each way has steps with a proof and a way back, or says why not and what to do instead', () => {
    for (const [kind, { steps, byHand, proof, wayBack }] of Object.entries(rotationWays)) {
      expect([kind, steps.length === 0]).toEqual([kind, byHand !== undefined]);
      if (steps.length > 0) for (const text of [proof, wayBack]) expect(text.length).toBeGreaterThan(20);
      if (byHand) expect(byHand.length).toBeGreaterThan(20);
    }
    // What is born anew is delivered, and started anew after that; the old password is forgotten last.
    for (const { steps } of Object.values(rotationWays)) {
      const at = (key: (typeof steps)[number]) => steps.indexOf(key);
      if (at('restart') >= 0) expect(at('restart')).toBeGreaterThan(at('deliver'));
      if (at('accept-both') >= 0) expect([at('accept-both') < at('deliver'), at('forget-old')]).toEqual([true, steps.length - 1]);
    }
  });

  test.each(examples)('%s: every secret and certificate has its row, once, with a rhythm where nobody renews it by itself', (_, text) => {
    const model = modelOf(text);
    const items = rotationItems(model);
    expect(new Set(items.map(({ what, id }) => `${what} ${id}`)).size).toBe(items.length);
    expect(items.filter(({ secret }) => secret).map(({ id }) => id)).toEqual(model.secrets.map(({ id }) => id));
    expect(items.filter(({ kind, everyDays }) => kind !== 'certificate' && everyDays === undefined)).toEqual([]);
    const days = model.config.profile === 'production' ? 90 : 180;
    expect(items.find(({ kind }) => kind === 'application' || kind === 'mysql-user')?.everyDays ?? days).toBe(days);
  });

  test.each<[string, string, RotationKind]>([
    ['sandbox.yaml', 'mysql-quoting', 'mysql-user'],
    ['sandbox.yaml', 'mongodb-ttk', 'mongodb-user'],
    ['sandbox.yaml', 'mysql-system-root', 'store-account'],
    ['sandbox.yaml', 'keycloak-admin', 'keycloak-administrator'],
    ['sandbox.yaml', 'demowallet-oauth-client', 'keycloak-client'],
    ['sandbox.yaml', 'demowallet-ilp', 'application'],
    ['sandbox.yaml', 'hub-jws', 'signing-key'],
    ['sandbox.yaml', 'gateway', 'certificate'],
    ['sandbox.yaml', 'intermediate-1', 'authority'],
    ['production-aws.yaml', 'mysql-quoting', 'mysql-user-job'],
    ['production-aws.yaml', 'mysql-administrator-password', 'managed'],
  ])('%s: %s is a %s', (name, id, kind) => expect(kindOf(examples.find(([file]) => file === name)?.[1] ?? '', id)).toBe(kind));

  test('what a chart takes as text, what an owner changes elsewhere and what is in another cluster is not promised', () => {
    const text = (more: object) => stringify({ ...smallest, ...more });
    expect(kindOf(text({ hub: { release: '14.1.1', currencies: ['USD'] } }), 'mysql-quoting')).toBe('text');
    expect(kindOf(text({ stores: { mysql: { external: { host: 'db.example.org' } } } }), 'mysql-quoting')).toBe('foreign-database');
    const external = { host: 'db.example.org', credentials: 'given/mysql' };
    expect(kindOf(text({ stores: { mysql: { external } } }), 'mysql-quoting')).toBe('mysql-user-job');
    expect(kindOf(text({ stores: { mysql: { external } } }), 'mysql-administrator-password')).toBe('given');
    const cluster = { kubeconfig: 'other', context: 'other' };
    expect(kindOf(text({ participants: [{ ...smallest.participants[0], cluster }] }), 'demowallet-ilp')).toBe('elsewhere');
  });
});

describe('who reads a Secret', () => {
  const pod = (more: object) => ({ containers: [{ name: 'one' }], ...more });
  test.each<[string, object]>([
    ['a variable', { containers: [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'mine', key: 'a' } } }] }] }],
    ['a set of variables', { containers: [{ envFrom: [{ secretRef: { name: 'mine' } }] }] }],
    ['an init container', { initContainers: [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'mine', key: 'a' } } }] }] }],
    ['a volume', { volumes: [{ name: 'a', secret: { secretName: 'mine' } }] }],
    ['a projected volume', { volumes: [{ name: 'a', projected: { sources: [{ secret: { name: 'mine' } }] } }] }],
  ])('%s', (_, more) => expect(reads(pod(more), 'mine')).toBe(true));

  test.each<[string, object]>([
    ['another Secret', { containers: [{ envFrom: [{ secretRef: { name: 'mine-too' } }] }] }],
    ['a ConfigMap of that name', { volumes: [{ name: 'a', configMap: { name: 'mine' } }] }],
    ['a container of that name', { containers: [{ name: 'mine' }] }],
  ])('not %s', (_, more) => expect(reads(pod(more), 'mine')).toBe(false));
});

test('the key of the hub: the file chooses, a deploy makes, the command does what is left', () => {
  const next = (state: Parameters<typeof nextOfKey>[0]) => nextOfKey(state, 'live')[0];
  expect(next({ newest: 1, current: 1, deployed: true, signs: 1 })).toBe(
    'write certificates.signingKeys.newest: 2 into the workbench file',
  );
  expect(next({ newest: 2, current: 1, deployed: true, signs: 1 })).toBe(
    'write certificates.signingKeys.current: 2 into the workbench file',
  );
  expect(next({ newest: 2, current: 2, deployed: false, signs: 1 })).toBe('workbench deploy live secrets stores --no-onboard');
  expect(next({ newest: 2, current: 2, deployed: true, signs: 1 })).toBeUndefined();
  // The way back is the same way.
  expect(next({ newest: 2, current: 1, deployed: true, signs: 2 })).toBeUndefined();
});

describe('the public key of the hub at the connection manager, as onboard puts it there (its API is played over HTTP)', () => {
  const held: { key?: string; broken?: boolean } = {};
  const asked: string[] = [];
  const server = createHttpServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    let text = '';
    for await (const part of request) text += part;
    if (request.method === 'POST') held.key = (JSON.parse(text) as { publicKey: string }).publicKey;
    response.writeHead(held.broken ? 500 : held.key === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(held.key === undefined ? { message: 'no such DFSP' } : { dfspId: 'switch', publicKey: held.key }));
  });
  beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
  afterAll(() => new Promise<void>((done) => server.close(() => done())));

  test('made where it is not there, left where it is, changed where the hub signs with another; line ends are no difference', async () => {
    const manager = api('the connection manager', `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`);
    const put = async (key: string) => {
      const step = hubKeyStep(key, await knownHubKey(manager));
      for (const { method, path, body } of step.requests ?? [])
        await manager.send({ method, path, ...(body === undefined ? {} : { body }) });
      return step.action;
    };
    expect([await put('-- one --\nkey\n'), await put('-- one --\r\nkey'), await put('-- two --\nkey\n')]).toEqual([
      'create',
      'nothing',
      'change',
    ]);
    expect(held.key).toBe('-- two --\nkey\n');
    expect(new Set(asked)).toEqual(new Set(['GET /api/hub/jwscerts', 'POST /api/hub/jwscerts']));
    // One that fails is no connection manager without a key.
    held.broken = true;
    await expect(knownHubKey(manager)).rejects.toThrow();
  });

  test('it is one step of the plan, after the accounts, and none where the cluster was not asked', () => {
    const desired = desiredHub(modelOf(stringify(smallest)));
    const state = {
      participants: new Map(),
      limits: new Map(),
      settlementModels: [],
      manager: { accounts: [], zones: ['USD'] },
    };
    const ids = (wanted: object) => planOnboarding({ ...desired, ...wanted }, state).map(({ id }) => id);
    expect(ids({ hubKey: 'key' }).at(-1)).toBe('connection manager key of the hub');
    expect(ids({})).not.toContain('connection manager key of the hub');
  });
});

describe('texts that change a login, run by a real shell (the database programs are played: they write down what they were given)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'login-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  /** A mysql that lets the new password in once a statement has said so. */
  const mysql = `#!/bin/sh
echo "$MYSQL_PWD $*" >> ${folder}/calls
case "$*" in
  *--execute*) [ -f ${folder}/taken ] ;;
  *) cat > ${folder}/taken; cat ${folder}/taken >> ${folder}/calls ;;
esac
`;
  const run = (release: string, change: 'accept-both' | 'forget-old') => {
    const model = modelOf(stringify({ ...smallest, hub: { release, currencies: ['USD'] } }));
    const database = model.databases.find(({ name }) => name === 'central-ledger-db')!;
    const user = database.users.find(({ name }) => name === 'quoting')!;
    writeFileSync(join(folder, 'calls'), '');
    const env = {
      PATH: `${folder}:${process.env.PATH}`,
      ADMINISTRATOR_USERNAME: 'root',
      ADMINISTRATOR_PASSWORD: 'admin',
      NEW_PASSWORD: 'next',
    };
    execFileSync('/bin/sh', ['-euc', loginChanges[change]({ model, database, user })], { env, stdio: 'pipe' });
    return readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  };
  beforeAll(() => {
    writeFileSync(join(folder, 'mysql'), mysql);
    chmodSync(join(folder, 'mysql'), 0o755);
  });

  test('two passwords: asked for once only, proven by a login with the new one, and no password is an argument', () => {
    const server = '--host=mysql-haproxy --port=3306';
    const works = `next ${server} --user=quoting --execute=SELECT 1`;
    expect(run('17.1.0', 'accept-both')).toEqual([
      works,
      `admin ${server} --user=root`,
      "ALTER USER 'quoting'@'%' IDENTIFIED BY 'next' RETAIN CURRENT PASSWORD;",
      works,
    ]);
    // Said again it would make the old one the second of two new ones.
    expect(run('17.1.0', 'accept-both')).toEqual([works]);
    expect(run('17.1.0', 'forget-old')).toEqual([`admin ${server} --user=root`, "ALTER USER 'quoting'@'%' DISCARD OLD PASSWORD;"]);
    rmSync(join(folder, 'taken'));
    expect(run('15.1.0', 'accept-both')).toContain(
      "ALTER USER 'quoting'@'%' IDENTIFIED WITH mysql_native_password BY 'next' RETAIN CURRENT PASSWORD;",
    );
  });
});

describe('workbench rotate (the API server, its operators and controllers are played over HTTP; test/rotate-lab.test.ts has the real ones)', () => {
  let cluster: PlayedCluster;
  let folder: string;
  let server: string;
  const old = new Date(Date.now() - 100 * 86_400_000).toISOString();
  const api = '/apis/redhatcop.redhat.io/v1alpha1/namespaces';
  const service = '/apis/apps/v1/namespaces/mojaloop/deployments/quoting';

  const settings = (more: object = {}) => ({
    ...smallest,
    platform: { provider: 'kubernetes', context: 'lab', kubeconfig: join(folder, 'kubeconfig') },
    ...more,
  });
  // The client that reads kubeconfigs is an ES module, which the tests can't load: the lab has it. Everything behind it is what the command uses.
  const opened = () =>
    rotateCluster({ kubeconfig: 'played' }, {
      getCurrentCluster: () => ({ server }),
      applyToHTTPSOptions: async () => undefined,
    } as unknown as Parameters<typeof rotateCluster>[1]);
  const fileModel = () => modelOf(readFileSync(join(folder, 'workbench/dev.yaml'), 'utf8'));
  const rotate = async (what: string, id: string, options: Partial<RotateOptions> = {}): Promise<RotateResult> => {
    const model = fileModel();
    const item = rotationItems(model).find((one) => one.what === what && one.id === id);
    if (!item) throw new Error(`no ${what} ${id}`);
    return rotateThing(opened(), model, folder, item, {
      planOnly: false,
      limit: 60_000,
      stopped: () => false,
      say: () => undefined,
      ...options,
    });
  };
  const outcomes = ({ steps }: RotateResult) => steps.map(({ key, outcome }) => `${key} ${outcome}`);
  const codes = ({ problems }: RotateResult) => problems.map(({ code }) => code);

  beforeEach(async () => {
    cluster = new PlayedCluster();
    server = await cluster.start();
    folder = project();
    execFileSync('mkdir', [join(folder, 'workbench')]);
    writeFileSync(join(folder, 'workbench/dev.yaml'), stringify(settings()));
    const { secrets } = modelOf(stringify(settings()));
    for (const { id } of secrets.filter(({ kind }) => kind === 'password'))
      cluster.objects.set(`${api}/workbench-system/randomsecrets/${id}`, {
        metadata: { name: id },
        spec: {},
        status: { lastVaultSecretUpdate: old },
      });
    for (const { namespace, secretName } of deliveredSecrets(secrets))
      cluster.put(`/api/v1/namespaces/${namespace}/secrets/${secretName}`, { metadata: { name: secretName } });
    for (const [name, secret] of [
      ['quoting', 'mysql-quoting'],
      ['ledger', 'mysql-central-ledger'],
    ] as const)
      cluster.put(`/apis/apps/v1/namespaces/mojaloop/deployments/${name}`, {
        metadata: { name },
        spec: {
          replicas: 2,
          selector: { matchLabels: { app: name } },
          template: { metadata: {}, spec: { volumes: [{ name: 'one', secret: { secretName: secret } }] } },
        },
      });
    cluster.writes.length = 0;
  });
  afterEach(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('in its order: the server takes both before anybody reads the new one, and forgets the old one when everybody was started anew', async () => {
    const result = await rotate('secret', 'mysql-quoting');
    expect([codes(result), rotateShape.safeParse({ ok: true, ...result }).error]).toEqual([[], undefined]);
    const at = (part: string) => cluster.writes.findIndex((line) => line.includes(part));
    const order = ['/vaultsecrets', '/jobs', 'mojaloop/secrets/mysql-quoting', service];
    expect(order.map(at)).toEqual([...order.map(at)].sort((a, b) => a - b));
    expect(order.map(at)).not.toContain(-1);
    const jobs = cluster.writes.flatMap((line, index) => (line.startsWith('POST') && line.endsWith('/jobs') ? [index] : []));
    expect([jobs.length, (jobs[1] ?? 0) > at(service)]).toEqual([2, true]);
    expect(cluster.versions).toEqual(new Map([['mysql-quoting', 2]]));
    // Only metadata of Secrets was asked for, and what was made for it is gone.
    expect(cluster.lookedInto).toEqual([]);
    expect([...cluster.objects.keys()].filter((path) => path.includes('rotation-'))).toEqual([]);
    expect(cluster.objects.get(`${api}/workbench-system/randomsecrets/mysql-quoting`)).toMatchObject({ spec: {}, metadata: {} });
    expect(JSON.stringify([...cluster.objects])).not.toContain(markAnnotation);
    expect(JSON.stringify(cluster.objects.get('/apis/apps/v1/namespaces/mojaloop/deployments/ledger'))).not.toContain(restartAnnotation);
  });

  test('refused at any of its writings, it is gone on with by the next command, and one version is made in all', async () => {
    await rotate('secret', 'mysql-quoting');
    const count = cluster.writes.length;
    expect(count).toBeGreaterThan(8);
    for (let turn = 1; turn <= count; turn++) {
      // A version of before, as at the first time.
      const random = `${api}/workbench-system/randomsecrets/mysql-quoting`;
      cluster.objects.set(random, { metadata: { name: 'mysql-quoting' }, spec: {}, status: { lastVaultSecretUpdate: old } });
      cluster.writes.length = 0;
      const before = cluster.versions.get('mysql-quoting') ?? 1;
      cluster.failAt = turn;
      const first = await rotate('secret', 'mysql-quoting').then(codes, (error: ProblemError) => error.problems.map(({ code }) => code));
      expect([turn, first]).toEqual([turn, ['ROTATE-REFUSED']]);
      const second = await rotate('secret', 'mysql-quoting');
      expect([turn, codes(second), cluster.versions.get('mysql-quoting')]).toEqual([turn, [], before + 1]);
      expect([turn, [...cluster.objects.keys()].filter((path) => path.includes('rotation-'))]).toEqual([turn, []]);
    }
  }, 180_000);

  test('a Job that fails is told with the command that shows why; mended, the same command makes it anew', async () => {
    cluster.failing = ['accept-both'];
    const result = await rotate('secret', 'mysql-quoting');
    expect([codes(result), outcomes(result)]).toEqual([
      ['ROTATE-JOB'],
      [
        'new-version done',
        'accept-both failed',
        'deliver not-started',
        'store not-started',
        'restart not-started',
        'forget-old not-started',
      ],
    ]);
    expect(result.problems[0]?.hint).toMatch(/kubectl logs -n stores job\/rotation-[a-z0-9]+-accept-both-mysql-quoting/);
    // Nobody reads the new one yet: all goes on with the old.
    expect(cluster.writes.filter((line) => line.includes('mojaloop'))).toEqual([]);
    cluster.failing = [];
    expect(codes(await rotate('secret', 'mysql-quoting'))).toEqual([]);
    expect(cluster.versions.get('mysql-quoting')).toBe(2);
  });

  test('what stops is said before anything is begun, and asks for the name of the environment; production always does', async () => {
    const refused = await command(folder, ['rotate', 'secret', 'mongodb-ttk', 'dev']);
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/ROTATE-CONFIRM: this does not go without a stop: connections that are open go on/),
    ]);
    expect(refused.stderr).toContain('workbench rotate secret mongodb-ttk dev --confirm dev');
    const planned = explainRotation(await rotate('secret', 'mysql-quoting', { planOnly: true }), true);
    expect(planned).toContain('stops meanwhile: nothing');
    expect(planned).toContain('6 steps to do');
    writeFileSync(join(folder, 'workbench/dev.yaml'), stringify(settings({ environment: 'dev', profile: 'production' })));
    const live = await command(folder, ['rotate', 'secret', 'mysql-quoting', 'dev']);
    expect([live.status, live.stderr]).toEqual([1, expect.stringContaining('ROTATE-CONFIRM')]);
    expect(cluster.writes).toEqual([]);
  });

  test.each<[readonly string[], string, RegExp]>([
    [['secret', 'mysql-quotin'], 'ROTATE-WHAT', /did you mean mysql-quoting/],
    [['secret', 'hub-jws'], 'ROTATE-WHAT', /rotate list/],
    [['certificate', 'root'], 'ROTATE-BY-HAND', /certificates\.generation/],
    [['secret', 'keycloak-admin'], 'ROTATE-BY-HAND', /docs\/rotation\.md/],
    [['secret', 'mysql-quoting', '--timeout', 'soon'], 'ROTATE-OPTION', /whole number/],
    [['certificate', 'gateway', '--connect', 'somewhere'], 'ROTATE-OPTION', /192\.0\.2\.1/],
    [['certificat', 'gateway'], 'CLI-ACTION', /certificate/],
  ])('%j is %s', async (args, code, hint) => {
    const [what = '', id = '', ...options] = args;
    const { status, stderr } = await command(folder, ['rotate', what, id, 'dev', ...options]);
    expect([status, stderr]).toEqual([1, expect.stringContaining(code)]);
    expect(stderr).toMatch(hint);
  });

  test('what an owner changes: the value that is delivered already is told, and another is brought to who reads it', async () => {
    const external = { host: 'db.example.org', credentials: 'given/mysql' };
    writeFileSync(join(folder, 'workbench/dev.yaml'), stringify(settings({ stores: { mysql: { external } } })));
    const place = 'stores/secrets/mysql-administrator';
    cluster.put(`/api/v1/namespaces/${place}`, { metadata: { name: 'mysql-administrator' } });
    cluster.objects.set(`${api}/stores/vaultsecrets/mysql-administrator`, { metadata: { name: 'mysql-administrator' } });
    expect(codes(await rotate('secret', 'mysql-administrator-password'))).toEqual(['ROTATE-SAME']);
    cluster.versions.set('mysql-administrator', 2);
    expect(outcomes(await rotate('secret', 'mysql-administrator-password'))).toEqual(['deliver done', 'restart nothing']);
  });

  test('the list tells what is overdue and what is under way; without a way into the cluster it still tells what there is, and why ages are unknown', async () => {
    const random = cluster.objects.get(`${api}/workbench-system/randomsecrets/mysql-quoting`);
    if (random?.status) random.status.lastVaultSecretUpdate = new Date(Date.now() - 200 * 86_400_000).toISOString();
    const running = cluster.objects.get(`${api}/workbench-system/randomsecrets/mysql-mcm`);
    if (running) running.metadata.annotations = { [markAnnotation]: JSON.stringify({ id: 'a', begun: old, delivered: {} }) };
    cluster.objects.set(`${api}/mojaloop/vaultsecrets/hub-jws`, { metadata: { name: 'hub-jws' } });
    const stateOfKey = async () =>
      (await rotationList(fileModel(), async () => opened(), Date.now())).rows.find(({ what }) => what === 'key')?.state;
    expect(await stateOfKey()).toBe('unknown');
    const signing = cluster.objects.get(`${api}/mojaloop/vaultsecrets/hub-jws`);
    if (signing) signing.metadata.annotations = running?.metadata.annotations;
    const listed = await rotationList(fileModel(), async () => opened(), Date.now());
    expect(rotateListShape.safeParse({ ok: true, ...listed }).error).toBeUndefined();
    const stateOf = (id: string) => listed.rows.find((row) => row.id === id)?.state;
    expect(['mysql-quoting', 'mysql-mcm', 'mysql-keycloak', 'hub-jws'].map(stateOf)).toEqual([
      'overdue',
      'under way',
      'in time',
      'under way',
    ]);
    expect(explainList(listed)).toMatch(/✗ secret mysql-quoting +200 days +due \d{4}-\d\d-\d\d +nothing stops/);
    const away = await command(folder, ['rotate', 'list', 'dev']);
    expect([away.status, away.stderr]).toEqual([0, expect.stringContaining('ROTATE-AGES')]);
    expect(away.stdout).toContain('age unknown');
  });

  test('what is not in the cluster is told with the command that makes it', async () => {
    cluster.objects.delete(`${api}/workbench-system/randomsecrets/mysql-quoting`);
    await expect(rotate('secret', 'mysql-quoting')).rejects.toThrow(/ROTATE-NOT-THERE: there is no .*mysql-quoting \(workbench deploy/);
    await expect(rotate('certificate', 'gateway')).rejects.toThrow(/ROTATE-NOT-THERE: no Certificate asks for gateway\/gateway-tls/);
  });

  describe('a certificate, and a real TLS server in the place of its host', () => {
    let tls: TlsServer;
    let port: number;
    const shown = () => realCertificate(folder, 90);
    const certificates = '/apis/cert-manager.io/v1/namespaces/gateway';
    beforeEach(async () => {
      const { certificate, key } = shown();
      tls = createTlsServer({ cert: certificate, key });
      await new Promise<void>((done) => tls.listen(0, '127.0.0.1', done));
      port = (tls.address() as AddressInfo).port;
      const ready = [{ type: 'Ready', status: 'True' }];
      cluster.objects.set(`${certificates}/certificates/gateway-tls`, {
        metadata: { name: 'gateway-tls' },
        spec: { secretName: 'gateway-tls' },
        // cert-manager has renewed it since a command began, which was killed: this is its mark.
        status: { revision: 4, conditions: ready },
      });
      const mark = { id: 'a', begun: old, version: '3', delivered: {} };
      const object = cluster.objects.get(`${certificates}/certificates/gateway-tls`);
      if (object) object.metadata.annotations = { [markAnnotation]: JSON.stringify(mark) };
      cluster.objects.set(`${certificates}/certificaterequests/gateway-tls-4`, {
        metadata: {
          name: 'gateway-tls-4',
          annotations: { 'cert-manager.io/certificate-name': 'gateway-tls', 'cert-manager.io/certificate-revision': '4' },
        },
        status: { certificate: Buffer.from(certificate).toString('base64') },
      });
    });
    afterEach(() => new Promise<void>((done) => tls.close(() => done())));

    test('shown by its host, it is done', async () => {
      const result = await rotate('certificate', 'gateway', { connect: { host: '127.0.0.1', port } });
      expect([codes(result), result.resumed, outcomes(result), result.notes]).toEqual([[], true, ['issue nothing'], []]);
      expect(cluster.objects.get(`${certificates}/certificates/gateway-tls`)?.metadata.annotations).toEqual({});
    });

    test('another one shown is told with both numbers, and the rotation stays open', async () => {
      const request = cluster.objects.get(`${certificates}/certificaterequests/gateway-tls-4`);
      if (request?.status) request.status.certificate = Buffer.from(shown().certificate).toString('base64');
      const result = await rotate('certificate', 'gateway', { connect: { host: '127.0.0.1', port }, limit: 1_000 });
      expect(codes(result)).toEqual(['ROTATE-SERVED']);
      expect(cluster.objects.get(`${certificates}/certificates/gateway-tls`)?.metadata.annotations?.[markAnnotation]).toBeDefined();
    }, 90_000);
  });
});
