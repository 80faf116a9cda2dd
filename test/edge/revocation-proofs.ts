import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { revocationLimits } from '../../config/model/revocation';
import { missingVault } from '../vault-dev';
import { authorityVault, type Issued } from './authority-vault';
import type { Edge } from './environment';
import { call, manyAtOnce, plainCall } from './site';

type Vault = Awaited<ReturnType<typeof authorityVault>>;
const missing = missingVault();
const proof = (title: string, body: () => Promise<void>) =>
  missing ? test.skip(`${title} (skipped: ${missing})`, () => undefined) : test(title, body, 240_000);
const openssl = (...args: readonly string[]) => execFileSync('openssl', [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** What anybody may ask of the authority in a real Vault, by the plain listener of the real Envoy, and what nobody may. */
export function revocationProofs(edgeOf: () => Edge): void {
  let vault: Vault;
  let issued: Issued;
  const at = (name: string) => join(edgeOf().folder, name);
  const put = (name: string, text: string | Buffer) => {
    writeFileSync(at(name), text);
    return at(name);
  };
  const ask = (path: string, more: Partial<Parameters<typeof plainCall>[0]> = {}) => {
    const { plainPort, model } = edgeOf();
    return plainCall({ port: plainPort, host: model.hosts.pki, path, ...more });
  };
  /** Where a certificate says that it is asked for. */
  const addressesIn = (pem: string) => {
    const text = openssl('x509', '-in', put('issued.pem', pem), '-noout', '-text');
    const found = (pattern: RegExp) => new URL(pattern.exec(text)?.[1] ?? 'http://nowhere.invalid');
    return { list: found(/URI:(\S+\/crl\/der)/), authority: found(/CA Issuers - URI:(\S+)/), ocsp: found(/OCSP - URI:(\S+)/) };
  };

  describe('what is published of revoked certificates', () => {
    beforeAll(async () => {
      if (missing) return;
      vault = await authorityVault(edgeOf());
      issued = await vault.issue('far.example.org');
      put('authority.pem', issued.issuing_ca);
    }, 120_000);
    afterAll(() => vault?.stop());

    const ocspByPost = () => {
      const { plainPort, model } = edgeOf();
      const url = `http://127.0.0.1:${plainPort}${addressesIn(issued.certificate).ocsp.pathname}`;
      const who = ['-issuer', at('authority.pem'), '-cert', at('issued.pem'), '-CAfile', at('authority.pem')];
      // It speaks HTTP/1.0.
      return openssl('ocsp', ...who, '-url', url, '-header', `Host=${model.hosts.pki}`, '-no_nonce');
    };

    proof(
      'a certificate says where lists, OCSP and its authority are, and there they are, by plain HTTP: OCSP and list tell that it was revoked',
      async () => {
        const { list, authority, ocsp } = addressesIn(issued.certificate);
        const { hosts } = edgeOf().model;
        expect([list, authority, ocsp].map(({ origin }) => origin)).toEqual(Array(3).fill(`http://${hosts.pki}`));
        const signer = await ask(authority.pathname);
        expect([signer.status, signer.type]).toEqual([200, 'application/pkix-cert']);
        expect(new X509Certificate(signer.body).fingerprint256).toBe(new X509Certificate(issued.issuing_ca).fingerprint256);

        expect(ocspByPost()).toContain('issued.pem: good');
        await vault.revoke(issued.serial_number);
        expect(ocspByPost()).toContain('issued.pem: revoked');
        await vault.makeLists();
        const told = await ask(list.pathname);
        expect([told.status, told.type]).toEqual([200, 'application/pkix-crl']);
        const whole = ['-inform', 'DER', '-in', put('list.crl', told.body), '-noout', '-text', '-CAfile', at('authority.pem')];
        expect(openssl('crl', ...whole).toUpperCase()).toContain(issued.serial_number.replaceAll(':', '').toUpperCase());
      },
    );

    proof('OCSP by GET is answered too, its base64 as it is or escaped, slashes and all', async () => {
      let asked = '';
      // Other questions until one has a slash in its base64, which is where gateways go wrong. Two of them in a row Vault itself takes escaped only.
      for (let tries = 0; !(asked.includes('/') && asked.includes('+') && !asked.includes('//')) && tries < 200; tries++) {
        const who = ['-issuer', at('authority.pem'), '-cert', at('issued.pem')];
        openssl('ocsp', ...who, '-reqout', at('question.der'));
        asked = readFileSync(at('question.der')).toString('base64');
      }
      const path = addressesIn(issued.certificate).ocsp.pathname;
      for (const form of [asked, encodeURIComponent(asked)]) {
        const answer = await ask(`${path}/${form}`);
        expect([form, answer.status, answer.type]).toEqual([form, 200, 'application/ocsp-response']);
        const read = ['-respin', put('answer.der', answer.body), '-issuer', at('authority.pem'), '-cert', at('issued.pem')];
        expect(openssl('ocsp', ...read, '-CAfile', at('authority.pem'), '-no_nonce')).toContain('issued.pem: revoked');
      }
    });

    proof('nothing else of Vault has a way out, by no method, no other spelling of the path, and no token', async () => {
      const root = { 'x-vault-token': vault.token };
      const reads = [
        'sys/health',
        'sys/seal-status',
        'sys/internal/ui/mounts',
        'pki/roles/client',
        'pki/config/crl',
        'pki/certs?list=true',
        `pki/cert/${issued.serial_number}`,
        'pki/crl/rotate',
        'pki/issuer/default',
        'pki/issuer/default/json',
        'pki/ocsp',
        'pki/cax',
        'secret/data/hub',
        'pki/ocsp/../../sys/health',
        'pki/ocsp/%2e%2e/%2e%2e/sys/health',
        'pki/ocsp/..%2f..%2fsys%2fhealth',
        'pki/ocsp/%2E%2E%2F%2E%2E%2Fsys%2Fhealth',
        'pki//roles/client',
      ].map((path) => ['GET', `/v1/${path}`] as const);
      const others = [
        ['GET', '/'],
        ['GET', '/ui/'],
        ['LIST', '/v1/pki/certs'],
        ['POST', '/v1/pki/issue/client'],
        ['POST', '/v1/pki/revoke'],
        ['POST', '/v1/pki/ca'],
        ['PUT', '/v1/pki/ocsp'],
        ['DELETE', '/v1/pki/crl'],
        ['POST', '/v1/auth/token/lookup-self'],
        ['PUT', '/v1/sys/seal'],
      ] as const;
      const wrong = [];
      for (const [method, path] of [...reads, ...others]) {
        const { status, body } = await ask(path, { method, headers: root });
        // A method that Envoy does not know ends before there is a route (400).
        if (status !== (method === 'LIST' ? 400 : 404) || body.includes('{'))
          wrong.push(`${method} ${path}: ${status} ${body.toString().slice(0, 80)}`);
      }
      expect(wrong).toEqual([]);
      // A Vault that hears the token and the header answers with a wrapped secret.
      const wrap = { ...root, 'x-vault-wrap-ttl': '60s' };
      const direct = await fetch(`${vault.address}/v1/pki/crl/rotate`, { headers: wrap });
      expect(await direct.text()).toContain('wrap_info');
      const published = await ask('/v1/pki/ca/pem', { headers: wrap });
      expect(published.body.toString()).toBe(issued.issuing_ca);
    });

    proof('the name answers there alone: no other host without TLS, and not itself with it', async () => {
      const { hosts } = edgeOf().model;
      for (const host of [hosts.interopSwitch, hosts.connectionManager, 'vault-active.vault.svc'])
        expect([host, (await ask('/v1/pki/ca', { host })).status]).toEqual([host, 404]);
      expect((await call({ port: edgeOf().port, host: hosts.pki, path: '/v1/pki/ca' })).status).toBe(404);
    });

    proof('who asks too often or too much is refused, and nobody else feels it', async () => {
      const { plainPort, model } = edgeOf();
      const place = { port: plainPort, host: model.hosts.pki, path: '/v1/pki/ca' };
      const burst = await manyAtOnce({ ...place, from: '127.0.8.8', count: revocationLimits.requestsPerSecond * 3 });
      const beside = await ask(place.path, { from: '127.0.8.9' });
      expect(new Set(burst)).toEqual(new Set([200, 429]));
      expect(beside.status).toBe(200);
      const large = await ask('/v1/pki/ocsp', { method: 'POST', body: Buffer.alloc(revocationLimits.payloadBytes + 1) });
      expect(large.status).toBe(413);
    });
  });
}
