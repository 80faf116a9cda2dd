import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { parse } from 'yaml';
import { costOf, inventoryOf } from '../cli/cost/environment-cost';
import { costShape } from '../cli/cost/json-shape';
import { builtInTables, pricesFor, readTable } from '../cli/cost/tables';
import { main } from '../cli/index';
import { sizeShape } from '../cli/size/json-shape';
import { inspectStacks } from '../cli/synthesise';
import { editedText, UneditableText } from '../config/edit-text';
import { readWorkbench } from '../config/load';
import { machineOf } from '../config/model/machines';
import { mebibytes } from '../config/model/services';
import { type Load, sizeFor } from '../config/model/sizing';
import { sizedSettings } from '../config/model/sizing-settings';
import { sizingSteps } from '../config/model/sizing-steps';
import { ledgerBytes } from '../config/model/transfer-footprint';
import { type CountedItem, count, counts } from '../cost/count';
import { diskTier } from '../cost/disks';
import { freeTypes } from '../cost/free';
import { runningHours } from '../cost/hours';
import type { Inventory } from '../cost/items';
import { bill } from '../cost/price';
import { laidOver, type PriceTable } from '../cost/price-table';
import { exampleModel, examples, modelWith, projectFolder, stateDir, type Tree } from './synthesised';

const aws = { provider: 'aws', context: undefined, region: 'us-east-1', account: '123456789012' };
const azure = {
  provider: 'azure',
  context: undefined,
  region: 'eastus',
  account: '00000000-0000-4000-8000-000000000000',
  directory: '00000000-0000-4000-8000-000000000001',
};
const awsProduction = {
  profile: 'production',
  platform: aws,
  state: { backend: 's3', bucket: 'states', region: 'us-east-1' },
  cluster: { kubernetesVersion: '1.35', administrators: ['arn:aws:iam::123456789012:role/operators'] },
};

/** Beside the examples: services that they do not have. */
const variants: Readonly<Record<string, Tree>> = {
  'every managed store of AWS': {
    ...awsProduction,
    hub: { size: 'medium', bulk: true, ttkSimulators: true },
    stores: { kafka: { service: 'msk' }, mongodb: { service: 'documentdb' }, redis: { service: 'elasticache' } },
  },
  'Aurora, and Redis in the cluster': {
    ...awsProduction,
    hub: { interScheme: true, ttkSimulators: true },
    stores: { mysql: { service: 'aurora' } },
  },
  'a sandbox on AWS that sleeps': {
    platform: aws,
    cluster: { kubernetesVersion: '1.35' },
    operations: { hibernation: { stop: '0 19 * * MON-FRI', start: '0 7 * * MON-FRI', timeZone: 'Africa/Kigali' } },
  },
  'Azure with Event Hubs': {
    profile: 'production',
    platform: azure,
    state: { backend: 'azurerm', account: 'states', bucket: 'states', resourceGroup: 'states' },
    cluster: { kubernetesVersion: '1.35', administrators: ['00000000-0000-4000-8000-0000000000aa'] },
    stores: { kafka: { service: 'event-hubs' } },
  },
  'an Azure Local in the building': {
    platform: {
      provider: 'azure-stack',
      context: undefined,
      region: 'southafricanorth',
      account: azure.account,
      directory: azure.directory,
      azureStack: {
        customLocation: `/subscriptions/${azure.account}/resourceGroups/building/providers/Microsoft.ExtendedLocation/customLocations/building`,
        virtualSwitch: 'ConvergedSwitch',
        addressPrefix: '10.10.0.0/22',
        gateway: '10.10.0.1',
        dnsServers: ['10.10.0.2'],
        nodeAddresses: { start: '10.10.0.50', end: '10.10.0.99' },
        serviceAddresses: { start: '10.10.0.100', end: '10.10.0.109' },
        controlPlaneAddress: '10.10.0.20',
        sshPublicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPublicKeyOfAnExampleThatNobodyCanUse00000000 operators',
        kubernetesPatch: '1.31.5',
        kubernetesRuntime: '00000000-0000-4000-8000-0000000000bb',
      },
    },
    cluster: { kubernetesVersion: '1.31', administrators: ['00000000-0000-4000-8000-0000000000aa'] },
  },
  'a sandbox on Azure': { platform: azure, cluster: { kubernetesVersion: '1.35' } },
};

const models = { ...Object.fromEntries(examples.map((name) => [name, () => exampleModel(name)])) } as Readonly<
  Record<string, () => ReturnType<typeof exampleModel>>
>;
const inventories = new Map<string, Inventory>();
const costs = new Map<string, ReturnType<typeof costOf>>();
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbench-cost-'));
  for (const [name, load] of [
    ...Object.entries(models),
    ...Object.entries(variants).map(([name, patch]) => [name, () => modelWith(patch)] as const),
  ]) {
    const model = load();
    const { stacks } = inspectStacks(model, { stateDir });
    inventories.set(name, inventoryOf(model, stacks));
    costs.set(name, costOf(model, stacks, pricesFor(model.config, undefined)));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const costNamed = (name: string) => costs.get(name) ?? fail(`no environment ${name}`);
function fail(text: string): never {
  throw new Error(text);
}
const linesOf = (name: string, key: string) => costNamed(name).lines.filter((line) => line.key === key);
const things = (name: string, key: string) =>
  linesOf(name, key).reduce((sum, { count: { least, most } }) => ({ least: sum.least + least, most: sum.most + most }), {
    least: 0,
    most: 0,
  });

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in a folder of its own, with some workbench files in it. */
async function run(args: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Ran> {
  mkdirSync(join(folder, 'workbench'), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const streams = [new PassThrough(), new PassThrough()] as const;
  const texts = streams.map((stream) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString();
  });
  const [stdout, stderr] = streams as unknown as [NodeJS.WriteStream, NodeJS.WriteStream];
  const status = await main(args, { cwd: folder, env: {}, stdout, stderr, stdin: process.stdin });
  return { status, stdout: texts[0]?.() ?? '', stderr: texts[1]?.() ?? '' };
}
/** An environment in a region of which the workbench has no prices. */
const awsFile = `# A switch on AWS.
environment: live
tenant: switch
domain: switch.example.org
profile: production
platform: { provider: aws, region: eu-west-1, account: "123456789012" }
state: { backend: s3, bucket: switch-live-states, region: eu-west-1 }
cluster:
  kubernetesVersion: "1.35"
  administrators: ["arn:aws:iam::123456789012:role/switch-operators"]
stores:
  kafka: { service: msk }
certificates: { issuer: acme, email: operators@switch.example.org }
hub: { release: 17.1.0, currencies: [USD], size: medium }
participants:
  - { id: firstbank, currency: USD, msisdnPrefix: "200", notificationEmail: ops@firstbank.example.org }
`;
const here = (file: string) => join(folder, file);

describe('what is counted', () => {
  test('every type of resource, object and chart of the examples costs something or says why not', () => {
    expect([...costs].flatMap(([name, { unknownTypes }]) => unknownTypes.map(({ type }) => `${name}: ${type}`))).toEqual([]);
    expect([...freeTypes.keys()].filter((type) => counts[type])).toEqual([]);
  });

  test('a type that nobody has thought of is told', () => {
    const inventory = inventories.get('a sandbox on AWS that sleeps') ?? fail('no inventory');
    const odd = { stack: 'hub', type: 'aws_quantum_ledger', address: 'aws_quantum_ledger.x', attributes: {} };
    expect(count({ ...inventory, parts: [...inventory.parts, odd] }).unknownTypes).toEqual([
      { type: 'aws_quantum_ledger', addresses: ['hub/aws_quantum_ledger.x'] },
    ]);
  });

  test('AWS: nodes from their launch template, a standby twice, endpoints by zone, paid support of MySQL 8.0', () => {
    const name = 'every managed store of AWS';
    expect(things(name, 'aws.ec2.m6i.2xlarge').least).toBeGreaterThanOrEqual(3);
    expect(things(name, 'aws.ec2.m6i.2xlarge').most).toBeGreaterThan(things(name, 'aws.ec2.m6i.2xlarge').least);
    expect(things(name, 'aws.rds.mysql.db.r7g.xlarge').least).toBe(2);
    expect(things(name, 'aws.rds.extended-support').least).toBe(8);
    expect(things(name, 'aws.rds.gp3').least).toBe(200);
    expect(things(name, 'aws.msk.kafka.m7g.large').least).toBe(3);
    expect(things(name, 'aws.msk.storage').least).toBe(300);
    expect(things(name, 'aws.documentdb.db.r6g.large').least).toBe(3);
    expect(things(name, 'aws.elasticache.valkey.cache.m7g.large').least).toBe(2);
    expect(things(name, 'aws.endpoint').least).toBe(30);
    expect(things(name, 'aws.nat').least).toBe(3);
    expect(things(name, 'aws.balancer').least).toBe(1);
    expect(things('Aurora, and Redis in the cluster', 'aws.aurora.db.r7g.large').least).toBe(3);
  });

  test('volumes in the cluster: three of MongoDB and Kafka, Vault data and audit, each Redis and the six of its cluster', () => {
    const volumes = linesOf('Aurora, and Redis in the cluster', 'aws.ebs.gp3').map(({ what }) => what);
    for (const part of [
      'MongoDB: 3 of 50 GiB',
      'Kafka: 3 of 100 GiB',
      'Vault data: 3 of',
      'Vault audit: 3 of',
      'Redis: 1 of 8 GiB',
      'Redis cluster: 6 of 8 GiB',
    ])
      expect(volumes.some((what) => what.startsWith(part)) ? part : `${part} is missing`).toBe(part);
  });

  test('Azure: parts of a pool in each zone together, system disks on the machine for nothing, disks by their step', () => {
    const name = 'Azure with Event Hubs';
    const machines = costNamed(name).lines.filter(({ key }) => key.startsWith('azure.vm.'));
    expect(machines.length).toBeGreaterThan(6);
    expect(costNamed(name).lines.filter(({ what }) => what.includes('disk of a node'))).toEqual([]);
    expect(things(name, 'azure.mysql.GP_Standard_D4ds_v4').least).toBe(2);
    expect(things(name, 'azure.event-hubs.premium').least).toBe(1);
    expect(things(name, 'azure.aks.standard').least).toBe(1);
    expect(things('a sandbox on Azure', 'azure.aks.standard').least).toBe(0);
    expect([diskTier(4), diskTier(5), diskTier(100), diskTier(129), diskTier(40_000)]).toEqual(['P1', 'P2', 'P10', 'P15', 'P80']);
  });

  test('Azure: looks from outside are counted by places and minutes, people of Managed Grafana and samples by what a table says is used', () => {
    const [looks] = linesOf('production-azure', 'azure.availability-test');
    // Five places every ten minutes: 21,900 a month.
    expect([looks?.quantity.least, looks?.cost?.least]).toEqual([2.19, 10.95]);
    expect(things('production-azure', 'azure.grafana.standard').least).toBe(2);
    const notCounted = costNamed('production-azure').notCounted.map(({ key, price }) => [key, price] as const);
    expect(notCounted).toEqual(
      expect.arrayContaining([
        ['azure.grafana.user', 6],
        ['azure.metrics.samples', 0.16],
        ['azure.metrics.queries', 0.001],
        ['azure.logs.ingested', 2.3],
      ]),
    );
    expect(costNamed('Azure with Event Hubs').notCounted.map(({ key }) => key)).not.toContain('azure.metrics.samples');
  });

  test('nothing is paid to a cloud for a cluster that belongs to somebody else', () => {
    for (const name of ['sandbox', 'full-lab', 'an Azure Local in the building']) expect(costNamed(name).lines).toEqual([]);
    expect(costNamed('an Azure Local in the building').notCounted.map(({ key }) => key)).toEqual(['azure.local.core']);
  });
});

describe('the prices', () => {
  test('tables of the workbench can be read, have a source for each price, and every key is one that something asks for', () => {
    const asked = new Set([...costs.values()].flatMap(({ lines, notCounted }) => [...lines, ...notCounted].map(({ key }) => key)));
    const families = [...asked].map((key) => key.replace(/(\.(db|kafka|cache))?\.[^.]*(_|\d)[^.]*(\.[^.]+)?$/, ''));
    for (const name of builtInTables()) {
      const table = readTable(join(projectFolder, 'cost/prices', `${name}.yaml`));
      expect(Object.entries(table.prices).filter(([, { source }]) => source === undefined || !(source in table.sources))).toEqual([]);
      const unasked = Object.keys(table.prices).filter((key) => !asked.has(key) && !families.some((family) => key.startsWith(family)));
      // What an example leaves out on purpose, and a file may ask for.
      const optional = ['azure.event-hubs.dedicated', 'azure.api-management.developer', 'azure.api-management.premium'];
      expect(unasked).toEqual(name === 'azure-eastus' ? optional : []);
    }
  });

  test('what has no price has no cost, is listed, and is never guessed', () => {
    const { lines, unknown, notCounted } = costNamed('Azure with Event Hubs');
    const without = [...new Set(lines.filter(({ cost }) => !cost).map(({ key }) => key))];
    expect(unknown.map(({ key }) => key)).toEqual(without);
    expect(without).toContain('azure.mysql.GP_Standard_D4ds_v4');
    expect(notCounted.map(({ key }) => key)).toContain('azure.nat.traffic');
  });

  test('totals are the sums of their stacks, and stacks of their lines, to the cent', () => {
    for (const { lines, stacks, total } of costs.values())
      for (const end of ['least', 'most'] as const) {
        const cents = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + Math.round(amount * 100), 0);
        expect(cents([total[end]])).toBe(cents(stacks.map((stack) => stack[end])));
        for (const { stack, [end]: amount } of stacks)
          expect(cents([amount])).toBe(cents(lines.filter((line) => line.stack === stack).map(({ cost }) => cost?.[end] ?? 0)));
      }
    expect(costNamed('every managed store of AWS').total.least).toBeGreaterThan(1000);
  });

  const table = (prices: PriceTable['prices'], quantities: PriceTable['quantities'] = {}): PriceTable => ({
    name: 'test',
    platform: 'aws',
    region: 'us-east-1',
    currency: 'USD',
    date: '2026-01-01',
    sources: {},
    prices,
    quantities,
  });
  const item = (least: number, most: number, stops = true): CountedItem => ({
    stack: 'a',
    address: 'x.y',
    what: 'node',
    key: 'aws.ec2.m',
    unit: 'hour',
    count: { least, most },
    ...(stops ? { stops: true as const } : {}),
  });

  test('more nodes, more hours or a higher price never cost less; what is asleep never costs more (property)', () => {
    const n = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(n, n, fc.double({ min: 0, max: 9, noNaN: true }), fc.integer({ min: 0, max: 730 }), (a, more, price, running) => {
        const prices = laidOver([table({ 'aws.ec2.m': { price, unit: 'hour' } })]);
        const of = (least: number, most: number, hours: number) => bill([item(least, most)], prices, hours).total;
        const [few, many] = [of(a, a + more, 730), of(a + more, a + 2 * more, 730)];
        expect(few.least).toBeLessThanOrEqual(few.most);
        expect(many.least).toBeGreaterThanOrEqual(few.least);
        expect(many.most).toBeGreaterThanOrEqual(few.most);
        expect(of(a, a, running).least).toBeLessThanOrEqual(of(a, a, 730).least);
      }),
    );
  });

  test('amounts that a computer can not write down exactly are summed to the cent (property)', () => {
    const amounts = fc.array(fc.record({ cents: fc.integer({ min: 0, max: 99_999 }), stack: fc.constantFrom('a', 'b', 'c') }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(amounts, (list) => {
        const items = list.map(({ stack }, at): CountedItem => ({ ...item(1, 1, false), stack, key: `aws.thing.t${at}`, unit: 'month' }));
        const prices = table(
          Object.fromEntries(list.map(({ cents }, at) => [`aws.thing.t${at}`, { price: cents / 100, unit: 'month' as const }])),
        );
        const { total, stacks } = bill(items, laidOver([prices]), 730);
        const sum = list.reduce((all, { cents }) => all + cents, 0);
        expect(total.least).toBe(sum / 100);
        expect(stacks.reduce((all, { most }) => all + Math.round(most * 100), 0)).toBe(sum);
      }),
    );
  });

  test('what a table says is used in a month is shared by the parts that use it, and counted once', () => {
    const traffic = (address: string): CountedItem => ({ stack: 'a', address, what: 'traffic', key: 'aws.nat.traffic', unit: 'GB' });
    const prices = laidOver([table({ 'aws.nat.traffic': { price: 0.045, unit: 'GB' } }, { 'aws.nat.traffic': { quantity: 3000 } })]);
    const { total, lines, notCounted } = bill([traffic('one'), traffic('two'), traffic('three')], prices, 730);
    expect(total.least).toBe(135);
    expect(lines.map(({ quantity }) => quantity.least)).toEqual([1000, 1000, 1000]);
    expect(notCounted).toEqual([]);
  });
});

describe('hours', () => {
  test.each([
    [undefined, 730],
    [{ stop: '0 19 * * MON-FRI', start: '0 7 * * MON-FRI' }, (730 * (5 * 12)) / (7 * 24)],
    [{ stop: '0 19 * * 1-5', start: '0 7 * * 1-5' }, (730 * (5 * 12)) / (7 * 24)],
    [{ stop: '0 0 * * *', start: '0 12 * * *' }, 365],
    [{ stop: '@daily', start: '30 23 * * *' }, 730 / 48],
    [{ stop: '0 8 * * *', start: '0 8 * * *' }, 730],
    [{ stop: '0 */6 * * *', start: '0 3-21/6 * * *' }, 365],
    [{ stop: '0 0 1 * *', start: '0 0 2 * *' }, (730 * (365 - 12)) / 365],
    [{ stop: '0 0 31 2 *', start: '0 0 * * *' }, 730],
  ])('%j runs %d hours a month', (hibernation, hours) => {
    // A year has one day more than 52 weeks.
    expect(Math.abs(runningHours(hibernation) - hours)).toBeLessThan(0.9);
  });

  test('a sandbox that sleeps pays its disks, addresses and control plane all the same, and machines by their hours', () => {
    const { hours, lines } = costNamed('a sandbox on AWS that sleeps');
    expect(hours.running).toBeLessThan(265);
    const quantity = (key: string) => lines.find((line) => line.key === key)?.quantity.least ?? Number.NaN;
    const nodes = lines.find(({ key }) => key.startsWith('aws.ec2.'));
    expect(nodes?.quantity.least).toBeCloseTo((nodes?.count.least ?? 0) * hours.running);
    expect([quantity('aws.eks.cluster'), quantity('aws.nat')]).toEqual([730, 730]);
  });
});

describe('the command', () => {
  const files = { 'workbench/live.yaml': awsFile };

  test('prints a bill within 80 columns, with its day, region and currency, and what it leaves out', async () => {
    const { status, stdout, stderr } = await run(['cost', 'live'], files);
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    for (const part of [
      'USD a month',
      'US East (N. Virginia), 2026-',
      'managed-stores',
      'total',
      'fewest nodes',
      'Not counted',
      '730 hours',
    ])
      expect(stdout).toContain(part);
    expect(stderr).toContain('COST-REGION: prices are of us-east-1, and this environment is in eu-west-1');
  });

  test('--json has the documented shape, and the same bill twice', async () => {
    const [first, second] = [await run(['cost', 'live', '--json'], files), await run(['cost', 'live', '--json'])];
    const parsed = costShape.safeParse(JSON.parse(first.stdout));
    expect(parsed.error?.issues ?? []).toEqual([]);
    expect(second.stdout).toBe(first.stdout);
  });

  test('a template has every key that is asked for; filled, it is the whole bill in its own currency', async () => {
    const template = here('mine.yaml');
    expect((await run(['cost', 'live', '--template', template], files)).status).toBe(0);
    const text = readFileSync(template, 'utf8');
    const whole = JSON.parse((await run(['cost', 'live', '--json'])).stdout) as { lines: { key: string }[] };
    expect(whole.lines.length).toBeGreaterThan(30);
    for (const { key } of whole.lines) expect(text).toContain(`# ${key}: { price: ,`);
    expect(text).toContain('# extends: aws-us-east-1');
    // Untouched it is a table already: with no price in it.
    expect((await run(['cost', 'live', '--prices', template])).stdout).toContain('No price is known');
    const filled = text
      .replace('currency: USD', 'currency: EUR')
      .replace(/^ {2}# (\S+: \{ price: ),/gm, '  $12,')
      .replace(/^ {2}# (\S+: \{ quantity: )\}/gm, '  $110 }');
    writeFileSync(template, filled);
    const { status, stdout, stderr } = await run(['cost', 'live', '--prices', template, '--json']);
    const result = JSON.parse(stdout) as { currency: string; unknown: unknown[]; notCounted: unknown[] };
    expect({ status, stderr, currency: result.currency, unknown: result.unknown, notCounted: result.notCounted }).toEqual({
      status: 0,
      stderr: '',
      currency: 'EUR',
      unknown: [],
      notCounted: [],
    });
    // What an operator has filled is not written over.
    const again = await run(['cost', 'live', '--template', template]);
    expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('COST-TEMPLATE')]);
    expect(readFileSync(template, 'utf8')).toBe(filled);
  });

  const head = 'name: mine\nplatform: aws\nregion: eu-west-1\ncurrency: USD\ndate: 2026-01-01\n';
  test.each([
    ['no such file', undefined, 'COST-TABLE-FILE'],
    ['another platform', head.replace('platform: aws', 'platform: azure'), 'COST-PLATFORM'],
    ['another currency', `extends: aws-us-east-1\n${head.replace('USD', 'EUR')}`, 'COST-CURRENCY'],
    [
      'a table nobody has',
      `extends: aws-us-east-2\n${head}`,
      'COST-TABLE-EXTENDS: the workbench has no price table aws-us-east-2 (did you mean aws-us-east-1?)',
    ],
    [
      'another unit',
      `${head}prices:\n  aws.nat: { price: 1, unit: month }\n`,
      'COST-UNIT: aws.nat is priced by month, and is counted by hour',
    ],
    ['a price below nothing', `${head}prices:\n  aws.nat: { price: -1, unit: hour }\n`, 'mine2.yaml:7:21'],
    ['a setting that is none', `${head}discount: 10\n`, 'CFG-UNKNOWN-KEY'],
    ['no YAML at all', '{', 'mine2.yaml:1:'],
  ])('refuses a table: %s', async (_, text, told) => {
    rmSync(here('mine2.yaml'), { force: true });
    const { status, stderr } = await run(['cost', 'live', '--prices', here('mine2.yaml')], {
      ...files,
      ...(text === undefined ? {} : { 'mine2.yaml': text }),
    });
    expect(stderr).toContain(told);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(1);
  });

  test('a table over that of the workbench changes what it names, and a key that nothing asks for is told', async () => {
    const text = `extends: aws-us-east-1\n${head}prices:\n  aws.eks.cluster: { price: 1, unit: hour }\n  aws.eks.clutser: { price: 1, unit: hour }\n`;
    const { stdout, stderr, status } = await run(['cost', 'live', '--prices', here('over.yaml'), '--json'], {
      ...files,
      'over.yaml': text,
    });
    const result = JSON.parse(stdout) as { total: { least: number }; problems: { code: string; hint: string }[] };
    const before = JSON.parse((await run(['cost', 'live', '--json'])).stdout) as { total: { least: number } };
    expect(result.total.least).toBeCloseTo(before.total.least + 0.9 * 730, 2);
    expect(result.problems.find(({ code }) => code === 'COST-KEY')?.hint).toBe('did you mean aws.eks.cluster?');
    expect([status, stderr]).toEqual([0, '']);
  });

  test('a file with errors is refused before anything is counted, and no template is left', async () => {
    const { status, stderr } = await run(['cost', 'bad', '--template', here('none.yaml')], { 'workbench/bad.yaml': 'environment: bad\n' });
    expect([status, existsSync(here('none.yaml'))]).toEqual([1, false]);
    expect(stderr).toContain('CFG-');
  });
});

const load = (more: Partial<Load>): Load => ({
  tps: 50,
  participants: 3,
  peakHours: 4,
  retentionDays: 30,
  transferBytes: ledgerBytes,
  ...more,
});
const bases = {
  aws: () => exampleNamed('every managed store of AWS'),
  'aws without managed Kafka': () => exampleNamed('Aurora, and Redis in the cluster'),
  azure: () => exampleNamed('Azure with Event Hubs'),
  sandbox: () => exampleNamed('sandbox'),
} as const;
const exampleNamed = (name: string) => (inventories.get(name) ?? fail(`no inventory ${name}`)).config;

describe('size', () => {
  test.each([
    [5, 'sandbox', 'lab', false],
    [6, 'sandbox', 'small', false],
    [5, 'aws', 'small', false],
    [50, 'aws', 'small', false],
    [51, 'aws', 'medium', false],
    [800, 'azure', 'large', false],
    [801, 'azure', 'large', true],
  ] as const)('%d transfers a second in %s take %s', (tps, base, size, beyond) => {
    const found = sizeFor(bases[base](), load({ tps }));
    expect([found.size, found.beyond]).toEqual([size, beyond]);
  });

  test('the arithmetic is what it says: volumes by bytes, hours and days, with room and in steps of ten', () => {
    const hub = sizeFor(exampleNamed('every managed store of AWS'), load({ tps: 100, transferBytes: 10_000 }));
    const filled = (100 * 3600 * 4 * 30 * 10_000) / 2 ** 30;
    expect(hub.filled.mysql).toBeCloseTo(filled, 6);
    expect(hub.gib.mysql).toBe(Math.ceil(filled / 0.75 / 10) * 10);
    const step = sizingSteps(hub, load({ tps: 100, transferBytes: 10_000 })).find(({ part }) => part === 'mysql volume');
    expect(step?.arithmetic).toBe('100/s × 3600 × 4 h × 30 d × 10000 B = 402.3 GiB, × 1.33');
    expect(step?.source).toBe('--transfer-bytes');
    // A week is kept in production: seven days of four hours.
    expect(hub.filled.kafka).toBeCloseTo((100 * 3600 * 28 * 40_960 * 3) / 3 / 2 ** 30, 6);
  });

  test('every step has its source', () => {
    for (const base of Object.values(bases))
      for (const { part, arithmetic, source } of sizingSteps(sizeFor(base(), load({})), load({})))
        expect([part, arithmetic, source].filter((text) => text.length < 3)).toEqual([]);
  });

  test('a database whose machine is too small for the connections gets the next that takes them', () => {
    const config = exampleNamed('every managed store of AWS');
    const small = { ...config, stores: { ...config.stores, mysql: { ...config.stores.mysql, instance: 'db.m7g.large' } } };
    const hub = sizeFor(small, load({ tps: 200 }));
    expect([hub.connections.kept > 0.8 * 682, hub.mysql?.name]).toEqual([true, 'db.r7g.xlarge']);
    expect(sizedSettings(small, hub).write).toContainEqual({
      path: ['stores', 'mysql', 'instance'],
      value: 'db.r7g.xlarge',
      now: 'db.m7g.large',
    });
  });

  /** Everything that must never become less. */
  function amounts(base: (typeof bases)[keyof typeof bases], wish: Load): Readonly<Record<string, number>> {
    const hub = sizeFor(base(), wish);
    const { provider } = hub.config.platform;
    const machines = hub.pools.flatMap(({ role, machine, min, max }) => {
      const { cores, memoryGi } = machineOf(provider, machine) ?? fail(machine);
      return [
        [`${role} cores`, min * cores] as const,
        [`${role} GiB`, min * memoryGi] as const,
        [`${role} most cores`, max * cores] as const,
      ];
    });
    return {
      ...Object.fromEntries(machines),
      partitions: hub.partitions,
      brokers: hub.brokers,
      units: hub.units ?? 0,
      kept: hub.connections.kept,
      ...Object.fromEntries(Object.entries(hub.gib)),
      'mysql connections': hub.mysql?.maxConnections ?? 0,
      'mysql GiB of memory': hub.mysql?.memoryGib ?? 0,
      'broker vcpu': hub.kafka?.vcpu ?? 0,
    };
  }

  test('more transfers, participants, hours or days never give less of anything (property)', () => {
    const more = fc.record({
      tps: fc.integer({ min: 0, max: 900 }),
      participants: fc.integer({ min: 0, max: 40 }),
      peakHours: fc.integer({ min: 0, max: 12 }),
      retentionDays: fc.integer({ min: 0, max: 300 }),
      transferBytes: fc.integer({ min: 0, max: 9000 }),
    });
    const least = fc.record({
      tps: fc.integer({ min: 1, max: 900 }),
      participants: fc.integer({ min: 1, max: 40 }),
      peakHours: fc.integer({ min: 1, max: 12 }),
      retentionDays: fc.integer({ min: 1, max: 300 }),
      transferBytes: fc.integer({ min: 100, max: 9000 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(bases)), least, more, (base, wish, by) => {
        const sum = (key: keyof Load) => wish[key] + by[key];
        const before = amounts(base, wish);
        const after = amounts(base, {
          tps: sum('tps'),
          participants: sum('participants'),
          peakHours: sum('peakHours'),
          retentionDays: sum('retentionDays'),
          transferBytes: sum('transferBytes'),
        });
        expect(Object.entries(before).filter(([key, amount]) => (after[key] ?? 0) < amount)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('what is written is enough: a second look finds nothing more, whatever the load (property)', () => {
    const files = [
      awsFile,
      awsFile
        .replace('hub: {', 'hub: # the hub\n ')
        .replace('size: medium }', 'size: medium')
        .replace('release: 17.1.0, currencies: [USD],', 'release: 17.1.0\n  currencies: [USD]\n '),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 0, max: 60 }),
        (text, tps, participants) => {
          const read = (source: string) => readWorkbench(source, 'live.yaml').config ?? fail('the file cannot be read');
          const wish = load({ tps, participants });
          const { write } = sizedSettings(read(text), sizeFor(read(text), wish));
          const changed = editedText(text, write);
          expect(sizedSettings(read(changed), sizeFor(read(changed), wish)).write).toEqual([]);
          // Every line that was there is there still, but for the values that were set.
          const comments = (source: string) => source.split('\n').filter((line) => line.includes('#'));
          expect(comments(changed)).toEqual(comments(text));
          for (const kind of ['mysql', 'kafka', 'mongodb'] as const)
            expect(mebibytes(read(changed).stores[kind].size)).toBeGreaterThanOrEqual(mebibytes(read(text).stores[kind].size));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('settings written into a text', () => {
  test.each([
    ['a: 1\n', ['a'], 2, 'a: 2\n'],
    ['a: 1 # one\nb: {}\n', ['a'], 2, 'a: 2 # one\nb: {}\n'],
    ['a:\n  b: x # keep\n# end\n', ['a', 'c'], 'y', 'a:\n  b: x # keep\n  c: y\n# end\n'],
    ['a: { b: [1,2] }\n', ['a', 'c', 'd'], 3, 'a: { b: [1,2], c: { d: 3 } }\n'],
    ['a: {}\n', ['a', 'c'], 3, 'a: { c: 3 }\n'],
    ['a:\nb: 1\n', ['a', 'c'], 3, 'a: { c: 3 }\nb: 1\n'],
    ['a: 1', ['b', 'c'], 'x', 'a: 1\nb:\n  c: x'],
    [
      'a:\n    b:\n        c: |\n            text\nz: 1\n',
      ['a', 'b', 'd'],
      1,
      'a:\n    b:\n        c: |\n            text\n        d: 1\nz: 1\n',
    ],
    ['a:\n  - b: 1\n  - c: 2 # two\n', ['d'], 1, 'a:\n  - b: 1\n  - c: 2 # two\nd: 1\n'],
    ['{\n  "a": { "b": "x" }\n}\n', ['a', 'c'], 'y', '{\n  "a": { "b": "x", "c": "y" }\n}\n'],
  ])('%j with %j', (text, path, value, changed) => {
    expect(editedText(text, [{ path, value }])).toBe(changed);
    expect(parse(changed)).toEqual(parse(editedText(changed, [{ path, value }])));
  });

  test('an anchor in the way is no place to write', () => {
    expect(() => editedText('x: &x { b: 1 }\na: *x\n', [{ path: ['a', 'b'], value: 2 }])).toThrow(UneditableText);
    expect(() => editedText('a: [1]\n', [{ path: ['a', 'b'], value: 2 }])).toThrow(UneditableText);
  });
});

describe('the command size', () => {
  const files = { 'workbench/live.yaml': awsFile };

  test('without an environment it tells the arithmetic within 80 columns, and writes nothing', async () => {
    const { status, stdout, stderr } = await run(['size', '--tps', '50', '--participants', '4', '--platform', 'aws']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    for (const part of ['hub.size        small', 'pool hub', 'kafka brokers', 'mysql volume', '50/s × 3600 × 4 h × 30 d', '[1] '])
      expect(stdout).toContain(part);
  });

  test('writes what a file lacks, keeps its comments, and has nothing to do the second time', async () => {
    const asked = ['size', 'live', '--tps', '400', '--participants', '30'];
    const told = await run(asked, files);
    expect(told.stdout).toContain('needs hub.size: large (was medium)');
    expect(readFileSync(here('workbench/live.yaml'), 'utf8')).toBe(awsFile);
    const wrote = await run([...asked, '--write', '--json']);
    expect(sizeShape.safeParse(JSON.parse(wrote.stdout)).error?.issues ?? []).toEqual([]);
    const text = readFileSync(here('workbench/live.yaml'), 'utf8');
    expect(text.startsWith('# A switch on AWS.\n')).toBe(true);
    expect(text).toContain('size: large }');
    expect(text).toMatch(/kafka: \{ service: msk, size: \d+Gi \}/);
    // Thirty managers need more nodes than the one in the file.
    expect(text).toMatch(/pools:\n {4}hub:\n {6}min: \d+/);
    const again = await run([...asked, '--write']);
    expect([again.status, again.stdout.includes('has all of it: nothing to write')]).toEqual([0, true]);
    expect(readFileSync(here('workbench/live.yaml'), 'utf8')).toBe(text);
  });

  test('nothing is made smaller: a volume of the file that is larger than needed stays, and is told', async () => {
    const large = awsFile
      .replace('kafka: { service: msk }', 'kafka: { service: msk, size: 9000Gi }')
      .replace('size: medium', 'size: large');
    const { status, stderr } = await run(['size', 'live', '--tps', '20', '--write'], { 'workbench/live.yaml': large });
    expect(status).toBe(0);
    expect(stderr).toContain('stores.kafka.size  warning SIZE-KEPT: 9000Gi is more than this load takes');
    expect(stderr).toContain('hub.size  warning SIZE-KEPT: large is more than this load takes (small), and stays');
    const text = readFileSync(here('workbench/live.yaml'), 'utf8');
    expect(text).toContain('size: 9000Gi');
    expect(text).toContain('size: large');
  });

  test('--out leaves the file alone', async () => {
    const { status } = await run(['size', 'live', '--tps', '400', '--out', here('bigger.yaml')], files);
    expect(status).toBe(0);
    expect(readFileSync(here('workbench/live.yaml'), 'utf8')).toBe(awsFile);
    expect(readFileSync(here('bigger.yaml'), 'utf8')).toContain('size: large');
  });

  test('a file that rules would refuse is not written: a volume larger than its service has', async () => {
    const { status, stderr } = await run(['size', 'live', '--tps', '800', '--retention', '3650', '--write'], files);
    expect([status, stderr]).toEqual([1, expect.stringContaining('STO-SIZE')]);
    expect(readFileSync(here('workbench/live.yaml'), 'utf8')).toBe(awsFile);
  });

  test('more than the largest size carries says what to measure', async () => {
    const { status, stderr } = await run(['size', '--tps', '2000', '--participants', '4']);
    expect([status, stderr]).toEqual([0, expect.stringMatching(/SIZE-BEYOND: 2000 transfers .* \(measure first/)]);
  });

  test.each([
    [[], 'SIZE-MISSING: --tps is missing'],
    [['--tps', '5'], 'SIZE-MISSING: --participants is missing'],
    [['--tps', '-5', '--participants', '1'], 'SIZE-NUMBER: --tps -5'],
    [['--tps', 'many', '--participants', '1'], 'SIZE-NUMBER: --tps many'],
    [['--tps', '1e9', '--participants', '1'], 'SIZE-NUMBER: --tps 1e9'],
    [['--tps', '5', '--participants', '1.5'], 'SIZE-NUMBER: --participants 1.5'],
    [['--tps', '5', '--participants', '1', '--peak-hours', '25'], 'SIZE-NUMBER: --peak-hours 25'],
    [['--tps', '5', '--participants', '1', '--retention', '0'], 'SIZE-NUMBER: --retention 0'],
    [['--tps', '5', '--participants', '1', '--transfer-bytes', '1'], 'SIZE-NUMBER: --transfer-bytes 1'],
    [
      ['--tps', '5', '--participants', '1', '--platform', 'asure'],
      'SIZE-CHOICE: --platform asure is none of kubernetes, aws, azure, azure-stack (did you mean azure?)',
    ],
    [['--tps', '5', '--participants', '1', '--profile', 'prod'], 'SIZE-CHOICE: --profile prod'],
    [['--tps', '5', '--participants', '1', '--write'], 'SIZE-FILE: there is no file to write into'],
    [['live', '--tps', '5', '--platform', 'aws'], 'SIZE-FILE: --platform is what the file of live says'],
    [['nowhere', '--tps', '5'], 'CFG-FILE-MISSING'],
  ])('%j is refused: %s', async (args, told) => {
    const { status, stderr } = await run(['size', ...args], files);
    expect([status, stderr]).toEqual([1, expect.stringContaining(told)]);
  });

  test('an anchor in the way is told, and nothing is written', async () => {
    const text = awsFile.replace('environment: live', 'environment: &name medium').replace('size: medium', 'size: *name');
    const { status, stderr } = await run(['size', 'live', '--tps', '400', '--write'], { 'workbench/live.yaml': text });
    expect([status, stderr]).toEqual([1, expect.stringContaining("SIZE-EDIT: hub.size can't be written into it")]);
    expect(readFileSync(here('workbench/live.yaml'), 'utf8')).toBe(text);
  });
});
