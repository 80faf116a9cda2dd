import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generations, intermediateIssuer, trustedGenerations, unsignedGenerations } from '../config/model/authority';
import { certificateTable } from '../config/model/certificates';
import { publishesRevocation, revocationAddress } from '../config/model/revocation';
import { deployerRules } from '../constructs/vault/deployer-policy';
import { policyText } from '../constructs/vault/policies';
import { type Answer, realProviders, runTerraform, stackFolder } from './real-providers';
import { modelWith, resourcesOf, type SynthesisedStack, synthesised, type Tree } from './synthesised';
import { missingVault, startVaultDev, type VaultDev } from './vault-dev';
import { configWith } from './workbench-fixtures';

const farbank = { id: 'farbank', currency: 'USD', external: true, domain: 'pay.farbank.example.org' };
const nearbank = { id: 'nearbank', currency: 'USD', msisdnPrefix: '1' };
const file = (certificates: Tree = {}) => ({ participants: [nearbank, farbank], certificates, connectionManager: { enabled: false } });
const stacksOf = (patch: Tree): readonly SynthesisedStack[] => synthesised(modelWith(patch)).stacks;
const base = stacksOf(file());

const real = realProviders('pki', ['vault'], () => [
  { ...base[0]!.json, terraform: { ...base[0]!.json.terraform, required_providers: vaultOnly(base) } },
]);
function vaultOnly(stacks: readonly SynthesisedStack[]) {
  const found = stacks.find(({ id }) => id === 'secrets')?.json.terraform.required_providers ?? {};
  return { vault: found.vault! };
}
const missing = real.missing ?? missingVault();
const proof = (title: string, body: () => Promise<void>) =>
  missing ? test.skip(`${title} (skipped: ${missing})`, () => undefined) : test(title, body, 240_000);

/** What is kept of a stack here: its PKI, at a Vault whose root token is known. All else needs a cluster. */
const kept = /^vault_(mount\.inside-(pki|authority-.+)|pki_[^.]+\..+|policy\.pki-.+)$/;
function pkiOf(stack: SynthesisedStack, { address, token }: Pick<VaultDev, 'address' | 'token'>, folder: string): Tree {
  const resource: Record<string, Record<string, Tree>> = {};
  for (const { type, name, address: place, attributes } of resourcesOf(stack)) {
    if (!kept.test(place)) continue;
    resource[type] = { ...resource[type], [name]: { ...attributes, depends_on: attributes.depends_on?.filter((one) => kept.test(one)) } };
  }
  const output = Object.fromEntries(Object.entries(stack.json.output ?? {}).filter(([name]) => name.startsWith('intermediate_request')));
  return {
    terraform: { backend: { local: { path: join(folder, 'state.json') } }, required_providers: vaultOnly(base) },
    provider: { vault: [{ address, token, skip_child_token: true }] },
    resource,
    ...(Object.keys(output).length > 0 ? { output } : {}),
  };
}

function terraform(folder: string, ...args: readonly string[]): Answer & { readonly stdout: string } {
  const here = { ...real.here, initialised: folder };
  return runTerraform(here, folder, ...args);
}
function write(name: string, json: Tree): string {
  const folder = stackFolder(real.here, join(real.work, name), json);
  const init = terraform(folder, 'init', '-input=false', '-no-color', '-reconfigure');
  if (!init.ok) throw new Error(init.output);
  return folder;
}
function apply(name: string, json: Tree): string {
  const folder = write(name, json);
  const answer = terraform(folder, 'apply', '-auto-approve', '-input=false', '-no-color');
  if (!answer.ok) throw new Error(answer.output.replace(/^[\s\S]*?(?=Error:)/, '').slice(0, 3000));
  return folder;
}
/** What a plan would do; empty when nothing. */
function planned(folder: string): string {
  const answer = terraform(folder, 'plan', '-input=false', '-no-color', '-detailed-exitcode');
  return answer.ok ? '' : answer.output;
}

const openssl = (...args: readonly string[]) => execFileSync('openssl', [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const at = (name: string) => join(real.work, name);
const put = (name: string, text: string) => {
  writeFileSync(at(name), text);
  return at(name);
};
/** A request that a participant would make: its key stays in the folder it is made in. */
function request(name: string, subject: string, ...key: readonly string[]): string {
  const made = key.length > 0 ? key : ['rsa:2048'];
  openssl('req', '-new', '-newkey', ...made, '-nodes', '-keyout', at(`${name}.key`), '-subj', subject, '-out', at(`${name}.csr`));
  return readFileSync(at(`${name}.csr`), 'utf8');
}
interface Signed {
  readonly certificate: string;
  readonly ca_chain: readonly string[];
  readonly serial_number: string;
  readonly private_key?: string;
}
const dataOf = <T = Signed>({ body }: { readonly body: unknown }): T => {
  const { data } = body as { data?: T };
  if (!data) throw new Error(JSON.stringify(body));
  return data;
};
const errorsOf = (answer: { readonly body: unknown }) => (answer.body as { errors: readonly string[] }).errors.join(' ');
const verify = (leaf: string, chain: readonly string[], root: string, purpose: string) =>
  openssl(
    'verify',
    '-purpose',
    purpose,
    '-CAfile',
    put('root.pem', root),
    '-untrusted',
    put('chain.pem', chain.join('\n')),
    put('leaf.pem', leaf),
  );

describe('the authority of an environment, as data', () => {
  test('one generation more is one that signs and one that stays', () => {
    const config = configWith({ certificates: { generation: 3, trustedFrom: 2 } });
    expect(generations(config)).toEqual([1, 2, 3]);
    expect(trustedGenerations(config)).toEqual([2, 3]);
    expect(unsignedGenerations(config)).toEqual([]);
    expect(unsignedGenerations(configWith({ certificates: { root: 'offline', generation: 2 } }))).toEqual([1, 2]);
  });

  test('the table of certificates says how long each lives, when it is high time, and who must act', () => {
    const rows = certificateTable(configWith(file()));
    expect(rows.map(({ id, renewal }) => [id, renewal])).toEqual([
      ['root', 'operator'],
      ['intermediate-1', 'operator'],
      ['gateway', 'cert-manager'],
      ['gateway-managers-1', 'cert-manager'],
      ['hub-client', 'cert-manager'],
      ['connector-nearbank', 'cert-manager'],
      ['client-farbank', 'participant'],
    ]);
    for (const { alertHours, lifetimeHours } of rows) expect(alertHours).toBeLessThan(lifetimeHours);
    const of = (id: string) => rows.find((row) => row.id === id)!;
    // What an intermediate signs must be able to live out its life after the alert.
    expect(of('intermediate-1').alertHours).toBeGreaterThan(of('client-farbank').lifetimeHours);
    expect(of('client-farbank')).toMatchObject({ commonName: 'pay.farbank.example.org' });
  });

  test('lists of revoked certificates are published by the gateway, unless the file says otherwise or one of the two is not ours', () => {
    const addressOf = (certificates: Tree, more: Tree = {}) => {
      const config = configWith({ certificates, ...more });
      return [publishesRevocation(config), revocationAddress(config)];
    };
    const inside = 'https://vault-active.vault.svc:8200';
    const [published, elsewhere] = ['http://pki.dev.labs.example.org', 'http://crl.example.org'];
    expect(addressOf({})).toEqual([true, published]);
    expect(addressOf({ publishRevocation: false })).toEqual([false, inside]);
    expect(addressOf({ revocationAddress: elsewhere })).toEqual([false, elsewhere]);
    // Such as a cache before the gateway, which has to ask somebody.
    expect(addressOf({ revocationAddress: elsewhere, publishRevocation: true })).toEqual([true, elsewhere]);
    expect(addressOf({}, { gateway: { controller: 'existing' } })).toEqual([false, inside]);
    const foreign = 'https://vault.example.org';
    expect(addressOf({ publishRevocation: true }, { secrets: { vault: { address: foreign } } })).toEqual([false, foreign]);
  });

  test('switched off, the gateway listens by TLS alone and no connection leads from it to Vault', () => {
    const [on, off] = [true, false].map((publishRevocation) =>
      JSON.stringify(stacksOf(file({ publishRevocation })).map(({ json }) => json)),
    );
    for (const trace of ['pki.dev.labs.example.org', 'allowed-flows-envoy', 'BackendTLSPolicy']) {
      expect([trace, on?.includes(trace)]).toEqual([trace, true]);
      expect([trace, off?.includes(trace)]).toEqual([trace, false]);
    }
  });

  test('every role names the intermediate that signs: the default of the mount is the root', () => {
    const stacks = stacksOf(file({ generation: 2 }));
    const roles = stacks.flatMap(({ json }) => Object.values(json.resource.vault_pki_secret_backend_role ?? {}));
    expect(roles.length).toBeGreaterThan(4);
    expect(new Set(roles.map(({ issuer_ref: issuer }) => issuer))).toEqual(new Set([intermediateIssuer(2)]));
  });

  test('the root and the mount keep the addresses that they had before there were intermediates: neither is made anew', () => {
    const { json } = base.find(({ id }) => id === 'secrets')!;
    expect(json.resource.vault_mount?.['inside-pki']).toMatchObject({ path: 'pki' });
    expect(json.resource.vault_pki_secret_backend_root_cert?.['inside-pki-root']).toMatchObject({
      common_name: 'dev labs CA',
      issuer_name: 'root',
      lifecycle: { ignore_changes: ['ttl'] },
    });
  });
});

describe('the authority of an environment, in a real Vault by the real provider', () => {
  let vault: VaultDev;
  let deployer: string;
  const tokenWith = async (policy: string) => {
    const { body } = await vault.ask('POST', '/v1/auth/token/create', { policies: [policy], no_default_policy: true, ttl: '15m' });
    return (body as { auth: { client_token: string } }).auth.client_token;
  };
  const part = (stack: SynthesisedStack, folder: string) => pkiOf(stack, { address: vault.address, token: deployer }, folder);
  beforeAll(async () => {
    if (missing) return;
    vault = await startVaultDev();
    // What applies here may do what the deployer may, and no more: that of the environment, and that of the one with an offline root.
    const rules = [file(), { ...file(), secrets: { pkiMount: 'pki-off' } }].flatMap((patch) => deployerRules(configWith(patch)));
    const policy = policyText([...new Map(rules.map((rule) => [rule.path, rule])).values()]);
    await vault.ask('PUT', '/v1/sys/policies/acl/deployer', { policy });
    deployer = await tokenWith('deployer');
  });
  afterAll(() => vault?.stop());
  const secretsOf = (stacks: readonly SynthesisedStack[]) => stacks.find(({ id }) => id === 'secrets')!;
  const participantsOf = (stacks: readonly SynthesisedStack[]) => stacks.find(({ id }) => id === 'participants-1')!;
  const rootOf = async () => (await vault.ask('GET', '/v1/pki/ca/pem')).text;
  const sign = (csr: string, more: Tree = {}) => vault.ask('POST', '/v1/pki/sign/farbank-client', { csr, ...more });

  proof(
    'an environment of before keeps its root, which from then on signs by an intermediate; what it has signed itself stays valid',
    async () => {
      const folder = real.work;
      const before = {
        terraform: { backend: { local: { path: join(folder, 'secrets', 'state.json') } }, required_providers: vaultOnly(base) },
        provider: { vault: [{ address: vault.address, token: deployer, skip_child_token: true }] },
        resource: {
          vault_mount: { 'inside-pki': { ...secretsOf(base).json.resource.vault_mount!['inside-pki'], depends_on: undefined } },
          vault_pki_secret_backend_root_cert: {
            'inside-pki-root': {
              backend: '${vault_mount.inside-pki.path}',
              type: 'internal',
              common_name: 'dev labs CA',
              ttl: '87600h',
              key_type: 'rsa',
              key_bits: 4096,
              issuer_name: 'root',
            },
          },
        },
      };
      mkdirSync(join(folder, 'secrets'), { recursive: true });
      apply('secrets', before);
      const old = await rootOf();
      await vault.ask('POST', '/v1/pki/roles/old', { allow_any_name: true, ttl: '24h' });
      const leaf = dataOf(await vault.ask('POST', '/v1/pki/issue/old', { common_name: 'old.example.org' })).certificate;

      const made = apply('secrets', part(secretsOf(base), join(folder, 'secrets')));
      expect(planned(made)).toBe('');
      // Nobody has to learn another authority.
      expect(await rootOf()).toBe(old);
      expect(new X509Certificate(leaf).verify(new X509Certificate(old).publicKey)).toBe(true);
      const revoked = await vault.ask('POST', '/v1/pki/revoke', {
        serial_number: new X509Certificate(leaf).serialNumber.match(/../g)!.join(':'),
      });
      expect(revoked.status).toBe(200);
      apply('participants', part(participantsOf(base), join(folder, 'participants')));
      expect(planned(join(folder, 'participants'))).toBe('');
    },
  );

  proof('the chain is leaf, intermediate, root; keys of authorities are in Vault alone; the intermediate signs no authority', async () => {
    const root = await rootOf();
    const answer = await vault.ask('POST', '/v1/pki/issue/server-cert-role', { common_name: '*.dev.labs.example.org' });
    const { certificate, ca_chain: chain } = dataOf(answer);
    expect(chain).toHaveLength(2);
    expect(verify(certificate, chain.slice(0, 1), root, 'sslserver')).toContain('OK');
    const intermediate = new X509Certificate(chain[0]!);
    expect(intermediate.ca).toBe(true);
    expect(openssl('x509', '-in', put('int.pem', chain[0]!), '-noout', '-ext', 'basicConstraints')).toContain('pathlen:0');
    // Signing an authority is refused by what stands in the certificate of the intermediate, whoever asks.
    const another = await vault.ask('POST', '/v1/pki/issuer/intermediate-1/sign-intermediate', {
      csr: request('ca', '/CN=other'),
      common_name: 'x',
    });
    expect(another.status).toBe(400);
    for (const issuer of ['root', 'intermediate-1'])
      expect(Object.keys(dataOf<Tree>(await vault.ask('GET', `/v1/pki/issuer/${issuer}`)))).not.toContain('private_key');
  });

  proof(
    'a participant elsewhere gets a certificate for its one name, from its request alone, by a token that can do nothing else',
    async () => {
      const csr = request('farbank', '/O=Far Bank/CN=pay.farbank.example.org');
      const token = await tokenWith('dev-sign-farbank');
      const operator = (path: string, body: Tree) =>
        fetch(`${vault.address}/v1/${path}`, {
          method: 'POST',
          headers: { 'x-vault-token': token },
          body: JSON.stringify(body),
        });
      const answer = await operator('pki/sign/farbank-client', { csr });
      expect(answer.status).toBe(200);
      const { data } = (await answer.json()) as { data: Signed };
      expect(data.private_key).toBeUndefined();
      const leaf = new X509Certificate(data.certificate);
      expect(leaf.subject).toContain('CN=pay.farbank.example.org');
      expect(leaf.checkPrivateKey((await import('node:crypto')).createPrivateKey(readFileSync(at('farbank.key'))))).toBe(true);
      expect(verify(data.certificate, data.ca_chain.slice(0, 1), await rootOf(), 'sslclient')).toContain('OK');
      expect(() => verify(data.certificate, data.ca_chain.slice(0, 1), '', 'sslclient')).toThrow();
      expect(() =>
        openssl('verify', '-purpose', 'sslserver', '-CAfile', at('root.pem'), '-untrusted', at('chain.pem'), at('leaf.pem')),
      ).toThrow();
      for (const [path, body] of [
        ['pki/issue/server-cert-role', { common_name: 'dev.labs.example.org' }],
        ['pki/sign/client-cert-role', { csr }],
        ['pki/sign/nearbank-client', { csr }],
        ['pki/root/sign-intermediate', { csr }],
      ] as const)
        expect([path, (await operator(path, body)).status]).toEqual([path, 403]);
    },
  );

  proof(
    'refuses a request with another name, a weak key or a wrong signature; other names and lives that are asked for are not taken over',
    async () => {
      const good = request('good', '/CN=pay.farbank.example.org', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
      expect((await sign(good)).status).toBe(200);
      const refused = {
        'name of another participant': request('other', '/CN=nearbank.dev.labs.example.org'),
        'name below its own': request('sub', '/CN=x.pay.farbank.example.org'),
        'no name': request('none', '/O=Far Bank'),
        'short key': request('short', '/CN=pay.farbank.example.org', 'rsa:1024'),
      };
      for (const [what, csr] of Object.entries(refused)) expect([what, (await sign(csr)).status]).toEqual([what, 400]);
      // One bit of the signature, which is at the end of a request, is another.
      const der = Buffer.from(good.replace(/-----.*?-----/g, ''), 'base64');
      der[der.length - 1] = der[der.length - 1]! ^ 1;
      const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
      const answer = await sign(forged);
      expect(answer.status).toBe(400);
      expect(errorsOf(answer)).toMatch(/signature/i);
      const long = dataOf(await sign(good, { ttl: '90000h' }));
      const life = Date.parse(new X509Certificate(long.certificate).validTo) - Date.now();
      expect(life).toBeLessThan(8761 * 3_600_000);
      expect((await sign(good, { alt_names: 'nearbank.dev.labs.example.org' })).status).toBe(400);
    },
  );

  proof('certificates say where lists and answers about revoked ones are, and those tell of one that was revoked', async () => {
    const { certificate, serial_number: serial, ca_chain: chain } = dataOf(await sign(readFileSync(at('good.csr'), 'utf8')));
    put('leaf.pem', certificate);
    const text = openssl('x509', '-in', at('leaf.pem'), '-noout', '-text');
    // Where the gateway publishes them: test/edge.test.ts asks there, by a real Envoy.
    const published = 'http://pki.dev.labs.example.org/v1/pki';
    const [, list = ''] = /URI:(\S+\/crl\/der)/.exec(text) ?? [];
    expect(list).toMatch(new RegExp(`^${published.replaceAll('.', '\\.')}/issuer/[0-9a-f-]+/crl/der$`));
    expect(text).toContain(`OCSP - URI:${published}/ocsp`);
    expect(text).toMatch(/CA Issuers - URI:http:\/\/pki\.dev\.labs\.example\.org\/v1\/pki\/issuer\/[0-9a-f-]+\/der/);
    const ocsp = () =>
      openssl(
        'ocsp',
        '-issuer',
        put('int.pem', chain[0]!),
        '-cert',
        at('leaf.pem'),
        '-url',
        `${vault.address}/v1/pki/ocsp`,
        '-CAfile',
        put('all.pem', chain.join('\n')),
        '-no_nonce',
      );
    expect(ocsp()).toContain('leaf.pem: good');
    expect((await vault.ask('POST', '/v1/pki/revoke', { serial_number: serial })).status).toBe(200);
    expect(ocsp()).toContain('leaf.pem: revoked');
    await vault.ask('GET', '/v1/pki/crl/rotate');
    const response = await fetch(`${vault.address}/v1/${list.slice(list.indexOf('/pki/') + 1)}`);
    expect(response.status).toBe(200);
    writeFileSync(at('list.crl'), Buffer.from(await response.arrayBuffer()));
    const told = openssl('crl', '-inform', 'DER', '-in', at('list.crl'), '-noout', '-text', '-CAfile', at('all.pem'));
    expect(told.toUpperCase()).toContain(serial.replaceAll(':', '').toUpperCase());
    const settings = dataOf<Tree>(await vault.ask('GET', '/v1/pki/config/crl'));
    expect(settings).toMatchObject({ auto_rebuild: true, enable_delta: true, disable: false });
    expect(dataOf<Tree>(await vault.ask('GET', '/v1/pki/config/auto-tidy'))).toMatchObject({ enabled: true, tidy_expired_issuers: false });
  });

  proof('another generation signs from then on; what the one before has signed stays valid and can still be revoked', async () => {
    const before = dataOf(await sign(readFileSync(at('good.csr'), 'utf8')));
    const root = await rootOf();
    const next = stacksOf(file({ generation: 2 }));
    const folder = apply('secrets', part(secretsOf(next), at('secrets')));
    expect(planned(folder)).toBe('');
    apply('participants', part(participantsOf(next), at('participants')));
    const after = dataOf(await sign(readFileSync(at('good.csr'), 'utf8')));
    const issuer = (pem: string) => new X509Certificate(pem).issuer;
    expect(issuer(before.certificate)).toContain('Intermediate CA 1');
    expect(issuer(after.certificate)).toContain('Intermediate CA 2');
    // Nobody has to learn another root.
    expect(await rootOf()).toBe(root);
    for (const { certificate, ca_chain: chain } of [before, after])
      expect(verify(certificate, chain.slice(0, 1), root, 'sslclient')).toContain('OK');
    expect((await vault.ask('POST', '/v1/pki/revoke', { serial_number: before.serial_number })).status).toBe(200);
  });

  proof('an offline root signs the request that is handed on; what it has signed is put into the file', async () => {
    const offline = { root: 'offline', generation: 1 };
    const patch = (certificates: Tree) => ({ ...file(certificates), secrets: { pkiMount: 'pki-off' } });
    const folder = apply('offline', part(secretsOf(stacksOf(patch(offline))), at('offline')));
    const outputs = JSON.parse(terraform(folder, 'output', '-json').stdout) as { intermediate_request_1: { value: string } };
    put('off.csr', outputs.intermediate_request_1.value);
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      at('off-root.key'),
      '-out',
      at('off-root.pem'),
      '-subj',
      '/CN=Offline Root',
      '-days',
      '3650',
    );
    put(
      'off.ext',
      'basicConstraints=critical,CA:true,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n',
    );
    openssl(
      'x509',
      '-req',
      '-in',
      at('off.csr'),
      '-CA',
      at('off-root.pem'),
      '-CAkey',
      at('off-root.key'),
      '-CAcreateserial',
      '-days',
      '1825',
      '-extfile',
      at('off.ext'),
      '-out',
      at('off.pem'),
    );
    const signed = `${readFileSync(at('off.pem'), 'utf8')}${readFileSync(at('off-root.pem'), 'utf8')}`;
    const again = apply('offline', part(secretsOf(stacksOf(patch({ ...offline, signed: [signed] }))), at('offline')));
    expect(planned(again)).toBe('');
    // Vault dates certificates 30 seconds back, which here is before the intermediate was signed.
    await vault.ask('PATCH', '/v1/pki-off/roles/server-cert-role', { not_before_duration: '1s' });
    const leaf = dataOf(await vault.ask('POST', '/v1/pki-off/issue/server-cert-role', { common_name: 'ttk.dev.labs.example.org' }));
    expect(verify(leaf.certificate, leaf.ca_chain.slice(0, 1), readFileSync(at('off-root.pem'), 'utf8'), 'sslserver')).toContain('OK');
    expect(leaf.ca_chain.at(-1)?.trim()).toBe(readFileSync(at('off-root.pem'), 'utf8').trim());
    // Where the kit takes the authority from: `cert/ca` is the intermediate here.
    const chain = await vault.ask('GET', '/v1/pki-off/issuer/intermediate-1/json');
    expect(dataOf(chain).ca_chain.at(-1)?.trim()).toBe(readFileSync(at('off-root.pem'), 'utf8').trim());
    expect(dataOf(await vault.ask('GET', '/v1/pki-off/cert/ca')).certificate.trim()).toBe(readFileSync(at('off.pem'), 'utf8').trim());
  });

  proof('an environment is removed with all of its authority', async () => {
    for (const name of ['participants', 'secrets']) {
      const answer = terraform(at(name), 'destroy', '-auto-approve', '-input=false', '-no-color');
      expect([name, answer.ok ? '' : answer.output.slice(-2000)]).toEqual([name, '']);
    }
    expect((await vault.ask('GET', '/v1/pki/ca/pem')).status).toBe(404);
  });
});
