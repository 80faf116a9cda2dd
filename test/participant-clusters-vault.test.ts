import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { client, must } from './lab/client';
import { resourcesOf, type SynthesisedStack, synthesised } from './synthesised';
import { twoClusters } from './two-clusters';
import { missingVault, startVaultDev, type VaultDev } from './vault-dev';

/**
 * A real Vault is given what the stacks of a second cluster make inside it, and asked by accounts of that cluster. Its API server is played: keys and tokens are
 * made here, in the form in which Kubernetes makes them.
 */
const reason = missingVault();
if (reason) test.skip(`SKIPPED accounts of a second cluster at a real Vault: ${reason}`, () => {});

const issuer = 'https://kubernetes.default.svc.cluster.local';
const mount = 'dev-cluster-south';
const base64 = (value: object | Buffer) => Buffer.from(Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString('base64url');

/** A token as an API server signs one for an account. */
function tokenOf(
  key: KeyObject,
  account: string,
  claims: { readonly audience?: string; readonly issuer?: string; readonly ends?: number } = {},
) {
  const now = Math.floor(Date.now() / 1000);
  const body = {
    iss: claims.issuer ?? issuer,
    aud: [claims.audience ?? issuer],
    sub: `system:serviceaccount:${account}`,
    iat: now,
    nbf: now,
    exp: now + (claims.ends ?? 600),
  };
  const text = `${base64({ alg: 'ES256', kid: 'k' })}.${base64(body)}`;
  return `${text}.${base64(createSign('SHA256').update(text).sign({ key, dsaEncoding: 'ieee-p1363' }))}`;
}

(reason ? describe.skip : describe)('at a real Vault accounts of a second cluster', () => {
  const [own, foreign] = [generateKeyPairSync('ec', { namedCurve: 'P-256' }), generateKeyPairSync('ec', { namedCurve: 'P-256' })];
  let vault: VaultDev;
  const login = async (role: string, jwt: string) => {
    const { status, body } = await vault.ask<{ auth?: { client_token: string }; errors?: string[] }>('POST', `/v1/auth/${mount}/login`, {
      role,
      jwt,
    });
    return { status, token: body.auth?.client_token ?? '', why: body.errors?.join() ?? '' };
  };
  const reads = async (token: string, path: string) =>
    (await client(() => ({ address: vault.address, headers: { 'x-vault-token': token } }))('GET', `/v1/${path}`)).status;

  /** Puts into Vault what Terraform would. */
  async function fill({ ask }: VaultDev, stacks: readonly SynthesisedStack[]): Promise<void> {
    for (const { type, attributes } of stacks.flatMap(resourcesOf)) {
      const { path, policy, name, backend, role_name, token_policies: _named, ...rest } = attributes;
      if (type === 'vault_jwt_auth_backend') {
        await must(ask, 'POST', `/v1/sys/auth/${path}`, { type: 'jwt' });
        await must(ask, 'POST', `/v1/auth/${path}/config`, {
          bound_issuer: rest.bound_issuer,
          jwt_validation_pubkeys: rest.jwt_validation_pubkeys,
        });
      }
      if (type === 'vault_policy') await must(ask, 'PUT', `/v1/sys/policies/acl/${name}`, { policy });
      // The reference to a policy of the same name is Terraform's.
      if (type === 'vault_jwt_auth_backend_role')
        await must(ask, 'POST', `/v1/auth/${backend}/role/${role_name}`, { ...rest, token_policies: [role_name] });
    }
    await must(ask, 'POST', '/v1/sys/mounts/hub', { type: 'kv', options: { version: '2' } });
    for (const path of ['participants/southbank/ilp', 'participants/southwallet/ilp', 'participants/demowallet/ilp', 'hub/jws'])
      await must(ask, 'POST', `/v1/hub/data/generated/${path}`, { data: { password: 'x' } });
  }

  beforeAll(async () => {
    vault = await startVaultDev();
    const jwks = { keys: [own.publicKey.export({ format: 'jwk' })] };
    const { stacks } = synthesised(twoClusters({ participantClusters: { south: { jwks } } }));
    await fill(
      vault,
      stacks.filter(({ id }) => id.includes('south')),
    );
  }, 120_000);
  afterAll(() => vault?.stop());

  test('log in by the key of their API server and read their own secrets, not those of others and of the hub', async () => {
    const { status, token } = await login('dev-reader-southbank', tokenOf(own.privateKey, 'southbank:secret-reader'));
    expect(status).toBe(200);
    const paths = ['participants/southbank/ilp', 'participants/southwallet/ilp', 'participants/demowallet/ilp', 'hub/jws'];
    expect(await Promise.all(paths.map((path) => reads(token, `hub/data/generated/${path}`)))).toEqual([200, 403, 403, 403]);
    expect(await reads(token, 'sys/mounts')).toBe(403);
  });

  test('make passwords of one participant by a role of its own', async () => {
    const { token } = await login('dev-generator-southbank', tokenOf(own.privateKey, 'workbench-system:secret-reader'));
    const ask = client(() => ({ address: vault.address, headers: { 'x-vault-token': token } }));
    const writes = async (path: string) => (await ask('POST', `/v1/hub/data/generated/${path}`, { data: { password: 'y' } })).status;
    expect([
      await writes('participants/southbank/portal-session'),
      await writes('participants/southwallet/ilp'),
      await writes('hub/jws'),
    ]).toEqual([200, 403, 403]);
  });

  test.each([
    ['the key of another cluster', () => tokenOf(foreign.privateKey, 'southbank:secret-reader'), 'no known key'],
    ['another account', () => tokenOf(own.privateKey, 'southwallet:secret-reader'), 'invalid subject'],
    ['a token for somebody else', () => tokenOf(own.privateKey, 'southbank:secret-reader', { audience: 'somebody' }), 'invalid audience'],
    ['another issuer', () => tokenOf(own.privateKey, 'southbank:secret-reader', { issuer: 'https://other' }), 'invalid issuer'],
    // Clocks may differ by some minutes, and Vault lets them.
    ['a token that has ended', () => tokenOf(own.privateKey, 'southbank:secret-reader', { ends: -3600 }), 'expired'],
  ])('are refused with %s', async (_, token, why) => {
    const refused = await login('dev-reader-southbank', token());
    expect([refused.status, refused.token]).toEqual([400, '']);
    expect(refused.why).toContain(why);
  });

  test('cert-manager comes with the audience that it asks for, and with no other', async () => {
    const by = async (audience: string) =>
      (await login('dev-issuer-south', tokenOf(own.privateKey, 'cert-manager:vault-issuer', { audience }))).status;
    expect([await by('vault://workbench'), await by(issuer)]).toEqual([200, 400]);
  });

  test('what Vault keeps of the method is what was written: a second apply finds nothing to change', async () => {
    const kept = await must<{ data: { jwt_validation_pubkeys: string[] } }>(vault.ask, 'GET', `/v1/auth/${mount}/config`);
    const { stacks } = synthesised(
      twoClusters({ participantClusters: { south: { jwks: { keys: [own.publicKey.export({ format: 'jwk' })] } } } }),
    );
    const written = stacks.flatMap(resourcesOf).find(({ type }) => type === 'vault_jwt_auth_backend')?.attributes;
    expect(kept.data.jwt_validation_pubkeys).toEqual(written?.jwt_validation_pubkeys);
  });
});
