import { execFileSync } from 'node:child_process';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identitiesIn } from '../cli/backup/age-identity';
import { type DrillPlace, drillKey } from '../cli/backup/drill-key';
import { backupPrograms } from './backup/programs';
import { must } from './lab/client';
import { missingVault, startVaultDev, type VaultDev } from './vault-dev';

const tools = backupPrograms();
const reason = missingVault() ?? ('reason' in tools ? tools.reason : undefined);
if (reason) test.skip(`SKIPPED the key of a drill out of a real Vault: ${reason}`, () => {});

/** Key pair of a GitLab or GitHub: of the test. */
const issuer = generateKeyPairSync('rsa', { modulusLength: 2048 });
const folder = mkdtempSync(join(tmpdir(), 'drill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function jobToken(claims: object): string {
  const now = Math.floor(Date.now() / 1_000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iss: 'https://gitlab.example.org', nbf: now - 5, iat: now, exp: now + 300, ...claims })}`;
  const file = join(folder, 'token');
  writeFileSync(file, `${text}.${createSign('RSA-SHA256').update(text).sign(issuer.privateKey, 'base64url')}`, { mode: 0o600 });
  return file;
}

(reason ? describe.skip : describe)('the private key of a drill comes from a Vault elsewhere, by the token of a job', () => {
  let vault: VaultDev;
  let place: DrillPlace;
  let identity = '';
  const ours = { sub: 'project_path:labs/hub:ref_type:branch:ref:main' };

  beforeAll(async () => {
    if ('reason' in tools) return;
    identity = execFileSync(tools.keygen, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    vault = await startVaultDev();
    const { ask, address } = vault;
    place = { vault: address, login: 'jwt', role: 'hub-drill', path: 'secret/data/hub-drill', field: 'identity' };
    await must(ask, 'POST', '/v1/sys/auth/jwt', { type: 'jwt' });
    const key = issuer.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    await must(ask, 'POST', '/v1/auth/jwt/config', { jwt_validation_pubkeys: [key], bound_issuer: 'https://gitlab.example.org' });
    await must(ask, 'PUT', '/v1/sys/policies/acl/hub-drill', { policy: 'path "secret/data/hub-drill" { capabilities = ["read"] }' });
    await must(ask, 'POST', '/v1/auth/jwt/role/hub-drill', {
      role_type: 'jwt',
      user_claim: 'sub',
      bound_audiences: [address],
      bound_claims: ours,
      token_policies: ['hub-drill'],
      token_ttl: '10m',
    });
    await must(ask, 'POST', '/v1/secret/data/hub-drill', { data: { identity, other: 'nothing' } });
  }, 120_000);
  afterAll(async () => vault?.stop());

  const accessors = async () => (await must<{ data: { keys: string[] } }>(vault.ask, 'LIST', '/v1/auth/token/accessors')).data.keys.length;

  test('a job of the branch gets it, and leaves no token behind', async () => {
    const before = await accessors();
    const keys = await drillKey(place, jobToken({ ...ours, aud: vault.address }));
    expect(keys).toEqual(identitiesIn(identity));
    expect(keys.length).toBe(1);
    expect(await accessors()).toBe(before);
  }, 60_000);

  test.each([
    ['another branch', { sub: 'project_path:labs/hub:ref_type:branch:ref:feature' }, {}, /answers 40\d to the login/],
    ['another audience', { ...ours, aud: 'https://elsewhere.example.org' }, {}, /answers 40\d to the login of role hub-drill: .*audience/],
    ['another path', ours, { path: 'secret/data/other' }, /answers 403 to secret\/data\/other/],
    ['a field without a key', ours, { field: 'other' }, /no private key of age in its field other/],
    ['a Vault that is not there', ours, { vault: 'http://127.0.0.1:1' }, /does not answer/],
  ])(
    '%s is refused, and no key is in what is said',
    async (_, claims, more, words) => {
      const tried = drillKey({ ...place, ...more }, jobToken({ aud: vault.address, ...claims }));
      const error = await tried.catch((one: { problems: { code: string; message: string }[] }) => one);
      expect(error).toMatchObject({ problems: [{ code: 'DRILL-KEY', message: expect.stringMatching(words) }] });
      expect(JSON.stringify(error)).not.toContain('AGE-SECRET-KEY');
    },
    60_000,
  );

  test('a token that is not there is told', async () => {
    await expect(drillKey(place, join(folder, 'none'))).rejects.toMatchObject({ problems: [{ code: 'DRILL-KEY' }] });
  });
});
