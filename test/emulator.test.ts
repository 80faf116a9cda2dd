import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
afterAll(() => {
  if (!('reason' in tools)) rmSync(tools.folder, { recursive: true, force: true });
});

/** The production example, with every store run by AWS. */
const production = readFileSync(join(__dirname, '../workbench/production-aws.yaml'), 'utf8');
type Settings = { [key: string]: unknown };
const everyStore = {
  mysql: { service: 'rds' },
  kafka: { service: 'msk' },
  mongodb: { service: 'documentdb' },
  redis: { service: 'elasticache' },
};
const allManaged = (file: Settings): Settings => ({ ...file, stores: everyStore });

const expectAll = (result: RunResult, outcome: string) =>
  expect({ exit: result.exitCode, stacks: outcomes(result) }).toEqual({ exit: 0, stacks: cloudStacks.map((id) => `${id} ${outcome}`) });

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
    site.write(production, allManaged);
  }, minutes(1));
  afterAll(async () => {
    for (const line of emulator?.troubles().slice(-20) ?? []) process.stderr.write(`emulator: ${line}\n`);
    await emulator?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
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

  test('a call whose answer was lost on the way is answered again, and not done again', async () => {
    const make = async (call: string, attempt: number) => {
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'amz-sdk-invocation-id': call,
        'amz-sdk-request': `attempt=${attempt}; max=25`,
        authorization: `AWS4-HMAC-SHA256 Credential=rehearsal/20260101/${emulatorRegion}/ec2/aws4_request, SignedHeaders=host, Signature=none`,
      };
      const body = 'Action=CreateInternetGateway&Version=2016-11-15';
      return (await fetch(emulator.endpoint, { method: 'POST', headers, body })).text();
    };
    const [first, again, other] = [await make('one', 1), await make('one', 2), await make('two', 1)];
    expect(first).toMatch(/<internetGatewayId>igw-/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(emulator.troubles()).toEqual(['asked again (attempt=2; max=25): POST /']);
  });

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

  test('deploys foundation, cluster and managed stores', async () => expectAll(await site.result('deploy'), 'applied'), minutes(20));

  test(
    'the plan after it is empty',
    async () => {
      const result = await site.result('plan');
      expect(planned(result)).toEqual([]);
      expectAll(result, 'no-change');
    },
    minutes(8),
  );

  test('the network carries the tags of the environment', async () => {
    expect((await ownVpcs()).map(({ CidrBlock }) => CidrBlock)).toEqual(['10.64.0.0/16']);
  });

  test('every managed store has a login of its own, and no password is in states, plans, stacks or logs', async () => {
    const secrets = await secretsOfCloud();
    for (const store of [/mysql-admin/, /mongodb-admin/, /^AmazonMSK_/])
      expect([...secrets.keys()].filter((name) => store.test(name)).length).toBe(1);
    expect(leaks(secrets, placesInFolder(folder))).toEqual([]);
  });

  const drifted = [
    'foundation update aws_s3_bucket_versioning.object-store-backups-versions',
    'foundation update aws_vpc.network-vpc',
    'managed-stores update aws_db_instance.mysql-server',
  ];
  const database = async () => {
    type Servers = {
      DBInstances: { DBInstanceIdentifier: string; Engine: string; AllocatedStorage: number; BackupRetentionPeriod: number }[];
    };
    const { DBInstances } = await emulator.ask<Servers>('rds', 'describe_db_instances');
    return DBInstances.find(({ Engine }) => Engine === 'mysql');
  };

  test(
    'what is changed behind its back is found by plan',
    async () => {
      const [vpc] = await ownVpcs();
      await emulator.ask('ec2', 'delete_tags', { Resources: [vpc?.VpcId], Tags: [{ Key: 'environment' }] });
      const { DBInstanceIdentifier } = (await database()) ?? {};
      await emulator.ask('rds', 'modify_db_instance', { DBInstanceIdentifier, BackupRetentionPeriod: 1, ApplyImmediately: true });
      const { Buckets } = await emulator.ask<{ Buckets: { Name: string }[] }>('s3', 'list_buckets');
      const backups = Buckets.find(({ Name }) => Name.includes('backups'))?.Name;
      await emulator.ask('s3', 'put_bucket_versioning', { Bucket: backups, VersioningConfiguration: { Status: 'Suspended' } });
      const found = await site.result('plan');
      expect({ exit: found.exitCode, planned: planned(found) }).toEqual({ exit: 2, planned: drifted });
    },
    minutes(8),
  );

  test(
    'a deploy puts it right and changes what a setting was changed about, and nothing else',
    async () => {
      site.write(production, (file) => ({ ...allManaged(file), stores: { ...everyStore, mysql: { service: 'rds', size: '200Gi' } } }));
      const done = await site.result('deploy');
      expect({ exit: done.exitCode, stacks: outcomes(done), changed: planned(done) }).toEqual({
        exit: 0,
        stacks: ['foundation applied', 'cluster no-change', 'managed-stores applied'],
        changed: drifted,
      });
      expect(await database()).toMatchObject({ AllocatedStorage: 200, BackupRetentionPeriod: expect.any(Number) });
      expect((await database())?.BackupRetentionPeriod).toBeGreaterThan(1);
    },
    minutes(15),
  );

  test(
    'destroy stops at what is protected, says how to go on, and then removes all of it',
    async () => {
      const refused = await site.result('destroy', '--confirm', 'live');
      expect(refused.exitCode).toBe(1);
      expect(refused.problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
        'RUN-PROTECTED managed-stores: aws_db_instance.mysql-server is protected against deletion; nothing was changed',
        'RUN-PROTECTED managed-stores: aws_docdb_cluster.document-store-server is protected against deletion; nothing was changed',
      ]);
      site.write(production, (file) => ({
        ...allManaged(file),
        operations: { ...(file.operations as object), deletionProtection: false },
      }));
      const unprotected = await site.result('deploy');
      // That the deploy before it left nothing undone is seen here: what is changed now is protection, and nothing else.
      expect({ exit: unprotected.exitCode, changed: planned(unprotected) }).toEqual({
        exit: 0,
        changed: [
          'foundation update aws_route53_zone.dns-zones-private',
          'foundation update aws_route53_zone.dns-zones-public',
          'foundation update aws_s3_bucket.object-store-access-logs',
          'foundation update aws_s3_bucket.object-store-audit',
          'foundation update aws_s3_bucket.object-store-backups',
          'foundation update aws_s3_bucket.object-store-logs',
          'foundation update aws_s3_bucket.object-store-reports',
          'foundation update aws_s3_bucket_policy.object-store-audit-policy',
          'foundation update aws_s3_bucket_policy.object-store-backups-policy',
          'foundation update aws_s3_bucket_policy.object-store-reports-policy',
          'managed-stores update aws_db_instance.mysql-server',
          'managed-stores update aws_docdb_cluster.document-store-server',
        ],
      });
      const gone = await site.result('destroy', '--confirm', 'live');
      expect({ exit: gone.exitCode, problems: gone.problems }).toEqual({ exit: 0, problems: [] });
      expect(await ownVpcs()).toEqual([]);
    },
    minutes(25),
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
