import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { auditEnvironment } from '../cli/audit/audit-environment';
import { gaps, hourOf, wholeHours } from '../cli/audit/hours';
import { auditShape } from '../cli/audit/json-shape';
import { fileLockProblem, lockProblems, recordProblems } from '../cli/audit/judge';
import { type AuditRecord, readRecord, recordOf } from '../cli/audit/record';
import { s3Store } from '../cli/audit/s3-store';
import type { AuditFile, StoreLock } from '../cli/audit/store';
import { bareStacks } from '../cli/bare-stacks';
import { seeAuditStore } from '../cli/doctor/audit-probe';
import { auditRows } from '../cli/doctor/audit-table';
import { judgeAll } from '../cli/doctor/check';
import type { ClusterSeen } from '../cli/doctor/cluster-seen';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { auditPlace } from '../config/model/audit/place';
import { auditTrails } from '../config/model/audit-trails';
import { indexOf } from '../config/releases/index-files';
import { checkValues } from '../config/releases/value-paths';
import type { ReleaseSpec } from '../constructs/in-cluster/release-spec';
import { command, project } from './command-line';
import { type Emulator, emulatorLogin, startEmulator } from './emulator/server';
import { emulatorPython } from './emulator/venv';
import { modelOf } from './lab/environments';
import { pythonEnvironment } from './python-environment';
import { exampleModel, type Tree } from './synthesised';
import { configWith, smallestFile } from './workbench-fixtures';

const minutes = (count: number) => count * 60_000;
const leaf = (tree: unknown, ...path: string[]): unknown => path.reduce<unknown>((at, key) => (at as Tree | undefined)?.[key], tree);
const made = new Map<EnvironmentModel, readonly ReleaseSpec[]>();
const releases = (model: EnvironmentModel): readonly ReleaseSpec[] => {
  const known = made.get(model) ?? bareStacks(model).find(({ stackId }) => stackId === 'observability')?.releases ?? [];
  made.set(model, known);
  return known;
};
const valuesOf = (model: EnvironmentModel, name: string): Tree | undefined => releases(model).find((one) => one.name === name)?.values;
const plain = (patch: Tree = {}) => resolveEnvironment(configWith(patch));

describe('collectors', () => {
  const examples = ['production', 'production-aws', 'production-azure', 'production-azure-stack', 'air-gapped'];
  const settings = (model: EnvironmentModel) => valuesOf(model, 'audit-collector')?.alternateConfig as Tree;

  test.each(examples)('%s: every source has a folder of its own, what waits is on the volume, and nothing is thrown away', (name) => {
    const model = exampleModel(name);
    const values = valuesOf(model, 'audit-collector') ?? {};
    expect(checkValues(indexOf('opentelemetry-collector', '0.170.0')!, values as ReleaseSpec['values'])).toEqual([]);
    const kind = name === 'production-azure' ? 'azureblob' : 'awss3';
    const exporters = settings(model).exporters as Record<string, Tree>;
    expect(Object.keys(exporters)).toEqual([`${kind}/mojaloop`, `${kind}/vault`, `${kind}/gateway`]);
    for (const exporter of Object.values(exporters))
      expect(exporter).toMatchObject({
        sending_queue: { storage: 'file_storage', block_on_overflow: true },
        retry_on_failure: { enabled: true, max_elapsed_time: '0s' },
      });
    // Alerts read its numbers by these names.
    expect(leaf(settings(model), 'service', 'telemetry', 'metrics', 'readers', '0', 'pull', 'exporter', 'prometheus')).toMatchObject({
      port: 8888,
      without_type_suffix: true,
      without_units: true,
    });
    const pipelines = leaf(settings(model), 'service', 'pipelines') as Record<string, { exporters: string[] }>;
    expect(Object.values(pipelines).map((one) => one.exporters.join())).toEqual(Object.keys(exporters));
    const [claim] = leaf(values, 'statefulset', 'volumeClaimTemplates') as Tree[];
    const [mount] = values.extraVolumeMounts as Tree[];
    expect([leaf(claim, 'metadata', 'name'), mount?.mountPath]).toEqual([
      mount?.name,
      leaf(settings(model), 'extensions', 'file_storage', 'directory'),
    ]);
  });

  test('a message of Kafka is done with when it is on the volume; a file is less than a piece of an upload in pieces', () => {
    const { receivers, exporters } = settings(exampleModel('production-aws'));
    expect(leaf(receivers, 'kafka')).toMatchObject({
      initial_offset: 'earliest',
      message_marking: { after: true, on_error: false },
      logs: { topics: ['topic-event-audit'] },
    });
    expect(leaf(exporters, 'awss3/vault', 'sending_queue', 'batch', 'max_size')).toBeLessThan(5 << 20);
    expect(leaf(exporters, 'awss3/vault', 's3uploader')).toMatchObject({
      s3_prefix: 'vault',
      s3_partition_format: '%Y/%m/%d/%H',
      compression: 'gzip',
    });
  });

  test('agents read what Vault and the gateway print, from the beginning, and hand it to the collector by its name', () => {
    const model = exampleModel('production-aws');
    const agents = valuesOf(model, 'node-agents')?.alternateConfig as Tree;
    const files = (source: string) => leaf(agents, 'receivers', `filelog/audit-${source}`) as Tree;
    expect([files('vault').include, files('gateway').include]).toEqual([
      ['/var/log/pods/vault_vault-*_*/vault/*.log'],
      ['/var/log/pods/gateway_envoy-*_*/envoy/*.log'],
    ]);
    for (const source of ['vault', 'gateway']) {
      expect(files(source)).toMatchObject({ start_at: 'beginning', storage: 'file_storage' });
      expect(leaf(agents, 'service', 'pipelines', `logs/audit-${source}`, 'exporters')).toEqual(['otlp/audit']);
      const filter = leaf(settings(model), 'processors', `filter/${source}`, 'logs', 'log_record');
      const mark = leaf(agents, 'processors', `resource/audit-${source}`, 'attributes') as Tree[];
      expect(filter).toEqual([`resource.attributes["${mark[0]?.key}"] != "${mark[0]?.value}"`]);
    }
    expect(leaf(agents, 'exporters', 'otlp/audit')).toMatchObject({
      endpoint: 'audit-collector.monitoring.svc.cluster.local:4317',
      sending_queue: { storage: 'file_storage' },
    });
  });

  test('they are there without Loki and Tempo, and nothing is there where there is no store or no monitoring', () => {
    const { store } = exampleModel('production').config.operations.audit;
    const audit = { operations: { audit: { store } } };
    const alone = plain({ ...audit, monitoring: { logs: { store: 'none' }, traces: { store: 'none' } } });
    expect(Object.keys(leaf(valuesOf(alone, 'node-agents'), 'alternateConfig', 'service', 'pipelines') as Tree)).toEqual([
      'logs/audit-vault',
      'logs/audit-gateway',
    ]);
    for (const model of [
      plain(),
      plain({ ...audit, monitoring: { enabled: false } }),
      plain({ operations: { audit: { store, enabled: false } } }),
    ]) {
      expect(valuesOf(model, 'audit-collector')).toBeUndefined();
      expect(JSON.stringify(valuesOf(model, 'node-agents') ?? {})).not.toContain('audit');
      expect(model.flows.filter(({ why }) => why.includes('audit'))).toEqual([]);
      expect(model.secrets.filter(({ id }) => id.startsWith('audit'))).toEqual([]);
    }
  });

  test('the collector is let out to the store and to Kafka alone, and the login at the store is a reference', () => {
    const model = exampleModel('production');
    const own = model.flows.filter(({ from }) => 'app' in from && from.app === 'audit-collector');
    expect(own.map(({ to, ports }) => [leaf(to, 'namespace') ?? leaf(to, 'cidr'), ...ports])).toEqual([
      ['stores', 9092],
      ['0.0.0.0/0', 443],
    ]);
    const secret = (key: string) => ({ valueFrom: { secretKeyRef: { name: 'audit-store', key } } });
    expect(valuesOf(model, 'audit-collector')?.extraEnvs).toEqual([
      { name: 'AWS_REQUEST_CHECKSUM_CALCULATION', value: 'when_supported' },
      { name: 'AWS_ACCESS_KEY_ID', ...secret('accessKeyId') },
      { name: 'AWS_SECRET_ACCESS_KEY', ...secret('secretAccessKey') },
    ]);
    const given = model.secrets.filter(({ id }) => id.startsWith('audit-store'));
    expect(given.map(({ kind, path, deliveries }) => [kind, path, deliveries.map(({ namespace }) => namespace)])).toEqual([
      ['given', 'hub/external/audit', ['monitoring']],
      ['given', 'hub/external/audit', ['monitoring']],
    ]);
    const cloud = exampleModel('production-aws');
    expect([auditPlace(cloud.config)?.own, cloud.secrets.filter(({ id }) => id.startsWith('audit'))]).toEqual([true, []]);
  });
});

test('whoever removes the environment reads what outlives it: a store of somebody else, a protected one of its own, and none of a sandbox', () => {
  const held = (model: EnvironmentModel) => auditTrails(model).map((trail) => trail.held?.split(':')[0]);
  expect(held(exampleModel('production')).slice(0, 1)).toEqual(['switch-live-audit keeps each log for 1827 days']);
  expect(held(exampleModel('production-aws'))).toEqual(
    Array(4).fill(`${auditPlace(exampleModel('production-aws').config)?.bucket} keeps each log for 1827 days`),
  );
  const sandbox = plain({ platform: { provider: 'aws', region: 'eu-west-1', context: undefined } });
  expect([auditPlace(sandbox.config)?.own, held(sandbox)]).toEqual([true, Array(4).fill(undefined)]);
});

describe('hours', () => {
  const hour = (text: string) => Date.parse(`${text}:00:00Z`);
  test('a file says its hour, in the words of the collectors, of Firehose and of Azure Monitor', () => {
    const all = [
      'vault/2026/11/27/22/live-logs_0190.json.gz',
      'kubernetes/2026/11/27/22/live-1-2026-11-27-22-00-00',
      'resourceId=/SUBSCRIPTIONS/X/y=2026/m=11/d=27/h=22/m=00/PT1H.json',
    ];
    expect(all.map(hourOf)).toEqual(Array(3).fill(hour('2026-11-27T22')));
    expect(hourOf('vault/readme')).toBeUndefined();
  });

  test('the hour that goes on is not looked at; silence counts from its first hour, and a short one is none', () => {
    const hours = wholeHours(new Date('2026-11-27T22:40:00Z'), 6);
    expect([hours[0], hours.at(-1)]).toEqual([hour('2026-11-27T16'), hour('2026-11-27T21')]);
    const filled = new Set([hours[0]!, hours[3]!]);
    expect(gaps(hours, filled, 2)).toEqual([
      { from: hours[1], hours: 2 },
      { from: hours[4], hours: 2 },
    ]);
    expect(gaps(hours, filled, 3)).toEqual([]);
  });
});

const awsVersion = '1.46.3';
const log = (line: string) => process.stderr.write(`${line}\n`);
const moto = emulatorPython(log);
const program = pythonEnvironment({ place: ['aws-cli', awsVersion], requirement: `awscli==${awsVersion}` }, log);
const reason = 'reason' in moto ? moto.reason : 'reason' in program ? program.reason : undefined;
if (reason) test.skip(`SKIPPED audit logs at AWS: ${reason}`, () => {});

(reason ? describe.skip : describe)('a bucket as moto plays it, looked at by the real program of AWS', () => {
  let emulator: Emulator;
  let model: EnvironmentModel;
  let env: NodeJS.ProcessEnv;
  let bucket = '';
  const now = new Date();
  const hours = wholeHours(now, 2);
  const days = 1827;
  const sources = ['mojaloop', 'vault', 'gateway', 'kubernetes'];
  const folderOf = (at: number) => new Date(at).toISOString().slice(0, 13).replace(/[-T]/g, '/');
  const key = (source: string, at: number) => `${source}/${folderOf(at)}/live-logs_1.json.gz`;
  const put = (Key: string, Body = Key) => emulator.ask<{ VersionId: string }>('s3', 'put_object', { Bucket: bucket, Key, Body });
  const verify = async (more: Partial<Parameters<typeof auditEnvironment>[1]> = {}) => {
    const { result, record } = await auditEnvironment(model, {
      action: 'verify',
      hours: hours.length,
      every: true,
      now,
      env,
      say: () => undefined,
      ...more,
    });
    return { result, record, said: result.problems.map(({ code, message }) => `${code} ${message.replace(bucket, 'BUCKET')}`) };
  };
  beforeAll(async () => {
    if ('reason' in moto || 'reason' in program) return;
    emulator = await startEmulator(moto.python);
    const file = parse(readFileSync(join(__dirname, '../workbench/production-aws.yaml'), 'utf8')) as { platform: object };
    model = modelOf(stringify({ ...file, platform: { ...file.platform, endpoint: emulator.endpoint } }), 'live');
    bucket = auditPlace(model.config)?.bucket ?? '';
    env = { PATH: [dirname(program.python), process.env.PATH].join(delimiter), HOME: dirname(program.python), ...emulatorLogin };
    await emulator.ask('s3', 'create_bucket', {
      Bucket: bucket,
      ObjectLockEnabledForBucket: true,
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    const Rule = { DefaultRetention: { Mode: 'GOVERNANCE', Days: days } };
    await emulator.ask('s3', 'put_object_lock_configuration', {
      Bucket: bucket,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule },
    });
    await Promise.all([...sources.map((source) => put(key(source, hours[1] ?? 0))), put(key('kubernetes', hours[0] ?? 0))]);
  }, minutes(5));
  afterAll(async () => emulator?.stop());

  const recorded = (record: AuditRecord, name: string) => record.files.find((file) => file.key === name)?.version ?? '';
  const remove = (Key: string, more: object = {}) => emulator.ask('s3', 'delete_object', { Bucket: bucket, Key, ...more });

  test(
    'locked, untouched and whole: no problem. Then a marker of deletion, a second version, a shorter lock, files that are gone and a silent source are each found (the bucket of this test has no policy, which would refuse them)',
    async () => {
      const { result, record, said } = await verify();
      expect(said).toEqual([]);
      expect(auditShape.safeParse({ ok: true, ...result }).success).toBe(true);
      expect([result.locksSeen, result.notKept, result.sources.map(({ files }) => files)]).toEqual([5, [], [1, 1, 1, 2]]);
      const [first = 0, second = 0] = hours;

      const version = { VersionId: recorded(record, key('kubernetes', first)) };
      // The lock itself holds: without the right of its own nobody removes a version.
      await expect(remove(key('kubernetes', first), version)).rejects.toThrow(/AccessDenied/);
      for (const at of hours)
        await remove(key('kubernetes', at), { VersionId: recorded(record, key('kubernetes', at)), BypassGovernanceRetention: true });
      await remove(key('gateway', second));
      await put(key('vault', second), 'something else');
      await emulator.ask('s3', 'put_object_retention', {
        Bucket: bucket,
        Key: key('mojaloop', second),
        BypassGovernanceRetention: true,
        Retention: { Mode: 'GOVERNANCE', RetainUntilDate: new Date(Date.now() + 86_400_000).toISOString() },
      });
      const then = await verify({ since: record });
      expect(then.said).toEqual([
        `AUDIT-CHANGED ${key('vault', second)} was written more than once`,
        `AUDIT-REMOVED ${key('gateway', second)} is hidden by a marker of deletion`,
        expect.stringMatching(new RegExp(`^AUDIT-SHORT ${key('mojaloop', second)} can be removed from `)),
        expect.stringMatching(/^AUDIT-SILENT nothing came from kubernetes for 2 hours from /),
        ...hours.map((at) => expect.stringMatching(new RegExp(`^AUDIT-REMOVED ${key('kubernetes', at)} was recorded on .*, and is gone$`))),
      ]);
      expect(then.record.previous).toBe(record.chain);
    },
    minutes(8),
  );

  test(
    'a store that locks for less than the file says, by another mode, or not at all, is found',
    async () => {
      const where = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } };
      await emulator.ask('s3', 'create_bucket', { Bucket: 'short', ObjectLockEnabledForBucket: true, ...where });
      const Rule = { DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } };
      await emulator.ask('s3', 'put_object_lock_configuration', {
        Bucket: 'short',
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule },
      });
      await emulator.ask('s3', 'create_bucket', { Bucket: 'unlocked', ...where });
      const at = ['--endpoint-url', emulator.endpoint, '--region', 'eu-west-1'];
      const locks = async (name: string) => s3Store({ kind: 's3', bucket: name, own: false }, at, env).locks();
      expect(await locks('short')).toEqual({ short: { mode: 'compliance', days: 30 } });
      expect(lockProblems(model.config, await locks('unlocked')).map(({ code }) => code)).toEqual(['AUDIT-UNLOCKED']);
    },
    minutes(5),
  );

  test(
    'the doctor looks at a bucket that somebody else has made: as the file says, unlocked and silent, and one that is not there',
    async () => {
      const named = (name: string) =>
        plain({
          profile: 'production',
          operations: {
            audit: {
              retentionDays: 30,
              store: { kind: 's3', bucket: name, endpoint: emulator.endpoint, credentials: 'hub/external/audit' },
            },
          },
        });
      const see = (name: string, login = env) => seeAuditStore(named(name), login, now.getTime(), minutes(2));
      const said = async (name: string, login = env) =>
        doctorSays(named(name), await see(name, login), now.getTime()).map(([id, state, found]) => `${id} ${state} ${found}`);
      for (const source of ['mojaloop', 'vault', 'gateway'])
        await emulator.ask('s3', 'put_object', { Bucket: 'short', Key: key(source, hours[1] ?? 0), Body: 'x' });
      expect(await said('short')).toEqual([
        'audit-store right short',
        'audit-lock right compliance, 30 days',
        'audit-young right the newest of mojaloop; vault; gateway',
      ]);
      expect(await said('unlocked')).toEqual([
        'audit-store right unlocked',
        'audit-lock wrong unlocked locks nothing: whoever may write there can remove an audit log',
        expect.stringMatching(/^audit-young wrong nothing of today and yesterday came from mojaloop; .*vault; .*gateway$/),
      ]);
      expect(await said('nowhere')).toEqual([
        expect.stringMatching(/^audit-store wrong the store of the audit logs can't be read: .*NoSuchBucket/),
        'audit-lock unknown follows from audit-store',
        'audit-young unknown follows from audit-store',
      ]);
      // No login is no fault of the store.
      const stranger = { PATH: env.PATH, HOME: env.HOME, AWS_EC2_METADATA_DISABLED: 'true' };
      expect(await said('short', stranger)).toEqual([
        expect.stringMatching(/^audit-store unknown could not be seen .*credentials/),
        'audit-lock unknown nothing could be asked',
        'audit-young unknown nothing could be asked',
      ]);
      // It looked, and wrote nothing.
      expect((await emulator.ask<{ KeyCount: number }>('s3', 'list_objects_v2', { Bucket: 'unlocked' })).KeyCount).toBe(0);
    },
    minutes(8),
  );
});

/** What the doctor says of a store that somebody else has made: each row by its id. */
const doctorSays = (model: EnvironmentModel, audit: ClusterSeen['audit'], now: number) =>
  judgeAll(auditRows(model), { model, now, audit } as unknown as ClusterSeen).map(({ id, state, found }) => [id, state, found] as const);

describe('what a store and its files are held against', () => {
  const config = (mode: 'governance' | 'compliance') => {
    const { store } = exampleModel('production').config.operations.audit;
    return plain({ operations: { audit: { store, mode, retentionDays: 365 } } }).config;
  };
  const messages = (problems: readonly { readonly message: string }[]) => problems.map(({ message }) => message);
  test('mode and days of the store are at least those of the file', () => {
    const said = (mode: 'governance' | 'compliance', lock: StoreLock) => messages(lockProblems(config(mode), { bucket: lock }));
    expect(said('governance', { mode: 'governance', days: 365 })).toEqual([]);
    expect(said('governance', { mode: 'compliance', days: 400 })).toEqual([]);
    expect(said('governance', { mode: 'governance', days: 364 })).toEqual(['bucket locks for 364 days, and the file says 365']);
    expect(said('compliance', { mode: 'governance', days: 365 })).toEqual(['bucket is locked by governance, and the file says compliance']);
  });
  test('the doctor asks no store that the environment makes itself, and tells each source that is silent for too long, weak locks and a program that is missing', async () => {
    expect(auditRows(exampleModel('production-aws'))).toEqual([]);
    expect(await seeAuditStore(exampleModel('production-aws'), {}, Date.now())).toBeUndefined();
    const model = exampleModel('production');
    const now = Date.parse('2026-11-27T22:40:00Z');
    const ago = (hours: number) => Date.parse('2026-11-27T22:00:00Z') - hours * 3_600_000;
    const seen = (days: number, vault: number) => ({
      name: 'bucket',
      locks: { bucket: { mode: 'governance', days } as const },
      newest: [
        { source: 'vault', hour: ago(vault) },
        { source: 'gateway', hour: ago(20) },
      ] as const,
    });
    expect(doctorSays(model, seen(1827, 6), now).map(([, state]) => state)).toEqual(['right', 'right', 'right']);
    expect(doctorSays(model, seen(1826, 7), now).slice(1)).toEqual([
      ['audit-lock', 'wrong', 'bucket locks for 1826 days, and the file says 1827'],
      ['audit-young', 'wrong', 'nothing came from vault for 6 hours'],
    ]);
    const without = await seeAuditStore(model, { PATH: '/nowhere' }, now);
    expect(doctorSays(model, without, now)[0]).toEqual(['audit-store', 'unknown', expect.stringMatching(/could not be seen .*aws/)]);
  });
  test('a file stays from its hour for the whole time', () => {
    const file: AuditFile = { source: 'vault', key: 'vault/2026/01/01/00/a', version: '1', digest: 'd', bytes: 1, state: 'alone' };
    const until = (day: string) => fileLockProblem(config('governance'), file, { mode: 'governance', until: new Date(day) })?.code;
    expect([until('2027-01-01T00:00:00Z'), until('2026-12-31T00:00:00Z')]).toEqual([undefined, 'AUDIT-SHORT']);
    expect(fileLockProblem(config('governance'), file, { mode: 'none' })?.code).toBe('AUDIT-SHORT');
  });
  test('a record is a chain: a line that is changed, and one of another environment, are found', () => {
    const file: AuditFile = { source: 'vault', key: 'vault/2026/01/01/00/a', version: '1', digest: 'd', bytes: 1, state: 'alone' };
    const record = recordOf('live', 'bucket', new Date('2026-01-02T00:00:00Z'), [file, { ...file, key: 'vault/2026/01/01/01/b' }]);
    const text = JSON.stringify(record);
    expect(readRecord(text, 'last.json', 'live')).toEqual(record);
    for (const [from, to] of [
      ['"bytes":1', '"bytes":2'],
      ['"previous":""', '"previous":"x"'],
    ] as const)
      expect(() => readRecord(text.replace(from, to), 'last.json', 'live')).toThrow(/was changed/);
    expect(() => readRecord(text, 'last.json', 'other')).toThrow(/it is of live/);
    const grown = { ...file, digest: '', bytes: 5 };
    const lines = recordOf('live', 'account', new Date(), [{ ...grown, bytes: 3 }]);
    expect(recordProblems(lines, [grown])).toEqual([]);
    expect(recordProblems(lines, [{ ...grown, bytes: 2 }]).map(({ code }) => code)).toEqual(['AUDIT-CHANGED']);
    expect(recordProblems(record, [file]).map(({ code }) => code)).toEqual(['AUDIT-REMOVED']);
  });
});

describe('a storage account (az is a stand-in that prints what az prints)', () => {
  const model = exampleModel('production-azure');
  const now = new Date('2026-11-27T22:40:00Z');
  const blob = (name: string) => ({ name, made: '2026-11-27T21:05:00+00:00', digest: 'x', bytes: 10, deleted: null });
  const cluster = 'y=2026/m=11/d=27/h=21/m=00/PT1H.json';
  const look = async (state: string, days: number) => {
    const folder = mkdtempSync(join(tmpdir(), 'az-'));
    try {
      const policy = JSON.stringify({ immutabilityPeriodSinceCreationInDays: days, state });
      const script = `#!/bin/sh\necho "$*" >> "${folder}/asked"\ncase "$*" in\n*immutability*) echo '${policy}' ;;\n*MANAGEDCLUSTERS*) echo '${JSON.stringify([blob(`x/${cluster}`)])}' ;;\n*) for s in mojaloop vault gateway; do case "$*" in *"$s/"*) echo '[{"name":"'$s'/2026/11/27/21/05_00_1.json.gz","made":"2026","digest":"x","bytes":3,"deleted":null}]' ;; esac; done ;;\nesac\n`;
      writeFileSync(join(folder, 'az'), script, { mode: 0o755 });
      const env = { PATH: [folder, process.env.PATH].join(delimiter) };
      const { result } = await auditEnvironment(model, { action: 'verify', hours: 1, every: false, now, env, say: () => undefined });
      return { result, asked: readFileSync(join(folder, 'asked'), 'utf8') };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  test('both containers are asked for their policy, and the log of AKS where Azure Monitor puts it', async () => {
    const { result, asked } = await look('Unlocked', 1827);
    expect([result.problems, result.sources.map(({ files }) => files)]).toEqual([[], [1, 1, 1, 1]]);
    expect(asked).toMatch(/immutability-policy show --container-name insights-logs-kube-audit-admin/);
    expect(asked).toMatch(/--prefix resourceId=\/SUBSCRIPTIONS\/[0-9A-F-]+\/RESOURCEGROUPS\/.*\/y=2026\/m=11\/d=27\//);
  });
  test('a shorter policy is found in each, and where the file says compliance one that nobody has locked', async () => {
    const { result } = await look('Unlocked', 30);
    expect(result.problems.map(({ message }) => message)).toEqual([
      'audit locks for 30 days, and the file says 1827',
      'insights-logs-kube-audit-admin locks for 30 days, and the file says 1827',
    ]);
  });
});

describe('workbench audit', () => {
  const folder = project({ 'workbench/dev.yaml': smallestFile });
  const codes = async (...args: string[]) => {
    const { status, stdout } = await command(folder, ['audit', ...args, '--json'], { env: {} });
    return [status, ...(JSON.parse(stdout).problems as { code: string }[]).map(({ code }) => code)];
  };
  test('says that there is nothing to look at, and what was typed wrong', async () => {
    writeFileSync(join(folder, 'note.json'), '{}');
    expect(await codes('verify', 'dev')).toEqual([1, 'AUDIT-NONE']);
    expect(await codes('remove', 'dev')).toEqual([1, 'CLI-ACTION']);
    expect(await codes('list', 'dev', '--hours', '0')).toEqual([1, 'CLI-OPTION']);
    expect(await codes('verify', 'dev', '--since', 'nowhere.json')).toEqual([1, 'AUDIT-RECORD']);
    expect(await codes('verify', 'dev', '--since', 'note.json')).toEqual([1, 'AUDIT-RECORD']);
  });
});
