import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Checked, judgeAll } from '../cli/doctor/check';
import { type DoctorInput, doctorInput } from '../cli/doctor/input';
import { seeOutside } from '../cli/doctor/outside-probe';
import { outsideRows } from '../cli/doctor/outside-table';
import { factorOrder } from '../config/model/edge';
import type { ParticipantConfig } from '../config/schema/workbench';
import { type Edge, startEdge } from './edge/environment';
import { type Identity, tokenIssuer } from './edge/people';
import { envoyVersion, findEnvoy, findTranslator } from './edge/programs';
import { call } from './edge/site';
import { run } from './lab/command';
import { smallest } from './workbench-fixtures';

/*
 * Used: the real Envoy of test/edge.test.ts with the configuration that Envoy Gateway's translator makes of our objects, real certificates and tokens, and
 * the compiled command as a participant runs it.
 * Played: the hub behind the gateway (it takes every lookup with 202) and the key server of the identity provider.
 */
const log = (line: string) => process.stderr.write(`${line}\n`);
const envoy = findEnvoy(log);
const egctl = 'reason' in envoy ? envoy : findTranslator(log);
const gone = 'reason' in envoy ? envoy.reason : 'reason' in egctl ? egctl.reason : undefined;

const bank = (id: string, addresses: readonly string[], more: object = {}) => ({
  id,
  currency: 'USD',
  msisdnPrefix: `3${id.length}`,
  external: true,
  domain: `${id}.example.com`,
  allowedAddresses: [...addresses],
  ...more,
});
const here = ['127.0.0.1/32'];
const revokedSerial = 'dead0002';
const settings = {
  participants: [
    bank('farbank', here),
    bank('otherbank', here),
    bank('distantbank', ['203.0.113.0/28']),
    bank('busybank', here, { requestsPerSecond: 1 }),
  ],
  gateway: { revokedCertificates: [revokedSerial] },
};

(gone ? describe.skip : describe)(
  gone ? `the doctor from outside at a real Envoy: skipped, ${gone}` : `the doctor from outside at a real Envoy ${envoyVersion}`,
  () => {
    let edge: Edge;
    let folder: string;
    const put = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return name;
    };

    beforeAll(async () => {
      if ('file' in envoy && 'file' in egctl)
        edge = await startEdge({ envoy: envoy.file, egctl: egctl.file }, settings, (objects) => objects, 202);
      folder = mkdtempSync(join(tmpdir(), 'doctor-edge-'));
      mkdirSync(join(folder, 'workbench'));
      put('workbench/dev.yaml', stringify({ ...smallest, ...settings }));
      put('ca.pem', edge.own.certificate);
    }, 900_000);
    afterAll(async () => {
      await edge?.stop();
      if (folder) rmSync(folder, { recursive: true, force: true });
    });

    const nameOf = (id: string) => `${id}.example.com`;
    const inputOf = (id: string, change: Partial<DoctorInput> = {}): DoctorInput => {
      const participant = edge.model.config.participants.find((one) => one.id === id) as ParticipantConfig;
      return { ...(doctorInput(edge.model, participant) as DoctorInput), ...change };
    };

    interface Files {
      readonly identity?: Identity;
      readonly token?: string;
      /** A hand-over kit whose facts are others than the hub's: what then goes wrong only the gateway sees. */
      readonly kit?: DoctorInput;
    }
    async function doctor(id: string, { identity = edge.own.sign(nameOf(id)), token = edge.issuer.token({ azp: id }), kit }: Files = {}) {
      const files = ['--certificate', put('c.pem', identity.cert), '--key', put('c.key', identity.key), '--ca', 'ca.pem'];
      const way = ['--token-file', put('token', token), '--connect', `127.0.0.1:${edge.port}`, '--json'];
      if (kit) {
        mkdirSync(join(folder, 'kit'), { recursive: true });
        put('kit/doctor.json', JSON.stringify(kit));
      }
      const { status, stdout, stderr } = await run(folder, 'doctor', ...(kit ? ['--kit', 'kit'] : ['dev', '--as', id]), ...files, ...way);
      if (!stdout.startsWith('{')) throw new Error(`doctor said: ${stdout}${stderr}`);
      const { checks, seconds } = JSON.parse(stdout) as { checks: readonly Checked[]; seconds: number };
      for (const hidden of [token, 'PRIVATE KEY']) expect(stdout + stderr).not.toContain(hidden);
      return { status, checks, seconds };
    }
    const crosses = (checks: readonly Checked[]) =>
      checks.flatMap((check) => (check.state === 'wrong' ? [`${check.id}: ${check.mend}`] : []));

    test('everything right: the gateway takes every factor, and nothing is wrong', async () => {
      const { status, checks, seconds } = await doctor('farbank');
      expect([status, checks.filter(({ state }) => state !== 'right').map(({ id }) => id)]).toEqual([0, ['name']]);
      expect(checks.filter(({ id }) => id.startsWith('gate-')).map(({ id }) => id)).toEqual(factorOrder.map((factor) => `gate-${factor}`));
      log(`doctor at a real Envoy: ${seconds} s`);
      expect(seconds).toBeLessThan(50);
    }, 120_000);

    test.each<[string, string, string, () => Files]>([
      [
        'certificate: revoked',
        'farbank',
        'gate-certificate: hub operator',
        () => ({ identity: edge.own.sign(nameOf('farbank'), { serial: revokedSerial }) }),
      ],
      [
        'certificate: of nobody whom the hub knows',
        'farbank',
        'common-name: participant',
        () => ({ identity: edge.own.sign('stranger.example.com') }),
      ],
      ['certificate: of another authority', 'farbank', 'authority: participant', () => ({ identity: edge.others.sign(nameOf('farbank')) })],
      [
        'token: signed by somebody else',
        'farbank',
        'gate-token: participant',
        () => ({ token: tokenIssuer('https://elsewhere.example.org').token({ azp: 'farbank' }) }),
      ],
      ['token: of another client', 'farbank', 'claims: participant', () => ({ token: edge.issuer.token({ azp: 'otherbank' }) })],
      [
        'binding: a token and a certificate of two participants, as the kit says it',
        'farbank',
        'gate-binding: participant',
        () => ({ token: edge.issuer.token({ azp: 'otherbank' }), kit: inputOf('farbank', { client: 'otherbank' }) }),
      ],
      [
        'source: FSPIOP-Source of another than the certificate, as the kit says it',
        'farbank',
        'gate-source: participant',
        () => ({ kit: inputOf('farbank', { participant: 'otherbank' }) }),
      ],
      ['address: not on the list', 'distantbank', 'gate-address: hub operator', () => ({})],
      ['no route', 'farbank', 'lookup: hub operator', () => ({ kit: inputOf('farbank', { lookup: '/nothing/of/the/kind' }) })],
    ])(
      '%s: %s sees exactly one cross: %s',
      async (_, id, expected, files) => {
        const { status, checks } = await doctor(id, files());
        expect([status, crosses(checks)]).toEqual([1, [expected]]);
      },
      120_000,
    );

    test('more requests than a participant may send: it is told to send less', async () => {
      const identity = edge.own.sign(nameOf('busybank'));
      const token = edge.issuer.token({ azp: 'busybank' });
      const input = inputOf('busybank');
      const headers = { authorization: `Bearer ${token}`, 'fspiop-source': 'busybank' };
      const flood = () => call({ port: edge.port, host: input.host, path: input.lookup, from: '127.0.0.1', identity, headers });
      const given = { certificate: identity.cert, key: identity.key, ca: readFileSync(join(folder, 'ca.pem'), 'utf8'), token };
      // Its bucket fills by the second: where the machine is slow, it is emptied once more.
      for (let tries = 0; ; tries++) {
        await Promise.all([flood(), flood(), flood(), flood()]);
        const checks = judgeAll(outsideRows, await seeOutside(input, { ...given, connect: { address: '127.0.0.1', port: edge.port } }));
        if (crosses(checks).length === 0 && tries < 20) continue;
        expect(crosses(checks)).toEqual(['lookup: participant']);
        return;
      }
    }, 120_000);
  },
);
