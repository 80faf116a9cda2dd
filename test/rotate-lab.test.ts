import { createPublicKey } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { digestAnnotation } from '../cli/rotate/deliver';
import { signingAnnotation } from '../cli/rotate/hub-key';
import { markAnnotation } from '../cli/rotate/mark';
import { restartAnnotation } from '../cli/rotate/restart';
import type { RotateResult, RotationList } from '../cli/rotate/result';
import { sendSignal } from '../cli/run/processes';
import { installAll } from './doctor/helm-site';
import { unbuilt } from './lab/build';
import { must } from './lab/client';
import { commandFile } from './lab/command';
import { modelOf } from './lab/environments';
import { type Lab, startLab } from './lab/lab';
import { Site } from './lab/site';
import { fillVault, letReadersIn, passwordIn } from './lab/vault-inside';

/*
 * Used: a real API server with its controllers and scheduler, a real Vault, the real vault-config-operator, releases installed by the real helm, and the
 * compiled command as a person runs it.
 * Played: pods and Jobs (kwok runs no container, so no statement reaches a database), what the operators of the stores note of a user, what cert-manager
 * signs, and a connection manager that answers as its API describes.
 */
const log = (line: string) => process.stderr.write(`rotate: ${line}\n`);
const minutes = (count: number) => count * 60_000;
const why = !existsSync(commandFile)
  ? 'the command is not compiled (npm run build)'
  : unbuilt().length > 0
    ? `${unbuilt().join(', ')} of the lab are not built here, which takes twenty minutes (make lab-up)`
    : process.env.LAB_VAULT_CONFIG_OPERATOR
      ? undefined
      : 'LAB_VAULT_CONFIG_OPERATOR names no vault-config-operator';
if (why) test.skip(`SKIPPED rotation on a real API server with a real Vault and its real operator: ${why}`, () => {});

interface Meta {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>>; readonly uid: string };
}
interface Workload extends Meta {
  readonly spec: { readonly template: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } } };
}

/** A program that reads a Secret in a way that the charts of the lab do not. */
const reader = (name: string, pod: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: `reads-by-${name}` },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'one', image: 'busybox' }], ...pod } },
  },
});

(why ? describe.skip : describe)('on a real API server with a real Vault and its real operator (pods, Jobs and stores are played)', () => {
  let lab: Lab;
  let site: Site;
  const api = '/apis/redhatcop.redhat.io/v1alpha1/namespaces';
  const get = <T>(path: string) => must<T>(lab.kube, 'GET', path);
  const secret = (place: string) =>
    get<Meta & { readonly data: Readonly<Record<string, string>> }>(`/api/v1/namespaces/${place.replace('/', '/secrets/')}`);
  const delivered = async (place: string, key: string) => Buffer.from((await secret(place)).data[key] ?? '', 'base64').toString('utf8');
  const random = (id: string) => get<Meta & { spec: { refreshPeriod?: string } }>(`${api}/workbench-system/randomsecrets/${id}`);
  const until = async (what: string, ready: () => Promise<boolean>, seconds = 120) => {
    for (const end = Date.now() + seconds * 1000; !(await ready().catch(() => false)); await sleep(200))
      if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
  };
  const rotate = async (...args: readonly string[]) => {
    const [what = '', id = '', ...rest] = args;
    const { status, stdout, stderr } = await site.runWith('rotate', [what, id], ...rest);
    if (!stdout.startsWith('{')) throw new Error(`rotate said: ${stdout}${stderr}`);
    return { status, text: stdout + stderr, ...(JSON.parse(stdout) as RotateResult) };
  };
  const outcomes = ({ steps }: RotateResult) => steps.map(({ key, outcome }) => `${key} ${outcome}`);
  const deployments = async (namespace: string, name: string) =>
    (await get<{ items: readonly Workload[] }>(`/apis/apps/v1/namespaces/${namespace}/deployments`)).items.filter(({ metadata }) =>
      metadata.name.includes(name),
    );
  /** The operator of MySQL: it notes a user again whenever its Secret was written anew. */
  const playStore = () => {
    let on = true;
    const play = async () => {
      for (; on; await sleep(300)) {
        const { metadata } = await secret('stores/mysql-quoting').catch(() => ({ metadata: undefined }));
        const digest = metadata?.annotations?.[digestAnnotation];
        const note = 'percona.com/mysql-quoting-hash';
        if (digest !== undefined && metadata?.annotations?.[note] !== `of ${digest}`)
          await lab.kube('PATCH', '/api/v1/namespaces/stores/secrets/mysql-quoting', {
            metadata: { annotations: { [note]: `of ${digest}` } },
          });
      }
    };
    const ended = play();
    return async () => {
      on = false;
      await ended;
    };
  };

  beforeAll(async () => {
    lab = await startLab({ log });
    const folder = mkdtempSync(join(tmpdir(), 'rotate-lab-'));
    site = new Site(lab, folder, 'sandbox', readFileSync(resolve(__dirname, '../workbench/sandbox.yaml'), 'utf8'), process.env.LAB_CHARTS);
    const begun = Date.now();
    const wanted = ['keycloak', 'moja', 'demowallet-account', 'demowallet', 'gateway-certificates', 'gateway'];
    // Every order to Vault: what the list tells the age of is more with each part that the example gets.
    await installAll(site, ({ name }) => name.endsWith('-secrets') || wanted.includes(name));
    await fillVault(site, 2);
    await lab.startVaultConfigOperator();
    for (const [namespace, name, from] of [
      ['demowallet', 'volume', { volumes: [{ name: 'key', secret: { secretName: 'demowallet-ilp' } }] }],
      [
        'demowallet',
        'projected',
        { volumes: [{ name: 'key', projected: { sources: [{ secret: { name: 'demowallet-oauth-client' } }] } }] },
      ],
      ['mojaloop', 'volume', { volumes: [{ name: 'key', secret: { secretName: 'hub-jws' } }] }],
    ] as const)
      await must(lab.kube, 'POST', `/apis/apps/v1/namespaces/${namespace}/deployments`, reader(name, from));
    for (const place of ['mojaloop/mysql-quoting', 'stores/mysql-quoting', 'mojaloop/hub-jws', 'demowallet/demowallet-ilp'])
      await until(place, async () => (await secret(place)).metadata.name !== '');
    await until('ready pods', async () => {
      const { items } = await get<{ items: readonly { status: { replicas?: number; readyReplicas?: number } }[] }>(
        '/apis/apps/v1/namespaces/mojaloop/deployments',
      );
      return items.length > 0 && items.every(({ status }) => status.replicas === status.readyReplicas);
    });
    log(`ready after ${Math.round((Date.now() - begun) / 1000)} s`);
  }, minutes(35));
  afterAll(async () => {
    await lab?.stop();
    if (site) rmSync(site.folder, { recursive: true, force: true });
  }, minutes(2));

  test('the list tells the age of each password, and what is overdue by a shorter rhythm', async () => {
    const { stdout } = await site.runWith('rotate', ['list']);
    const { rows, problems } = JSON.parse(stdout) as RotationList;
    expect(problems).toEqual([]);
    expect(rows.find(({ id }) => id === 'mysql-quoting')).toMatchObject({
      what: 'secret',
      by: 'workbench',
      ageDays: 0,
      everyDays: 180,
      state: 'in time',
    });
    expect(rows.find(({ id }) => id === 'hub-jws')).toMatchObject({ what: 'key', state: 'unknown' });
    expect(rows.filter(({ what, ageDays, by }) => what === 'secret' && by === 'workbench' && ageDays === undefined)).toEqual([]);
  });

  test(
    'a user of MySQL: another password in Vault, delivered, read by pods that were made after it; killed in the middle it is gone on with, and no second version is made',
    async () => {
      const before = await passwordIn(site, 'mysql/quoting');
      const planned = await rotate('secret', 'mysql-quoting', '--plan');
      expect([planned.status, outcomes(planned)]).toEqual([
        2,
        ['new-version', 'accept-both', 'deliver', 'store', 'restart', 'forget-old'].map((key) => `${key} to-do`),
      ]);
      expect((await passwordIn(site, 'mysql/quoting')).version).toBe(before.version);
      const [service] = await deployments('mojaloop', 'quoting-service');
      const others = (await deployments('mojaloop', 'ml-api-adapter-service'))[0];
      // Killed as soon as Vault has the new one: the order that made it still stands, or was just taken back.
      const killed = site.startWith('rotate', ['secret', 'mysql-quoting']);
      await until('a new version', async () => (await passwordIn(site, 'mysql/quoting')).version > before.version);
      if (killed.child.pid) sendSignal(killed.child.pid, 'SIGKILL');
      expect((await killed.ended).signal).toBe('SIGKILL');
      expect((await random('mysql-quoting')).metadata.annotations?.[markAnnotation]).toBeDefined();
      const stopStore = playStore();
      const begun = Date.now();
      const ended = await rotate('secret', 'mysql-quoting');
      await stopStore();
      log(`mysql-quoting after a kill: ${Math.round((Date.now() - begun) / 1000)} s`);
      expect([ended.status, ended.problems, ended.resumed]).toEqual([0, [], true]);
      // The operator of MySQL may have been as quick as the command.
      expect(
        outcomes(ended)
          .slice(1)
          .filter((one) => !one.startsWith('store')),
      ).toEqual(['accept-both', 'deliver', 'restart', 'forget-old'].map((key) => `${key} done`));

      const after = await passwordIn(site, 'mysql/quoting');
      expect([after.version, after.password === before.password]).toEqual([before.version + 1, false]);
      for (const place of ['mojaloop/mysql-quoting', 'stores/mysql-quoting'])
        expect(await delivered(place, 'mysql-password')).toBe(after.password);
      expect(ended.text).not.toContain(after.password);
      // Nothing is left of it but what the pods carry; and nobody else was started anew.
      const { metadata, spec } = await random('mysql-quoting');
      expect([metadata.annotations?.[markAnnotation], spec.refreshPeriod]).toEqual([undefined, undefined]);
      expect((await lab.kube('GET', '/api/v1/namespaces/stores/secrets/rotation-mysql-quoting')).status).toBe(404);
      const [restarted] = await deployments('mojaloop', 'quoting-service');
      expect(service?.spec.template.metadata.annotations?.[restartAnnotation]).toBeUndefined();
      expect(restarted?.spec.template.metadata.annotations?.[restartAnnotation]).toMatch(/^[a-z0-9]+$/);
      const untouched = (await deployments('mojaloop', 'ml-api-adapter-service'))[0];
      expect(untouched?.spec).toEqual(others?.spec);
      // Longer than the order would have needed to make another one.
      await sleep(12_000);
      expect((await passwordIn(site, 'mysql/quoting')).version).toBe(after.version);
    },
    minutes(8),
  );

  test(
    'a key of a payment manager: what stops is said before, and asks for the name of the environment',
    async () => {
      const refused = await site.runWith('rotate', ['secret', 'demowallet-ilp']);
      expect([refused.status, refused.stdout]).toEqual([1, expect.stringContaining('ROTATE-CONFIRM')]);
      expect(refused.stdout).toContain('quotes that it gave');
      const before = await passwordIn(site, 'participants/demowallet/ilp');
      const ended = await rotate('secret', 'demowallet-ilp', '--confirm', 'sandbox');
      expect([ended.status, outcomes(ended)]).toEqual([0, ['new-version done', 'deliver done', 'restart done']]);
      const after = await passwordIn(site, 'participants/demowallet/ilp');
      expect(after.version).toBe(before.version + 1);
      expect(await delivered('demowallet/demowallet-ilp', 'secret')).toBe(after.password);
      expect(ended.steps[2]?.changed).toContain('demowallet/deployments/reads-by-volume');
    },
    minutes(5),
  );

  test(
    'a client of Keycloak: the Job that writes the realms runs once more with its new secret',
    async () => {
      const ended = await rotate('secret', 'demowallet-oauth-client', '--confirm', 'sandbox');
      expect([ended.status, ended.problems, outcomes(ended)]).toEqual([
        0,
        [],
        ['new-version done', 'deliver done', 'realms done', 'restart done'],
      ]);
      const { password } = await passwordIn(site, 'participants/demowallet/oauth-client');
      for (const place of ['identity/demowallet-oauth-client', 'demowallet/demowallet-oauth-client'])
        expect(await delivered(place, 'secret')).toBe(password);
    },
    minutes(5),
  );

  describe('the key with which the hub signs', () => {
    let manager: Server;
    let address: string;
    let held: string | undefined;
    const asked: string[] = [];
    beforeAll(async () => {
      manager = createServer(async (request, response) => {
        asked.push(`${request.method} ${request.url}`);
        let text = '';
        for await (const part of request) text += part;
        if (request.method === 'POST') held = (JSON.parse(text) as { publicKey: string }).publicKey;
        response.writeHead(held === undefined ? 404 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(held === undefined ? { message: 'not found' } : { dfspId: 'switch', publicKey: held }));
      });
      await new Promise<void>((done) => manager.listen(0, '127.0.0.1', done));
      address = `http://127.0.0.1:${(manager.address() as AddressInfo).port}`;
    });
    afterAll(() => manager?.close());

    test(
      'it tells what the file and a deploy do; then the Secret has the new key, the connection manager its public part, and all who sign were started with it',
      async () => {
        const first = await rotate('key', 'hub-jws', '--confirm', 'sandbox', '--manager', address);
        expect([first.status, first.next[0]]).toEqual([2, 'write certificates.signingKeys.newest: 2 into the workbench file']);
        expect(asked).toEqual([]);
        site.editFile((file) => ({ ...file, certificates: { ...(file.certificates as object), signingKeys: { newest: 2, current: 2 } } }));
        expect((await rotate('key', 'hub-jws', '--confirm', 'sandbox', '--manager', address)).next).toEqual([
          'workbench deploy sandbox secrets stores --no-onboard',
          'workbench rotate key hub-jws sandbox',
        ]);
        // What that deploy changes of it: who may read which key, and where the Secret comes from.
        await letReadersIn(site, modelOf(readFileSync(site.file, 'utf8')));
        const path = `${api}/mojaloop/vaultsecrets/hub-jws`;
        const { spec } = await get<{ spec: { vaultSecretDefinitions: readonly { path: string }[] } }>(path);
        const vaultSecretDefinitions = spec.vaultSecretDefinitions.map((one) => ({ ...one, path: one.path.replace(/jws$/, 'jws-2') }));
        await must(lab.kube, 'PATCH', path, { spec: { vaultSecretDefinitions } });
        const old = await delivered('mojaloop/hub-jws', 'jwsSigningKey');
        const ended = await rotate('key', 'hub-jws', '--confirm', 'sandbox', '--manager', address);
        expect([ended.status, ended.problems, outcomes(ended).slice(1)]).toEqual([0, [], ['publish done', 'restart done']]);
        const key = await delivered('mojaloop/hub-jws', 'jwsSigningKey');
        expect(key).not.toBe(old);
        expect(held).toBe(createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString());
        expect((await get<Meta>(path)).metadata.annotations?.[signingAnnotation]).toBe('2');
        expect(ended.text).not.toContain('PRIVATE');
        // Again: the next one would be a third.
        expect((await rotate('key', 'hub-jws', '--confirm', 'sandbox', '--manager', address)).next[0]).toContain('newest: 3');
      },
      minutes(5),
    );
  });

  test(
    'a certificate: cert-manager is told as its own command does, and another revision that is ready is waited for',
    async () => {
      const path = '/apis/cert-manager.io/v1/namespaces/gateway/certificates';
      const certificate = async () =>
        (
          await get<{
            items: readonly (Meta & {
              spec: { secretName: string };
              status?: { revision?: number; conditions?: readonly { type: string }[] };
            })[];
          }>(path)
        ).items.find(({ spec }) => spec.secretName === 'gateway-tls');
      const name = (await certificate())?.metadata.name ?? '';
      const ready = { type: 'Ready', status: 'True', reason: 'Ready', message: '', lastTransitionTime: new Date().toISOString() };
      await must(lab.kube, 'PATCH', `${path}/${name}/status`, { status: { revision: 3, conditions: [ready] } });
      const running = rotate('certificate', 'gateway', '--connect', '127.0.0.1:1');
      await until('the order', async () => (await certificate())?.status?.conditions?.some(({ type }) => type === 'Issuing') ?? false);
      await must(lab.kube, 'PATCH', `${path}/${name}/status`, { status: { revision: 4, conditions: [ready] } });
      const ended = await running;
      expect([ended.status, outcomes(ended)]).toEqual([0, ['issue done']]);
      expect(ended.notes).toEqual([expect.stringContaining('not compared')]);
      expect((await certificate())?.metadata.annotations?.[markAnnotation]).toBeUndefined();
    },
    minutes(3),
  );
});
