import { execFileSync } from 'node:child_process';
import { type Dirent, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as createNetServer, type Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { stringify } from 'yaml';
import { type Checked, judgeAll } from '../cli/doctor/check';
import { clusterParts } from '../cli/doctor/cluster-part';
import type { ClusterSeen, PodSeen, ReleaseSeen, Seen, StoreSeen } from '../cli/doctor/cluster-seen';
import { clusterRows, elsewhereRows } from '../cli/doctor/cluster-table';
import { checklist } from '../cli/doctor/text';
import { inspectStacks } from '../cli/synthesise';
import { type Factor, refusals } from '../config/model/edge';
import { deliveredSecrets } from '../config/model/secret-map';
import { run, start } from './lab/command';
import { modelWith } from './synthesised';
import { twoClusters } from './two-clusters';

const settings = {
  environment: 'dev',
  tenant: 'labs',
  domain: 'labs.example.org',
  platform: { provider: 'kubernetes', context: 'lab' },
  hub: { release: '17.1.0', currencies: ['USD'] },
  participants: [{ id: 'firstbank', currency: 'USD', allowedAddresses: ['127.0.0.1/32'] }],
};
const host = 'interop-switch.dev.labs.example.org';
const ownName = 'firstbank.dev.labs.example.org';
const secret = 'only-the-bank-knows-this';

const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
const file = (name: string) => join(folder, name);
const openssl = (...args: readonly string[]) => execFileSync('openssl', [...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });

function authority(name: string): void {
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.pem`,
    '-subj',
    `/CN=${name}`,
    '-days',
    '2',
  );
}
function certificate(name: string, commonName: string, alternative: string, { by = 'hub-ca', days = '90' } = {}): void {
  openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${commonName}`);
  writeFileSync(file(`${name}.ext`), `subjectAltName=${alternative}\n`);
  const signer = ['-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial'];
  openssl('x509', '-req', '-in', `${name}.csr`, ...signer, '-days', days, '-extfile', `${name}.ext`, '-out', `${name}.pem`);
}

/** What the other side does; a test breaks one thing of it. */
const hub: { refuses?: Factor; client: string; certificate: string } = { client: 'firstbank', certificate: 'server' };
let server: Server;

const jwt = () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  return `${part({ alg: 'none' })}.${part({ azp: hub.client, iat: now, exp: now + 300 })}.signature`;
};

beforeAll(async () => {
  mkdirSync(file('workbench'));
  writeFileSync(file('workbench/dev.yaml'), stringify(settings));
  for (const name of ['hub-ca', 'other-ca']) authority(name);
  certificate('server', host, `DNS:*.dev.labs.example.org`);
  certificate('server-other', 'elsewhere.example.org', 'DNS:elsewhere.example.org');
  certificate('client', ownName, `DNS:${ownName}`);
  certificate('expired', ownName, `DNS:${ownName}`, { days: '0' });
  certificate('named', 'secondbank.dev.labs.example.org', 'DNS:secondbank.dev.labs.example.org');
  certificate('foreign', ownName, `DNS:${ownName}`, { by: 'other-ca' });
  openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'old-ca.key', '-out', 'old-ca.csr', '-subj', '/CN=old-ca');
  openssl('x509', '-req', '-in', 'old-ca.csr', '-signkey', 'old-ca.key', '-days', '0', '-out', 'old-ca.pem');
  certificate('late', ownName, `DNS:${ownName}`, { by: 'old-ca' });
  writeFileSync(file('both.pem'), ['hub-ca', 'old-ca'].map((name) => readFileSync(file(`${name}.pem`), 'utf8')).join(''));
  writeFileSync(file('secret'), `${secret}\n`);
  writeFileSync(file('wrong-secret'), 'something-else\n');
  const pair = (name: string) => ({ cert: readFileSync(file(`${name}.pem`)), key: readFileSync(file(`${name}.key`)) });
  server = createServer(
    { ...pair('server'), requestCert: true, rejectUnauthorized: false, ca: readFileSync(file('hub-ca.pem')) },
    async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      if (request.method === 'POST') {
        if (!body.includes(secret)) return void response.writeHead(401).end('{}');
        return void response.end(JSON.stringify({ access_token: jwt() }));
      }
      // As the gateway: who has no certificate that it trusts is refused first.
      const factor = (request.socket as TLSSocket).authorized ? hub.refuses : 'certificate';
      if (!factor) return void response.writeHead(202).end();
      const { status, errorCode, errorDescription } = refusals[factor];
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errorInformation: { errorCode, errorDescription } }));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}, 60_000);
afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly text: string;
  readonly checks: readonly Checked[];
  readonly seconds: number;
}
async function doctor(more: Readonly<Record<string, string | undefined>> = {}): Promise<Ended> {
  const { port } = server.address() as AddressInfo;
  const options = {
    certificate: 'client.pem',
    key: 'client.key',
    ca: 'hub-ca.pem',
    'client-secret-file': 'secret',
    connect: `127.0.0.1:${port}`,
    ...more,
  };
  const args = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  const { status, stdout, stderr } = await run(folder, 'doctor', 'workbench/dev.yaml', '--as', 'firstbank', ...args, '--json');
  return { status, text: stdout + stderr, ...(JSON.parse(stdout) as Pick<Ended, 'checks' | 'seconds'>) };
}
const faults = ({ checks }: Pick<Ended, 'checks'>) =>
  checks.flatMap((check) => (check.state === 'wrong' ? [`${check.id}: ${check.mend}`] : []));

describe('from outside, with real certificates and a TLS server of ours in place of the gateway and the identity provider', () => {
  test('everything right: every row is, within five seconds, and no secret is told', async () => {
    const ended = await doctor();
    expect([ended.status, faults(ended)]).toEqual([0, []]);
    expect(ended.checks.filter(({ state }) => state === 'unknown').map(({ id }) => id)).toEqual(['name']);
    expect(ended.checks.find(({ id }) => id === 'authority')?.found).toMatch(/good until 20\d\d-\d\d-\d\d: its next generation is due$/);
    expect(ended.seconds).toBeLessThan(5);
    for (const hidden of [secret, 'PRIVATE KEY', 'eyJ']) expect(ended.text).not.toContain(hidden);
  });

  test.each<[string, string, Readonly<Record<string, string | undefined>>, Partial<typeof hub>]>([
    ['a certificate that has ended', 'expiry: participant', { certificate: 'expired.pem', key: 'expired.key' }, {}],
    ['the key of another certificate', 'key: participant', { key: 'named.key' }, {}],
    ['the certificate of another name', 'common-name: participant', { certificate: 'named.pem', key: 'named.key' }, { refuses: 'source' }],
    ['another authority', 'authority: participant', { certificate: 'foreign.pem', key: 'foreign.key' }, {}],
    ['an authority that has ended', 'authority: hub operator', { certificate: 'late.pem', key: 'late.key', ca: 'both.pem' }, {}],
    ['no file', 'files: participant', { certificate: 'secret', key: 'secret' }, {}],
    ['the wrong secret', 'token: participant', { 'client-secret-file': 'wrong-secret' }, { refuses: 'token' }],
    ['a token of another client', 'claims: hub operator', {}, { client: 'secondbank', refuses: 'binding' }],
    ['an address that is not on the list', 'gate-address: hub operator', {}, { refuses: 'address' }],
    ['a token that the gateway refuses', 'gate-token: hub operator', {}, { refuses: 'token' }],
    ['a certificate that the gateway refuses', 'gate-certificate: hub operator', {}, { refuses: 'certificate' }],
    ['a server of another name', 'server-name: hub operator', {}, { certificate: 'server-other' }],
    [
      'an authority of the hub that is another',
      'server-chain: hub operator',
      { ca: 'other-ca.pem', certificate: undefined, key: undefined },
      {},
    ],
    ['a port that nobody listens at', 'connect: network', { connect: '127.0.0.1:9' }, {}],
    ['a name that nobody knows', 'name: network', { connect: undefined }, {}],
  ])('%s is exactly one cross: %s', async (_, expected, options, broken) => {
    const before = { ...hub };
    Object.assign(hub, broken);
    if (broken.certificate)
      server.setSecureContext({
        cert: readFileSync(file(`${broken.certificate}.pem`)),
        key: readFileSync(file(`${broken.certificate}.key`)),
        ca: readFileSync(file('hub-ca.pem')),
      });
    try {
      const ended = await doctor(options);
      expect([ended.status, faults(ended)]).toEqual([1, [expected]]);
      expect(ended.seconds).toBeLessThan(5);
    } finally {
      delete hub.refuses;
      Object.assign(hub, before);
      server.setSecureContext({
        cert: readFileSync(file('server.pem')),
        key: readFileSync(file('server.key')),
        ca: readFileSync(file('hub-ca.pem')),
      });
    }
  });

  test('without the authority of the hub no secret is sent, so no token is there, and nobody is blamed for that', async () => {
    hub.refuses = 'token';
    const ended = await doctor({ ca: undefined });
    delete hub.refuses;
    expect([ended.status, faults(ended)]).toEqual([0, []]);
    expect(ended.checks.find(({ id }) => id === 'gate-token')).toMatchObject({ state: 'unknown' });
  });

  test.each([
    ['--certificate and --key go together', { key: undefined }],
    ['there is no file', { ca: 'nowhere.pem' }],
    ['is no address', { connect: 'over-there' }],
  ])('wrong input is a problem with a way out: %s', async (words, options) => {
    const { status, text } = await doctor(options).catch((error: Error) => ({ status: 0, text: String(error) }));
    expect([status, text]).toEqual([1, expect.stringMatching(/DOC-(OPTION|FILE)/)]);
    expect(text.toLowerCase()).toContain(words.replace('there is no file', 'nowhere.pem').toLowerCase());
  });
});

describe('in the cluster: what is judged from objects as the Kubernetes API tells them (written by us)', () => {
  const model = modelWith(settings);
  const vault = model.config.secrets.vault.namespace;
  const condition = (type: string, status = 'True', reason?: string) => ({ conditions: [{ type, status, ...(reason ? { reason } : {}) }] });
  const object = (namespace: string, name: string, more: object = {}): Seen => ({ metadata: { namespace, name }, ...more });
  const pod = (name: string, status: object, labels = {}): PodSeen => ({ metadata: { namespace: vault, name, labels }, status });
  const stores = model.config.stores.namespace;
  /** As the operators note the users they have made. */
  const notes = (secretName: string) =>
    Object.fromEntries(
      model.databases.flatMap(({ engine, users }) =>
        users.filter(({ secret }) => secret === secretName).map(({ name }) => [`percona.com/${engine}-${name}-hash`, 'x']),
      ),
    );
  const secrets = deliveredSecrets(model.secrets).map(
    ({ namespace, secretName }): Seen => ({
      metadata: { namespace, name: secretName, annotations: namespace === stores ? notes(secretName) : {} },
    }),
  );
  const stored = (name: string, state: string, more: object = {}): StoreSeen => object(stores, name, { status: { state, ...more } });
  const healthy = (): ClusterSeen => ({
    model,
    part: clusterParts(model, '')[0],
    now: Date.now(),
    version: 'v1.34.2',
    pods: [pod('vault-0', condition('Ready'), { 'vault-sealed': 'false' })],
    probes: [],
    secrets,
    certificates: { failed: 'the cluster does not know the kind' },
    gateways: [object(model.config.gateway.namespace, 'hub', { status: condition('Programmed') })],
    topics: model.topics.map(({ name }) => object(model.config.stores.namespace, name, { status: condition('Ready') })),
    jobs: [],
    services: model.logicalServices.map(({ name }) => object(model.config.stores.namespace, name)),
    vaultSecrets: [],
    mysql: [stored('mysql', 'ready')],
    mongodb: [stored('mongodb', 'ready')],
    releases: [],
    vault: undefined,
  });
  const found = (change: Partial<ClusterSeen>, id: string) =>
    judgeAll(clusterRows, { ...healthy(), ...change }).find((one) => one.id === id);

  test('a Vault that is sealed, a secret that is missing, a topic that is missing, a gateway that is not there', () => {
    expect(found({}, 'vault')).toMatchObject({ state: 'right' });
    expect(found({ pods: [pod('vault-0', condition('Ready'), { 'vault-sealed': 'true' })] }, 'vault')).toMatchObject({
      state: 'wrong',
      found: expect.stringContaining('sealed'),
      mend: 'hub operator',
    });
    expect(found({}, 'secrets')).toMatchObject({ state: 'right' });
    const [lost] = secrets;
    expect(found({ secrets: secrets.slice(1) }, 'secrets')).toMatchObject({
      state: 'wrong',
      found: expect.stringContaining(`${lost?.metadata.name}`),
    });
    expect(found({ topics: [] }, 'topics')).toMatchObject({ state: 'wrong' });
    expect(found({ gateways: [] }, 'gateway')).toMatchObject({ state: 'wrong' });
    expect(found({}, 'gateway')).toMatchObject({ state: 'right' });
  });

  test.each([
    [
      'ImagePullBackOff',
      {
        containerStatuses: [
          {
            name: 'c',
            image: 'registry.example.org/x:1',
            ready: false,
            restartCount: 0,
            state: { waiting: { reason: 'ImagePullBackOff' } },
          },
        ],
      },
    ],
    [
      'CrashLoopBackOff',
      {
        containerStatuses: [
          {
            name: 'c',
            image: 'x',
            ready: false,
            restartCount: 7,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
          },
        ],
      },
    ],
    [
      'Unschedulable',
      { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' }] },
    ],
  ])('a pod that is not ready is told with its reason: %s', (reason, status) => {
    expect(found({ pods: [pod('one', status)] }, 'pods')).toMatchObject({ state: 'wrong', found: expect.stringContaining(reason) });
  });

  test('a cluster without a pod of ours is not one whose pods are ready', () => {
    expect(found({ pods: [] }, 'pods')).toMatchObject({ state: 'unknown' });
  });

  test('databases in the cluster: made when the operator has noted it; a store that is not ready is told with its words', () => {
    expect(found({}, 'databases')).toMatchObject({ state: 'right', found: `${model.databases.length} made, every Service is there` });
    const bare = secrets.map((secret) =>
      secret.metadata.name === 'mysql-central-ledger' ? object(secret.metadata.namespace ?? '', secret.metadata.name) : secret,
    );
    expect(found({ secrets: bare }, 'databases')).toMatchObject({
      state: 'wrong',
      found: 'central-ledger-db: the operator has not made the schema central_ledger for central_ledger',
    });
    const broken = stored('mysql', 'error', { messages: ['Error: no primary'] });
    expect(found({ mysql: [broken] }, 'databases')).toMatchObject({ state: 'wrong', found: `${stores}/mysql is error: Error: no primary` });
    expect(found({ mysql: [] }, 'databases')).toMatchObject({ state: 'wrong', found: expect.stringContaining('stores/mysql is missing') });
    expect(found({ mysql: { failed: 'the cluster does not know perconaxtradbclusters' } }, 'databases')).toMatchObject({
      state: 'unknown',
      found: expect.stringContaining('central-ledger-db'),
    });
    expect(found({ services: [] }, 'databases')).toMatchObject({ state: 'wrong', found: expect.stringContaining('Service stores/') });
  });

  test('databases elsewhere: a Job of ours tells, or only their server does, and that is said', () => {
    const server = { host: 'mysql.example.org', port: 3306 };
    const on = (mysql: object) => ({ ...healthy(), model: modelWith({ ...settings, stores: { mysql } }), mysql: [] });
    const told = (seen: ClusterSeen) => judgeAll(clusterRows, seen).find(({ id }) => id === 'databases');
    const ours = on({ external: { ...server, credentials: 'existing/mysql' } });
    const job = (status: object) => [object(stores, 'mysql-bootstrap-0a1b2c3d', { status })];
    expect(told({ ...ours, jobs: job({ succeeded: 1 }) })).toMatchObject({ state: 'right' });
    expect(told({ ...ours, jobs: job({ failed: 3 }) })).toMatchObject({
      state: 'wrong',
      found: expect.stringContaining('has not ended well'),
    });
    expect(told(ours)).toMatchObject({ state: 'wrong', found: expect.stringContaining('the Job mysql-bootstrap') });
    const database = { host: server.host, credentials: 'existing/ledger' };
    expect(told({ ...on({ databases: { 'central-ledger-db': database } }), mysql: [stored('mysql', 'ready')] })).toMatchObject({
      state: 'unknown',
      found: expect.stringContaining('only the server itself can tell of central-ledger-db'),
    });
  });

  test('a login that may not read is one cross; what it may read is judged all the same', () => {
    const failed = { failed: 'no right to list pods', code: 'RUN-CLUSTER-FORBIDDEN' };
    const checks = judgeAll(clusterRows, { ...healthy(), pods: failed, topics: [] });
    expect(checks.flatMap(({ id, state }) => (state === 'wrong' ? [id] : []))).toEqual(['rights', 'topics', 'releases']);
    expect(checks.find(({ id }) => id === 'pods')).toMatchObject({ state: 'unknown', found: 'could not be seen (no right to list pods)' });
  });

  test('a release that drifted is told with its way back: by Helm where only somebody has changed it, else by a deploy', () => {
    const release = (name: string, more: object): ReleaseSeen => ({ place: `mojaloop/${name}`, stack: 'hub', status: 'deployed', ...more });
    const drift = (...differences: string[]) => ({ differences, writeOnly: 2, later: 0 });
    expect(found({ releases: [release('moja', { drift: drift() })] }, 'values')).toMatchObject({
      state: 'right',
      found: '1 as the file says; not compared: 2 that go in write-only',
    });
    const byHand = release('moja', { drift: { ...drift('a is 1, the file says 2'), goBack: 'helm rollback moja 1 --namespace mojaloop' } });
    expect(found({ releases: [byHand] }, 'values')).toMatchObject({
      found: 'mojaloop/moja: a is 1, the file says 2',
      wayOut: expect.stringMatching(/by hand.*helm rollback moja 1 --namespace mojaloop$/),
    });
    const since = release('moja', { drift: drift('a is 1, the file says 2') });
    expect(found({ releases: [since] }, 'values')).toMatchObject({ wayOut: expect.stringContaining('workbench deploy dev hub') });
    expect(found({ releases: [release('moja', { status: undefined }), release('x', {})] }, 'releases')).toMatchObject({
      found: 'mojaloop/moja is not there',
    });
    expect(found({ releases: [release('moja', { drift: { failed: 'no answer in time' } })] }, 'values')).toMatchObject({
      state: 'unknown',
    });
  });

  describe('payment managers in other clusters', () => {
    const cluster = { kubeconfig: '/somewhere/east', context: 'farms' };
    const patch = [
      ...twoClusters().config.participants.map(({ id, currency, cluster }) => ({ id, currency, cluster })),
      { id: 'eastbank', currency: 'USD', cluster },
      { id: 'eastshop', currency: 'USD', cluster: { ...cluster, kubeconfig: '/somewhere/west' } },
      { id: 'eastgone', currency: 'USD', cluster, retired: true },
    ];
    const two = twoClusters({ participants: patch });
    const parts = clusterParts(two, '/state');
    const [, south, east] = parts;
    const thereOf = (part: (typeof parts)[number] | undefined, change: Partial<ClusterSeen> = {}): ClusterSeen => {
      if (!part) throw new Error('no such part');
      return {
        ...healthy(),
        model: two,
        part,
        pods: [...part.namespaces].map((namespace) => ({ metadata: { namespace, name: 'one' }, status: condition('Ready') })),
        secrets: part.secrets.map(({ namespace, secretName }) => object(namespace, secretName)),
        certificates: part.certificates.map(({ place }) => {
          const [namespace = '', secretName = ''] = place.split('/');
          const notAfter = new Date(Date.now() + 80 * 86_400_000).toISOString();
          return object(namespace, secretName, { spec: { secretName }, status: { ...condition('Ready'), notAfter } });
        }),
        releases: [{ place: 'southbank/pm4ml-southbank', stack: 'participants-south-1', status: 'deployed' }],
        ...change,
      };
    };
    const sound: ClusterSeen = { ...healthy(), releases: [{ place: 'mojaloop/moja', stack: 'hub', status: 'deployed' }] };
    const judged = (...seen: ClusterSeen[]) => judgeAll([...clusterRows, ...elsewhereRows(seen)], sound);
    const wrongOf = (checks: readonly Checked[]) => checks.flatMap(({ id, state, found }) => (state === 'wrong' ? [[id, found]] : []));

    test('each cluster has what is its own, and nothing is looked for twice', () => {
      expect(parts.map(({ name }) => name)).toEqual([undefined, 'south', 'farms (/somewhere/east)', 'farms (/somewhere/west)']);
      const stacks = ['hub', 'platform', 'platform-south', 'participants-1', 'participants-south-1', 'participants-cluster1-1'];
      expect(stacks.map((stack) => parts.findIndex(({ holds }) => holds(stack)))).toEqual([0, 0, 1, 0, 1, 2]);
      for (const stack of stacks) expect(parts.filter(({ holds }) => holds(stack))).toHaveLength(1);
      const delivered = parts.flatMap(({ secrets }) => secrets.map(({ namespace, secretName }) => `${namespace}/${secretName}`));
      expect(delivered.toSorted()).toEqual(
        deliveredSecrets(two.secrets)
          .map(({ namespace, secretName }) => `${namespace}/${secretName}`)
          .toSorted(),
      );
      expect([...(south?.namespaces ?? [])].toSorted()).toEqual(
        ['workbench-system', 'cert-manager', 'operators', 'gateway', 'southbank', 'southwallet'].toSorted(),
      );
      // Of a cluster that is prepared by other means payment managers alone are ours, and who has left has nothing there.
      expect([...(east?.namespaces ?? [])]).toEqual(['eastbank']);
      expect(east?.asks.has('gateways')).toBe(false);
      expect(south?.access).toEqual({ kubeconfig: expect.stringMatching(/kube/), context: 'south' });
    });

    test('the certificates that the stacks put there are those that are looked for', () => {
      const places = (stack: string) =>
        inspectStacks(two, { stateDir: '/state' })
          .stacks.filter(({ stackId }) => stackId === stack)
          .flatMap(({ releases }) => JSON.stringify(releases).match(/"kind":"Certificate".*?"secretName":"[^"]+"/g) ?? [])
          .map((text) => /"namespace":"([^"]+)".*"secretName":"([^"]+)"/.exec(text)?.slice(1).join('/'));
      expect(south?.certificates.map(({ place }) => place).toSorted()).toEqual(
        [...places('platform-south'), ...places('participants-south-1')].toSorted(),
      );
      expect(south?.certificates.length).toBeGreaterThan(2);
    });

    test('all sound: the rows of each, by its name; none about stores, topics or Vault', () => {
      const checks = judged(thereOf(south), thereOf(east));
      expect(wrongOf(checks)).toEqual([]);
      const ids = checks.map(({ id }) => id).filter((id) => id.includes('/'));
      const rows = ['cluster', 'rights', 'certificates', 'secrets', 'pods', 'gateway', 'releases', 'values'];
      expect(ids.filter((id) => id.startsWith('south/'))).toEqual(rows.map((id) => `south/${id}`));
      expect(ids.filter((id) => id.startsWith('farms')).map((id) => id.split('/').at(-1))).toEqual(rows.filter((id) => id !== 'gateway'));
    });

    test('one fault there is one cross there, with the stacks that mend it', () => {
      const of = (change: Partial<ClusterSeen>) => judged(thereOf(south, change));
      const [lost, ...kept] = thereOf(south).secrets as readonly Seen[];
      const unmade = of({ secrets: kept });
      expect(wrongOf(unmade)).toEqual([['south/secrets', expect.stringContaining(`${lost?.metadata.name}`)]]);
      expect(unmade.find(({ id }) => id === 'south/secrets')).toMatchObject({
        wayOut: expect.stringMatching(/workbench deploy dev platform-south participants-south-1$/),
      });
      expect(wrongOf(of({ certificates: [] }))).toEqual([['south/certificates', expect.stringMatching(/no certificate asks for it/)]]);
      expect(of({ gateways: [] }).find(({ id }) => id === 'south/gateway')).toMatchObject({
        state: 'wrong',
        wayOut: 'workbench deploy dev platform-south',
      });
      const failed = { failed: 'ECONNREFUSED', code: 'RUN-CLUSTER-UNREACHABLE' };
      const dead = of({ version: failed, pods: failed, secrets: failed, certificates: failed, gateways: failed, releases: failed });
      expect(wrongOf(dead)).toEqual([['south/cluster', 'ECONNREFUSED']]);
      expect(dead.filter(({ id, state }) => id.startsWith('south/') && state === 'right')).toEqual([]);
    });

    test('a Vault that is sealed is told once, and not again as secrets that do not come to other clusters', () => {
      const sealed = { ...sound, vault: 503 };
      const checks = judgeAll([...clusterRows, ...elsewhereRows([thereOf(south, { secrets: [], certificates: [] })])], sealed);
      expect(wrongOf(checks)).toEqual([['vault', 'it is sealed']]);
      expect(checks.find(({ id }) => id === 'south/secrets')).toMatchObject({ state: 'unknown', found: 'follows from vault' });
    });
  });

  test('what cannot be seen is unknown, never right; a cluster that does not answer is one cross', () => {
    expect(found({}, 'certificates')).toMatchObject({ state: 'unknown' });
    const failed = { failed: 'ECONNREFUSED' };
    const checks = judgeAll(clusterRows, {
      ...healthy(),
      version: failed,
      pods: failed,
      secrets: failed,
      certificates: failed,
      gateways: failed,
      topics: failed,
      jobs: failed,
      services: failed,
      vaultSecrets: failed,
      mysql: failed,
      mongodb: failed,
      releases: failed,
    });
    expect(checks.filter(({ state }) => state === 'wrong').map(({ id }) => id)).toEqual(['cluster']);
    expect(checks.filter(({ state }) => state === 'right')).toEqual([]);
  });
});

describe('an API server that takes a connection and says nothing', () => {
  let silent: NetServer;
  beforeAll(async () => {
    silent = createNetServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const cluster = { server: `https://127.0.0.1:${(silent.address() as AddressInfo).port}` };
    const kubeconfig = {
      'current-context': 'lab',
      clusters: [{ name: 'lab', cluster }],
      users: [{ name: 'lab', user: { token: 'of-nobody' } }],
      contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'lab' } }],
    };
    writeFileSync(file('silent.kubeconfig'), JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...kubeconfig }));
    const platform = { ...settings.platform, kubeconfig: file('silent.kubeconfig') };
    writeFileSync(file('workbench/silent.yaml'), stringify({ ...settings, platform }));
  });
  afterAll(() => {
    silent?.close();
  });

  test('is one cross, and the command ends when it has said so', async () => {
    const { child, ended } = start(folder, 'doctor', 'workbench/silent.yaml', '--json');
    let told = 0;
    child.stdout?.once('data', () => {
      told = Date.now();
    });
    const { status, stdout } = await ended;
    expect([status, faults(JSON.parse(stdout))]).toEqual([1, ['cluster: network']]);
    // A request that is left open would keep it for more than six seconds.
    expect(Date.now() - told).toBeLessThan(5000);
  });

  test('Ctrl-C ends the look at once, without a list', async () => {
    const { child, ended } = start(folder, 'doctor', 'workbench/silent.yaml');
    const connected = new Promise((resolve) => silent.once('connection', resolve));
    await connected;
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ signal: 'SIGINT', stdout: '' });
  });
});

describe('the list for people', () => {
  const row = (more: object) => ({ id: 'x', what: 'values are those of the file', ...more }) as Checked;

  test('findings are broken between words where the terminal is narrow, commands never', () => {
    const command = 'helm rollback moja 1 --namespace mojaloop, which is a long line';
    const wrongOne = row({ state: 'wrong', mend: 'hub operator', found: 'moja: a.b.c is 3, the file says 2', wayOut: command });
    expect(checklist([wrongOne], 1, 40).split('\n').slice(0, 3)).toEqual([
      '✗ values are those of the file: moja:',
      '  a.b.c is 3, the file says 2',
      `    the hub's operator: ${command}`,
    ]);
    expect(checklist([wrongOne], 1).split('\n')[0]).toBe('✗ values are those of the file: moja: a.b.c is 3, the file says 2');
  });

  test('what came from elsewhere writes nothing to the terminal but its words', () => {
    expect(checklist([row({ state: 'unknown', found: 'a\u001b[2Jb\nc' })], 1, 80)).toMatch(/^– values are those of the file: a \[2Jb c\n/);
  });
});

describe('the hand-over kit', () => {
  const far = { id: 'far-bank', currency: 'USD', external: true, domain: 'far-bank.example.org', allowedAddresses: ['198.51.100.1/32'] };
  const kit = (out: string, id = 'far-bank') => run(folder, 'kit', 'workbench/kit.yaml', id, '--out', out, '--json');
  beforeAll(() => writeFileSync(file('workbench/kit.yaml'), stringify({ ...settings, participants: [...settings.participants, far] })));
  const all = (name: string) =>
    (readdirSync(file(name), { recursive: true, withFileTypes: true }) as Dirent[])
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

  test('is one folder, the same each time, with everything and no secret', async () => {
    const first = await kit('kit-a');
    expect([first.status, JSON.parse(first.stdout).files]).toEqual([
      0,
      [
        'README.md',
        'addresses.md',
        'allow-list-form.md',
        'certificates/client.cnf',
        'certificates/server.cnf',
        'checksums.sha256',
        'collection.json',
        'doctor.json',
        'hand-over.yaml',
        'payment-manager-values.yaml',
      ],
    ]);
    expect((await kit('kit-b')).status).toBe(0);
    expect(all('kit-a').sort()).toEqual(all('kit-b').sort());
    expect(all('kit-a').join('\n')).not.toMatch(/PRIVATE KEY|password: \S|eyJ/);
    expect(readFileSync(file('kit-a/README.md'), 'utf8')).toContain('far-bank.example.org');
    expect(readFileSync(file('kit-a/addresses.md'), 'utf8')).toMatch(
      /whether a certificate of the hub is revoked: http:\/\/pki\.[a-z.-]+, port 80\./,
    );
  });

  test('its request has the name that the gateway expects', () => {
    const { certificateName } = JSON.parse(readFileSync(file('kit-a/doctor.json'), 'utf8')) as { certificateName: string };
    openssl(
      'req',
      '-new',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-config',
      'kit-a/certificates/client.cnf',
      '-keyout',
      'far.key',
      '-out',
      'far.csr',
    );
    expect(String(openssl('req', '-in', 'far.csr', '-noout', '-subject'))).toContain(certificateName);
  });

  test('the doctor reads it without a workbench file', async () => {
    const { port } = server.address() as AddressInfo;
    certificate('far', 'far-bank.example.org', 'DNS:far-bank.example.org');
    const args = ['--certificate', 'far.pem', '--key', 'far.key', '--ca', 'hub-ca.pem', '--client-secret-file', 'secret'];
    hub.client = 'far-bank';
    const { status, stdout } = await run(folder, 'doctor', '--kit', 'kit-a', ...args, '--connect', `127.0.0.1:${port}`, '--json');
    hub.client = 'firstbank';
    expect([status, faults(JSON.parse(stdout) as Ended)]).toEqual([0, []]);
  });

  test('what was filled in or changed is never replaced; who lives in the cluster needs none', async () => {
    writeFileSync(file('kit-b/allow-list-form.md'), 'filled in');
    const again = await kit('kit-b');
    expect([again.status, JSON.parse(again.stdout).problems[0].code]).toEqual([1, 'KIT-FILLED']);
    expect(readFileSync(file('kit-b/allow-list-form.md'), 'utf8')).toBe('filled in');
    expect((await kit('kit-a')).status).toBe(0);
    const inside = await kit('kit-c', 'firstbank');
    expect([inside.status, JSON.parse(inside.stdout).problems[0].code]).toEqual([1, 'DOC-PARTICIPANT']);
  });
});
