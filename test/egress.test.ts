import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { type CallbackTarget, callbackProxy, callbackTargets, callbackUrl, hubClientName } from '../config/model/callbacks';
import { resolveFeatures } from '../config/model/features';
import { flowsOf } from '../config/model/flows';
import { callbackEnvoy, callbackSecrets } from '../constructs/in-cluster/callback-envoy';
import { findEnvoy } from './edge/programs';
import { freePorts } from './lab/ports';
import { carriedObjects, modelWith, synthesised, type Tree } from './synthesised';
import { configWith } from './workbench-fixtures';

const near = { id: 'nearbank', currency: 'USD', msisdnPrefix: '1' };
const far = { id: 'farbank', currency: 'USD', external: true, domain: 'pay.farbank.example.org' };
const odd = {
  id: 'oddbank',
  currency: 'USD',
  external: true,
  domain: 'odd.example.org',
  callback: { authority: 'public', port: 8443, path: '/fsp/1.0' },
};
const gone = { id: 'gonebank', currency: 'USD', external: true, domain: 'gone.example.org', retired: true };
const participants = [near, far, odd, gone];

describe('where the hub calls participants back', () => {
  const config = configWith({ participants });

  test('is a path at one proxy in the cluster, for those inside and outside', () => {
    expect(config.participants.slice(0, 2).map((participant) => callbackUrl(config, participant))).toEqual([
      'http://callbacks.gateway.svc.cluster.local:9080/nearbank',
      'http://callbacks.gateway.svc.cluster.local:9080/farbank',
    ]);
  });

  test('has a host, a port and an authority for each that is outside and has not left', () => {
    expect(callbackTargets(config)).toEqual([
      { id: 'farbank', host: 'connector.pay.farbank.example.org', port: 443, path: '', authority: 'environment' },
      { id: 'oddbank', host: 'connector.odd.example.org', port: 8443, path: '/fsp/1.0', authority: 'public' },
    ]);
    const elsewhere = configWith({
      certificates: { issuer: 'acme', email: 'a@example.org' },
      participants: [{ ...near, cluster: { kubeconfig: 'x', context: 'y' } }, far],
    });
    expect(callbackTargets(elsewhere).map(({ authority }) => authority)).toEqual(['public', 'environment']);
  });

  test('only the proxy leaves the cluster for callbacks, by the ports of the file; the hub itself does not', () => {
    const flows = flowsOf(
      configWith({ participants, hub: { testingToolkit: false } }),
      resolveFeatures(configWith({ participants, hub: { testingToolkit: false } })),
    );
    const out = flows.filter(({ to, ports }) => 'cidr' in to && to.cidr === '0.0.0.0/0' && ports.includes(443));
    expect(out.filter(({ from }) => 'namespace' in from && from.namespace === 'mojaloop')).toEqual([]);
    expect(out.filter(({ why }) => why.startsWith('callbacks'))).toEqual([
      { from: { namespace: 'gateway', app: 'callbacks' }, to: { cidr: '0.0.0.0/0' }, ports: [443, 8443], why: expect.any(String) },
    ]);
  });

  test('nobody but the hub reaches the proxy: its port is none of those that are the way in', () => {
    const reaches = flowsOf(config, resolveFeatures(config)).filter(
      ({ to, ports }) => 'namespace' in to && to.namespace === 'gateway' && (ports.length === 0 || ports.includes(callbackProxy.port)),
    );
    // Pods of the gateway talk to each other; that is its controller and its proxies.
    expect(reaches.map(({ from }) => from)).toEqual([{ namespace: 'mojaloop' }, { namespace: 'gateway' }]);
  });

  test('the pods of the proxy are confined and hold no key but the mounted one; its certificate is for one name and for clients', () => {
    const objects = carriedObjects(synthesised(modelWith({ participants, connectionManager: { enabled: false } })), 'edge');
    const of = (kind: string, name: string) => objects.find((object) => object.kind === kind && object.metadata.name === name);
    expect(of('Certificate', 'hub-client-tls')?.spec).toMatchObject({
      commonName: 'interop-switch.dev.labs.example.org',
      usages: ['digital signature', 'client auth'],
      issuerRef: { name: 'workbench-hub-client', kind: 'ClusterIssuer' },
    });
    const template = of('Deployment', 'callbacks')?.spec.template as { spec: Tree & { containers: readonly Tree[] } } | undefined;
    const pod = template!.spec;
    expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
    expect(pod.containers[0]?.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
    const told = JSON.stringify(of('ConfigMap', 'callbacks')?.data);
    expect(told).not.toContain('PRIVATE KEY');
    expect(told).not.toContain('gone.example.org');
    expect(told).not.toContain('admin');
  });
});

const work = mkdtempSync(join(tmpdir(), 'egress-'));
const found = findEnvoy((line) => process.stderr.write(`${line}\n`));
const missing = 'reason' in found ? found.reason : undefined;
const envoyFile = 'file' in found ? found.file : '';
const proof = (title: string, body: () => Promise<void>) =>
  missing ? test.skip(`${title} (skipped: ${missing})`, () => undefined) : test(title, body, 120_000);

const at = (...names: string[]) => join(work, ...names);
const openssl = (...args: readonly string[]) => execFileSync('openssl', [...args], { cwd: work, stdio: ['ignore', 'pipe', 'pipe'] });
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
function certificate(
  name: string,
  by: string,
  commonName: string,
  use: 'serverAuth' | 'clientAuth',
  alternative = `DNS:${commonName}`,
): void {
  openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${commonName}`);
  writeFileSync(at(`${name}.ext`), `subjectAltName=${alternative}\nextendedKeyUsage=${use}\n`);
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    `${by}.pem`,
    '-CAkey',
    `${by}.key`,
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    `${name}.ext`,
    '-out',
    `${name}.pem`,
  );
}
const file = (name: string) => readFileSync(at(name));

interface Seen {
  readonly client: string | undefined;
  readonly serial?: string;
  readonly host: string | undefined;
  readonly url: string | undefined;
  readonly headers: readonly string[];
}

/** A participant as it should be: it lets nobody in without a certificate of the hub's authority. */
function participant(cert: string, seen: Seen[]): Promise<{ server: Server; port: number }> {
  const server = createHttps(
    { cert: file(`${cert}.pem`), key: file(`${cert}.key`), ca: [file('hub-ca.pem')], requestCert: true, rejectUnauthorized: true },
    ({ socket, headers, url }, response) => {
      const { subject, serialNumber: serial } = (socket as TLSSocket).getPeerCertificate();
      seen.push({ client: String(subject?.CN), serial, host: headers.host, url, headers: Object.keys(headers) });
      response.writeHead(202, { connection: 'close' }).end();
    },
  ) as unknown as Server;
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done({ server, port: (server.address() as AddressInfo).port })));
}

describe("the proxy of callbacks: a real Envoy with the configuration that is deployed, real certificates, participants that ask for the hub's", () => {
  const config = configWith({ participants });
  const servers: Server[] = [];
  const seen: Record<string, Seen[]> = {};
  let envoy: ChildProcess | undefined;
  let ports = { requests: 0, health: 0 };
  let log = '';
  const ask = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${ports.requests}${path}`, init);

  /**
   * Puts a certificate where the pod has it, as Kubernetes does: links to a folder by way of one link, and that link is replaced. No file that Envoy was told of is
   * touched, so only who watches the folder learns of it.
   */
  function mount(cert: string): void {
    const folder = `..${cert}`;
    mkdirSync(at('certificates', folder));
    for (const [name, from] of [
      ['tls.crt', `${cert}.pem`],
      ['tls.key', `${cert}.key`],
      ['ca.crt', 'hub-ca.pem'],
    ] as const) {
      writeFileSync(at('certificates', folder, name), file(from));
      if (cert === 'hub') symlinkSync(`..data/${name}`, at('certificates', name));
    }
    symlinkSync(folder, at('certificates', '..data_tmp'));
    renameSync(at('certificates', '..data_tmp'), at('certificates', '..data'));
  }

  beforeAll(async () => {
    if (missing) return;
    for (const name of ['hub-ca', 'far-ca', 'other-ca']) authority(name);
    certificate('hub', 'hub-ca', hubClientName(config), 'clientAuth');
    certificate('hub-2', 'hub-ca', hubClientName(config), 'clientAuth');
    certificate('env', 'hub-ca', 'localhost', 'serverAuth');
    certificate('far', 'far-ca', 'localhost', 'serverAuth');
    certificate('wild', 'far-ca', 'x', 'serverAuth', 'DNS:*.localhost');
    certificate('wrong-name', 'far-ca', 'other.example.org', 'serverAuth');
    certificate('wrong-ca', 'other-ca', 'localhost', 'serverAuth');
    certificate('wrong-use', 'far-ca', 'localhost', 'clientAuth');
    mkdirSync(at('certificates'));
    mkdirSync(at('configuration'));
    mount('hub');
    const pem = file('far-ca.pem').toString();
    const targets: CallbackTarget[] = [];
    const add = async (id: string, cert: string, trusted: string, host = 'localhost', path = '') => {
      seen[id] = [];
      const { server, port } = await participant(cert, seen[id]!);
      servers.push(server);
      targets.push({ id, host, port, path, authority: trusted });
    };
    await add('farbank', 'far', pem);
    await add('envbank', 'env', 'environment', 'localhost', '/fsp/1.0');
    await add('wildbank', 'wild', pem, 'a.localhost');
    await add('wrong-name', 'wrong-name', pem);
    await add('wrong-ca', 'wrong-ca', pem);
    await add('wrong-use', 'wrong-use', pem);
    await add('not-public', 'far', 'public');
    await add('not-environment', 'far', 'environment');
    const plain = createHttp((_, response) => response.writeHead(202).end()).listen(0, '127.0.0.1');
    await new Promise((done) => plain.once('listening', done));
    servers.push(plain);
    targets.push({ id: 'plain', host: 'localhost', port: (plain.address() as AddressInfo).port, path: '', authority: pem });
    seen.nearbank = [];
    const local = createHttp(({ headers, url }, response) => {
      seen.nearbank!.push({ client: undefined, host: headers.host, url, headers: Object.keys(headers) });
      response.writeHead(202).end();
    }).listen(0, '127.0.0.1');
    await new Promise((done) => local.once('listening', done));
    servers.push(local);

    ports = await freePorts(['requests', 'health']);
    const files = {
      certificates: at('certificates'),
      configuration: at('configuration'),
      publicAuthorities: '/etc/ssl/certs/ca-certificates.crt',
    };
    const near = { id: 'nearbank', host: '127.0.0.1', port: (local.address() as AddressInfo).port };
    writeFileSync(at('configuration', 'envoy.json'), JSON.stringify(callbackEnvoy(targets, [near], files, ports)));
    for (const [name, content] of Object.entries(callbackSecrets(files))) writeFileSync(at('configuration', name), JSON.stringify(content));
    envoy = spawn(envoyFile, [
      '-c',
      at('configuration', 'envoy.json'),
      '--disable-hot-restart',
      '--concurrency',
      '2',
      '--log-level',
      'warning',
      '--file-flush-interval-msec',
      '50',
    ]);
    for (const stream of [envoy.stdout, envoy.stderr]) stream?.on('data', (part: Buffer) => (log += part.toString()));
    for (let tries = 0; !(await fetch(`http://127.0.0.1:${ports.health}/ready`).catch(() => undefined))?.ok; tries++) {
      if (tries > 300 || envoy.exitCode !== null) throw new Error(`Envoy did not start: ${log.slice(-2000)}`);
      await sleep(100);
    }
  }, 120_000);

  afterAll(async () => {
    for (const server of servers) server.close();
    if (envoy && envoy.exitCode === null) {
      const ended = new Promise((done) => envoy?.once('exit', done));
      envoy.kill('SIGTERM');
      await ended;
    }
    rmSync(work, { recursive: true, force: true });
  });

  proof('a participant that asks for the certificate of the hub gets it, and the request under its own name and path', async () => {
    const answer = await ask('/farbank/transfers/1?x=2', { method: 'PUT', headers: { 'fspiop-source': 'switch' }, body: '{}' });
    expect(answer.status).toBe(202);
    expect(seen.farbank).toEqual([
      {
        client: hubClientName(config),
        host: expect.stringMatching(/^localhost:\d+$/),
        url: '/transfers/1?x=2',
        serial: expect.any(String),
        headers: expect.arrayContaining(['fspiop-source']),
      },
    ]);
    expect(seen.farbank![0]!.headers.filter((name) => name.startsWith('x-envoy'))).toEqual([]);
    expect((await ask('/envbank/parties/MSISDN/1', { method: 'PUT', body: '{}' })).status).toBe(202);
    expect(seen.envbank![0]).toMatchObject({ client: hubClientName(config), url: '/fsp/1.0/parties/MSISDN/1' });
    expect((await ask('/wildbank/quotes/1', { method: 'PUT', body: '{}' })).status).toBe(202);
    expect((await ask('/nearbank/quotes/1', { method: 'PUT', body: '{}' })).status).toBe(202);
    expect(seen.nearbank![0]).toMatchObject({ url: '/quotes/1' });
  });

  proof.call(
    undefined,
    'a host with a certificate of another authority, of another name, for another use, or with none is not spoken to',
    async () => {
      for (const id of ['wrong-ca', 'wrong-name', 'wrong-use', 'not-public', 'not-environment', 'plain']) {
        const answer = await ask(`/${id}/transfers/1`, { method: 'PUT', body: '{}' });
        expect([id, answer.status]).toEqual([id, 503]);
        expect(seen[id] ?? []).toEqual([]);
      }
      // Each for its own reason, which is told to the operator.
      await sleep(500);
      const lines = log.split('\n').filter((line) => line.startsWith('{'));
      const told = Object.fromEntries(lines.map((line) => JSON.parse(line)).map(({ participant: id, tls }) => [id, String(tls)]));
      for (const id of ['wrong-ca', 'wrong-name', 'wrong-use', 'not-public', 'not-environment'])
        expect([id, told[id]]).toEqual([id, expect.stringContaining('CERTIFICATE_VERIFY_FAILED')]);
      expect(told['wrong-name']).toContain('other.example.org');
      expect(told.plain).toContain('WRONG_VERSION_NUMBER');
    },
  );

  proof('what is not in the list has no way out, whatever is asked for', async () => {
    for (const path of [
      '/',
      '/farbank',
      '/farban/transfers',
      '/FARBANK/transfers',
      '/gonebank/transfers/1',
      '/example.org/transfers',
      '//example.org/',
    ])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
    for (const path of ['/farbank%2f..%2fenvbank/x', '/farbank/%2e%2e%2fenvbank/x'])
      expect([path, (await ask(path)).status]).toEqual([path, 400]);
    const before = seen.farbank!.length;
    // As a forward proxy would be asked: by a name in the request line, by a Host header, by CONNECT.
    const raw = (text: string) =>
      new Promise<string>((done) => {
        const socket = connect(ports.requests, '127.0.0.1', () => socket.write(text));
        socket.once('data', (data: Buffer) => {
          socket.destroy();
          done(data.toString().split('\r\n')[0] ?? '');
        });
      });
    expect(await raw('GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n')).toContain(' 404 ');
    expect(await raw('CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n')).toMatch(/ (404|403|400) /);
    expect(seen.farbank!.length).toBe(before);
  });

  proof('without its own certificate the participant would refuse: the test can tell', async () => {
    const { request } = await import('node:https');
    const { port } = servers[0]!.address() as AddressInfo;
    const told = await new Promise<string>((done) => {
      const asked = request({ host: '127.0.0.1', servername: 'localhost', port, ca: file('far-ca.pem'), path: '/' }, ({ statusCode }) =>
        done(String(statusCode)),
      );
      asked.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message)).end();
    });
    expect(told).toMatch(/CERTIFICATE_REQUIRED|ECONNRESET|EPROTO/);
  });

  proof('a renewed certificate of the hub is taken up without a restart', async () => {
    const serialOf = (name: string) => new X509Certificate(file(`${name}.pem`)).serialNumber;
    const last = async () => {
      await ask('/farbank/transfers/2', { method: 'PUT', body: '{}' });
      return seen.farbank!.at(-1)!.serial;
    };
    expect(await last()).toBe(serialOf('hub'));
    mount('hub-2');
    for (let tries = 0; tries < 50 && (await last()) !== serialOf('hub-2'); tries++) await sleep(100);
    expect(await last()).toBe(serialOf('hub-2'));
    expect(envoy?.exitCode).toBeNull();
  });
});
