import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { stringify } from 'yaml';
import { type KetoApi, portalLayouts } from '../config/model/portal/layouts';
import { question } from '../constructs/portal/access-rules';
import { ketoNamespaces } from '../constructs/portal/keto';
import { freePorts } from './lab/ports';
import { granted, member, playedDirectory, playedKeto, playedOperator, type Relation, readAgain, written } from './portal/stand-ins';
import { projectFolder } from './synthesised';

const work = mkdtempSync(join(tmpdir(), 'portal-people-'));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(work, { recursive: true, force: true });
});

interface Person {
  readonly username: string;
  readonly subject?: string;
  readonly roles: readonly string[];
  readonly participants: readonly string[];
}
const person = (username: string, roles: readonly string[], more: Partial<Person> = {}): Person => ({
  username,
  roles,
  participants: [],
  ...more,
});

const roles = ['operator', 'clerk', 'manager', 'audit'].map((role) => granted('participantView', role));
const directory = { ada: 'id-ada', grace: 'id-grace', mary: 'id-mary' };

/** Where Keto is, with what is in it. */
interface Keto {
  readonly api: KetoApi;
  readonly read: string;
  readonly write: string;
  readonly relations: () => Promise<readonly Relation[]>;
}

interface Ran {
  readonly code: number;
  readonly lines: string[];
}

async function assign(keto: Keto, people: readonly Person[], wait = '1'): Promise<Ran & { asked: string[] }> {
  const operator = await playedOperator(keto.api, keto.read, keto.write, ['operator', 'clerk']);
  const keycloak = await playedDirectory(directory, 'a password');
  servers.push(operator.server, keycloak.server);
  const [list, login] = [join(work, 'people.json'), join(work, 'login')];
  writeFileSync(list, JSON.stringify(people));
  writeFileSync(login, 'a password\n');
  const env = {
    PATH: process.env.PATH ?? '',
    PEOPLE: list,
    OPERATOR: operator.address,
    KETO_READ: keto.read,
    KETO_WRITE: keto.write,
    KETO_WRITE_PATH: keto.api.write,
    KETO_SUBJECT: keto.api.subject,
    KEYCLOAK: keycloak.address,
    REALM: 'hub-operators',
    ACCOUNT: 'portal-directory',
    LOGIN_FILE: login,
    WAIT_SECONDS: wait,
  };
  const ran = await new Promise<Ran>((done) => {
    execFile('node', [join(projectFolder, 'constructs/portal/assign-roles.mjs')], { env }, (error, stdout, stderr) =>
      done({ code: error ? 1 : 0, lines: `${stdout}${stderr}`.trim().split('\n') }),
    );
  });
  return { ...ran, asked: operator.asked };
}

const memberships = async ({ relations }: Keto) =>
  (await relations())
    .filter(({ relation }) => relation === 'member')
    .map(({ namespace, object, subject_id }) => `${subject_id} in ${namespace} ${object}`)
    .sort();

/** What holds whatever Keto is behind it. */
function contract(start: (first: readonly Relation[]) => Promise<Keto>): void {
  test('people get their roles and participants; a second run changes nothing', async () => {
    const keto = await start(roles);
    const people = [person('ada', ['operator', 'audit'], { participants: ['bank'] }), person('far', ['manager'], { subject: 'sub-far' })];
    const first = await assign(keto, people);
    expect(first).toMatchObject({ code: 0, asked: ['id-ada: operator, audit', 'sub-far: manager'] });
    expect(await memberships(keto)).toEqual([
      'id-ada in participant bank',
      'id-ada in role audit',
      'id-ada in role operator',
      'sub-far in role manager',
    ]);
    expect(await assign(keto, people)).toMatchObject({ code: 0, asked: [], lines: ['nothing to change'] });
  });

  test('what the file does not name is taken back, from whoever loses something first', async () => {
    const others = ['x1', 'x2', 'x3', 'x4'].map((name) => member('role', 'audit', name));
    const keto = await start([...roles, ...others, member('role', 'manager', 'id-ada'), member('participant', 'bank', 'x1')]);
    const { code, asked, lines } = await assign(keto, [person('grace', ['manager']), person('ada', ['clerk'])]);
    expect(code).toBe(0);
    expect(asked.at(-1)).toBe('id-grace: manager');
    expect(lines).toContain('x1 (not in the file): participants none');
    expect(await memberships(keto)).toEqual(['id-ada in role clerk', 'id-grace in role manager']);
  });

  test('whom nobody knows, a role that is not written yet and a pair that is kept apart end the run, and nobody gets anything by it', async () => {
    const keto = await start(roles);
    const stranger = await assign(keto, [person('ada', ['audit']), person('nobody', ['audit'])]);
    expect([stranger.code, stranger.lines.join('\n')]).toEqual([
      1,
      expect.stringContaining('nobody at the identity provider is called nobody'),
    ]);
    const unwritten = await assign(keto, [person('ada', ['king'])]);
    expect([unwritten.code, unwritten.lines.join('\n')]).toEqual([
      1,
      expect.stringContaining('the role operator has not written king yet'),
    ]);
    const apart = await assign(keto, [person('ada', ['operator', 'clerk'])]);
    expect([apart.code, apart.lines.join('\n')]).toEqual([1, expect.stringContaining('are kept apart')]);
    expect(await memberships(keto)).toEqual([]);
  });
}

/** The two Ketos: of which releases each is, its API, and where a real one would be. */
const ketos = [
  { of: '14 and 15', version: '0.6', api: portalLayouts.v15.keto, given: process.env.LAB_KETO_FIRST, onPath: false },
  { of: '16 and 17', version: '0.11', api: portalLayouts.v17.keto, given: process.env.LAB_KETO, onPath: true },
] as const;

describe.each(ketos)('$of: the program that gives roles, with a played Keto, a played role operator and a played Keycloak', ({ api }) => {
  contract(async (first) => {
    const { server, address, relations } = await playedKeto(api, first);
    servers.push(server);
    return { api, read: address, write: address, relations: async () => relations() };
  });
});

const running: ChildProcess[] = [];

/** A real Keto with its relations in memory. */
async function realKeto(binary: string, version: string, api: KetoApi, first: readonly Relation[]): Promise<Keto> {
  const { readPort, writePort, metricsPort } = await freePorts(['readPort', 'writePort', 'metricsPort']);
  const file = join(work, `keto-${readPort}.yml`);
  const on = (port: number) => ({ host: '127.0.0.1', port });
  writeFileSync(
    file,
    stringify({
      dsn: 'memory',
      log: { level: 'error' },
      namespaces: ketoNamespaces.map((name, id) => ({ id, name })),
      serve: { read: on(readPort), write: on(writePort), ...(version === '0.6' ? {} : { metrics: on(metricsPort) }) },
      ...(version === '0.6' ? {} : { version: 'v0.11.0' }),
    }),
  );
  running.push(spawn(binary, ['serve', '-c', file], { stdio: 'ignore' }));
  const [read, write] = [`http://127.0.0.1:${readPort}`, `http://127.0.0.1:${writePort}`];
  for (let left = 300; ; left--) {
    const ready = await fetch(`${write}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) break;
    if (left === 0) throw new Error('Keto does not start');
    await new Promise((wait) => setTimeout(wait, 100));
  }
  const insert = first.map((each) => ({ action: 'insert', relation_tuple: written(api, each) }));
  const answer = await fetch(`${write}${api.write}`, { method: 'PATCH', body: JSON.stringify(insert) });
  if (!answer.ok) throw new Error(await answer.text());
  const all = async (namespace: string) =>
    (
      (await (await fetch(`${read}/relation-tuples?namespace=${namespace}&page_size=500`)).json()) as { relation_tuples: Relation[] }
    ).relation_tuples.map(readAgain);
  return { api, read, write, relations: async () => [...(await all('role')), ...(await all('participant'))] };
}

for (const { of, version, api, given, onPath } of ketos) {
  const folders = onPath ? (process.env.PATH ?? '').split(delimiter) : [];
  const binary = [given ?? '', ...folders.map((folder) => join(folder, 'keto'))].find((file) => file !== '' && existsSync(file));
  if (binary === undefined) {
    const way = onPath ? 'on the path or in LAB_KETO' : 'in LAB_KETO_FIRST';
    test.skip(`${of}: the same with a real Keto (skipped: wants a keto of ${version} ${way}; ory/keto builds it with -tags sqlite)`, () =>
      undefined);
    continue;
  }
  describe(`${of}: the same with a real Keto ${version} (the role operator and Keycloak are played)`, () => {
    afterEach(() => {
      for (const child of running.splice(0)) child.kill();
    });
    contract((first) => realKeto(binary, version, api, first));

    test('Oathkeeper asks and is answered: a person has a permission by a role, and loses it with the role', async () => {
      const keto = await realKeto(binary, version, api, roles);
      const asks = question(api, 'participantView').replace('{{ print .Subject }}', 'id-ada');
      const may = async () => (await fetch(`${keto.read}${api.check}`, { method: 'POST', body: asks })).status;
      expect(await may()).toBe(403);
      await assign(keto, [person('ada', ['audit'])]);
      expect(await may()).toBe(200);
      await assign(keto, []);
      expect(await may()).toBe(403);
    });
  });
}
