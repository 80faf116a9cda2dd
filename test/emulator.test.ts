import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunResult } from '../cli/run/request';
import { CloudSite, cloudStacks } from './emulator/environment';
import { emulatorTools, standIns } from './emulator/reason';
import { type Emulator, emulatorLogin, emulatorRegion, startEmulator } from './emulator/server';
import { outcomes } from './lab/command';
import { terraformProgram } from './lab/providers';
import { leaks, placesInFolder, type Secrets } from './lab/secret-scan';
import { type Attributes, modelWith, type StackJson, synthesised } from './synthesised';

/**
 * The cloud half of an AWS environment deployed for real: the compiled command, Terraform, the real AWS provider; the other end of its requests is moto,
 * which keeps what it is given and checks much less than AWS does. What moto lacks is played by stand-ins of ours, named below.
 */
const tools = emulatorTools(['aws'], (line) => process.stderr.write(`emulator: ${line}\n`));
const reason = 'reason' in tools ? tools.reason : undefined;
const minutes = (count: number) => count * 60_000;

if (reason) test.skip(`SKIPPED the AWS emulator: ${reason}`, () => {});

/** A production hub on AWS with every managed store. */
const production = `environment: live
tenant: switch
domain: switch.example.org
profile: production
platform: { provider: aws }
cluster: { kubernetesVersion: "1.35", api: { public: true, allowedAddresses: [198.51.100.0/24] } }
hub: { release: 17.1.0, currencies: [USD], size: small }
stores:
  mysql: { service: rds }
  kafka: { service: msk }
  mongodb: { service: documentdb }
  redis: { service: elasticache }
participants:
  - { id: firstbank, currency: USD, msisdnPrefix: "200", notificationEmail: ops@firstbank.example.org, allowedAddresses: [192.0.2.1/32] }
`;

/** A stack of which the platform has nothing to make yet has no change to make. */
const expectAll = (result: RunResult, outcome: string) =>
  expect({ exit: result.exitCode, stacks: outcomes(result) }).toEqual({
    exit: 0,
    stacks: cloudStacks.map((id) => expect.stringMatching(`${id} (${id === 'foundation' ? outcome : `${outcome}|no-change`})$`)),
  });

/** What a plan would do, as `stack action address`. */
const planned = ({ stacks }: RunResult) =>
  stacks.flatMap(({ changes }) => changes?.resources.map(({ stack, action, address }) => `${stack} ${action} ${address}`) ?? []).sort();

interface Tagged {
  readonly Vpcs: readonly { readonly VpcId: string; readonly CidrBlock: string }[];
}

(reason ? describe.skip : describe)(`AWS as moto plays it, and stand-ins of ours for: ${standIns.join('; ')}`, () => {
  let emulator: Emulator;
  let site: CloudSite;
  let folder: string;

  beforeAll(async () => {
    if ('reason' in tools) return;
    folder = mkdtempSync(join(tmpdir(), 'emulator-work-'));
    emulator = await startEmulator(tools.python);
    site = new CloudSite(folder, 'live', emulator, tools.env);
    site.write(production);
  }, minutes(1));
  afterAll(async () => {
    await emulator?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
    if (!('reason' in tools)) rmSync(tools.folder, { recursive: true, force: true });
  });

  const ownVpcs = async () => {
    const filter = [{ Name: 'tag:managed-by', Values: ['mojaloop-workbench'] }];
    return (await emulator.ask<Tagged>('ec2', 'describe_vpcs', { Filters: filter })).Vpcs;
  };
  /** Every secret value that the emulator keeps: none of them may be anywhere else. */
  const secretsOfCloud = async (): Promise<Secrets> => {
    const { SecretList } = await emulator.ask<{ SecretList: { Name: string }[] }>('secretsmanager', 'list_secrets');
    const values = SecretList.map(async ({ Name }) => {
      const { SecretString } = await emulator.ask<{ SecretString: string }>('secretsmanager', 'get_secret_value', { SecretId: Name });
      const fields = Object.entries(JSON.parse(SecretString) as Record<string, string>);
      return fields.filter(([field]) => /password/i.test(field)).map(([field, value]) => [`${Name}#${field}`, value] as const);
    });
    return new Map((await Promise.all(values)).flat());
  };

  test(
    'another account than that of the file is refused before anything is made',
    async () => {
      const foreign = new CloudSite(folder, 'foreign', emulator, 'reason' in tools ? {} : tools.env);
      foreign.write(production, (file) => ({
        ...file,
        environment: 'foreign',
        platform: { ...(file.platform as object), account: '999999999999' },
      }));
      const result = await foreign.result('deploy');
      expect(result.exitCode).toBe(1);
      expect(result.problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
        expect.stringMatching(/^RUN-ACCOUNT foundation: .*AWS account ID not allowed: 123456789012$/),
      ]);
      expect(await ownVpcs()).toEqual([]);
    },
    minutes(3),
  );

  test('deploys foundation, cluster and managed stores', async () => expectAll(await site.result('deploy'), 'applied'), minutes(10));

  test(
    'the plan after it is empty',
    async () => {
      const result = await site.result('plan');
      expect(planned(result)).toEqual([]);
      expectAll(result, 'no-change');
    },
    minutes(4),
  );

  test('the network carries the tags of the environment', async () => {
    expect((await ownVpcs()).map(({ CidrBlock }) => CidrBlock)).toEqual(['10.64.0.0/16']);
  });

  test('no password of the cloud is in states, plans, stacks or logs', async () => {
    const secrets = await secretsOfCloud();
    expect(leaks(secrets, placesInFolder(folder))).toEqual([]);
  });

  test(
    'what is changed behind its back is found by plan, and put right by deploy',
    async () => {
      const [vpc] = await ownVpcs();
      await emulator.ask('ec2', 'delete_tags', { Resources: [vpc?.VpcId], Tags: [{ Key: 'environment' }] });
      const found = await site.result('plan');
      expect({ exit: found.exitCode, planned: planned(found) }).toEqual({ exit: 2, planned: ['foundation update aws_vpc.network-vpc'] });
      await site.result('deploy');
      expect(planned(await site.result('plan'))).toEqual([]);
    },
    minutes(8),
  );

  test(
    'destroy removes all of it',
    async () => {
      expectAll(await site.result('destroy', '--confirm', 'live'), 'destroyed');
      expect(await ownVpcs()).toEqual([]);
    },
    minutes(8),
  );
});

/** The login of the managed MySQL as the stack has it, and of the server what moto asks for at least. */
function loginAndServer(endpoint: string): string {
  const { stacks } = synthesised(
    modelWith({
      platform: { provider: 'aws', region: emulatorRegion, context: undefined, endpoint },
      state: { backend: 'local' },
      cluster: { kubernetesVersion: '1.35' },
      stores: { mysql: { service: 'rds' } },
    }),
  );
  const { terraform, provider, ephemeral, resource } = JSON.parse(
    (stacks.find(({ id }) => id === 'managed-stores')?.text ?? '').replaceAll(/\$\{data\.terraform_remote_state[^}]*\}/g, 'labs/dev'),
  ) as StackJson;
  const [name = '', secret] = Object.entries(resource.aws_secretsmanager_secret ?? {})[0] ?? [];
  const [server, { username, password_wo, password_wo_version } = {} as Attributes] =
    Object.entries(resource.aws_db_instance ?? {})[0] ?? [];
  return JSON.stringify({
    terraform: { required_providers: terraform.required_providers },
    provider,
    ephemeral,
    resource: {
      aws_secretsmanager_secret: { [name]: { ...secret, kms_key_id: null } },
      aws_secretsmanager_secret_version: resource.aws_secretsmanager_secret_version,
      aws_db_instance: {
        [server ?? '']: {
          identifier: 'labs-dev',
          engine: 'mysql',
          instance_class: 'db.t4g.medium',
          allocated_storage: 20,
          skip_final_snapshot: true,
          username,
          password_wo,
          password_wo_version,
        },
      },
    },
  });
}

(reason ? test.skip : test)(
  'a deploy that broke off when a secret was made, and its password not yet written, goes on',
  async () => {
    if ('reason' in tools) return;
    const folder = mkdtempSync(join(tmpdir(), 'emulator-login-'));
    const emulator = await startEmulator(tools.python);
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'cdk.tf.json'), loginAndServer(emulator.endpoint));
      const env = { ...process.env, ...tools.env, ...emulatorLogin, CHECKPOINT_DISABLE: '1' };
      const terraform = (...args: string[]) =>
        execFileSync(terraformProgram() as string, [...args, '-input=false', '-no-color'], {
          cwd: folder,
          encoding: 'utf8',
          env,
          stdio: 'pipe',
        });
      terraform('init');
      terraform('apply', '-auto-approve', '-target=aws_secretsmanager_secret.mysql-admin-secret');
      expect(terraform('plan')).toContain('Plan: 2 to add, 0 to change, 0 to destroy.');
    } finally {
      await emulator.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  minutes(5),
);
