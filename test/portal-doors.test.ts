import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as ask, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { stringify } from 'yaml';
import { loginProviders } from '../config/model/portal/login-providers';
import { accessRules } from '../config/model/portal/permissions';
import { ory } from '../config/model/portal/portal';
import { accessRuleObjects } from '../constructs/portal/access-rules';
import { kratosRelease } from '../constructs/portal/kratos';
import { oathkeeperRelease } from '../constructs/portal/oathkeeper';
import { freePorts } from './lab/ports';
import { modelWith, type Tree } from './synthesised';

// A program is started; a machine that is ten times busier is no fault of it.
jest.setTimeout(300_000);

const model = modelWith({
  identity: { operators: [{ username: 'ada', email: 'ada@example.org' }] },
  portal: { enabled: true, users: [{ username: 'ada', email: 'ada@example.org', roles: ['operator'] }] },
});
const work = mkdtempSync(join(tmpdir(), 'portal-doors-'));
const [running, servers]: [ChildProcess[], Server[]] = [[], []];
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  for (const server of servers) server.close();
  rmSync(work, { recursive: true, force: true });
});

const programOf = (name: string, given = '') =>
  [given, ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name))].find((file) => file !== '' && existsSync(file));
const leaf = (tree: unknown, path: string): unknown => path.split('.').reduce<unknown>((at, key) => (at as Tree | undefined)?.[key], tree);

/** Starts a program and waits until it is ready. @throws Error with its last words */
async function started(file: string, args: readonly string[], env: NodeJS.ProcessEnv, ready: string): Promise<void> {
  const child = spawn(file, args, { env: { PATH: process.env.PATH, HOME: work, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (words = (words + part).slice(-2000)));
  for (const end = Date.now() + 120_000; Date.now() < end && child.exitCode === null; ) {
    if ((await fetch(ready).catch(() => undefined))?.ok) return;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  throw new Error(`it did not start:\n${words}`);
}

async function played(judge: (cookie: string, body: string) => readonly [number, Tree]): Promise<string> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const [status, answer] = judge(request.headers.cookie ?? '', Buffer.concat(parts).toString());
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const kratos = programOf('kratos', process.env.LAB_KRATOS);
(kratos ? test : test.skip)(
  `a real Kratos takes its settings and starts${kratos ? '' : ' (skipped: wants a kratos of 1.0 on the path or in LAB_KRATOS; ory/kratos builds it with -tags sqlite)'}`,
  async () => {
    const ports = await freePorts(['public', 'admin']);
    const { values } = kratosRelease(model);
    const schema = join(work, 'identity.default.schema.json');
    writeFileSync(schema, String((leaf(values, 'kratos.identitySchemas') as Tree)['identity.default.schema.json']));
    const settings = JSON.parse(
      JSON.stringify(leaf(values, 'kratos.config')).replace('file:///etc/config/identity.default.schema.json', `file://${schema}`),
    ) as { serve: Record<'public' | 'admin', { port: number; host?: string }> };
    for (const part of ['public', 'admin'] as const) Object.assign(settings.serve[part], { port: ports[part], host: '127.0.0.1' });
    writeFileSync(join(work, 'kratos.yaml'), stringify(settings));
    const plain = (leaf(values, 'deployment.extraEnv') as readonly { name: string; value?: string }[]).filter(({ value }) => value);
    await started(
      kratos ?? '',
      ['serve', 'all', '--sqa-opt-out', '--config', join(work, 'kratos.yaml')],
      {
        DSN: 'memory',
        // As its chart hands on what is delivered.
        ...Object.fromEntries(['DEFAULT', 'COOKIE', 'CIPHER'].map((name) => [`SECRETS_${name}`, randomBytes(16).toString('hex')])),
        SELFSERVICE_METHODS_OIDC_CONFIG_PROVIDERS: loginProviders(model.config),
        ...Object.fromEntries(plain.map(({ name, value }) => [name, value])),
      },
      `http://127.0.0.1:${ports.admin}/admin/health/alive`,
    );
    expect((await fetch(`http://127.0.0.1:${ports.public}/sessions/whoami`)).status).toBe(401);
  },
);

const oathkeeper = programOf('oathkeeper', process.env.LAB_OATHKEEPER);
(oathkeeper ? test : test.skip)(
  `a real Oathkeeper judges requests by our rules, with a played Kratos and a played Keto${oathkeeper ? '' : ' (skipped: wants an oathkeeper of 0.40 on the path or in LAB_OATHKEEPER; ory/oathkeeper builds it)'}`,
  async () => {
    const kratosAt = await played((cookie) =>
      cookie === 'ory_kratos_session=of-ada' ? [200, { identity: { traits: { subject: 'id-ada', email: 'ada@example.org' } } }] : [401, {}],
    );
    const asked: string[] = [];
    const ketoAt = await played((_, body) => {
      const { object, subject_id: subject } = JSON.parse(body) as { object: string; subject_id: string };
      asked.push(`${subject} ${object}`);
      return object.endsWith('View') ? [200, { allowed: true }] : [403, { allowed: false }];
    });
    const here = (text: string) =>
      text.replaceAll(`http://${ory.kratosPublic.service}`, kratosAt).replaceAll(`http://${ory.ketoRead.service}`, ketoAt);
    const rules = accessRuleObjects(model).map(({ metadata, spec }) => ({ id: metadata.name, ...(spec as Tree) }));
    const file = join(work, 'access-rules.json');
    writeFileSync(file, here(JSON.stringify(rules)));
    const ports = await freePorts(['proxy', 'api', 'prometheus']);
    const settings = JSON.parse(
      here(JSON.stringify(leaf(oathkeeperRelease(model).values, 'oathkeeper.config'))).replace('/etc/rules/access-rules.json', file),
    ) as { serve: Readonly<Record<'proxy' | 'api' | 'prometheus', { port: number; host?: string }>> };
    for (const part of ['proxy', 'api', 'prometheus'] as const)
      Object.assign(settings.serve[part], { port: ports[part], host: '127.0.0.1' });
    writeFileSync(join(work, 'oathkeeper.yaml'), stringify(settings));
    await started(oathkeeper ?? '', ['serve', '--config', join(work, 'oathkeeper.yaml')], {}, `http://127.0.0.1:${ports.api}/health/ready`);
    /** As the gateway asks: the path behind `/decisions`, host and cookies of the request. */
    const judged = (method: string, path: string, cookie = 'ory_kratos_session=of-ada') =>
      new Promise<readonly [number | undefined, unknown, unknown]>((done, failed) => {
        const headers = { host: model.hosts.portal, cookie, 'x-forwarded-proto': 'https' };
        const options = { host: '127.0.0.1', port: ports.api, method, path: `/decisions${path}`, headers };
        ask(options, (answer) => {
          answer.resume();
          done([answer.statusCode, answer.headers['x-user'], answer.headers['x-email']]);
        })
          .on('error', failed)
          .end();
      });
    for (const { path, methods, permission } of accessRules) {
      const one = path
        .replace('<[^/]+>', 'bank')
        .replace(/<[^>]*>$/, path.startsWith('/api/transfers') ? '/graphql' : path.endsWith('/<.*>') ? '7' : '/7');
      for (const method of methods) {
        asked.length = 0;
        const passes = permission.endsWith('View');
        const wanted = passes ? [200, 'id-ada', 'ada@example.org'] : [403, undefined, undefined];
        expect([method, one, await judged(method, one), asked]).toEqual([method, one, wanted, [`id-ada ${permission}`]]);
      }
    }
    const statusOf = async (...request: Parameters<typeof judged>) => (await judged(...request))[0];
    const view = '/api/central-admin/participants';
    expect([await statusOf('GET', view, 'ory_kratos_session=forged'), await statusOf('GET', view, 'other=of-ada')]).toEqual([401, 401]);
    expect([await statusOf('DELETE', view), await statusOf('GET', '/api/nothing')]).toEqual([404, 404]);
  },
);
