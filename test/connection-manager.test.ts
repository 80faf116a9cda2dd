import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountSteps } from '../cli/onboard/connection-manager';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { connectionManagerAccounts, runsConnectionManager } from '../config/model/connection-manager';
import { indexOf } from '../config/releases/index-files';
import { checkValues } from '../config/releases/value-paths';
import { connectionManagerIdentity, connectionManagerPkiRoles } from '../constructs/connection-manager/identity';
import { connectionManagerRelease } from '../constructs/connection-manager/release';
import { connectionManagerRouteObjects, participantScript } from '../constructs/connection-manager/routes';
import { trustVariables } from '../constructs/connection-manager/trust';
import { exampleModel, examples, type Tree } from './synthesised';
import { configWith, over } from './workbench-fixtures';

const firstbank = { id: 'firstbank', name: 'First Bank', currency: 'USD' };
const farBank = { id: 'far-bank', currency: 'EUR', external: true, domain: 'far-bank.example.org' };
const modelOf = (patch: Tree = {}): EnvironmentModel => resolveEnvironment(configWith(over({ participants: [firstbank, farBank] }, patch)));
const model = modelOf();
const leaf = (tree: unknown, path: string): unknown => path.split('.').reduce<unknown>((at, key) => (at as Tree | undefined)?.[key], tree);

const work = mkdtempSync(join(tmpdir(), 'connection-manager-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('the release', () => {
  const { values, chart, version, secretValues } = connectionManagerRelease(model);
  const index = indexOf(chart, version);

  const withManager = examples.filter((name) => runsConnectionManager(exampleModel(name).config));

  test.each([...withManager, 'elsewhere'])('%s: the chart knows every value', (name) => {
    const environment =
      name === 'elsewhere'
        ? modelOf({ secrets: { vault: { address: 'https://vault.example.org' } }, charts: { images: 'registry.example.org/mirror' } })
        : exampleModel(name);
    const release = connectionManagerRelease(environment);
    const known = indexOf(release.chart, release.version);
    expect(known).toBeDefined();
    expect(known && checkValues(known, release.values)).toEqual([]);
  });

  test('no secret is a value: its password is a reference, and what the chart brings for everybody is emptied', () => {
    expect(secretValues).toEqual([]);
    expect(leaf(values, 'db')).toMatchObject({ passwordSecret: 'mysql-mcm', passwordSecretKey: 'mysql-password', password: '' });
    const secrets = [...(index?.paths.keys() ?? [])].filter(
      (path) => /(secret|password|pass)$/i.test(path) && !/^(tests|db\/\w+Secret)/.test(path),
    );
    expect(secrets.length).toBeGreaterThan(5);
    expect(secrets.filter((path) => leaf(values, path.replaceAll('/', '.')) !== '')).toEqual([]);
  });

  test('what the Job of the database needs outlives it, no port of a node is fixed, and the gateway is the only way in', () => {
    expect([
      leaf(values, 'migrations.deletePolicy'),
      leaf(values, 'api.ports.nodePort'),
      leaf(values, 'ui.ports.nodePort'),
      leaf(values, 'ingress.enabled'),
      leaf(values, 'api.rbac.enabled'),
    ]).toEqual(['before-hook-creation', 0, 0, false, false]);
  });

  test('a MySQL of a cloud is verified by the certificates of the cloud', () => {
    const aws = modelOf({ profile: 'production', platform: { provider: 'aws', region: 'eu-west-1', context: undefined } });
    expect(leaf(connectionManagerRelease(aws).values, 'db')).toMatchObject({
      sslEnabled: true,
      sslVerify: true,
      sslCaSecret: 'mysql-ca',
      sslCaSecretKey: 'ca.pem',
    });
    expect(leaf(values, 'db')).toMatchObject({ sslEnabled: false });
  });
});

describe('in Vault', () => {
  test('it may keep its own values and let two roles sign, and touch no root, issuer or role of the PKI', () => {
    expect(connectionManagerIdentity(model).rules.map(({ path, capabilities }) => `${path} ${capabilities.join('+')}`)).toEqual([
      'secret/mcm/* create+read+update+delete+list',
      'pki/issue/mcm-server create+update',
      'pki/sign/mcm-client create+update',
    ]);
  });

  test('its roles sign the names of the switch and of the participants, as they ask for them, and none below', () => {
    const [server, client] = connectionManagerPkiRoles(
      modelOf({ participants: [firstbank, { ...firstbank, id: 'gone', retired: true }, farBank] }),
    );
    expect([server.allowedDomains, client.allowedDomains]).toEqual([
      ['interop-switch.dev.labs.example.org'],
      ['far-bank.example.org', 'firstbank.dev.labs.example.org'],
    ]);
    for (const role of [server, client]) expect(role).toMatchObject({ allowSubdomains: false, takeNamesOfRequest: true });
    expect([server.clientFlag, client.serverFlag]).toEqual([false, false]);
  });
});

describe('the CA of Vault', () => {
  test('an existing Vault is trusted by what the image trusts', () => {
    expect(trustVariables(modelOf({ secrets: { vault: { address: 'https://vault.example.org' } } }))).toEqual({});
  });

  test('Node takes it from the variable, and refuses the same server without it', async () => {
    const [key, certificate] = ['key.pem', 'cert.pem'].map((name) => join(work, name)) as [string, string];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-addext', 'basicConstraints=critical,CA:TRUE'];
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', certificate, ...subject];
    execFileSync('openssl', made, { stdio: 'ignore' });
    const pem = readFileSync(certificate, 'utf8');
    expect(new X509Certificate(pem).ca).toBe(true);
    const server = createTlsServer({ key: readFileSync(key), cert: pem }, (_, answer) => answer.end('sealed: false'));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    const script = `require('https').get('https://localhost:${port}', (a) => a.on('data', (d) => console.log(String(d)))).on('error', (e) => console.log(e.code))`;
    const { NODE_OPTIONS = '' } = trustVariables(model);
    const ask = async (env: Record<string, string>) => {
      const file = join(work, 'ask.cjs');
      writeFileSync(file, script);
      const { spawn } = await import('node:child_process');
      const child = spawn(process.execPath, [file], { env: { PATH: process.env.PATH ?? '', ...env } });
      let said = '';
      for await (const part of child.stdout) said += part;
      return said.trim();
    };
    const answers = [await ask({ NODE_OPTIONS: String(NODE_OPTIONS), VAULT_CA: pem }), await ask({})];
    server.close();
    expect(answers).toEqual(['sealed: false', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
  });
});

describe('who gets in', () => {
  const objects = connectionManagerRouteObjects(model);
  const policy = (kind: string, name: string) =>
    objects.find((object) => object.kind === kind && object.metadata.name === name)?.spec as Tree;

  test('participants by a token of their issuer, operators by their address and a login; each route has its guard', () => {
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'SecurityPolicy connection-manager-participants',
      'EnvoyExtensionPolicy connection-manager-participants',
      'SecurityPolicy connection-manager',
      'HTTPRoute connection-manager-participants',
      'HTTPRoute connection-manager',
    ]);
    expect(leaf(policy('SecurityPolicy', 'connection-manager-participants'), 'jwt.providers.0')).toMatchObject({
      issuer: 'https://keycloak.dev.labs.example.org/realms/dfsps',
    });
    expect(policy('SecurityPolicy', 'connection-manager')).toMatchObject({
      authorization: { defaultAction: 'Deny' },
      oidc: {
        clientID: 'connection-manager',
        clientSecret: { name: 'connection-manager-login' },
        redirectURL: 'https://mcm.dev.labs.example.org/oauth2/callback',
      },
    });
    // Envoy Gateway reads the client secret under this key.
    const delivered = model.secrets
      .flatMap(({ deliveries }) => deliveries)
      .find(({ secretName }) => secretName === 'connection-manager-login');
    expect(delivered).toMatchObject({ namespace: 'connection-manager', key: 'client-secret' });
  });

  test('in production nobody is an operator until the file says where operators are', () => {
    const [, , operators] = connectionManagerRouteObjects(modelOf({ profile: 'production' }));
    expect(leaf(operators, 'spec.authorization')).toEqual({ defaultAction: 'Deny' });
  });

  const lua = ['lua5.1', 'luajit', 'lua'].find((name) => spawnSync(name, ['-v']).status === 0);
  if (!lua) test.skip('SKIPPED the script of participants: needs Lua 5.1 on the path (Debian: apt install lua5.1)', () => {});

  (lua ? test : test.skip)("a participant reaches what is its own and reads what is everybody's (by a stand-in for the proxy)", () => {
    const cases = [
      ['GET', '/pm4mlapi/dfsps/firstbank/endpoints', 'firstbank', 'in'],
      ['POST', '/pm4mlapi/dfsps/firstbank/enrollments/inbound', 'firstbank', 'in'],
      ['POST', '/pm4mlapi/dfsps/firstbank/enrollments/inbound/1/sign?x=1', 'firstbank', 'in'],
      ['GET', '/pm4mlapi/hub/ca', 'firstbank', 'in'],
      ['GET', '/pm4mlapi/hub/servercerts', 'firstbank', 'in'],
      ['GET', '/pm4mlapi/dfsps/jwscerts', 'firstbank', 'in'],
      ['GET', '/pm4mlapi/monetaryzones', 'firstbank', 'in'],
      // What is another's, the list of all, what only operators may, and the account itself.
      ['GET', '/pm4mlapi/dfsps/far-bank/endpoints', 'firstbank', '403'],
      ['GET', '/pm4mlapi/dfsps/firstbank2/endpoints', 'firstbank', '403'],
      ['GET', '/pm4mlapi/dfsps', 'firstbank', '403'],
      ['POST', '/pm4mlapi/dfsps', 'firstbank', '403'],
      ['DELETE', '/pm4mlapi/dfsps/firstbank', 'firstbank', '403'],
      ['POST', '/pm4mlapi/hub/ca', 'firstbank', '403'],
      ['DELETE', '/pm4mlapi/hub/ca', 'firstbank', '403'],
      ['POST', '/pm4mlapi/hub/jwscerts', 'firstbank', '403'],
      ['POST', '/pm4mlapi/external-dfsps/jwscerts', 'firstbank', '403'],
      ['POST', '/pm4mlapi/dfsps/jwscerts', 'jwscerts', '403'],
      // Ways round a comparison of texts.
      ['GET', '/pm4mlapi/dfsps/firstbank/../far-bank/endpoints', 'firstbank', '403'],
      ['GET', '/pm4mlapi/dfsps/firstbank/%2e%2e/far-bank/endpoints', 'firstbank', '403'],
      ['GET', '/pm4mlapi/dfsps/firstbank%2f..%2ffar-bank', 'firstbank', '403'],
      ['GET', '/pm4mlapi//dfsps/firstbank/ca', 'firstbank', '403'],
      ['GET', '/pm4mlapi/dfsps/FirstBank/ca', 'firstbank', '403'],
      ['GET', '/api/dfsps/firstbank/ca', 'firstbank', '403'],
      ['GET', '/pm4mlapi/hub/ca', '', '401'],
    ] as const;
    const proxy = `
local function ask(method, path, client)
  local verdict = "in"
  local claims = client ~= "" and { participants = { azp = client } } or nil
  envoy_on_request({
    headers = function() return { get = function(_, name) return ({ [":method"] = method, [":path"] = path })[name] end } end,
    streamInfo = function() return { dynamicMetadata = function() return { get = function() return claims end } end } end,
    respond = function(_, headers) verdict = headers[":status"] end,
  })
  print(verdict)
end
${cases.map(([method, path, client]) => `ask(${[method, path, client].map((text) => JSON.stringify(text)).join(', ')})`).join('\n')}
`;
    const file = join(work, 'case.lua');
    writeFileSync(file, `${participantScript()}\n${proxy}`);
    const said = execFileSync(lua ?? '', [file], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(cases.map((row, at) => [...row.slice(0, 3), said[at]])).toEqual(cases);
  });
});

describe('accounts', () => {
  const desired = connectionManagerAccounts(model.config);

  test('everybody who is there has one, inside and outside', () => {
    expect(desired).toEqual([
      { id: 'firstbank', name: 'First Bank', monetaryZone: 'USD' },
      { id: 'far-bank', name: 'far-bank', monetaryZone: 'EUR' },
    ]);
    expect(connectionManagerAccounts(modelOf({ participants: [{ ...firstbank, retired: true }] }).config)).toEqual([]);
    expect(connectionManagerAccounts(modelOf({ connectionManager: { enabled: false } }).config)).toEqual([]);
  });

  test.each([
    ['nobody there', [], ['create', 'create']],
    [
      'both as they should be',
      [
        { id: 'firstbank', name: 'First Bank', monetaryZoneId: 'USD' },
        { id: 'far-bank', name: 'far-bank', monetaryZoneId: 'EUR' },
      ],
      ['nothing', 'nothing'],
    ],
    [
      'another name, and no zone',
      [
        { id: 'firstbank', name: 'x', monetaryZoneId: 'USD' },
        { id: 'far-bank', name: 'far-bank' },
      ],
      ['change', 'change'],
    ],
    ['one that is taken for the same', [{ id: 'FirstBank', name: 'First Bank', monetaryZoneId: 'USD' }], ['conflict', 'create']],
  ])('%s', (_, there, actions) => {
    expect(accountSteps(desired, { accounts: there, zones: ['USD', 'EUR'] }).map(({ action }) => action)).toEqual(actions);
  });

  test('a currency that it does not know is a conflict that is told, and nothing is sent', () => {
    const [step] = accountSteps(desired, { accounts: [], zones: ['EUR'] });
    expect(step).toMatchObject({ action: 'conflict', why: 'the connection manager knows no monetary zone USD' });
    expect(step?.requests).toBeUndefined();
  });
});
