import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { bareStacks } from '../cli/bare-stacks';
import type { Io } from '../cli/command';
import { causeRows } from '../cli/explain/causes';
import { type Cause, causesOf } from '../cli/explain/explain-resource';
import { knownCodes } from '../cli/explain/known-codes';
import { participantCauses } from '../cli/explain/participant-causes';
import { main } from '../cli/index';
import { jsonShapes } from '../cli/json-shapes';
import { problemCodes } from '../cli/problem-codes';
import { ruleWays } from '../cli/ways-out/rules';
import { resolveEnvironment } from '../config/environment';
import { readWorkbench } from '../config/load';
import { formatProblem } from '../config/problems';
import { rules } from '../config/rules/rules';
import { splitPath } from '../config/validate/path';
import { addressesOf } from '../constructs/terraform/overrides';
import { policies } from '../policy/policies';
import { command, project } from './command-line';

const root = join(__dirname, '..');
const examples = readdirSync(join(root, 'workbench'))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));
const textOf = (name: string) => readFileSync(join(root, 'workbench', `${name}.yaml`), 'utf8');

/** A hub with everything on that an example leaves off, beside stores, logins and a cluster that are somebody else's. */
const everything = `environment: all
tenant: labs
domain: labs.example.org
platform: { provider: kubernetes, context: lab }
cluster: { kubernetesVersion: "1.32", quota: { cpu: "400", memory: 800Gi } }
secrets:
  people: { discoveryUrl: https://sso.example.org, clientId: vault, groups: [operators] }
  pipelines: { discoveryUrl: https://git.example.org, projects: [switch/hub] }
hub:
  release: 17.1.0
  currencies: [USD]
  size: medium
  bulk: true
  thirdParty: true
  ttkSimulators: true
  fx: true
  interScheme: true
  oracles: { pathfinder: true }
  services: { quoting-service: { replicas: 3 } }
overrides:
  resources: { helm_release.hub: { timeout: 60 } }
  values: { moja: { simulator: { replicaCount: 2 } } }
participants:
  - { id: bank, currency: USD, msisdnPrefix: "1" }
  - { id: bank-two, currency: USD, msisdnPrefix: "2", sdkBulk: true, netDebitCap: "7" }
`;

function read(text: string, file: string) {
  const { config, positions, problems } = readWorkbench(text, file);
  if (!config) throw new Error(problems.map(formatProblem).join('\n'));
  const stacks = bareStacks(resolveEnvironment(config));
  const addresses = stacks.flatMap((stack) => [...addressesOf(stack).keys()].map((address) => ({ stack: stack.stackId, address })));
  return { config, positions, addresses };
}

/** Every store that AWS runs, and what it puts before the gateway. */
const everyManaged = `environment: aws
tenant: labs
domain: labs.example.org
platform: { provider: aws, region: eu-west-1 }
hub: { release: 17.1.0, currencies: [USD], bulk: true, ttkSimulators: true }
gateway: { front: waf }
stores: { mysql: { service: rds }, mongodb: { service: documentdb }, kafka: { service: msk }, redis: { service: elasticache } }
participants:
  - { id: bank, currency: USD, msisdnPrefix: "1" }
`;

const files = [
  ...examples.map((name) => [name, textOf(name)] as const),
  ['everything', everything] as const,
  ['every-managed', everyManaged] as const,
  ['two-clusters', readFileSync(join(root, 'test/fixtures/two-clusters.yaml'), 'utf8')] as const,
];
const environments: ReadonlyMap<string, ReturnType<typeof read> & { readonly text: string }> = new Map(
  files.map(([name, text]) => [name, { text, ...read(text, `workbench/${name}.yaml`) }]),
);
const environment = (name: string) => environments.get(name)!;

/** Runs the command in a folder with these environments. */
async function workbench(...args: string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'explain-'));
  mkdirSync(join(cwd, 'workbench'));
  for (const [name, { text }] of environments) writeFileSync(join(cwd, 'workbench', `${name}.yaml`), text);
  const texts = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof texts) => new PassThrough().on('data', (text) => (texts[name] += text));
  const io = { cwd, env: {}, stdout: stream('stdout'), stderr: stream('stderr'), stdin: new PassThrough() } as unknown as Io;
  try {
    return { status: await main(args, io), ...texts };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

describe('every resource of every environment', () => {
  test.each([...environments.keys()])('%s: each address leads to settings', (name) => {
    const { config, positions, addresses } = environment(name);
    expect(addresses.length).toBeGreaterThan(50);
    const fixed = /workbench-system|namespace-operators-secret-reader/;
    const without = addresses.filter((row) => causesOf(row, config, positions).length === 0).map(({ address }) => address);
    expect(without.filter((address) => !fixed.test(address))).toEqual([]);
  });

  test.each([...environments.keys()])('%s: what stands in a stack of participants leads to its own entry, and to no other', (name) => {
    const { config, addresses } = environment(name);
    const wrong = addresses
      .filter(({ stack }) => stack.startsWith('participants-'))
      .filter(({ address }) => {
        const index = Number(/^participants\.(\d+)$/.exec(participantCauses(config, address)?.[0] ?? '')?.[1] ?? -1);
        return !address.includes(config.participants[index]?.id ?? '(none)');
      });
    expect(wrong).toEqual([]);
  });

  test('each row of the table is of use, and the row before it does not hide it', () => {
    const all = [...environments.values()].flatMap(({ addresses }) => addresses);
    const firstRow = (address: string) => causeRows.find((row) => row.address.test(address));
    const used = new Set(all.map(({ address }) => firstRow(address)));
    expect(causeRows.filter((row) => !used.has(row)).map((row) => String(row.address))).toEqual([]);
  });

  test.each([...environments.keys()])('%s: each place is where the setting stands', (name) => {
    const { config, positions, addresses, text } = environment(name);
    const lines = text.split('\n');
    const seen = new Set<string>();
    for (const row of addresses)
      for (const cause of causesOf(row, config, positions)) {
        if (cause.line === undefined || seen.has(cause.path)) continue;
        seen.add(cause.path);
        const there = lines[cause.line - 1]!.slice(cause.column! - 1);
        const key = splitPath(cause.path)!.at(-1)!;
        // A section stands where its key does, an entry of a list where it begins, a plain value where it is written.
        const isSection = typeof cause.value === 'object' && !Array.isArray(cause.value) && typeof key === 'string';
        const beginnings = isSection
          ? [key, JSON.stringify(key)]
          : typeof cause.value === 'object'
            ? ['[', '{', '- ', 'id:', 'name:']
            : [String(cause.value), JSON.stringify(cause.value)];
        expect({ path: cause.path, there, right: beginnings.some((each) => there.startsWith(each)) }).toMatchObject({ right: true });
      }
    expect(seen.size).toBeGreaterThan(5);
  });
});

describe('what is called a cause is one', () => {
  /** Address, the setting that is said to have made it, and the file without that. */
  const cases: readonly (readonly [address: string, path: string, from: string, to: string])[] = [
    ['kubernetes_service_v1.service-bulk-mongodb', 'hub.bulk', 'bulk: true', 'bulk: false'],
    ['kubernetes_service_v1.service-thirdparty-auth-redis', 'hub.thirdParty', 'thirdParty: true', 'thirdParty: false'],
    ['kubernetes_service_v1.service-consent-oracle-db', 'hub.thirdParty', 'thirdParty: true', 'thirdParty: false'],
    ['kubernetes_service_v1.service-ttksims-redis', 'hub.ttkSimulators', 'ttkSimulators: true', 'ttkSimulators: false'],
    ['kubernetes_service_v1.service-proxy-cache-redis', 'hub.interScheme', 'interScheme: true', 'interScheme: false'],
    ['kubernetes_horizontal_pod_autoscaler_v2.scaling-autoscaler-quoting-service-handler', 'hub.size', 'size: medium', 'size: lab'],
    ['kubernetes_resource_quota_v1.namespace-mojaloop-quota', 'cluster.quota', ', quota: { cpu: "400", memory: 800Gi }', ''],
    [
      'vault_jwt_auth_backend.login-people',
      'secrets.people',
      '  people: { discoveryUrl: https://sso.example.org, clientId: vault, groups: [operators] }\n',
      '',
    ],
    ['helm_release.pm4ml-bank', 'participants.0', '  - { id: bank, currency: USD, msisdnPrefix: "1" }\n', ''],
    ['helm_release.bank-two-routes', 'participants.1', /.* id: bank-two.*\n/.exec(everything)![0], ''],
  ];
  test.each(cases)('%s goes when %s does', (address, path, from, to) => {
    const { config, positions, addresses } = environment('everything');
    const row = addresses.find((each) => each.address === address);
    expect(row).toBeDefined();
    expect(causesOf(row!, config, positions).map((cause) => cause.path)).toContain(path);
    expect(everything).toContain(from);
    const after = read(everything.replace(from, to), 'workbench/everything.yaml').addresses.map((each) => each.address);
    expect(after).not.toContain(address);
  });

  test('an override of the resource, or of its values, is named', () => {
    const { config, positions } = environment('everything');
    const paths = (cause: Cause) => cause.path;
    const found = causesOf({ stack: 'hub', address: 'helm_release.hub', chart: 'mojaloop', release: 'moja' }, config, positions);
    expect(found.map(paths)).toEqual(expect.arrayContaining(['overrides.resources["helm_release.hub"]', 'overrides.values.moja']));
    expect(causesOf({ stack: 'hub', address: 'helm_release.hub-routes' }, config, positions).map(paths).join()).not.toContain('overrides');
  });
});

/** What docs/reference/json.md says of a command; strict. */
const shapeOf = (words: string) => jsonShapes.find(({ commands }) => commands.includes(words))!.schema;

describe('workbench explain', () => {
  test('tells the stack, what it is, what it waits for, and the lines', async () => {
    expect(await workbench('explain', 'helm_release.hub', 'production')).toEqual({
      status: 0,
      stderr: '',
      stdout: `hub/helm_release.hub
  stack  the Mojaloop release, oracles, simulators, testing toolkit, routes
  is     Helm release moja in namespace mojaloop, chart mojaloop 17.1.0
  after  stack stores
         stack edge
  from   workbench/production.yaml:10:12  hub.release = "17.1.0"
         workbench/production.yaml:11:15  hub.currencies = ["USD"]
         workbench/production.yaml:12:9  hub.size = "medium"
         workbench/production.yaml:13:15  hub.thirdParty = true
         workbench/production.yaml:14:7  hub.fx = true
         workbench/production.yaml:73:11  portal.events = true
         workbench/production.yaml:139:35  monitoring.traces.services = true
         default  hub.releaseName = "moja"
         default  hub.namespace = "mojaloop"
`,
    });
  });

  test('tells the entry of a participant, and what its release waits for', async () => {
    const { stdout } = await workbench('explain', 'participants-1/helm_release.pm4ml-wallet-one', 'production');
    expect(stdout.split('\n').slice(0, 9)).toEqual([
      'participants-1/helm_release.pm4ml-wallet-one',
      '  stack  12 payment managers: firstbank … far-bank',
      '  is     Helm release wallet-one in namespace wallet-one, chart mojaloop-payment-manager 10.3.4',
      '  after  helm_release.wallet-one-account',
      '         helm_release.wallet-one-secrets',
      '         stack hub',
      '  from   workbench/production.yaml:5:9  domain = "switch.example.org"',
      '         workbench/production.yaml:10:12  hub.release = "17.1.0"',
      '         workbench/production.yaml:22:5  participants.6 = wallet-one',
    ]);
  });

  test('says so when no setting made it', async () => {
    const { stdout } = await workbench('explain', 'kubernetes_service_account_v1.namespace-workbench-system-secret-reader', 'sandbox');
    expect(stdout).toContain('  from   no setting: every environment has it\n');
    expect(stdout).toContain('  is     kubernetes_service_account_v1 secret-reader in namespace workbench-system\n');
  });

  test('--json: the same as data', async () => {
    const { status, stdout } = await workbench('explain', 'stores/kubernetes_service_v1.service-bulk-mongodb', 'air-gapped', '--json');
    const { resource, causes, ...rest } = JSON.parse(stdout);
    expect({ status, rest }).toEqual({ status: 0, rest: { ok: true, problems: [] } });
    expect(shapeOf('explain').safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(resource).toEqual({
      address: 'kubernetes_service_v1.service-bulk-mongodb',
      stack: 'stores',
      stackDescription: 'passwords, databases, users, topics, caches, backups, logical services',
      type: 'kubernetes_service_v1',
      name: 'bulk-mongodb',
      namespace: 'stores',
      dependsOn: [],
      needsStacks: ['secrets'],
    });
    expect(causes[0]).toEqual({
      path: 'hub.bulk',
      value: true,
      origin: 'file',
      from: 'workbench/air-gapped.yaml:10:78',
      line: 10,
      column: 78,
    });
  });

  const wrong: readonly (readonly [string, string])[] = [
    ['helm_release.hubb', 'did you mean helm_release.hub?'],
    ['hub', 'did you mean helm_release.hub?'],
    ['hubb/helm_release.hub', 'did you mean hub/helm_release.hub?'],
    ['stores/helm_release.hub', 'did you mean hub/helm_release.hub?'],
    ['kubernetes_namespace.namespace-mojaloop', 'did you mean kubernetes_namespace_v1.namespace-mojaloop?'],
    ['qwerty', 'addresses are what workbench plan prints, such as hub/helm_release.hub'],
  ];
  test.each(wrong)('%s is no address: %s', async (address, hint) => {
    expect(await workbench('explain', address, 'sandbox')).toEqual({
      status: 1,
      stdout: '',
      stderr: `error EXP-ADDRESS: no resource has the address ${address} (${hint})\n`,
    });
    const { stdout } = await workbench('explain', address, 'sandbox', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [{ code: 'EXP-ADDRESS', hint }] });
  });

  test('config and a path still explain a setting; an environment with errors explains nothing', async () => {
    const { status, stdout } = await workbench('explain', 'config', 'hub.size', 'production');
    expect({ status, first: stdout.split('\n').slice(0, 2) }).toEqual({
      status: 0,
      first: ['hub.size = "medium"', '  from     workbench/production.yaml:12:9'],
    });
    for (const path of ['hub.size', 'participants.0', 'hub.oracles', 'stores.mysql.external'])
      expect(
        shapeOf('explain config').safeParse(JSON.parse((await workbench('explain', 'config', path, 'production', '--json')).stdout)).error,
      ).toBeUndefined();
    const missing = await workbench('explain', 'helm_release.hub', 'prodution');
    expect(missing).toMatchObject({ status: 1, stdout: '' });
    expect(missing.stderr).toContain('CFG-FILE-MISSING: there is no environment prodution (did you mean production?');
  });
});

describe('workbench explain CODE', () => {
  const known = knownCodes();

  test('every code of the tables, the rules and the policies is known once, with a way out that is a sentence', () => {
    const tables = problemCodes.flatMap(({ codes }) => Object.keys(codes));
    expect(known.map(({ code }) => code)).toEqual([...tables, ...rules.map(({ code }) => code), ...policies.map(({ id }) => id)]);
    expect(new Set(known.map(({ code }) => code)).size).toBe(known.length);
    expect(
      known.filter(({ wayOut, meaning, from }) => !/^[A-Z`‘].{3,}\.$/s.test(wayOut) || meaning.length < 10 || from.length < 10),
    ).toEqual([]);
  });

  test('no way out is left over from a code that has gone', () => {
    expect([...ruleWays.keys()].sort()).toEqual(rules.map(({ code }) => code).sort());
    for (const { codes, ways } of problemCodes) expect(Object.keys(ways).sort()).toEqual(Object.keys(codes).sort());
  });

  test('every code has a part of a page under a heading of its own, where its link leads', () => {
    const headings = new Map(
      ['problems', 'policies'].map((name) => [
        `docs/reference/${name}.md`,
        [...readFileSync(join(root, `docs/reference/${name}.md`), 'utf8').matchAll(/^### (.*)$/gm)].map(([, text = '']) =>
          text.toLowerCase(),
        ),
      ]),
    );
    for (const { page } of known) {
      const [file = '', anchor = ''] = page.split('#');
      expect({ page, there: headings.get(file)?.filter((heading) => heading === anchor) }).toEqual({ page, there: [anchor] });
    }
  });

  test('in an empty folder, without a program on PATH: what it means, who says it, the way out', async () => {
    expect(await command(project(), ['explain', 'CUR-TWICE'], { env: { PATH: '/nowhere' } })).toEqual({
      status: 0,
      stderr: '',
      stdout: `CUR-TWICE  error
  holds    A list of currencies names each of them once
  from     every command that reads a workbench file; workbench check tells all at once, with file, line and column
  way out  Name it once; currencies of a participant are those beside its currency.
  page     docs/reference/problems.md#cur-twice
`,
    });
    const policy = await command(project(), ['explain', 'K8S-GATEWAY-TLS']);
    expect(policy.stdout).toContain('without  payments and tokens would cross the internet in the clear');
  });

  test.each(known.filter(({ code }) => ['EXP-CODE', 'CUR-TWICE', 'K8S-GATEWAY-TLS', 'RUN-BUSY'].includes(code)).map(({ code }) => code))(
    '%s as JSON has the shape of docs/reference/json.md',
    async (code) => {
      const { status, stdout } = await command(project(), ['explain', code, '--json']);
      expect(status).toBe(0);
      const shape = jsonShapes.find(({ commands }) => commands.includes('explain CODE'))?.schema;
      expect(shape?.safeParse(JSON.parse(stdout)).error?.issues).toBeUndefined();
      expect(JSON.parse(stdout).explained).toEqual(known.find((each) => each.code === code));
    },
  );

  test.each([
    ['CUR-TWIC', 'did you mean CUR-TWICE?'],
    ['PAR-CLUSTER-SAM', 'did you mean PAR-CLUSTER-SAME or PAR-CLUSTER-WAY or PAR-CLUSTER-NAME?'],
    ['ONB-NOTHING-LIKE-IT', 'did you mean ONB-UNREACHABLE or ONB-ADDRESS or ONB-CONFLICT?'],
    ['XYZ-1', 'docs/reference/problems.md and docs/reference/policies.md list them'],
  ])('%s is no code: %s', async (asked, hint) => {
    const { status, stderr } = await command(project(), ['explain', asked]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: `error EXP-CODE: there is no code ${asked} (${hint})\n` });
  });

  test('an environment beside a code is one argument too many', async () => {
    const { status, stderr } = await command(project(), ['explain', 'CUR-TWICE', 'dev']);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'error CLI-ARGUMENT: dev is one argument too many (a code means the same in every environment)\n',
    });
  });
});
