import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundation, standing, stateWith, subscription } from './azure/foundation';
import { type Asked, type Json, lackingOpenssl, StandIn } from './azure/stand-in';
import { terraformProgram } from './lab/providers';
import { modelWith, stateDir, synthesised } from './synthesised';

const work = mkdtempSync(join(tmpdir(), 'azure-apply-'));
const folder = join(work, 'stack');
const standIn = new StandIn();
const { azure } = standIn;

/** Production, but for the lock on the ledger: the provider waits two minutes until a lock is known everywhere. */
const model = modelWith({
  profile: 'production',
  platform: { provider: 'azure', context: undefined, region: 'southafricanorth', account: subscription },
  cluster: { kubernetesVersion: '1.35' },
  state: { backend: 'local' },
  operations: { deletionProtection: false },
  stores: { kafka: { service: 'event-hubs' } },
});
const text =
  synthesised(model)
    .stacks.find(({ id }) => id === 'managed-stores')
    ?.text.replaceAll(stateDir, work) ?? '';
const write = (stack: string) => writeFileSync(join(folder, 'cdk.tf.json'), stack);

interface Ended {
  readonly code: number;
  readonly output: string;
}
const terraform = terraformProgram();
const run = (...args: readonly string[]) =>
  new Promise<Ended>((done) => {
    const env = { ...process.env, ...standIn.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
    const child = spawn(terraform ?? '', [...args, '-no-color'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
const apply = () => run('apply', '-auto-approve', '-input=false');
const plan = () => run('plan', '-input=false', '-detailed-exitcode');
/** What changes, by address, from what people read. */
const changes = ({ output }: Ended) =>
  [...output.matchAll(/^ {2}# (\S+) (will be|must be) (.+)$/gm)].map(([, address, , how]) => `${address} ${how}`);

const missing = ((): string | undefined => {
  if (!terraform) return 'there is no terraform or tofu on PATH';
  mkdirSync(folder);
  write(text);
  try {
    execFileSync(terraform, ['init', '-input=false', '-no-color'], { cwd: folder, stdio: 'ignore', timeout: 300_000 });
  } catch {
    return `${terraform} can't have azurerm 4.55.0 and tls 4.1.0, neither from a registry nor from a mirror`;
  }
  return lackingOpenssl();
})();
const proof = (name: string, body: () => Promise<void>) =>
  missing ? test.skip(`${name} (skipped: ${missing})`, () => undefined) : test(name, body, 300_000);

beforeAll(async () => {
  if (missing) return;
  await standIn.start(work);
  for (const resource of standing) azure.resources.set(String(resource.id).toLowerCase(), resource);
  writeFileSync(join(work, 'foundation.tfstate'), stateWith(foundation));
});
afterAll(() => {
  standIn.stop();
  rmSync(work, { recursive: true, force: true });
});

const secretOf = () => azure.secrets.get('labs-dev-secrets/mysql-administrator') ?? [];
const passwordOf = (at: number) => (JSON.parse(secretOf().at(at)?.value ?? '{}') as { readonly password?: string }).password ?? '';
const isServer = ({ path }: Asked) => /\/flexibleServers\/[^/]+$/.test(path);
const sent = (method: string, wanted: (asked: Asked) => boolean) =>
  azure.asked.filter((asked) => asked.method === method && wanted(asked)).map(({ body }) => body);
const resource = (part: string): [string, Json] => {
  const found = [...azure.resources].find(([id]) => id.endsWith(part.toLowerCase()));
  if (!found) throw new Error(`there is no ${part}`);
  return found;
};
/** Changes something behind Terraform's back. */
const change = (part: string, properties: Json) => {
  const [id, old] = resource(part);
  azure.resources.set(id, { ...old, properties: { ...(old.properties as Json), ...properties } });
};

describe('managed stores of Azure, made by the real provider at a stand-in for Azure that keeps what it is given', () => {
  proof('a deploy that dies between the password and the server leaves the password in Key Vault alone', async () => {
    azure.interrupt = (asked) =>
      asked.method === 'PUT' && isServer(asked)
        ? { status: 400, body: { error: { code: 'Broken', message: 'no server today' } } }
        : undefined;
    const { code, output } = await apply();
    expect([code, output]).toEqual([1, expect.stringContaining('no server today')]);
    expect(secretOf()).toHaveLength(1);
    expect(passwordOf(0)).toMatch(/^Az[0-9a-f]{40}$/);
  });

  proof('the next one goes on with that password, although another one was born', async () => {
    azure.interrupt = undefined;
    const { code, output } = await apply();
    expect([code, output]).toEqual([0, expect.stringContaining('Apply complete!')]);
    expect(secretOf()).toHaveLength(1);
    const [refused, made] = sent('PUT', isServer) as { readonly properties: Json }[];
    expect([refused?.properties.administratorLoginPassword, made?.properties.administratorLoginPassword]).toEqual([
      passwordOf(0),
      passwordOf(0),
    ]);
  });

  proof('a second plan finds nothing to do', async () => {
    const ended = await plan();
    expect([ended.code, changes(ended)]).toEqual([0, []]);
  });

  proof('neither a state nor a plan holds the password', async () => {
    await run('plan', '-input=false', '-out=kept.plan');
    const shown = await run('show', '-json', 'kept.plan');
    const states = readdirSync(work).filter((file) => file.startsWith('managed-stores.tfstate'));
    expect(states.length).toBeGreaterThan(0);
    const texts = [shown.output, ...states.map((file) => readFileSync(join(work, file), 'utf8'))];
    expect(texts.filter((one) => one.includes(passwordOf(0)) || one.includes(passwordOf(0).slice(2)))).toEqual([]);
    // The search would find it: the name of the secret is there.
    expect(texts.filter((one) => !one.includes('mysql-administrator'))).toEqual([]);
  });

  proof('Azure is told to take no keys of the namespace: those that the provider reads into the state open nothing', async () => {
    const [namespace] = sent('PUT', ({ path }) => /\/namespaces\/[^/]+$/.test(path)) as { readonly properties: Json }[];
    expect(namespace?.properties).toMatchObject({ disableLocalAuth: true, publicNetworkAccess: 'Disabled', minimumTlsVersion: '1.2' });
    expect(readFileSync(join(work, 'managed-stores.tfstate'), 'utf8')).toContain('"default_primary_key": "of nobody"');
  });

  proof('what somebody changes by hand is found; growth and a failover are left alone', async () => {
    change('/configurations/require_secure_transport', { value: 'OFF' });
    const drifted = await plan();
    expect([drifted.code, changes(drifted)]).toEqual([
      2,
      ['azurerm_mysql_flexible_server_configuration.mysql-parameter-require_secure_transport updated in-place'],
    ]);
    change('/configurations/require_secure_transport', { value: 'ON' });
    const server = resource('/flexibleServers/labs-dev-mysql-a5f339')[1].properties as {
      readonly storage: Json;
      readonly highAvailability: Json;
    };
    change('/flexibleServers/labs-dev-mysql-a5f339', {
      storage: { ...server.storage, storageSizeGB: 180 },
      availabilityZone: '2',
      highAvailability: { ...server.highAvailability, standbyAvailabilityZone: '1' },
    });
    const grown = await plan();
    expect([grown.code, changes(grown)]).toEqual([0, []]);
  });

  proof('raising the version makes a new password and gives it to the server in the same apply', async () => {
    write(
      text
        .replace('"administrator_password_wo_version": 1', '"administrator_password_wo_version": 2')
        .replace('"value_wo_version": 1', '"value_wo_version": 2'),
    );
    const ended = await apply();
    expect(changes(ended)).toEqual([
      'azurerm_key_vault_secret.mysql-admin-written updated in-place',
      'azurerm_mysql_flexible_server.mysql-server updated in-place',
    ]);
    expect(ended.code).toBe(0);
    expect(secretOf()).toHaveLength(2);
    expect(passwordOf(1)).not.toBe(passwordOf(0));
    const given = sent('PATCH', isServer) as { readonly properties?: Json }[];
    expect(given.map(({ properties }) => properties?.administratorLoginPassword).filter(Boolean)).toEqual([passwordOf(1)]);
  });

  proof('destroying takes everything away that was made', async () => {
    const { code, output } = await run('destroy', '-auto-approve', '-input=false');
    expect([code, output]).toEqual([0, expect.stringContaining('Destroy complete!')]);
    expect([...azure.resources.keys()].filter((id) => id.includes('labs-dev-managed-stores'))).toEqual([]);
    expect(azure.secrets.size).toBe(0);
  });
});
