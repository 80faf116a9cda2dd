import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { DecommissionResult } from '../cli/decommission/decommission';
import { decommissionShape } from '../cli/decommission/json-shape';
import type { KeptManifest } from '../cli/decommission/manifest';
import { restAnnotation } from '../config/model/rest';
import { jwsSecret } from '../config/model/secret-map';
import { type PlayedCluster, type PlayedObject, playCluster } from './backup/played-cluster';
import { backupObjects, callCompiled, playedKubeconfig } from './backup/played-environment';
import { backupPrograms } from './backup/programs';
import { must } from './lab/client';
import { commandFile, run } from './lab/command';
import { missingVault, startVaultDev, type VaultDev } from './vault-dev';

const minutes = (count: number) => count * 60_000;
const tools = backupPrograms();
const reason = !existsSync(commandFile) ? 'the command is not compiled (npm run build)' : 'reason' in tools ? tools.reason : missingVault();
if (reason) test.skip(`SKIPPED what a removal keeps: ${reason}`, () => {});

const folder = mkdtempSync(join(tmpdir(), 'kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: string[]) => join(folder, ...names);
const [outside, bin] = [at('outside'), at('bin')];
const recipient = 'age1d3yt3hxle4gg2gr2kmua8yn7l7y4yendak78vru32daxn8ukvdnqmpy2ec';
const pemOf = () => generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();

/**
 * Real rclone (to a folder), a real Vault with a PKI, our own encryption; an API server of the test that runs Jobs as processes. The dump is a text of the test
 * (test/backup.test.ts has a real one), the connection manager one that answers one path, and `destroy` a function that notes that it was called.
 */
(reason ? describe.skip : describe)(
  'what is kept before an environment is removed (stand-ins: API server, dump, connection manager, destroy)',
  () => {
    let cluster: PlayedCluster;
    let vault: VaultDev;
    let manager: Server;
    let remote: 'local' | 'none' = 'local';
    const hub = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const firstbank = pemOf();

    beforeAll(async () => {
      for (const one of [outside, bin, at('workbench')]) mkdirSync(one);
      const wrapper = (name: string, text: string) => writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
      wrapper('mysqldump', 'for a; do case $a in --result-file=*) echo "-- Dump completed" > "${a#*=}";; esac; done');
      wrapper('rclone', `exec ${'reason' in tools ? '' : tools.rclone} "$@"`);
      wrapper('node', `exec ${process.execPath} "$@"`);
      vault = await startVaultDev();
      const { ask } = vault;
      await must(ask, 'POST', '/v1/sys/mounts/pki', { type: 'pki' });
      await must(ask, 'POST', '/v1/pki/root/generate/internal', { common_name: 'authority', ttl: '1h', issuer_name: 'intermediate-1' });
      manager = createServer((request, response) => {
        const known = request.url === '/api/dfsps/jwscerts';
        response.writeHead(known ? 200 : 404).end(
          JSON.stringify(
            known
              ? [
                  { dfspId: 'firstbank', publicKey: firstbank },
                  { dfspId: '../x', publicKey: 'y' },
                ]
              : {},
          ),
        );
      });
      await new Promise<void>((ready) => manager.listen(0, '127.0.0.1', ready));
      const store = { kind: 's3', bucket: 'b', endpoint: 'https://objects.example.net', credentials: 'hub/external/backups' };
      const settings = {
        environment: 'old',
        tenant: 'labs',
        domain: 'labs.example.org',
        platform: { provider: 'kubernetes', context: 'played', kubeconfig: at('kubeconfig') },
        hub: { release: '17.1.0', currencies: ['USD'] },
        secrets: { pkiMount: 'pki', vault: { address: vault.address } },
        stores: {
          kafka: { external: { host: 'k.example.net' } },
          mongodb: { external: { host: 'm.example.net', credentials: 'hub/external/m' } },
        },
        operations: { backups: { recipients: [recipient], store } },
      };
      const empty = { kind: 'List', metadata: { name: '' }, items: [] };
      const key = hub.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const secret: PlayedObject = {
        kind: 'Secret',
        metadata: { name: jwsSecret.name },
        data: { [jwsSecret.key]: Buffer.from(key).toString('base64') },
      };
      const lists = Object.fromEntries(['namespaces', 'persistentvolumes', 'services'].map((kind) => [`/api/v1/${kind}`, empty]));
      cluster = await playCluster(
        folder,
        { ...backupObjects(settings, folder), ...lists, [`/api/v1/namespaces/mojaloop/secrets/${jwsSecret.name}`]: secret },
        () => ({ PATH: `${bin}:/usr/bin:/bin`, BUCKET: outside, RCLONE_CONFIG_OUTSIDE_TYPE: remote }),
        async () => undefined,
      );
      playedKubeconfig(at('kubeconfig'), cluster.address);
      writeFileSync(at('workbench/old.yaml'), stringify(settings));
    }, minutes(3));
    afterAll(async () => {
      manager?.close();
      await Promise.all([cluster?.close(), vault?.stop()]);
    });

    const agreed = { mode: 'do', confirm: 'old', confirmTenant: 'labs', kept: ['audit'], env: {} } as const;
    /** `destroy` notes that it was called, and ends as it is told; the look before it says whether it could be done. */
    const remove = (out: string, ends: 'well' | 'killed' | 'refused' = 'well', more: object = {}) =>
      callCompiled<DecommissionResult>(
        folder,
        ['decommission/decommission', 'decommission', 'old'],
        { ...agreed, out: at(out), shown: out, manager: `http://127.0.0.1:${(manager.address() as AddressInfo).port}`, ...more },
        `mayDestroy: async () => ${ends === 'refused' ? 1 : 0},
      destroy: async () => {
        require('fs').appendFileSync(given.out + '.destroyed', 'x');
        return ${ends === 'well' ? '0' : "process.kill(process.pid, 'SIGKILL') && new Promise(() => setInterval(() => {}, 9))"};
      }`,
      );
    const destroyed = (out: string) => (existsSync(at(`${out}.destroyed`)) ? readFileSync(at(`${out}.destroyed`), 'utf8').length : 0);
    const manifest = (out: string) => JSON.parse(readFileSync(at(out, 'manifest.json'), 'utf8')) as KeptManifest;
    const codes = ({ json }: { readonly json: DecommissionResult }) => json.problems.map(({ code }) => code);
    const brought = () => readdirSync(join(outside, 'old/mysql')).filter((name) => name.endsWith('.age'));

    test(
      'where the cloud protects a database nothing is backed up first: that is told at once',
      async () => {
        const refused = await remove('refused', 'refused');
        expect([codes(refused), destroyed('refused'), existsSync(at('refused'))]).toEqual([['DEC-PROTECTED'], 0, false]);
      },
      minutes(3),
    );

    test(
      'the plan tells what the command keeps, and what a person has to because it would go with the environment',
      async () => {
        const { status, stdout } = await run(folder, 'decommission', 'old', '--plan');
        expect(status).toBe(2);
        expect(stdout).toContain('+ backups: the last state of the ledger');
        expect(stdout).toContain('a last backup of MySQL');
        expect(stdout).toMatch(/~ audit: who did what\n(.*\n)+?.*then --kept audit/);
        expect(stdout).toContain('+ keys: public keys and certificates');
        expect(existsSync(at('old-kept'))).toBe(false);
      },
      minutes(3),
    );

    test(
      'nothing is removed while a backup can not be made: what rests is told before, a place that can not be asked afterwards',
      async () => {
        const list = '/apis/apps/v1/namespaces/mojaloop/deployments';
        const rests = { metadata: { name: 'ledger', annotations: { [restAnnotation]: '2' } }, spec: { replicas: 0 } };
        cluster.objects.set(list, { kind: 'List', metadata: { name: '' }, items: [rests] });
        const asleep = await remove('asleep');
        cluster.objects.delete(list);
        expect(codes(asleep)).toEqual(['DEC-RESTS']);
        expect(asleep.json.problems[0]?.hint).toContain('workbench wake old');
        remote = 'none';
        const unreachable = await remove('unreachable');
        remote = 'local';
        expect(codes(unreachable)).toEqual(['BACKUP-JOB', 'DEC-BACKUP']);
        expect(unreachable.json.keep.map(({ part, state }) => [part, state])).toEqual([
          ['backups', 'failed'],
          ['audit', 'said'],
          ['keys', 'kept'],
        ]);
        expect([destroyed('asleep'), destroyed('unreachable')]).toEqual([0, 0]);
      },
      minutes(5),
    );

    test(
      'a last backup that is read back whole, the authority, and the keys that sign are there before anything is removed; a command that was killed goes on with them',
      async () => {
        await expect(remove('end', 'killed')).rejects.toThrow();
        expect(destroyed('end')).toBe(1);
        const first = manifest('end');
        const dumps = brought();
        expect([typeof first.removing, first.removed]).toEqual(['string', undefined]);
        const newest = dumps.sort().at(-1);
        const digest = createHash('sha256')
          .update(readFileSync(join(outside, 'old/mysql', newest ?? '')))
          .digest('hex');
        expect(first.parts.backups?.backups).toEqual([
          expect.objectContaining({ store: 'mysql', file: newest, sha256: digest, at: `s3://b/old/mysql/${newest}` }),
        ]);
        expect(first.parts.backups?.recipients).toEqual([recipient]);
        for (const { file, sha256, bytes } of first.parts.keys?.files ?? []) {
          const content = readFileSync(at('end', file));
          expect([file, createHash('sha256').update(content).digest('hex'), content.length]).toEqual([file, sha256, bytes]);
        }
        expect(readdirSync(at('end/keys')).sort()).toEqual(['authority-1.json', 'revoked-1.pem', 'signs-firstbank.pem', 'signs-hub.pem']);
        const { data } = JSON.parse(readFileSync(at('end/keys/authority-1.json'), 'utf8')) as { data: { certificate: string } };
        const { data: told } = await must<{ data: { certificate: string } }>(vault.ask, 'GET', '/v1/pki/issuer/intermediate-1');
        expect(data.certificate).toBe(told.certificate);
        expect(readFileSync(at('end/keys/signs-hub.pem'), 'utf8')).toBe(hub.publicKey.export({ type: 'spki', format: 'pem' }));
        expect(readFileSync(at('end/keys/signs-firstbank.pem'), 'utf8')).toBe(firstbank);
        for (const name of readdirSync(at('end/keys'))) expect(readFileSync(at('end/keys', name), 'utf8')).not.toContain('PRIVATE');

        const again = await remove('end');
        expect([codes(again), again.json.destroyed, again.json.remains]).toEqual([[], true, []]);
        expect(decommissionShape.safeParse({ ok: true, ...again.json }).error?.issues ?? []).toEqual([]);
        expect([brought(), destroyed('end')]).toEqual([dumps, 2]);
        expect(typeof manifest('end').removed).toBe('string');
        expect(codes(await remove('end'))).toEqual(['DEC-OUT']);
        expect(destroyed('end')).toBe(2);
      },
      minutes(5),
    );

    test(
      'what was kept is kept anew when a file of it was changed, or payments went on for longer than an hour; stopped, it removes nothing',
      async () => {
        writeFileSync(at('unreachable/keys/signs-hub.pem'), 'another');
        const stopped = await remove('unreachable', 'well', { stop: { aborted: true } });
        expect([codes(stopped), destroyed('unreachable')]).toEqual([['DEC-STOPPED'], 0]);
        const { made = '' } = manifest('unreachable').parts.keys ?? {};
        await remove('unreachable', 'killed').catch(() => undefined);
        expect(readFileSync(at('unreachable/keys/signs-hub.pem'), 'utf8')).toContain('PUBLIC KEY');
        expect(manifest('unreachable').parts.keys?.made).not.toBe(made);
        const { removing: _, ...before } = manifest('unreachable');
        writeFileSync(at('unreachable/manifest.json'), JSON.stringify(before));
        const count = brought().length;
        await remove('unreachable', 'killed', { hoursLater: 2 }).catch(() => undefined);
        expect(brought().length).toBe(count + 1);
      },
      minutes(5),
    );
  },
);
