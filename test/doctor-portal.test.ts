import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Checked, judgeAll } from '../cli/doctor/check';
import { sampleOf } from '../cli/doctor/portal-probe';
import { readRelations } from '../cli/doctor/portal-relations';
import type { PortalSeen, RelationsSeen, ReportSeen, RuleSeen } from '../cli/doctor/portal-seen';
import { portalRows } from '../cli/doctor/portal-table';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { portalLayout } from '../config/model/portal/layouts';
import { roleRights } from '../config/model/portal/people';
import { accessRules } from '../config/model/portal/permissions';
import { reportsOf } from '../config/model/portal/report-file';
import { accessRuleObjects } from '../constructs/portal/access-rules';
import { authority } from './edge/people';
import { run } from './lab/command';
import { granted, member, playedKeto, type Relation } from './portal/stand-ins';
import { configWith } from './workbench-fixtures';

/*
 * Used: the relations of both of Keto's APIs as our Job reads them, and the compiled command. Played: Keto, and the portal behind its address (a TLS server with the
 * statuses of a test). At a real Envoy with the routes and policies of a portal: test/operators-gateway.test.ts. Objects at a real API server: test/doctor-cluster.test.ts.
 */

const user = (username: string, more: object) => ({ username, email: `${username}@switch.example.org`, ...more });
const settings = (release = '17.1.0') => ({
  hub: { release },
  participants: [{ id: 'firstbank', currency: 'USD', msisdnPrefix: '500' }],
  identity: { operators: ['amina', 'boris', 'carla'].map((name) => user(name, {})) },
  portal: {
    enabled: true,
    users: [
      user('amina', { roles: ['manager'] }),
      user('boris', { roles: ['operator'], subject: 'sub-boris' }),
      user('carla', { roles: ['financeManager'], participants: ['firstbank'] }),
    ],
  },
});
const modelOf = (release?: string): EnvironmentModel => resolveEnvironment(configWith(settings(release)));
const model = modelOf();

const people = (): Relation[] => [
  member('role', 'manager', 'id-of-amina'),
  member('role', 'operator', 'sub-boris'),
  member('role', 'financeManager', 'id-of-carla'),
  member('participant', 'firstbank', 'id-of-carla'),
];
const permissions = ({ config }: EnvironmentModel): Relation[] =>
  roleRights(config).flatMap(({ name, permissions: each }) => each.map((permission) => granted(permission, name)));

async function relationsOf(of: EnvironmentModel, tuples: readonly Relation[]): Promise<RelationsSeen> {
  const keto = await playedKeto(portalLayout(of.config).keto, tuples);
  try {
    return await readRelations(of, keto.address, AbortSignal.timeout(60_000));
  } finally {
    keto.server.close();
  }
}

const rulesOf = (): RuleSeen[] => JSON.parse(JSON.stringify(accessRuleObjects(model))) as RuleSeen[];
const reportsThere = (): ReportSeen[] =>
  reportsOf(model.config, []).map(({ name }) => ({ metadata: { name, namespace: 'portal' }, status: { state: 'VALIDATED' } }));
const refused = (status = 401) => accessRules.map((rule) => ({ rule: rule.name, method: 'GET', path: sampleOf(rule), answer: { status } }));

let sound: PortalSeen;
beforeAll(async () => {
  const relations = await relationsOf(model, [...permissions(model), ...people()]);
  sound = { model, page: { status: 200 }, trusted: true, strangers: refused(), rules: rulesOf(), reports: reportsThere(), relations };
}, 120_000);

const look = (change: Partial<PortalSeen>) => judgeAll(portalRows, { ...sound, ...change });
const grantedOf = ({ relations }: PortalSeen) => ('failed' in relations ? [] : relations.granted);
const crosses = (checks: readonly Checked[]) => checks.flatMap(({ id, state, found }) => (state === 'wrong' ? [`${id}: ${found}`] : []));
const withoutFirst = <T>([, ...rest]: readonly T[]) => rest;

describe('a deployed portal', () => {
  test('where all is sound every row is right', () => {
    expect(look({}).filter(({ state }) => state !== 'right')).toEqual([]);
    expect(look({}).map(({ id }) => id)).toEqual(portalRows.map(({ id }) => id));
  });

  test('each rule is asked for with a path that fits it, and names nothing that is there', () => {
    for (const { path, name } of accessRules) {
      const pattern = path.replaceAll(/[.*+?^${}()|[\]\\](?![^<]*>)/g, '\\$&').replaceAll(/<([^>]*)>/g, '(?:$1)');
      const sample = sampleOf({ path });
      expect([name, new RegExp(`^${pattern}$`).test(sample)]).toEqual([name, true]);
      expect(sample).not.toMatch(/[<>*]|\/\//);
    }
  });

  test.each([
    [
      'an API that answers a stranger',
      { strangers: [...withoutFirst(refused()), { ...refused(200)[0] }] },
      /^portal-strangers: participant-view: GET \S+ answers 200$/,
    ],
    ['one that breaks', { strangers: refused(500) }, /^portal-strangers: .*answers 500/],
    ['a page that is away', { page: { status: 503 } }, /^portal-page: it answers 503$/],
    ['a server that is not the hub', { page: { failed: 'SELF_SIGNED_CERT_IN_CHAIN' } }, /^portal-page: its certificate is not trusted/],
    ['no answer', { page: { failed: 'ETIMEDOUT' } }, /^portal-page: no answer \(ETIMEDOUT\)$/],
  ] as const)('%s is one cross', (_, change, expected) => {
    expect(crosses(look(change as unknown as Partial<PortalSeen>))).toEqual([expect.stringMatching(expected)]);
  });

  test('from an address that operators do not have nothing is known of the locks behind, and nothing is called right', () => {
    const [page, strangers] = look({ page: { status: 403 }, strangers: refused(403) });
    expect([page?.state, strangers?.state]).toEqual(['unknown', 'unknown']);
    // One that answers all the same is a cross from there too.
    expect(crosses(look({ page: { status: 403 }, strangers: refused(200) }))[0]).toMatch(/^portal-strangers/);
  });

  test('a rule that is missing, weaker, or of somebody else', () => {
    const weaker = rulesOf().map((rule, at) => (at > 0 ? rule : { ...rule, spec: { ...rule.spec, authorizer: { handler: 'allow' } } }));
    const strange = { metadata: { name: 'open-door', namespace: 'portal' } };
    const elsewhere = { metadata: { name: 'open-door', namespace: 'another' } };
    expect(crosses(look({ rules: withoutFirst(rulesOf()) }))).toEqual(['portal-rules: participant-view is missing']);
    expect(crosses(look({ rules: weaker }))).toEqual(['portal-rules: participant-view says something else']);
    expect(crosses(look({ rules: [...rulesOf(), strange] }))).toEqual(['portal-rules: open-door is none of the workbench']);
    expect(crosses(look({ rules: [...rulesOf(), elsewhere] }))).toEqual([]);
  });

  test('a report that the ledger did not answer, one that nobody has looked at, and one that is missing', () => {
    const [first, second, ...rest] = reportsThere() as [ReportSeen, ReportSeen, ...ReportSeen[]];
    const reports = [{ ...first, status: { state: 'INVALID' } }, { metadata: second.metadata }, ...withoutFirst(rest)];
    const [found] = crosses(look({ reports }));
    expect(found).toBe(
      `portal-reports: ${first.metadata.name} is INVALID; ${second.metadata.name} is not looked at yet; ${rest[0]?.metadata.name} is missing`,
    );
  });

  test.each(['14.1.1', '15.2.0', '17.1.0'])('Keto of release %s: what it has is what the file says', async (release) => {
    const of = modelOf(release);
    const relations = await relationsOf(of, [...permissions(of), ...people()]);
    expect(look({ model: of, relations }).filter(({ id, state }) => /permissions|people/.test(id) && state !== 'right')).toEqual([]);
  });

  test('a permission too many and one too few', async () => {
    const relations = await relationsOf(model, [...withoutFirst(permissions(model)), granted('iamEdit', 'clerk-of-old'), ...people()]);
    const [lost] = permissions(model);
    expect(crosses(look({ relations }))).toEqual([
      `portal-permissions: ${lost?.object} of ${lost?.subject_set?.object} is missing; iamEdit of clerk-of-old is not in the file`,
    ]);
  });

  test.each([
    [
      'somebody with a role of old',
      [...people(), member('role', 'audit', 'id-of-dayo')],
      '1 more have roles or participants that the file gives to nobody',
    ],
    [
      'a person with more than the file gives',
      [...people(), member('role', 'audit', 'id-of-amina')],
      'nobody has just what the file gives amina; 1 more have roles',
    ],
    [
      'the role of one whose subject is known at another',
      [member('role', 'operator', 'id-of-eve'), ...people().filter(({ subject_id: id }) => id !== 'sub-boris')],
      'nobody has just what the file gives boris; 1 more have',
    ],
    [
      'a participant that was taken away',
      people().filter(({ namespace }) => namespace === 'role'),
      'nobody has just what the file gives carla',
    ],
  ] as const)('%s', async (_, tuples, expected) => {
    const relations = { ...(await relationsOf(model, tuples)), granted: grantedOf(sound) };
    expect(crosses(look({ relations }))).toEqual([expect.stringContaining(`portal-people: ${expected}`)]);
  });
});

describe('workbench doctor --portal, as a person runs it (the portal and Keto are played)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-portal-'));
  const own = authority(folder, 'hub');
  let portal: Server;
  let keto: Awaited<ReturnType<typeof playedKeto>>;
  const asked: string[] = [];
  beforeAll(async () => {
    mkdirSync(join(folder, 'workbench'));
    const file = {
      environment: 'dev',
      tenant: 'labs',
      domain: 'labs.example.org',
      platform: { provider: 'kubernetes', kubeconfig: join(folder, 'nowhere'), context: 'lab' },
      ...settings(),
      hub: { release: '17.1.0', currencies: ['USD'] },
    };
    writeFileSync(join(folder, 'workbench/dev.yaml'), stringify(file));
    writeFileSync(join(folder, 'workbench/bare.yaml'), stringify({ ...file, environment: 'bare', portal: undefined, identity: undefined }));
    writeFileSync(join(folder, 'hub.pem'), own.certificate);
    const { cert, key } = own.sign('portal.dev.labs.example.org', { extensions: 'subjectAltName=DNS:portal.dev.labs.example.org' });
    portal = createServer({ cert, key }, (request, response) => {
      asked.push(`${request.method} ${request.headers.host}${request.url} ${request.headers.cookie ?? 'no session'}`);
      response.writeHead(request.url === '/' ? 200 : 401).end('secret of an answer');
    });
    await new Promise<void>((ready) => portal.listen(0, '127.0.0.1', ready));
    keto = await playedKeto(portalLayout(model.config).keto, [...permissions(model), ...people()]);
  }, 120_000);
  afterAll(() => {
    portal?.close();
    keto?.server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const at = () => ['--portal', '--connect', `127.0.0.1:${(portal.address() as AddressInfo).port}`, '--keto', keto.address];

  test('tells each row, shows no answer, and calls nothing right that it could not see', async () => {
    const { status, stdout } = await run(folder, 'doctor', 'dev', ...at(), '--ca', 'hub.pem', '--json');
    const { side, checks } = JSON.parse(stdout) as { side: string; checks: Checked[] };
    expect([status, side]).toEqual([0, 'portal']);
    expect(checks.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'portal-page right',
      'portal-strangers right',
      'portal-rules unknown',
      'portal-reports unknown',
      'portal-permissions right',
      'portal-people right',
    ]);
    expect(stdout).not.toContain('secret of an answer');
    // Nobody's session, and names that nobody has: nothing could have been changed.
    expect(asked.filter((each) => !/ portal\.dev\.labs\.example\.org\/(\S*nobody-has-this-name\S*)? /.test(each))).toEqual([]);
  }, 120_000);

  test('refuses options that do not go together, and an environment without a portal', async () => {
    const refusals = await Promise.all(
      [
        ['doctor', 'bare', '--portal'],
        ['doctor', 'dev', '--portal', '--as', 'firstbank'],
        ['doctor', 'dev', '--keto', 'http://127.0.0.1:1'],
        ['doctor', 'dev', '--portal', '--keto', 'here'],
      ].map((args) => run(folder, ...(args as [string, ...string[]]))),
    );
    expect(refusals.map(({ status, stderr }) => `${status} ${/DOC-[A-Z]+/.exec(stderr)?.[0]}`)).toEqual([
      '1 DOC-PORTAL',
      '1 DOC-OPTION',
      '1 DOC-OPTION',
      '1 DOC-OPTION',
    ]);
  }, 120_000);
});
