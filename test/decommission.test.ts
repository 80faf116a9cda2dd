import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { cloudRemains } from '../cli/decommission/cloud-remains';
import { type DecommissionRequest, decommission } from '../cli/decommission/decommission';
import { decommissionShape } from '../cli/decommission/json-shape';
import { fetchBackup } from '../cli/decommission/keep-backups';
import { addressOf } from '../cli/decommission/keep-keys';
import { usualPace } from '../cli/verify/await-job';
import type { EnvironmentModel } from '../config/environment';
import { backupWhere } from '../config/model/backup/where';
import { neededKeys } from '../config/model/kept-keys';
import { nameOf } from '../config/model/names';
import { remainsQuestions } from '../config/model/remains';
import { tagsOf } from '../config/model/tags';
import { command, project } from './command-line';
import { type Emulator, emulatorLogin, startEmulator } from './emulator/server';
import { emulatorPython } from './emulator/venv';
import { unbuilt } from './lab/build';
import { must } from './lab/client';
import { commandFile, run as runCompiled } from './lab/command';
import { modelOf } from './lab/environments';
import { type Lab, startLab } from './lab/lab';
import { pythonEnvironment } from './python-environment';
import { smallestFile } from './workbench-fixtures';

const minutes = (count: number) => count * 60_000;
const awsVersion = '1.46.3';
const example = (name: string) => readFileSync(join(__dirname, '../workbench', `${name}.yaml`), 'utf8');
const log = (line: string) => process.stderr.write(`${line}\n`);
const moto = emulatorPython(log);
const program = pythonEnvironment({ place: ['aws-cli', awsVersion], requirement: `awscli==${awsVersion}` }, log);
const reason = 'reason' in moto ? moto.reason : 'reason' in program ? program.reason : undefined;
if (reason) test.skip(`SKIPPED what is left at AWS: ${reason}`, () => {});

const agreed = { mode: 'do', confirm: 'live', confirmTenant: 'switch', kept: ['backups', 'audit', 'keys'] } as const;
const request = (model: EnvironmentModel, env: NodeJS.ProcessEnv, more: Partial<DecommissionRequest> = {}): DecommissionRequest => ({
  ...agreed,
  confirm: model.config.environment,
  confirmTenant: model.config.tenant,
  stateDir: '/nowhere',
  out: '/nowhere/kept',
  shown: 'kept',
  now: new Date(),
  pace: usualPace,
  stop: new AbortController().signal,
  env,
  say: () => undefined,
  mayDestroy: async () => 0,
  destroy: async () => 0,
  ...more,
});

(reason ? describe.skip : describe)('AWS as moto plays it, asked by the real program of AWS', () => {
  let emulator: Emulator;
  let model: EnvironmentModel;
  let env: NodeJS.ProcessEnv;
  const tags = () => Object.entries(tagsOf(model.config)).map(([Key, Value]) => ({ Key, Value }));
  beforeAll(async () => {
    if ('reason' in moto || 'reason' in program) return;
    emulator = await startEmulator(moto.python);
    const file = parse(example('production-aws')) as { platform: object };
    model = modelOf(stringify({ ...file, platform: { ...file.platform, endpoint: emulator.endpoint } }), 'live');
    env = { PATH: [dirname(program.python), process.env.PATH].join(delimiter), HOME: dirname(program.python), ...emulatorLogin };
  }, minutes(5));
  afterAll(async () => emulator?.stop());

  test(
    'a disk of the cluster, a network and a key that costs are found; what waits for its deletion, last snapshots, and what others have are not',
    async () => {
      const vpc = await emulator.ask<{ Vpc: { VpcId: string } }>('ec2', 'create_vpc', {
        CidrBlock: '10.9.0.0/16',
        TagSpecifications: [{ ResourceType: 'vpc', Tags: tags() }],
      });
      // Another environment of the same tenant.
      await emulator.ask('ec2', 'create_vpc', {
        CidrBlock: '10.8.0.0/16',
        TagSpecifications: [
          { ResourceType: 'vpc', Tags: [...tags().filter(({ Key }) => Key !== 'environment'), { Key: 'environment', Value: 'other' }] },
        ],
      });
      const { region } = model.config.platform;
      const disk = await emulator.ask<{ VolumeId: string }>('ec2', 'create_volume', {
        AvailabilityZone: `${region}a`,
        Size: 8,
        TagSpecifications: [
          { ResourceType: 'volume', Tags: [{ Key: `kubernetes.io/cluster/${nameOf(model.config, 'cluster')}`, Value: 'owned' }] },
        ],
      });
      const keyTags = tags().map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }));
      const [dying, living] = [
        await emulator.ask<{ KeyMetadata: { KeyId: string } }>('kms', 'create_key', { Tags: keyTags }),
        await emulator.ask<{ KeyMetadata: { KeyId: string } }>('kms', 'create_key', { Tags: keyTags }),
      ];
      await emulator.ask('kms', 'schedule_key_deletion', { KeyId: dying.KeyMetadata.KeyId, PendingWindowInDays: 30 });
      await emulator.ask('rds', 'create_db_instance', {
        DBInstanceIdentifier: 'gone',
        DBInstanceClass: 'db.m6g.large',
        Engine: 'mysql',
        AllocatedStorage: 20,
      });
      await emulator.ask('rds', 'create_db_snapshot', { DBInstanceIdentifier: 'gone', DBSnapshotIdentifier: 'last', Tags: tags() });
      const remains = await cloudRemains(model, env);
      const short = (address: string) => address.split(':').slice(5).join(':');
      const [left, kept] = [true, false].map((wanted) =>
        remains
          .filter(({ keptBecause }) => (keptBecause === undefined) === wanted)
          .map(({ address }) => short(address))
          .sort(),
      );
      expect(left).toEqual([`key/${living.KeyMetadata.KeyId}`, `volume/${disk.VolumeId}`, `vpc/${vpc.Vpc.VpcId}`].sort());
      expect(kept).toEqual([`key/${dying.KeyMetadata.KeyId}`, 'snapshot:last'].sort());
    },
    minutes(5),
  );

  test(
    'the end is a failure as long as something is left that costs, each named with its address; then it is none (destroy itself is not run here)',
    async () => {
      const first = await decommission(model, request(model, env));
      expect(first.destroyed).toBe(true);
      expect(new Set(first.problems.map(({ code }) => code))).toEqual(new Set(['DEC-LEFT']));
      for (const { address, keptBecause } of first.remains ?? []) {
        const id = address.split('/').at(-1);
        if (keptBecause !== undefined) continue;
        if (address.includes('vpc/')) await emulator.ask('ec2', 'delete_vpc', { VpcId: id });
        if (address.includes('volume/')) await emulator.ask('ec2', 'delete_volume', { VolumeId: id });
        if (address.includes('key/')) await emulator.ask('kms', 'schedule_key_deletion', { KeyId: id, PendingWindowInDays: 30 });
      }
      const then = await decommission(model, request(model, env, { mode: 'list' }));
      expect(then.problems).toEqual([]);
      expect(then.remains?.length).toBe(3);
    },
    minutes(5),
  );

  test(
    'a backup is brought out of the bucket that goes with the environment, and held against the digest it was written with; keys are known by their address',
    async () => {
      const { operations, ...rest } = parse(example('production-aws')) as {
        operations: { backups: { recipients: string[] } };
        platform: object;
      };
      const { recipients } = operations.backups;
      const own = {
        ...rest,
        platform: { ...rest.platform, endpoint: emulator.endpoint },
        operations: { ...operations, backups: { recipients } },
      };
      const ours = modelOf(stringify(own), 'live');
      const Bucket = nameOf(ours.config, 'bucket', 'backups');
      const { region } = ours.config.platform;
      await emulator.ask('s3', 'create_bucket', { Bucket, CreateBucketConfiguration: { LocationConstraint: region } });
      const file = 'mysql-20260105T060000Z.sql.gz.age';
      await emulator.ask('s3', 'put_object', { Bucket, Key: `live/mysql/${file}`, Body: 'a dump' });
      const sha256 = createHash('sha256').update('a dump').digest('hex');
      const out = mkdtempSync(join(tmpdir(), 'fetched-'));
      try {
        expect(backupWhere(ours.config).address('mysql', file)).toBe(`s3://${Bucket}/live/mysql/${file}`);
        expect(await fetchBackup(ours, { store: 'mysql', file, sha256 }, { out, env })).toBe(`backups/mysql/${file}`);
        expect(readFileSync(join(out, 'backups/mysql', file), 'utf8')).toBe('a dump');
        const wrong = fetchBackup(ours, { store: 'mysql', file, sha256: sha256.replace(/./, 'x') }, { out, env });
        await expect(wrong).rejects.toMatchObject({
          problems: [{ code: 'DEC-COPY', message: expect.stringContaining(`it arrived as ${sha256}`) }],
        });
      } finally {
        rmSync(out, { recursive: true, force: true });
      }
      // One that a store elsewhere holds stays there.
      expect(await fetchBackup(model, { store: 'mysql', file, sha256 }, { out, env })).toBeUndefined();

      const [data, seal] = neededKeys(ours.config);
      const { KeyMetadata } = await emulator.ask<{ KeyMetadata: { KeyId: string; Arn: string } }>('kms', 'create_key', {});
      await emulator.ask('kms', 'create_alias', { AliasName: data?.name, TargetKeyId: KeyMetadata.KeyId });
      expect(await addressOf(data!, env)).toBe(KeyMetadata.Arn);
      expect(await addressOf(seal!, env)).toBeUndefined();
      expect(seal?.back('x')).toBe(`aws kms --region ${region} cancel-key-deletion --key-id x`);
    },
    minutes(5),
  );

  test(
    'a cloud that gives no answer is no proof',
    async () => {
      const nowhere = { ...model, config: { ...model.config, platform: { ...model.config.platform, endpoint: 'http://127.0.0.1:1' } } };
      const { problems, remains } = await decommission(nowhere, request(nowhere, env, { mode: 'list' }));
      expect([problems.map(({ code }) => code), remains]).toEqual([['DEC-CLOUD'], undefined]);
    },
    minutes(5),
  );
});

const missing = unbuilt();
const noLab = !existsSync(commandFile)
  ? 'the command is not compiled (npm run build)'
  : missing.length > 0
    ? `${missing.join(', ')} of the lab are not built here (make lab-up)`
    : undefined;
(noLab ? describe.skip : describe)(`a real API server${noLab ? ` (skipped: ${noLab})` : ''}`, () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ log });
  }, minutes(35));
  afterAll(async () => lab?.stop(), minutes(2));

  test(
    'namespaces, volumes that outlived theirs, and balancers are found; those of others are not',
    async () => {
      const { context, kubeconfig, kube } = lab;
      const file = smallestFile.replace('context: lab', `context: ${context}, kubeconfig: ${kubeconfig}`);
      const folder = project({ 'workbench/dev.yaml': file });
      const look = async () => {
        const { stdout, stderr } = await runCompiled(folder, 'decommission', 'dev', '--list', '--json');
        const {
          ok,
          remains = [stderr],
          problems = [],
        } = JSON.parse(stdout) as {
          ok: boolean;
          remains?: { address: string }[];
          problems?: { message: string }[];
        };
        expect([ok, problems.length]).toEqual([remains.length === 0, remains.length]);
        return remains.map((each) => (typeof each === 'string' ? each : each.address));
      };
      expect(await look()).toEqual([]);
      const namespace = (name: string, environment: string) =>
        must(kube, 'POST', '/api/v1/namespaces', {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name, labels: { 'workbench.mojaloop.io/environment': environment } },
        });
      await namespace('gateway', 'dev');
      await namespace('theirs', 'other');
      for (const [name, where] of [
        ['ledger', 'stores'],
        ['theirs', 'theirs'],
      ])
        await must(kube, 'POST', '/api/v1/persistentvolumes', {
          apiVersion: 'v1',
          kind: 'PersistentVolume',
          metadata: { name },
          spec: {
            capacity: { storage: '1Gi' },
            accessModes: ['ReadWriteOnce'],
            persistentVolumeReclaimPolicy: 'Retain',
            claimRef: { namespace: where, name: 'data' },
            hostPath: { path: '/tmp/none' },
          },
        });
      for (const where of ['gateway', 'theirs'])
        await must(kube, 'POST', `/api/v1/namespaces/${where}/services`, {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'balancer' },
          spec: { type: 'LoadBalancer', ports: [{ port: 443 }] },
        });
      expect(await look()).toEqual([
        'namespace/gateway',
        'persistentvolume/ledger (claimed in stores)',
        'service/gateway/balancer (LoadBalancer)',
      ]);
    },
    minutes(3),
  );
});

describe('what az prints (a stand-in that prints what az prints)', () => {
  const model = modelOf(example('production-azure'), 'live');
  const withAz = async (script: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'az-'));
    try {
      writeFileSync(join(folder, 'az'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return await decommission(model, request(model, { PATH: [folder, process.env.PATH].join(delimiter) }, { mode: 'list' }));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  test('is every address once, with the account of the states as what stays', async () => {
    const id = (rest: string) => `/subscriptions/x/resourceGroups/y/providers/Microsoft.${rest}`;
    const states = id(`Storage/storageAccounts/${model.config.state.account}`);
    const { remains } = await withAz(`echo '${JSON.stringify([id('Network/publicIPAddresses/ip'), states])}'`);
    expect(remains?.map(({ address, keptBecause }) => [address, keptBecause !== undefined])).toEqual([
      [id('Network/publicIPAddresses/ip'), false],
      [states, true],
    ]);
    expect((await withAz('echo "[]"')).problems).toEqual([]);
  });
  test.each([['exit 1'], ['echo "WARNING only"'], ['echo "{}"']])('%s is no proof', async (script) => {
    expect((await withAz(script)).problems.map(({ code }) => code)).toEqual(['DEC-CLOUD']);
  });
  test('it is asked for the tags of this environment alone', () => {
    const [resources] = remainsQuestions(model);
    const { environment, tenant } = model.config;
    expect(resources?.args.join(' ')).toContain(`--tag environment=${environment} --query [?`);
    for (const part of [`tags."tenant"=='${tenant}'`, 'tags."managed-by"==\'mojaloop-workbench\''])
      expect(resources?.args.join(' ')).toContain(part);
  });
});

describe('workbench decommission', () => {
  const folder = project({ 'workbench/dev.yaml': smallestFile });
  const run = async (...args: readonly string[]) => {
    const { status, stdout } = await command(folder, ['decommission', 'dev', '--json', ...args], { env: {} });
    const { ok, ...result } = JSON.parse(stdout);
    return { status, codes: result.problems.map(({ code }: { code: string }) => code), result, ok };
  };
  test.each([
    [[], ['DEC-CONFIRM', 'DEC-KEPT', 'DEC-KEPT']],
    [
      ['--confirm', 'dev'],
      ['DEC-CONFIRM', 'DEC-KEPT', 'DEC-KEPT'],
    ],
    [['--confirm', 'dev', '--confirm-tenant', 'other', '--kept', 'backups,audit,keys'], ['DEC-CONFIRM']],
    // This one brings no backups outside: the command can't keep them, and keeps its keys only when all else is agreed to.
    [['--confirm', 'dev', '--confirm-tenant', 'labs', '--kept', 'audit,keys'], ['DEC-KEPT']],
    [['--kept', 'everything'], ['DEC-KEPT']],
  ])('%j removes nothing, and says what is missing', async (args, codes) => {
    const { status, codes: found } = await run(...args);
    expect([status, found]).toEqual([1, codes]);
  });

  test('--plan tells what is to be kept, and changes nothing', async () => {
    const { status, result, ok } = await run('--plan');
    expect(decommissionShape.parse({ ok, ...result })).toMatchObject({ ok: true, destroyed: false, mode: 'plan' });
    expect([status, result.keep.map(({ part }: { part: string }) => part)]).toEqual([2, ['backups', 'audit', 'keys']]);
  });

  test('what could not be removed is told, and nothing is removed (the look is a function of the test here)', async () => {
    const done: string[] = [];
    const destroy = async () => done.push('destroy');
    const refused = await decommission(
      modelOf(smallestFile, 'dev'),
      request(modelOf(smallestFile, 'dev'), {}, { mayDestroy: async () => 1, destroy }),
    );
    expect([refused.destroyed, refused.problems.map(({ code }) => code), done]).toEqual([false, ['DEC-PROTECTED'], []]);
  });

  test('stopped while it looks, it says that it was stopped, and calls nothing protected', async () => {
    const stop = new AbortController();
    const mayDestroy = async () => {
      stop.abort();
      return 130;
    };
    const model = modelOf(smallestFile, 'dev');
    const stopped = await decommission(model, request(model, {}, { mayDestroy, stop: stop.signal }));
    expect([stopped.destroyed, stopped.problems.map(({ code }) => code)]).toEqual([false, ['DEC-STOPPED']]);
  });

  test('where destroy fails nothing is looked for (destroy is a function of the test here)', async () => {
    const model = modelOf(smallestFile, 'dev');
    const failed = await decommission(model, request(model, {}, { destroy: async () => 1 }));
    expect([failed.destroyed, failed.remains, failed.problems.map(({ code }) => code)]).toEqual([false, undefined, ['DEC-LEFT']]);
  });
});
