import { createSign, generateKeyPairSync } from 'node:crypto';
import { hubClientName } from '../config/model/callbacks';
import { authorityVault } from './edge/authority-vault';
import { type Edge, everyObject, startEdge } from './edge/environment';
import { findEnvoy, findTranslator } from './edge/programs';
import { type Call, call } from './edge/site';
import { missingVault } from './vault-dev';

/*
 * Used: a real Envoy, configured by Envoy Gateway's own translator out of the objects of both clusters, and a real Vault behind the one of the hub (see
 * test/edge.test.ts). Played: the API server of the other cluster, whose keys are made here, and the services behind its gateway.
 */
const log = (line: string) => process.stderr.write(`${line}\n`);
const envoy = findEnvoy(log);
const egctl = 'reason' in envoy ? envoy : findTranslator(log);
const gone = 'reason' in envoy ? envoy.reason : 'reason' in egctl ? egctl.reason : missingVault();
if (gone) test.skip(`SKIPPED the way of a second cluster to Vault, and callbacks to it: ${gone}`, () => {});

const issuer = 'https://kubernetes.default.svc.cluster.local';
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A token as the API server of that cluster signs one. */
function tokenOf(account: string): string {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, nbf: now, exp: now + 600 };
  const text = `${base64({ alg: 'ES256' })}.${base64({ iss: issuer, aud: [issuer], sub: `system:serviceaccount:${account}`, ...times })}`;
  return `${text}.${createSign('SHA256').update(text).sign({ key: keys.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
const settings = {
  participants: [{ id: 'southbank', currency: 'USD', msisdnPrefix: '368', cluster: { name: 'south' } }],
  participantClusters: {
    south: { context: 'south', issuer, jwks: { keys: [keys.publicKey.export({ format: 'jwk' })] }, addresses: ['127.0.6.0/24'] },
  },
};
const there = (id: string) => id.includes('south');
const begin = (ofStack: (id: string) => boolean) =>
  startEdge({ envoy: 'file' in envoy ? envoy.file : '', egctl: 'file' in egctl ? egctl.file : '' }, settings, (_, { model }) =>
    // Who signed the certificate of Vault is an expression that Terraform works out.
    everyObject(model, ofStack).filter(({ metadata }) => metadata.name !== 'vault-authority'),
  );

(gone ? describe.skip : describe)('at the gateway of the hub the second cluster', () => {
  let edge: Edge;
  let vault: Awaited<ReturnType<typeof authorityVault>>;
  const ask = (path: string, more: Partial<Call> = {}) =>
    call({ port: edge.port, host: 'vault-south.dev.labs.example.org', path, from: '127.0.6.1', ...more });
  const login = (more: Partial<Call> = {}) =>
    ask('/v1/auth/kubernetes/login', {
      method: 'PUT',
      body: JSON.stringify({ role: 'reader', jwt: tokenOf('southbank:secret-reader') }),
      ...more,
    });
  beforeAll(async () => {
    edge = await begin((id) => !there(id));
    vault = await authorityVault(edge);
    const put = (path: string, body: object) => vault.ask('POST', `/v1/${path}`, body);
    await put('sys/auth/dev-cluster-south', { type: 'jwt' });
    await put('auth/dev-cluster-south/config', {
      bound_issuer: issuer,
      jwt_validation_pubkeys: [keys.publicKey.export({ type: 'spki', format: 'pem' })],
    });
    // Of the hub's own login no more is there than its name.
    await put('sys/auth/kubernetes', { type: 'jwt' });
    await put('sys/policies/acl/reader', { policy: 'path "*" { capabilities = ["read", "update"] }' });
    await put('auth/dev-cluster-south/role/reader', {
      role_type: 'jwt',
      user_claim: 'sub',
      bound_audiences: [issuer],
      bound_subject: 'system:serviceaccount:southbank:secret-reader',
      token_policies: ['reader'],
    });
    await put('sys/mounts/hub', { type: 'kv', options: { version: '2' } });
    for (const path of ['participants/southbank/ilp', 'hub/jws']) await put(`hub/data/generated/${path}`, { data: { password: 'x' } });
  }, 240_000);
  afterAll(async () => {
    await vault?.stop();
    await edge?.stop();
  }, 60_000);

  test('logs in by the one path that its management API knows, and reads what is there for it', async () => {
    expect(edge.refusedPolicies).toEqual([]);
    const { status, body } = await login();
    expect([status, body]).toEqual([200, expect.stringContaining('client_token')]);
    const token = (JSON.parse(body) as { auth: { client_token: string } }).auth.client_token;
    const as = { headers: { 'x-vault-token': token } };
    const paths = ['hub/data/generated/participants/southbank/ilp', 'auth/token/lookup-self', 'sys/health', 'pki/ca/pem'];
    expect(await Promise.all(paths.map(async (path) => (await ask(`/v1/${path}`, as)).status))).toEqual([200, 200, 200, 200]);
    // Its policy would let it: only the gateway keeps these from it.
    const hidden = [
      'hub/data/generated/hub/jws',
      'hub/config',
      'sys/mounts',
      'sys/auth',
      'auth/kubernetes/config',
      'pki/roles/client',
      'pki/crl/rotate',
    ];
    const others = [
      '/',
      '/ui/',
      '/v1/auth/dev-cluster-south/config',
      '/v1/hub/data/generated/participants/../hub/jws',
      '/v1/sys/health/../mounts',
    ];
    const statuses = await Promise.all(
      [...hidden.map((path) => `/v1/${path}`), ...others].map(async (path) => [path, (await ask(path, as)).status]),
    );
    expect(statuses.filter(([, status]) => status !== 404)).toEqual([]);
    expect((await fetch(`${vault.address}/v1/sys/mounts`, as)).status).toBe(200);
  });

  test('is nobody who comes from another address, and there is no other host to Vault', async () => {
    expect((await login({ from: '127.0.7.1' })).status).toBe(403);
    expect((await ask('/v1/sys/health', { from: '127.0.7.1' })).status).toBe(403);
    expect((await login({ host: 'vault-north.dev.labs.example.org' })).status).toBe(404);
  });
});

(gone ? describe.skip : describe)('at the gateway of the second cluster', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await begin(there);
  }, 240_000);
  afterAll(() => edge?.stop(), 60_000);
  const connector = 'connector.southbank.dev.labs.example.org';
  const back = (more: Partial<Call> = {}) => call({ port: edge.plainPort, host: connector, path: '/transfers', method: 'PUT', ...more });

  test('the hub calls back with its certificate, and nobody else: neither a participant, nor who shows none, nor a certificate of another authority', async () => {
    expect(edge.refusedPolicies).toEqual([]);
    const name = hubClientName(edge.model.config);
    const client = (host: string) => ({ extensions: `subjectAltName=DNS:${host}\nextendedKeyUsage=clientAuth` });
    const hub = await back({ identity: edge.own.sign(name, client(name)) });
    expect([hub.status, JSON.parse(hub.body).path]).toEqual([200, '/transfers']);
    const other = 'otherbank.dev.labs.example.org';
    const refused = [undefined, edge.own.sign(other, client(other)), edge.others.sign(name, client(name))];
    expect(await Promise.all(refused.map(async (identity) => (await back(identity ? { identity } : {})).status))).toEqual([
      'refused',
      'refused',
      'refused',
    ]);
  });

  test('people reach the portal without one, and callbacks do not come by their listener', async () => {
    const open = (host: string) => call({ port: edge.port, host, path: '/' });
    expect((await open('portal.southbank.dev.labs.example.org')).status).toBe(200);
    expect((await open(connector)).status).toBe(404);
  });
});
