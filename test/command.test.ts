import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack } from 'cdktf';
import { commands } from '../cli/commands';
import { generatedFiles } from '../cli/generate';
import { jsonShapes } from '../cli/json-shapes';
import { problemCodes } from '../cli/problem-codes';
import { inspectStacks } from '../cli/synthesise';
import { variables } from '../cli/variables';
import { resolveEnvironment } from '../config/environment';
import { generatedFiles as configFiles } from '../config/generate';
import { loadWorkbench } from '../config/load';
import { lockedCharts } from '../config/releases/lock';
import { rules } from '../config/rules/rules';
import { command, compile, compiled, copyInto, type Ended, project, root, tree } from './command-line';
import { smallestFile } from './workbench-fixtures';

// Some tests wait for programs of their own, on a machine that may be busy.
jest.setTimeout(120_000);

const made: string[] = [];
const folder = (files: Readonly<Record<string, string>> = {}): string => {
  const path = project(files);
  made.push(path);
  return path;
};
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

/** Kubernetes 1.32 is what 17.1.0 was tried on: no warning. */
const calm = `${smallestFile}cluster: { kubernetesVersion: "1.32" }\n`;
const dev = { 'workbench/dev.yaml': calm };
const withDev = (text: string) => ({ 'workbench/dev.yaml': text });
const clean = (stdout: string): Ended => ({ status: 0, stdout, stderr: '' });
const stackIds = ['platform', 'secrets', 'stores', 'edge', 'hub', 'observability', 'participants-1'];
const legacy = join(root, 'test/fixtures/legacy');
const olderFiles = readdirSync(legacy).filter((name) => name.endsWith('.json'));

let copy = '';
beforeAll(() => {
  copy = compile();
  made.push(copy);
});

describe('asking for help', () => {
  test('the version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await command(root, ['--version'])).toEqual(clean(`${version}\n`));
  });

  test('--help lists every command with what it does, and ends well', async () => {
    const { status, stdout, stderr } = await command(root, ['--help']);
    expect([status, stderr]).toEqual([0, '']);
    const folded = stdout.replaceAll(/\s+/g, ' ');
    for (const { name, summary } of commands) expect(folded).toContain(`${name} ${summary}`);
  });

  test('without a command the same goes to standard error, with status 1', async () => {
    const { stdout } = await command(root, ['--help']);
    expect(await command(root, [])).toEqual({ status: 1, stdout: '', stderr: stdout });
  });

  test.each(commands.map(({ name, options = [] }) => [name.split(' ')[0] ?? '', options.map(([flags]) => flags)] as const))(
    '%s --help tells its options, --json among them',
    async (word, flags) => {
      const { status, stdout } = await command(root, [word, '--help']);
      expect(status).toBe(0);
      for (const flag of [...flags, '--json']) expect(stdout).toContain(flag);
      expect(await command(root, ['help', word])).toEqual(clean(stdout));
    },
  );

  test('on a narrow terminal descriptions are folded', async () => {
    const { stdout } = await command(root, ['--help'], { columns: 60 });
    expect(stdout.split('\n').filter((line) => line.length > 60 && !line.startsWith('One workbench'))).toEqual([]);
  });
});

describe('a command line that cannot be understood', () => {
  const cases: readonly [args: readonly string[], line: string][] = [
    [['chek'], "error CLI-COMMAND: unknown command 'chek' (did you mean check?)"],
    [['frobnicate'], "error CLI-COMMAND: unknown command 'frobnicate' (workbench --help lists the commands)"],
    [['check', '--jsn'], "error CLI-OPTION: unknown option '--jsn' (did you mean --json?)"],
    [['check', '--colour'], "error CLI-OPTION: unknown option '--colour' (workbench help <command> lists its options)"],
    [['synth', '--out'], "error CLI-OPTION: option '--out <path>' argument missing (give it a value)"],
    [['import'], "error CLI-ARGUMENT: missing required argument 'file' (workbench help <command> tells what it needs)"],
    [
      ['check', 'a', 'b'],
      "error CLI-ARGUMENT: too many arguments for 'check'. Expected 1 argument but got 2 (workbench help <command> tells what it takes)",
    ],
  ];
  test.each(cases)('%j', async (args, line) => {
    expect(await command(folder(dev), args)).toEqual({ status: 1, stdout: '', stderr: `${line}\n` });
  });

  test('is told as JSON where JSON was asked for', async () => {
    const { status, stdout, stderr } = await command(folder(dev), ['check', '--json', '--colour']);
    expect([status, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [{ code: 'CLI-OPTION' }] });
  });
});

describe('which environment is meant', () => {
  test('the only file there is, without a name', async () => {
    expect(await command(folder(dev), ['check'])).toEqual(clean('workbench/dev.yaml: no problems\n'));
  });
  test('one by its name, its file, or WORKBENCH_FILE', async () => {
    const cwd = folder({ ...dev, 'workbench/live.json': '{}' });
    const found = clean('workbench/dev.yaml: no problems\n');
    expect(await command(cwd, ['check', 'dev'])).toEqual(found);
    expect(await command(cwd, ['check', 'workbench/dev.yaml'])).toEqual(found);
    expect(await command(cwd, ['check'], { env: { WORKBENCH_FILE: 'dev' } })).toEqual(found);
  });
});

/** Packages of every chart that is pinned, none of them the real one. */
const fakeCharts = Object.fromEntries(lockedCharts.map(({ name, version }) => [`charts/${name}-${version}.tgz`, 'not the package']));
const without = (files: Readonly<Record<string, string>>, ...gone: readonly string[]) =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !gone.includes(name)));
const twice = `${calm}`.replace(/(participants:\n)(.*\n)/, '$1$2$2');
const withOut = 'choose another --out, or remove it';

describe('bad input ends with one line a problem and a way out, exit status 1, and nothing written', () => {
  const cases: readonly [title: string, files: Readonly<Record<string, string>>, args: readonly string[], ...lines: string[]][] = [
    [
      'no file at all',
      {},
      ['synth'],
      'workbench  error CFG-FILE-NONE: there is no workbench file in it (write one as docs/reference/workbench.md shows, or workbench import an older workbench-config.json)',
    ],
    [
      'an environment misspelt',
      dev,
      ['synth', 'def'],
      'workbench/def.yaml  error CFG-FILE-MISSING: there is no environment def (did you mean dev?; there are: dev)',
    ],
    [
      'no environment named where there are several',
      { ...dev, 'workbench/live.yaml': calm },
      ['synth'],
      'workbench  error CFG-FILE-CHOICE: there are 2 environments (name one: dev, live)',
    ],
    [
      'not YAML',
      withDev('hub:\n\tbulk: true\n'),
      ['synth'],
      'workbench/dev.yaml:2:1  error CFG-YAML-TAB: tabs are not allowed as indentation (indent with two spaces)',
    ],
    [
      'an unknown key',
      withDev(calm.replace('tenant', 'tennant')),
      ['synth'],
      'workbench/dev.yaml:1:1  tenant  error CFG-MISSING: tenant is missing (Who runs the hub)',
      'workbench/dev.yaml:2:1  tennant  error CFG-UNKNOWN-KEY: the workbench file knows no key tennant (did you mean tenant?)',
    ],
    [
      'a value of the wrong type',
      withDev(calm.replace('"1.32"', '1.32')),
      ['synth'],
      'workbench/dev.yaml:8:31  cluster.kubernetesVersion  error CFG-TYPE: must be text, not the number 1.32 (needs quotes: "1.32")',
    ],
    [
      'a value out of range',
      withDev(`${smallestFile}cluster: { zones: 10 }\n`),
      ['synth'],
      'workbench/dev.yaml:8:19  cluster.zones  error CFG-RANGE: 10 is too large: at most 9',
    ],
    [
      'two participants with one id and one MSISDN prefix',
      withDev(twice),
      ['synth'],
      'workbench/dev.yaml:8:11  participants.1.id  error ID-PARTICIPANT-TWICE: demowallet is the id of participants.0 too (it names the participant in the ledger, its namespace and its release: choose another)',
      'workbench/dev.yaml:8:52  participants.1.msisdnPrefix  error ID-MSISDN-PREFIX: 367 is the prefix of demowallet (a number that begins so would have two owners: choose prefixes of which none begins with another)',
    ],
    [
      'a release that the Kubernetes version cannot run',
      withDev(calm.replace('"1.32"', '"1.21"').replace('17.1.0', '15.1.0')),
      ['synth'],
      'workbench/dev.yaml:8:31  cluster.kubernetesVersion  error REL-KUBERNETES-OLD: Mojaloop 15.1.0 needs Kubernetes 1.22, and cluster.kubernetesVersion is 1.21 (its charts use kinds that came later: upgrade the cluster)',
    ],
    [
      'a toggle that the release lacks',
      withDev(calm.replace('"1.32"', '"1.24"').replace('17.1.0,', '15.1.0, fx: true,')),
      ['synth'],
      'workbench/dev.yaml:5:29  hub.fx  error REL-TOGGLE: Mojaloop 15.1.0 has no foreign exchange (write hub.release: 17.0.0 or newer, or hub.fx: false)',
    ],
    [
      'a size that the quota cannot hold',
      withDev(calm.replace('"1.32" }', '"1.32", quota: { cpu: "2" } }')),
      ['synth'],
      'workbench/dev.yaml:8:53  cluster.quota.cpu  error SIZ-QUOTA: size lab with 1 payment manager asks for N cores, and the cluster gives N cores (choose a smaller hub.size, fewer store members, or raise cluster.quota)',
    ],
    [
      'a value that the chart does not know',
      withDev(`${calm}overrides: { values: { moja: { account-lookup-servic: { enabled: true } } } }\n`),
      ['synth'],
      'moja:account-lookup-servic  error VAL-PATH: release moja (mojaloop 17.1.0): the chart knows no value account-lookup-servic (did you mean account-lookup-service?)',
    ],
    [
      'a mirror that is no folder',
      withDev(`${calm}charts: { mirror: ./charts }\n`),
      ['synth'],
      'charts.mirror  error SYN-MIRROR-MISSING: charts.mirror names HERE/charts, which is no folder (put the chart packages there, or mend charts.mirror)',
    ],
    [
      'charts missing from the mirror, all of them at once',
      {
        ...withDev(`${calm}charts: { mirror: ./charts, verify: false }\n`),
        ...without(fakeCharts, 'charts/cert-manager-v1.18.2.tgz', 'charts/mojaloop-17.1.0.tgz'),
        'charts/cert-manager-v1.18.1.tgz': '',
      },
      ['render', '--out', 'helm'],
      'charts.mirror  error SYN-CHART-MISSING: the mirror HERE/charts has no cert-manager-v1.18.2.tgz (did you mean cert-manager-v1.18.1.tgz?)',
      'charts.mirror  error SYN-CHART-MISSING: the mirror HERE/charts has no mojaloop-17.1.0.tgz (did you mean mojaloop-14.1.0.tgz?)',
    ],
    [
      'a report over the workbench file itself',
      dev,
      ['report', '--out', 'workbench/dev.yaml'],
      `error OUT-NOT-OURS: workbench/dev.yaml is there and was not written by this command (${withOut})`,
    ],
    [
      'a picture over a note',
      { ...dev, 'hub.svg': 'do not lose' },
      ['graph', '--out', 'hub.svg'],
      `error OUT-NOT-OURS: hub.svg is there and was not written by this command (${withOut})`,
    ],
    ['an option that is empty', dev, ['report', '--out', ''], 'error CLI-OPTION: --out is empty (give it a value, or leave it out)'],
    [
      'a context that Terraform would take for an expression',
      withDev(calm.replace('context: lab', 'context: "la${path.root}b"')),
      ['synth'],
      'workbench/dev.yaml:4:44  platform.context  error CFG-PATTERN: "la${path.root}b" must not hold ${ or %{, which Terraform would work out',
    ],
    ['render without a folder', dev, ['render'], 'error CLI-OUT-MISSING: render needs a folder (workbench render <env> --out <folder>)'],
    [
      'synth into a file',
      { ...dev, mine: 'a file' },
      ['synth', '--out', 'mine'],
      `error SYN-OUT-NOT-OURS: mine is there and was not written by synth (${withOut})`,
    ],
    [
      'synth into the project itself, which has a folder stacks too',
      { ...dev, 'stacks/mine.ts': 'a source' },
      ['synth', '--out', '.'],
      `error SYN-OUT-NOT-OURS: . is there and was not written by synth (${withOut})`,
    ],
    [
      'render into a folder of somebody else',
      { ...dev, 'mine/notes.txt': 'do not lose' },
      ['render', '--out', 'mine'],
      `error OUT-NOT-OURS: mine is there and was not written by this command (${withOut})`,
    ],
    [
      'synth below a file',
      { ...dev, mine: 'a file' },
      ['synth', '--out', 'mine/x'],
      "error RUN-NOT-WRITABLE: mine/x can't be made there (choose another --out)",
    ],
    [
      'render below a file',
      { ...dev, mine: 'a file' },
      ['render', '--out', 'mine/x'],
      "error RUN-NOT-WRITABLE: mine/x can't be made there (choose another --out)",
    ],
    [
      'synth to where no folder can be made',
      dev,
      ['synth', '--out', '/proc/x'],
      "error RUN-NOT-WRITABLE: /proc/x can't be made there (choose another --out)",
    ],
    [
      'render to where no folder can be made',
      dev,
      ['render', '--out', '/proc/x/y'],
      "error RUN-NOT-WRITABLE: /proc/x/y can't be made there (choose another --out)",
    ],
    [
      'an older file that is not there',
      {},
      ['import', 'old.json'],
      'old.json  error IMP-FILE: there is no such file (name the older workbench-config.json)',
    ],
    [
      'a folder as older file',
      dev,
      ['import', 'workbench'],
      'workbench  error IMP-FILE: is no file (name the workbench-config.json in it)',
    ],
    [
      'an older file that is not JSON',
      { 'old.json': '{ "client": "labs", }' },
      ['import', 'old.json', '--out', 'workbench/dev.yaml'],
      'old.json:1:21  error IMP-JSON: the file is not JSON: a field name in double quotes is missing (mend it, or name the workbench-config.json)',
    ],
    [
      'options that an import cannot use',
      {},
      ['import', 'old.json', '--profile', 'prod', '--kubeconfig', 'x'],
      'error IMP-OPTION: --profile must be one of sandbox, production',
      'error IMP-OPTION: --kubeconfig needs --context (kubectl config get-contexts lists those of the file)',
    ],
  ];
  test.each(cases)('%s', async (_, files, args, ...lines) => {
    const cwd = folder(files);
    const before = tree(cwd);
    const { status, stdout, stderr } = await command(cwd, args);
    const told = stderr
      .replaceAll(cwd, 'HERE')
      .replaceAll(/\d+\.\d cores/g, 'N cores')
      .trimEnd()
      .split('\n');
    expect({ stdout, lines: told }).toEqual({ stdout: '', lines });
    expect(status).toBe(1);
    expect(tree(cwd)).toEqual(before);
  });

  test('check tells the same as synth, and sums up', async () => {
    const cwd = folder(withDev(twice));
    const [checked, synthesised] = [await command(cwd, ['check']), await command(cwd, ['synth'])];
    expect(checked).toEqual({
      ...synthesised,
      stdout: 'workbench/dev.yaml: 2 errors, 0 warnings; nothing can be deployed from it\n',
    });
  });

  test('packages that are not the ones that were pinned, all of them at once', async () => {
    const cwd = folder({ ...withDev(`${calm}charts: { mirror: ./charts }\n`), ...fakeCharts });
    const before = tree(cwd);
    const { status, stderr } = await command(cwd, ['synth']);
    expect(status).toBe(1);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines)
      expect(line).toMatch(
        /^error LOCK-DIGEST: \S+ \S+: the package has digest [0-9a-f]{12}…, the lock file says [0-9a-f]{12}… \(fetch the package again from its own repository; do not deploy this one\)$/,
      );
    expect(tree(cwd)).toEqual(before);
  });

  test('a workbench file that is there already is not replaced by an import without --force', async () => {
    const cwd = folder(dev);
    const args = ['import', join(legacy, 'workbench-config-15.json'), '--out', 'workbench/dev.yaml'];
    expect(await command(cwd, args)).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error IMP-OUT-EXISTS: workbench/dev.yaml is there already (choose another --out, or --force to replace it)\n',
    });
    expect(tree(cwd)['workbench/dev.yaml']).toBe(calm);
    expect((await command(cwd, [...args, '--force'])).status).toBe(0);
    expect(tree(cwd)['workbench/dev.yaml']).not.toBe(calm);
  });

  test('a fault of our own is one line too; WORKBENCH_DEBUG tells where', async () => {
    // A date that breaks the first thing a command asks of the outside.
    const broken = {
      ...process.env,
      get WORKBENCH_FILE(): string {
        throw new Error('a fault\nof two lines');
      },
    };
    const quiet = await command(folder(dev), ['check'], { env: broken });
    expect(quiet).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error CLI-UNEXPECTED: unexpected: a fault (WORKBENCH_DEBUG=1 shows where; please report it)\n',
    });
  });
});

/** A file system of our own needs root and the right to mount. */
const mountable = (() => {
  const place = project();
  made.push(place);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', place]).status === 0;
  if (mounted) spawnSync('umount', [place]);
  return mounted;
})();
const onMount = mountable ? test : test.skip;
const why = mountable ? '' : ' (skipped: needs root and the right to mount a tmpfs)';

describe('a place that cannot take what is written', () => {
  async function mounted(options: string, work: (cwd: string) => Promise<void>): Promise<void> {
    const cwd = folder(dev);
    const place = join(cwd, 'full');
    mkdirSync(place);
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place]).status).toBe(0);
    try {
      await work(cwd);
    } finally {
      spawnSync('umount', [place]);
    }
  }
  const full = 'no space left on device while writing full/x (free some space and run the same command again: it carries on)';
  const older = join(legacy, 'workbench-config-15.json');

  onMount.each([
    ['synth', ['synth', '--out', 'full/x']],
    ['render', ['render', '--out', 'full/x']],
    ['import', ['import', older, '--out', 'full/x']],
  ] as const)(`a full disk: %s leaves nothing${why}`, async (word, args) => {
    await mounted('size=64k', async (cwd) => {
      if (word === 'import') spawnSync('dd', ['if=/dev/zero', `of=${cwd}/full/filled`, 'bs=1k', 'count=64']);
      const { status, stderr } = await command(cwd, args);
      expect(stderr.split('\n').filter((line) => line.includes('error'))).toEqual([`error RUN-DISK-FULL: ${full}`]);
      expect(status).toBe(1);
      expect(readdirSync(join(cwd, 'full')).filter((name) => name !== 'filled')).toEqual([]);
    });
  });

  onMount(`a read-only file system${why}`, async () => {
    await mounted('ro', async (cwd) => {
      const line = 'error RUN-NOT-WRITABLE: full/x lies on a read-only file system (choose another work folder)';
      for (const args of [
        ['synth', '--out', 'full/x'],
        ['render', '--out', 'full/x'],
        ['import', older, '--out', 'full/x'],
      ]) {
        const { status, stderr } = await command(cwd, args);
        expect([status, stderr.split('\n').filter((text) => text.includes(' error ') || text.startsWith('error'))]).toEqual([1, [line]]);
      }
    });
  });

  onMount(`standard output on a full disk is a failure: a script must not take half of an answer for the whole${why}`, async () => {
    await mounted('size=8k', async (cwd) => {
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', `"${process.execPath}" "${copy}/dist/cli/index.js" import "${older}" --json > full/out`],
        { cwd, encoding: 'utf8' },
      );
      expect([status, stderr]).toEqual([
        1,
        'error RUN-DISK-FULL: no space left on device while writing standard output (free some space and run the same command again: it carries on)\n',
      ]);
    });
  });
});

describe('people and pipes', () => {
  const red = '\u001b[31merror\u001b[0m';
  const bad = withDev(`${smallestFile}cluster: { zones: 10 }\n`);

  test('a terminal gets colour; NO_COLOR, CI, TERM=dumb and a pipe do not', async () => {
    const cwd = folder(bad);
    const coloured = async (env: NodeJS.ProcessEnv, columns?: number) =>
      (await command(cwd, ['check'], { env, columns })).stderr.includes(red);
    expect(await coloured({}, 80)).toBe(true);
    expect(await coloured({ CI: 'false' }, 80)).toBe(true);
    expect(await coloured({ NO_COLOR: '1' }, 80)).toBe(false);
    expect(await coloured({ CI: 'true' }, 80)).toBe(false);
    expect(await coloured({ TERM: 'dumb' }, 80)).toBe(false);
    expect(await coloured({})).toBe(false);
  });

  test('colour and width change nothing else, however narrow', async () => {
    const cwd = folder(bad);
    const plain = await command(cwd, ['check']);
    const narrow = await command(cwd, ['check'], { columns: 20 });
    expect({ ...narrow, stderr: narrow.stderr.replace(red, 'error') }).toEqual(plain);
  });

  test('a reader that goes away (| head) is no failure and leaves no trace', () => {
    const line = `"${process.execPath}" "${copy}/dist/cli/index.js" import "${join(legacy, 'workbench-config-15.json')}" --json | head -1`;
    const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', line], { cwd: folder(), encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '{\n', stderr: '' });
  });
});

describe('what is written is written whole', () => {
  test('synth replaces its own earlier stacks, and takes an empty folder', async () => {
    const cwd = folder(dev);
    mkdirSync(join(cwd, 'cdktf.out'));
    const told = clean(`7 stacks in ${join(cwd, 'cdktf.out')}: ${stackIds.join(', ')}\n`);
    expect(await command(cwd, ['synth'])).toEqual(told);
    const first = tree(cwd);
    writeFileSync(join(cwd, 'cdktf.out/stacks/leftover'), '');
    expect(await command(cwd, ['synth'])).toEqual(told);
    expect(tree(cwd)).toEqual(first);
    expect(Object.keys(first).filter((path) => /^[^/]+\/?$/.test(path))).toEqual(['cdktf.out/', 'workbench/']);
  });

  test('a synth that fails leaves the earlier one as it was', async () => {
    const cwd = folder(dev);
    await command(cwd, ['synth', '--out', 'out']);
    const first = tree(join(cwd, 'out'));
    writeFileSync(join(cwd, 'workbench/dev.yaml'), `${calm}overrides: { values: { moja: { nothing: 1 } } }\n`);
    expect((await command(cwd, ['synth', '--out', 'out'])).status).toBe(1);
    expect(tree(join(cwd, 'out'))).toEqual(first);
    expect(readdirSync(cwd)).toEqual(['out', 'workbench']);
  });

  /** Enough participants for a synth of more than a second. */
  const many = calm.replace(
    /( {2}- .*\n)/,
    Array.from({ length: 80 }, (_, i) => `  - { id: dfsp${i}, currency: USD, msisdnPrefix: "${1000 + i}" }\n`).join(''),
  );
  const partIn = (cwd: string) => readdirSync(cwd).filter((name) => /\.\d+\.(part|old)$/.test(name));

  /** Starts a synth and sends a signal as soon as it writes. */
  async function interrupted(cwd: string, signal: NodeJS.Signals): Promise<{ status: number | null; sent: boolean }> {
    const child = spawn(process.execPath, [join(copy, 'dist/cli/index.js'), 'synth', '--out', 'out'], { cwd, stdio: 'ignore' });
    let sent = false;
    const watch = setInterval(() => {
      if (!sent && partIn(cwd).length > 0) sent = child.kill(signal);
    }, 5);
    const status = await new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
    clearInterval(watch);
    return { status, sent };
  }

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s in the middle of synth leaves neither part files nor stacks: status 130',
    async (signal) => {
      const cwd = folder(withDev(many));
      expect(await interrupted(cwd, signal)).toEqual({ status: 130, sent: true });
      expect(readdirSync(cwd)).toEqual(['workbench']);
    },
  );

  test('what a synth left that was killed outright is removed by the next', async () => {
    const cwd = folder(withDev(many));
    expect(await interrupted(cwd, 'SIGKILL')).toEqual({ status: null, sent: true });
    expect(partIn(cwd)).toHaveLength(1);
    writeFileSync(join(cwd, 'workbench/dev.yaml'), calm);
    expect((await command(cwd, ['synth', '--out', 'out'])).status).toBe(0);
    expect(readdirSync(cwd)).toEqual(['out', 'workbench']);
  });

  test('no value crosses from one stack to another: what the framework would prepare for that is nothing', () => {
    for (const name of readdirSync(join(root, 'workbench')).filter((file) => file.endsWith('.yaml'))) {
      const { config } = loadWorkbench(name, join(root, 'workbench'));
      if (!config) throw new Error(`${name} has errors`);
      const { stacks } = inspectStacks(resolveEnvironment(config), { stateDir: '/state' });
      const count = () => stacks.map((stack) => stack.node.findAll().length);
      const before = count();
      for (const stack of stacks) TerraformStack.prototype.prepareStack.call(stack);
      expect([name, count()]).toEqual([name, before]);
    }
  });
});

describe('older files: import, check and synth without a hand edit', () => {
  test.each(olderFiles)('%s', async (name) => {
    const cwd = folder();
    const out = 'workbench/from-older.yaml';
    const imported = await command(cwd, ['import', join(legacy, name), '--out', out, '--context', 'lab']);
    expect(imported.status).toBe(0);
    expect(imported.stderr.split('\n').filter((line) => line.includes(' error '))).toEqual([]);
    const checked = await command(cwd, ['check']);
    expect(checked.status).toBe(0);
    expect(checked.stdout).toMatch(/^workbench\/from-older\.yaml: 0 errors, \d+ warnings?\n$/);
    const synthesised = await command(cwd, ['synth', '--json']);
    expect([synthesised.status, (JSON.parse(synthesised.stdout) as { stacks: string[] }).stacks]).toEqual([0, stackIds]);
    for (const id of stackIds) expect(existsSync(join(cwd, `cdktf.out/stacks/${id}/cdk.tf.json`))).toBe(true);
  });

  test('without --out the workbench file is printed, and the table stands beside it', async () => {
    const cwd = folder();
    copyInto(cwd, 'old.json', join(legacy, 'workbench-config-15.json'));
    const { stdout, stderr } = await command(cwd, ['import', 'old.json']);
    await command(cwd, ['import', 'old.json', '--out', 'workbench/dev.yaml']);
    expect(stdout).toBe(readFileSync(join(cwd, 'workbench/dev.yaml'), 'utf8'));
    expect(stderr).toContain('helm_mojaloop_version');
  });
});

describe('the compiled command', () => {
  test.each([
    ['check'],
    ['check', '--json'],
    ['check', 'nope'],
    ['synth', '--out', 'out'],
    ['render', '--out', 'helm', '--json'],
    ['import', join(legacy, 'workbench-config-12.json'), '--out', 'workbench/older.yaml'],
    ['chek'],
    ['--help'],
  ])('does what it does in this process: %s %s %s %s', async (...args) => {
    const given = args.filter((arg) => arg !== undefined);
    // One after the other in the same place: local state has its absolute path in the stacks.
    const cwd = folder(dev);
    const here = await command(cwd, given);
    const files = tree(cwd);
    for (const name of readdirSync(cwd)) rmSync(join(cwd, name), { recursive: true });
    for (const [path, text] of Object.entries(dev)) {
      mkdirSync(join(cwd, 'workbench'), { recursive: true });
      writeFileSync(join(cwd, path), text);
    }
    expect(compiled(copy, cwd, given)).toEqual(here);
    expect(tree(cwd)).toEqual(files);
  });

  test('is what npx workbench runs in the checkout', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    const { status, stdout } = spawnSync('npx', ['--no-install', 'workbench', '--version'], { cwd: copy, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${version}\n` });
  });
});

describe('--json', () => {
  const shape = (word: string) => {
    const found = jsonShapes.find(({ commands: words }) => words.includes(word));
    if (!found) throw new Error(`docs/reference/json.md has no section for ${word}: add a row to cli/json-shapes.ts`);
    return found.schema;
  };
  const page = readFileSync(join(root, 'docs/reference/json.md'), 'utf8');
  /** Sections of the page by their titles, with the example in each. */
  const sections = new Map(
    page
      .split(/^## /m)
      .slice(1)
      .map((text) => [text.split('\n')[0] ?? '', text.match(/```json\n([\s\S]*?)```/)?.[1] ?? 'null'] as const),
  );

  test('the page has a section for each row, whose example has the documented shape', () => {
    expect([...sections.keys()]).toEqual(jsonShapes.map(({ commands: words }) => words.join(', ')));
    for (const { commands: words, schema } of jsonShapes)
      expect(schema.safeParse(JSON.parse(sections.get(words.join(', ')) ?? 'null'))).toMatchObject({ success: true });
  });

  test('the shapes are strict: one key more is a fault', () => {
    for (const { schema, example } of jsonShapes) expect(schema.safeParse({ ...(example as object), more: 1 }).success).toBe(false);
  });

  const terraform = '#!/bin/sh\necho Terraform v1.11.4\n';
  const cases: readonly [word: string, args: readonly string[], status: number, files?: Readonly<Record<string, string>>][] = [
    ['check', ['check'], 0],
    ['check', ['check'], 1, withDev(twice)],
    ['check', ['check', 'nope'], 1],
    ['import', ['import', join(legacy, 'workbench-config-15.json'), '--out', 'workbench/older.yaml'], 0],
    ['import', ['import', join(legacy, 'workbench-config-12.json')], 0],
    ['import', ['import', 'old.json'], 1, { 'old.json': '{ "client": "labs", "colour": [], "shade": {} }' }],
    ['any command', ['import', 'old.json'], 1],
    ['synth', ['synth'], 0],
    ['any command', ['synth'], 1, withDev(twice)],
    ['render', ['render', '--out', 'helm'], 0],
    ['any command', ['render'], 1],
    ['any command', ['plan'], 1, withDev(twice)],
    ['plan', ['plan'], 1],
    ['deploy', ['deploy', '--parallel', '2'], 1],
    ['destroy', ['destroy', '--confirm', 'dev'], 1],
  ];
  test.each(cases)(
    '%s: %j ends with status %i and prints what is documented, and nothing else',
    async (word, args, status, files = dev) => {
      const ended = await command(folder(files), [...args, '--json'], { env: { WORKBENCH_TERRAFORM: '/nowhere/terraform' } });
      expect(ended.status).toBe(status);
      expect(shape(word).safeParse(JSON.parse(ended.stdout))).toMatchObject({ success: true });
      // Only a run tells what happens while it happens.
      const events = ended.stderr.split('\n').filter(Boolean);
      for (const event of events) expect(JSON.parse(event)).toMatchObject({ event: expect.any(String), at: expect.any(String) });
      expect(events.length > 0).toBe(['plan', 'deploy', 'destroy'].includes(word));
    },
  );

  test.each(['status', 'outputs'])('%s: where nothing is deployed yet (the program only tells its version)', async (word) => {
    const cwd = folder({ ...dev, terraform });
    spawnSync('chmod', ['+x', join(cwd, 'terraform')]);
    const { status, stdout } = await command(cwd, [word, '--json'], { env: { WORKBENCH_TERRAFORM: join(cwd, 'terraform') } });
    const parsed = shape(word).safeParse(JSON.parse(stdout));
    expect([status, parsed.success]).toEqual([0, true]);
    expect((parsed.data as { stacks: { id: string }[] }).stacks.map(({ id }) => id)).toEqual(stackIds);
  });
});

describe('generated pages', () => {
  const own = Object.entries(generatedFiles()).filter(([file]) => !(file in configFiles()));
  test.each(own)('%s is up to date: npm run generate', (file, text) => {
    expect(readFileSync(join(root, file), 'utf8')).toBe(text);
  });

  const sources = (path: string): string[] =>
    readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
      const place = `${path}/${entry.name}`;
      if (entry.isDirectory()) return sources(place);
      return entry.name.endsWith('.ts') ? [readFileSync(join(root, place), 'utf8')] : [];
    });
  const all = ['cli', 'config', 'constructs', 'stacks'].flatMap(sources).join('\n');

  test('every code in the sources is explained once in docs/reference/problems.md: add a row to cli/problem-codes.ts', () => {
    const explained = [...problemCodes.flatMap(({ codes }) => Object.keys(codes)), ...rules.map(({ code }) => code)];
    const families = [...new Set(explained.map((code) => code.split('-')[0]))].join('|');
    const used = new Set([...all.matchAll(new RegExp(`'((?:${families})(?:-[A-Z0-9]+)+)'`, 'g'))].map((match) => match[1] ?? ''));
    expect([...used].filter((code) => !explained.includes(code))).toEqual([]);
    expect(explained.filter((code, i) => explained.indexOf(code) !== i)).toEqual([]);
  });

  test('every variable the command reads is explained in docs/reference/command.md: add a row to cli/variables.ts', () => {
    const read = new Set([...all.matchAll(/env(?:ironment)?\??\.(WORKBENCH_[A-Z]+|CI|NO_COLOR)/g)].map((match) => match[1] ?? ''));
    expect([...read].filter((name) => !(name in variables))).toEqual([]);
  });
});
