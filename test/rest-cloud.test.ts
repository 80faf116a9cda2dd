import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { cloudState, turnService } from '../cli/rest/cloud-steps';
import type { EnvironmentModel } from '../config/environment';
import { nameOf } from '../config/model/names';
import { cloudRest } from '../config/model/rest-cloud';
import type { CloudRest } from '../config/model/rest-cloud-kinds';
import type { ProblemError } from '../config/problems';
import { type Emulator, emulatorLogin, startEmulator } from './emulator/server';
import { emulatorPython } from './emulator/venv';
import { modelOf } from './lab/environments';
import { pythonEnvironment } from './python-environment';

/** The newest of the first line: one that pip installs. Arguments are the same in the second, which comes as an archive of its own. */
const awsVersion = '1.46.3';
const example = (name: string) => readFileSync(join(__dirname, '../workbench', `${name}.yaml`), 'utf8');
const log = (line: string) => process.stderr.write(`${line}\n`);
const moto = emulatorPython(log);
const command = pythonEnvironment({ place: ['aws-cli', awsVersion], requirement: `awscli==${awsVersion}` }, log);
const reason = 'reason' in moto ? moto.reason : 'reason' in command ? command.reason : undefined;
if (reason) test.skip(`SKIPPED stopping and starting services of AWS: ${reason}`, () => {});

const withEndpoint = (endpoint: string): EnvironmentModel => {
  const file = parse(example('production-aws')) as { platform: object };
  return modelOf(stringify({ ...file, platform: { ...file.platform, endpoint } }), 'live');
};

(reason ? describe.skip : describe)('AWS as moto plays it, asked by the real program of AWS', () => {
  let emulator: Emulator;
  let model: EnvironmentModel;
  let env: NodeJS.ProcessEnv;
  /** The database, nodes of one pool, and nodes of one zone: each question starts Python anew, which takes seconds. */
  const services = () => cloudRest(model).rests.slice(0, 3);
  const states = async () => Promise.all(services().map(async (service) => `${service.title} ${await cloudState(service, env)}`));

  beforeAll(async () => {
    if ('reason' in moto || 'reason' in command) return;
    emulator = await startEmulator(moto.python);
    model = withEndpoint(emulator.endpoint);
    env = { PATH: [dirname(command.python), process.env.PATH].join(delimiter), HOME: dirname(command.python), ...emulatorLogin };
  }, 300_000);
  afterAll(async () => emulator?.stop());

  test('what was never made is absent, and nothing to do', async () => {
    expect(new Set((await states()).map((line) => line.split(' ').at(-1)))).toEqual(new Set(['absent']));
    await turnService(services()[0] as CloudRest, 'hibernate', env, 1_000, () => false);
  }, 180_000);

  test('databases stop, nodes go to none, and both come back as the file says', async () => {
    const { config } = model;
    const name = nameOf(config, 'cluster');
    await emulator.ask('eks', 'create_cluster', { name, roleArn: 'arn:aws:iam::123456789012:role/x', resourcesVpcConfig: {} });
    for (const { key, start } of services().filter(({ stop }) => stop.includes('eks'))) {
      const scaling =
        start
          .at(-1)
          ?.split(',')
          .map((part) => part.split('=')) ?? [];
      const scalingConfig = Object.fromEntries(scaling.map(([setting, count]) => [setting, Number(count)]));
      const node = {
        clusterName: name,
        nodegroupName: key,
        nodeRole: 'arn:aws:iam::123456789012:role/y',
        subnets: ['subnet-1'],
        scalingConfig,
      };
      await emulator.ask('eks', 'create_nodegroup', node);
    }
    await emulator.ask('rds', 'create_db_instance', {
      DBInstanceIdentifier: nameOf(config, 'database', 'mysql'),
      DBInstanceClass: 'db.m6g.large',
      Engine: 'mysql',
      AllocatedStorage: 20,
    });
    const all = (word: string) => services().map(({ title }) => `${title} ${word}`);
    expect(services().length).toBe(3);
    expect(await states()).toEqual(all('running'));
    for (const service of services()) await turnService(service, 'hibernate', env, 60_000, () => false);
    expect(await states()).toEqual(all('resting'));
    // Again: nothing is told twice.
    for (const service of services()) await turnService(service, 'hibernate', env, 60_000, () => false);
    for (const service of services()) await turnService(service, 'wake', env, 60_000, () => false);
    expect(await states()).toEqual(all('running'));
  }, 300_000);

  test('what the cloud refuses is told with the command to run by hand', async () => {
    const [service] = services();
    const refused = { ...(service as CloudRest), state: [...(service?.state ?? []).slice(0, -1), 'nonsense'] };
    const said = await cloudState(refused, env).catch((error: unknown) => (error as ProblemError).problems[0]);
    expect(said).toMatchObject({ code: 'REST-CLOUD', hint: expect.stringContaining('aws --endpoint-url') });
  }, 60_000);
});

test('without the program of the cloud the problem says where it comes from', async () => {
  const [service] = cloudRest(modelOf(example('production-azure'), 'live')).rests;
  const said = await cloudState(service as CloudRest, { PATH: '/nowhere' }).catch((error: unknown) => (error as ProblemError).problems[0]);
  expect(said).toMatchObject({ code: 'RUN-LOGIN-PROGRAM' });
});

test('what az says of a cluster that was never made (a stand-in that prints what az prints) is that it is absent, also where its last line has other words', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'az-'));
  try {
    const said =
      "ERROR: (ResourceNotFound) The Resource 'x' was not found.\\nCode: ResourceNotFound\\nMessage: The Resource 'x' was not found.";
    writeFileSync(join(folder, 'az'), `#!/bin/sh\nprintf "${said}\\n" >&2\nexit 3\n`, { mode: 0o755 });
    const services = cloudRest(modelOf(example('production-azure'), 'live')).rests;
    for (const service of services) expect(await cloudState(service, { PATH: [folder, process.env.PATH].join(delimiter) })).toBe('absent');
    // A program that waits by itself would be cut off by its patience.
    expect(services.flatMap(({ stop, start }) => [stop, start]).filter((order) => !order.includes('--no-wait'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('Azure: the server of MySQL first, then the cluster; what has no stop is told', () => {
  const { rests, stays } = cloudRest(modelOf(example('production-azure'), 'live'));
  expect(rests.map(({ stop }) => stop.slice(0, 3).join(' '))).toEqual(['mysql flexible-server stop', 'aks stop --resource-group']);
  expect(stays.map(({ title }) => title)).toContain('Kafka (Event Hubs)');
});
