import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readChart } from '../cli/charts/chart';
import { chartsOf } from '../cli/charts/environment-charts';
import { valueTable } from '../cli/charts/value-table';
import type { Io } from '../cli/command';
import { main } from '../cli/index';
import { jsonShapes } from '../cli/json-shapes';
import { resolveEnvironment } from '../config/environment';
import { ProblemError } from '../config/problems';
import { digestOf, lockedChart } from '../config/releases/lock';
import { packRows } from '../config/releases/pack-index';
import { escapeKey, unescapeKey, unpackIndex, type ValueType } from '../config/releases/value-index';
import { archive, type ChartParts, chartPackage, findHelm } from './chart-packages';
import { configWith, smallestFile } from './workbench-fixtures';

const table = async (parts: ChartParts) =>
  Object.fromEntries(valueTable(await readChart(await chartPackage(parts), 'test.tgz'), 'test.tgz'));
const unpacked = (bytes: Buffer) => Object.fromEntries(unpackIndex(brotliDecompressSync(bytes).toString('utf8')).paths);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'charts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...path: string[]) => join(folder, ...path);
const put = (name: string, bytes: Buffer | string) => {
  mkdirSync(at('packages'), { recursive: true });
  writeFileSync(at('packages', name), bytes);
};

async function workbench(...args: string[]) {
  const texts = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof texts) => new PassThrough().on('data', (chunk) => (texts[name] += chunk));
  const io = { cwd: folder, env: {}, stdout: stream('stdout'), stderr: stream('stderr'), stdin: new PassThrough() } as unknown as Io;
  const status = await main(args, io);
  return { status, stdout: texts.stdout.replaceAll(folder, '.'), stderr: texts.stderr.replaceAll(folder, '.') };
}
const lock = (...more: string[]) => workbench('charts', 'lock', 'packages', '--out', 'out', ...more);
/** What docs/reference/json.md says of a command; strict. */
const shapeOf = (words: string) => jsonShapes.find(({ commands }) => commands.includes(words))!.schema;
const locked = () => JSON.parse(readFileSync(at('out/charts.lock.json'), 'utf8')).charts;

/** A chart with everything a chart may do with its sub charts. */
const everything: ChartParts = {
  name: 'umbrella',
  values: {
    own: { text: 'a', number: 1, bool: true, list: [1], map: {}, nothing: null },
    global: { registry: 'docker.io' },
    service: { port: 80, annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': '/$2' } },
    first: { image: { tag: 'v2' }, replicas: '3', gone: null },
    imported: { kept: 'mine' },
  },
  dependencies: [
    { name: 'service', version: '1.0.0', condition: 'service.enabled,global.service' },
    { name: 'worker', version: '1.0.0', alias: 'first', tags: ['workers'] },
    { name: 'worker', version: '2.0.0', alias: 'second', condition: 'second.on' },
    { name: 'giver', version: '1.0.0', 'import-values': ['data', { child: 'deep.table', parent: 'imported' }] },
    { name: 'absent', version: '1.0.0', condition: 'absent.enabled' },
  ],
  charts: [
    {
      name: 'service',
      values: { port: 8080, hosts: ['a'], leaf: { kind: 'x' }, limits: {} },
      dependencies: [{ name: 'leaf', version: '1.0.0', condition: 'leaf.enabled' }],
      charts: [{ name: 'leaf', values: { kind: 'y', size: 1 } }],
    },
    { name: 'giver', values: { exports: { data: { given: { a: 1 } } }, deep: { table: { kept: 'yours', more: 2 } } } },
  ],
  packages: [
    { name: 'worker', version: '1.0.0', values: { image: { tag: 'v1', name: 'w' }, replicas: 1, gone: 'here' } },
    { name: 'worker', version: '2.0.0', values: { image: { tag: 'v2' }, only: true } },
    { name: 'unlisted', values: { here: 1 } },
  ],
};

const everythingTable = {
  'own/text': 'string',
  'own/number': 'number',
  'own/bool': 'bool',
  'own/list': 'list',
  'own/map': 'map',
  'own/nothing': 'null',
  'global/registry': 'string',
  'global/service': 'bool',
  'service/port': 'number',
  'service/annotations/nginx.ingress.kubernetes.io~1rewrite-target': 'string',
  'service/hosts': 'list',
  'service/limits': 'map',
  'service/enabled': 'bool',
  'service/leaf/kind': 'string',
  'service/leaf/size': 'number',
  'service/leaf/enabled': 'bool',
  'first/image/tag': 'string',
  'first/image/name': 'string',
  // The parent makes text of a number, and says that a default is not set.
  'first/replicas': 'string',
  'first/gone': 'null',
  'tags/workers': 'bool',
  'second/image/tag': 'string',
  'second/only': 'bool',
  'second/on': 'bool',
  'giver/exports/data/given/a': 'number',
  'giver/deep/table/kept': 'string',
  'giver/deep/table/more': 'number',
  'imported/kept': 'string',
  'imported/more': 'number',
  'given/a': 'number',
  'unlisted/here': 'number',
  'absent/enabled': 'bool',
};

describe('the value paths of a package', () => {
  test('its own and those of every sub chart, the parent before the child, aliases, switches, tags, imported values', async () => {
    expect(await table(everything)).toEqual(everythingTable);
  });

  test('requirements.yaml of older charts counts as dependencies', async () => {
    const requirements = 'dependencies:\n  - { name: sub, version: 1.0.0, alias: other, condition: other.enabled }\n';
    expect(await table({ name: 'old', charts: [{ name: 'sub', values: { a: 1 } }], files: { 'requirements.yaml': requirements } })).toEqual(
      {
        'other/a': 'number',
        'other/enabled': 'bool',
      },
    );
  });

  type Rows = Readonly<Record<string, ValueType>>;
  const readings: readonly (readonly [what: string, yaml: string, expected: Rows])[] = [
    [
      'an anchor that stands twice is the later one',
      'a: &p { x: 1 }\nb: &p { x: "1" }\nc: *p\n',
      { 'a/x': 'number', 'b/x': 'string', 'c/x': 'string' },
    ],
    ['a key that stands twice is the later one', 'a: 1\na: text\n', { a: 'string' }],
    [
      '<< merges, and what stands beside it wins',
      'a: &p { x: 1, z: 1 }\nb: { <<: *p, z: "1" }\n',
      { 'a/x': 'number', 'a/z': 'number', 'b/x': 'number', 'b/z': 'string' },
    ],
    ['yes and off are true and false, as Helm reads them', 'a: yes\nb: off\nc: "yes"\n', { a: 'bool', b: 'bool', c: 'string' }],
    ['times and dates are text', 'a: 10:30\nb: 2001-01-01\n', { a: 'string', b: 'string' }],
    [
      'braces and quotes whose lines stand too far left',
      'a:\n  b: {\n  "c": {\n "d": 1\n}\n}\n  e: \'text\n that goes on\n\'\nf: 1\n',
      { 'a/b/c/d': 'number', 'a/e': 'string', f: 'number' },
    ],
    ['nothing at all', '', {}],
    ['a key that is no text', '1: a\ntrue: b\n', { 1: 'string', true: 'string' }],
    [
      'keys that objects have by themselves',
      '__proto__: { a: 1 }\nconstructor: 1\n',
      { '__proto__/a': 'number', constructor: 'number' } as Rows,
    ],
  ];
  test.each(readings)('%s', async (_, values, expected) => {
    // Both read every value, so that none counts as an anchor's place alone.
    const reads = Object.keys(expected).map((path) => `{{ .Values.${path.split('/')[0]} }}`);
    expect(Object.entries(await table({ name: 'c', values, files: { 'templates/all.yaml': reads.join('\n') } }))).toEqual(
      Object.entries(expected).sort(),
    );
  });

  test('a value that only defines an anchor, and that no template reads, is no path: to set it has no effect', async () => {
    const values = 'CONFIG: { host: &host db }\nuser: &user root\nread: &read 1\nsub: { x: &x 1 }\na: *host\nb: *user\n';
    const files = { 'templates/a.yaml': '{{ .Values.a }}{{ index .Values "read" }}{{ .Values.b }}' };
    expect(await table({ name: 'c', values, files, charts: [{ name: 'sub' }] })).toEqual({
      a: 'string',
      b: 'string',
      read: 'number',
      'sub/x': 'number',
    });
  });

  /** Two ways to the same tree: ours, and the one that installs charts. */
  const helm = findHelm();
  (helm ? test : test.skip)(
    `Helm itself makes the same of them${helm ? '' : ' (skipped: there is no helm command; LAB_HELM names one)'}`,
    async () => {
      const { values, dependencies = [], ...rest } = everything;
      const dump = { 'templates/dump.yaml': '{{ .Values | toJson }}\n' };
      put(
        'umbrella-1.0.0.tgz',
        await chartPackage({ ...rest, values, dependencies: dependencies.filter(({ name }) => name !== 'absent'), files: dump }),
      );
      const on = ['service.enabled', 'second.on', 'tags.workers', 'service.leaf.enabled', 'global.service'].map((path) => `${path}=true`);
      const printed = execFileSync(helm!, ['template', 'x', at('packages/umbrella-1.0.0.tgz'), '--set', on.join(',')], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const rows: Record<string, ValueType> = {};
      const kinds: Readonly<Record<string, ValueType>> = { string: 'string', number: 'number', boolean: 'bool', object: 'map' };
      const walk = (value: unknown, path: string): void => {
        if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0)
          for (const [key, child] of Object.entries(value)) walk(child, path === '' ? escapeKey(key) : `${path}/${escapeKey(key)}`);
        else rows[path] = value === null ? 'null' : Array.isArray(value) ? 'list' : kinds[typeof value]!;
      };
      walk(JSON.parse(/^\{.*\}$/m.exec(printed)![0]), '');
      // Helm hands `global` down to every sub chart, and drops what is null.
      const ofHelm = Object.entries(rows).filter(([path, type]) => type !== 'null' && !/\/global\//.test(path));
      const ours = Object.entries(everythingTable).filter(([path, type]) => type !== 'null' && path !== 'absent/enabled');
      expect(Object.fromEntries(ofHelm)).toEqual(Object.fromEntries(ours));
    },
  );
});

describe('an index', () => {
  const types: readonly ValueType[] = ['string', 'number', 'bool', 'map', 'list', 'null'];
  const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
  const path = fc.array(key, { minLength: 1, maxLength: 4 }).map((keys) => keys.map(escapeKey).join('/'));

  test('what is packed comes out again, whatever the keys', () => {
    fc.assert(
      fc.property(fc.dictionary(path, fc.constantFrom(...types)), (rows) => {
        expect(unpacked(packRows(Object.entries(rows)))).toEqual({ ...rows });
      }),
      { numRuns: 500 },
    );
  });

  test('a key is the same after it was escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(unescapeKey(escapeKey(text))).toBe(text);
        expect(escapeKey(text)).not.toMatch(/[/\n]/);
      }),
    );
  });

  test('the order of the rows does not matter', () => {
    const rows = Object.entries(everythingTable);
    expect(packRows([...rows].reverse()).equals(packRows(rows))).toBe(true);
  });

  test('every beginning of a path is known, with what is below it', () => {
    const { children } = unpackIndex(brotliDecompressSync(packRows(Object.entries(everythingTable))).toString('utf8'), [
      'service/other/on',
      'none/on',
    ]);
    expect([...children.get('service/leaf')!].sort()).toEqual(['enabled', 'kind', 'size']);
    expect([...children.get('service/other')!]).toEqual(['on']);
    expect(children.has('none')).toBe(false);
  });
});

describe('workbench charts lock', () => {
  test('pins each package by its digest, with the repository that is known, and makes its index', async () => {
    put('mojaloop-99.0.0.tgz', await chartPackage({ name: 'mojaloop', version: '99.0.0', values: { a: 1 } }));
    put('umbrella-1.0.0.tgz', await chartPackage(everything));
    const digests = ['mojaloop-99.0.0.tgz', 'umbrella-1.0.0.tgz'].map((file) => digestOf(at('packages', file)));
    expect(await lock('--repository', 'https://charts.example.org')).toEqual({
      status: 0,
      stderr: '',
      stdout: [
        `mojaloop 99.0.0  ${digests[0]!.slice(0, 12)}…  1 value paths`,
        `umbrella 1.0.0  ${digests[1]!.slice(0, 12)}…  ${Object.keys(everythingTable).length} value paths`,
        '2 locked in ./out/charts.lock.json\n',
      ].join('\n'),
    });
    expect(locked()).toEqual([
      { name: 'mojaloop', version: '99.0.0', repository: 'https://charts.example.org', digest: digests[0] },
      { name: 'umbrella', version: '1.0.0', repository: 'https://charts.example.org', digest: digests[1] },
    ]);
    expect(readdirSync(at('out/index'))).toEqual(['mojaloop-99.0.0.keys.br', 'umbrella-1.0.0.keys.br']);
    expect(unpacked(readFileSync(at('out/index/umbrella-1.0.0.keys.br')))).toEqual(everythingTable);
  });

  test('a chart whose other versions are locked comes from the same repository; of another one it must be said', async () => {
    put('mojaloop-99.0.0.tgz', await chartPackage({ name: 'mojaloop', version: '99.0.0' }));
    expect((await lock()).status).toBe(0);
    expect(locked()).toMatchObject([{ repository: 'https://mojaloop.github.io/helm/repo' }]);
    put('unknown-1.0.0.tgz', await chartPackage({ name: 'unknown' }));
    const before = readFileSync(at('out/charts.lock.json'), 'utf8');
    expect(await lock()).toEqual({
      status: 1,
      stdout: '',
      stderr: 'unknown-1.0.0.tgz  error LOCK-REPOSITORY: nothing says which repository unknown comes from (--repository <address>)\n',
    });
    expect(readFileSync(at('out/charts.lock.json'), 'utf8')).toBe(before);
    expect(readdirSync(at('out/index'))).toEqual(['mojaloop-99.0.0.keys.br']);
  });

  test('the same packages give the same bytes, and what was locked before stays', async () => {
    put('umbrella-1.0.0.tgz', await chartPackage(everything));
    await lock('--repository', 'https://charts.example.org');
    const read = () =>
      ['out/charts.lock.json', 'out/index/umbrella-1.0.0.keys.br'].map((file) => readFileSync(at(file)).toString('base64'));
    const before = read();
    await lock();
    expect(read()).toEqual(before);
    rmSync(at('packages'), { recursive: true });
    put('mojaloop-99.0.0.tgz', await chartPackage({ name: 'mojaloop', version: '99.0.0' }));
    await lock();
    expect(locked().map(({ name }: { name: string }) => name)).toEqual(['mojaloop', 'umbrella']);
  });

  test('a pinned digest changes only when that is asked for', async () => {
    put('mojaloop-99.0.0.tgz', await chartPackage({ name: 'mojaloop', version: '99.0.0' }));
    await lock();
    const [{ digest: old }] = locked();
    put('mojaloop-99.0.0.tgz', await chartPackage({ name: 'mojaloop', version: '99.0.0', values: { a: 1 } }));
    const now = digestOf(at('packages/mojaloop-99.0.0.tgz'));
    expect(await lock()).toEqual({
      status: 1,
      stdout: '',
      stderr: `mojaloop-99.0.0.tgz  error LOCK-DIGEST: the package has digest ${now.slice(0, 12)}…, the lock file says ${old.slice(0, 12)}… (fetch it again from its own repository; --replace when the maker published it anew and you have made sure of it)\n`,
    });
    expect(locked()[0].digest).toBe(old);
    expect((await lock('--replace')).status).toBe(0);
    expect(locked()[0].digest).toBe(now);
  });

  test('--json', async () => {
    put('mojaloop-99.0.0.tgz', await chartPackage({ name: 'mojaloop', version: '99.0.0', values: { a: 1 } }));
    const { stdout } = await lock('--json');
    const digest = digestOf(at('packages/mojaloop-99.0.0.tgz'));
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      out: './out',
      charts: [{ name: 'mojaloop', version: '99.0.0', digest, paths: 1 }],
      problems: [],
    });
    expect(shapeOf('charts lock').safeParse(JSON.parse(stdout)).error).toBeUndefined();
    put('broken-1.0.0.tgz', 'no archive');
    expect(JSON.parse((await lock('--json')).stdout)).toMatchObject({
      ok: false,
      charts: [],
      problems: [{ code: 'CHART-ARCHIVE', file: 'broken-1.0.0.tgz' }],
    });
  });

  const chart = { 'x/Chart.yaml': 'apiVersion: v2\nname: x\nversion: 1.0.0\n' };
  const big = Buffer.alloc(5 * 1024 * 1024 + 1, 'a: 1\n');
  const nested = async (depth: number): Promise<Buffer> =>
    archive({ ...chart, ...(depth > 0 ? { 'x/charts/x-1.0.0.tgz': await nested(depth - 1) } : {}) });
  /** A file in the folder, and what is said about it. */
  const bad: Readonly<Record<string, readonly [make: () => Promise<Buffer> | Buffer, line: string]>> = {
    'a text': [
      () => Buffer.from('<html>404</html>'),
      'x-1.0.0.tgz  error CHART-ARCHIVE: is no gzip archive, or a damaged one (fetch it again with helm pull)',
    ],
    nothing: [() => Buffer.alloc(0), 'x-1.0.0.tgz  error CHART-TRUNCATED: is cut off (fetch it again with helm pull)'],
    'half a package': [
      async () => (await chartPackage(everything)).subarray(0, 900),
      'x-1.0.0.tgz  error CHART-TRUNCATED: is cut off (fetch it again with helm pull)',
    ],
    'a package cut off before it was compressed': [
      async () => gzipSync(gunzipSync(await chartPackage({ name: 'x', values: { a: 'b'.repeat(2000) } })).subarray(0, 2048)),
      'x-1.0.0.tgz  error CHART-TRUNCATED: is cut off (fetch it again with helm pull)',
    ],
    'a compressed text': [
      () => gzipSync('text '.repeat(400)),
      'x-1.0.0.tgz  error CHART-ARCHIVE: is no chart package: invalid tar header. maybe the tar is corrupted or it needs to be gunzipped? (fetch it again with helm pull)',
    ],
    'an empty archive': [() => archive({}), 'x-1.0.0.tgz  error CHART-ARCHIVE: is an empty archive (fetch it again with helm pull)'],
    'an archive of something else': [
      () => archive({ 'x/README.md': 'hello' }),
      'x-1.0.0.tgz  error CHART-NONE: is no chart: it has no Chart.yaml (only chart packages belong here, as helm package makes them)',
    ],
    'a chart without a version': [
      () => archive({ 'x/Chart.yaml': 'name: x' }),
      'x-1.0.0.tgz!Chart.yaml  error CHART-NONE: is no chart: it has no version',
    ],
    'a name that leads elsewhere': [
      () => archive({ 'x/Chart.yaml': 'name: ../x\nversion: 1.0.0' }),
      'x-1.0.0.tgz!Chart.yaml  error CHART-NONE: has a name that Helm does not take: "../x"',
    ],
    'a version that leads elsewhere': [
      () => archive({ 'x/Chart.yaml': 'name: x\nversion: 1/../2' }),
      'x-1.0.0.tgz!Chart.yaml  error CHART-NONE: has a version that Helm does not take: "1/../2"',
    ],
    'another chart than its name says': [
      () => chartPackage({ name: 'other' }),
      'x-1.0.0.tgz  error CHART-NAME: holds other 1.0.0 (call it other-1.0.0.tgz: it is looked for under that name)',
    ],
    'values that are no YAML': [
      () => archive({ ...chart, 'x/values.yaml': 'a: 1\nb: [1, 2\nc: }\n' }),
      'x-1.0.0.tgz!values.yaml:3:1  error CHART-VALUES: is no YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    'values that are a list': [
      () => archive({ ...chart, 'x/values.yaml': '- a\n' }),
      'x-1.0.0.tgz!values.yaml  error CHART-VALUES: is no map of names and values',
    ],
    'values of a sub chart that are no YAML': [
      () => archive({ ...chart, 'x/charts/y/Chart.yaml': 'name: y\nversion: 1.0.0', 'x/charts/y/values.yaml': '"a' }),
      'x-1.0.0.tgz!charts/y!values.yaml:1:3  error CHART-VALUES: is no YAML: Missing closing "quote',
    ],
    'values that hold themselves': [
      () => archive({ ...chart, 'x/values.yaml': 'a: &a\n  b: *a\n' }),
      'x-1.0.0.tgz!values.yaml  error CHART-VALUES: is nested more than 64 levels deep',
    ],
    'a path out of the package': [
      () => archive({ ...chart, 'x/../../etc/passwd': 'a' }),
      'x-1.0.0.tgz  error CHART-PATH: has an entry "x/../../etc/passwd", which leads out of the package (do not use it: no tool for charts makes such a package)',
    ],
    'an absolute path': [
      () => archive({ '/etc/passwd': 'a', ...chart }),
      'x-1.0.0.tgz  error CHART-PATH: has an entry "/etc/passwd", which leads out of the package (do not use it: no tool for charts makes such a package)',
    ],
    'a path of Windows out of the package': [
      () => archive({ ...chart, 'x\\..\\..\\a': 'a' }),
      'x-1.0.0.tgz  error CHART-PATH: has an entry "x\\\\..\\\\..\\\\a", which leads out of the package (do not use it: no tool for charts makes such a package)',
    ],
    'a link': [
      () => archive({ ...chart, 'x/values.yaml': { type: 'symlink', linkname: '/etc/passwd' } }),
      'x-1.0.0.tgz  error CHART-PATH: has an entry "x/values.yaml" that is a symlink, not a file (do not use it: no tool for charts makes such a package)',
    ],
    'a file far too large': [
      () => archive({ ...chart, 'x/values.yaml': big }),
      'x-1.0.0.tgz  error CHART-SIZE: "x/values.yaml" in it has more than 5 MiB (Helm refuses it too: look into it before you use it)',
    ],
    'a small package that unpacks to very much': [
      () => gzipSync(Buffer.alloc(101 * 1024 * 1024), { level: 1 }),
      'x-1.0.0.tgz  error CHART-SIZE: is more than 100 MiB when unpacked (Helm refuses it too: look into it before you use it)',
    ],
    'charts in charts without end': [
      () => nested(12),
      `x-1.0.0.tgz${'!charts/x-1.0.0.tgz'.repeat(11)}  error CHART-SIZE: has charts inside charts more than 10 deep`,
    ],
  };
  test.each(Object.entries(bad))('%s: a located problem, and nothing is written', async (_, [make, line]) => {
    put('good-1.0.0.tgz', await chartPackage({ name: 'good' }));
    put('x-1.0.0.tgz', await make());
    expect(await lock('--repository', 'https://charts.example.org')).toEqual({ status: 1, stdout: '', stderr: `${line}\n` });
    expect(existsSync(at('out'))).toBe(false);
  });

  test('every bad package of a folder is told in one go', async () => {
    put('a-1.0.0.tgz', 'no archive');
    put('b-1.0.0.tgz', await archive({ 'b/README.md': 'x' }));
    mkdirSync(at('packages/c-1.0.0.tgz'));
    expect((await lock()).stderr.split('\n').map((line) => line.split(':')[0])).toEqual([
      'a-1.0.0.tgz  error CHART-ARCHIVE',
      'b-1.0.0.tgz  error CHART-NONE',
      'c-1.0.0.tgz  error CHART-READ',
      '',
    ]);
  });

  test('whatever is done to a package: a problem, or a chart', async () => {
    const good = gunzipSync(await chartPackage(everything));
    const tried = { problems: 0, charts: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.boolean(), async (where, bytes, cut) => {
        const changed = Buffer.from(good);
        changed.set(bytes.subarray(0, good.length - where), where);
        try {
          const chart = await readChart(gzipSync(cut ? changed.subarray(0, where) : changed, { level: 1 }), 'x.tgz');
          valueTable(chart, 'x.tgz');
          tried.charts++;
        } catch (error) {
          expect(error).toBeInstanceOf(ProblemError);
          tried.problems++;
        }
      }),
      { numRuns: 400 },
    );
    expect(Math.min(tried.charts, tried.problems)).toBeGreaterThan(20);
  });

  const wrong: readonly (readonly [readonly string[], string])[] = [
    [['charts', 'lok', 'packages'], "error CLI-ACTION: charts can't lok (did you mean lock?)\n"],
    [['charts', 'lock'], 'error CLI-FOLDER-MISSING: which folder? (workbench charts lock <folder with the packages>)\n'],
    [['charts', 'lock', 'nowhere'], './nowhere  error CHART-FOLDER: does not exist (name the folder that holds the chart packages)\n'],
    [
      ['charts', 'verify'],
      'error CLI-FOLDER-MISSING: which folder? (workbench charts verify <folder>, or --env <env> of an environment whose charts.mirror is a folder)\n',
    ],
  ];
  test.each(wrong)('%j', async (args, stderr) => {
    expect(await workbench(...args)).toEqual({ status: 1, stdout: '', stderr });
  });

  test('where nothing can be written, nothing is: no part of a file is left', async () => {
    put('good-1.0.0.tgz', await chartPackage({ name: 'good' }));
    mkdirSync(at('out/charts.lock.json'), { recursive: true });
    writeFileSync(at('out/charts.lock.json/x'), '');
    expect((await lock('--repository', 'https://charts.example.org')).status).toBe(1);
    writeFileSync(at('file'), 'a');
    const { status, stderr } = await workbench('charts', 'lock', 'packages', '--out', 'file', '--repository', 'https://charts.example.org');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        "error RUN-NOT-WRITABLE: ./file/index/good-1.0.0.keys.br can't be made: a part of its path is a file, not a folder (move that file away, or choose another work folder)\n",
    });
    expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.part'))).toEqual([]);
    expect(readFileSync(at('file'), 'utf8')).toBe('a');
  });

  test('an empty folder, a file in place of one, and a damaged lock', async () => {
    mkdirSync(at('packages'));
    expect((await lock()).stderr).toBe(
      './packages  error CHART-FOLDER: has no chart package (*.tgz) in it (fetch them there with helm pull)\n',
    );
    writeFileSync(at('file'), '');
    expect((await workbench('charts', 'lock', 'file')).stderr).toBe(
      './file  error CHART-FOLDER: is no folder (name the folder that holds the chart packages)\n',
    );
    put('good-1.0.0.tgz', await chartPackage({ name: 'good' }));
    mkdirSync(at('out'));
    writeFileSync(at('out/charts.lock.json'), '{"charts":[{"name":"a"}]}');
    expect((await lock('--repository', 'https://charts.example.org')).stderr).toBe(
      './out/charts.lock.json  error LOCK-DAMAGED: charts.0 wants name, version, repository, and a digest of 64 hexadecimal digits or null (take it from version control again)\n',
    );
    expect(readFileSync(at('out/charts.lock.json'), 'utf8')).toBe('{"charts":[{"name":"a"}]}');
  });
});

describe('workbench charts verify', () => {
  const environment = () => {
    mkdirSync(at('workbench'));
    writeFileSync(at('workbench/dev.yaml'), `${smallestFile}charts: { mirror: ${at('packages')} }\n`);
    return resolveEnvironment(configWith());
  };

  test('each locked chart of a folder, and 1 where one is missing or is another one', async () => {
    put('mojaloop-15.1.0.tgz', 'another one');
    put('mojaloop-16.0.4.tgz', 'its digest is not known');
    const { status, stdout, stderr } = await workbench('charts', 'verify', 'packages');
    expect(status).toBe(1);
    expect(stdout).toContain('other digest    mojaloop 15.1.0\n');
    expect(stdout).toContain('digest unknown  mojaloop 16.0.4\n');
    expect(stdout).toContain('missing         mojaloop 17.1.0\n');
    expect(stderr).toContain(
      `./packages/mojaloop-15.1.0.tgz  error LOCK-DIGEST: has digest ${digestOf(at('packages/mojaloop-15.1.0.tgz')).slice(0, 12)}…, the lock file says ${lockedChart('mojaloop', '15.1.0')!.digest!.slice(0, 12)}… (fetch it again from its own repository; do not deploy this one)\n`,
    );
    expect(stderr).toContain(
      './packages/mojaloop-17.1.0.tgz  error LOCK-MISSING-PACKAGE: is not there (helm pull mojaloop --repo https://mojaloop.github.io/helm/repo --version 17.1.0)\n',
    );
    expect(stderr).toContain('(helm pull oci://docker.io/envoyproxy/gateway-helm --version v1.5.0)\n');
    expect(stderr).not.toContain('16.0.4');
  });

  test('--env: only what the environment installs, in its own mirror; 0 when nothing is missing or another one', async () => {
    const wanted = chartsOf(environment());
    expect(wanted.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['mojaloop', 'mojaloop-payment-manager', 'vault', 'cert-manager']),
    );
    for (const { name, version } of wanted) if (!lockedChart(name, version)?.digest) put(`${name}-${version}.tgz`, 'x');
    const some = await workbench('charts', 'verify', '--env', 'dev', '--json');
    const { ok, charts, problems } = JSON.parse(some.stdout);
    expect(shapeOf('charts verify').safeParse(JSON.parse(some.stdout)).error).toBeUndefined();
    expect({ status: some.status, ok, charts: charts.length }).toEqual({ status: 1, ok: false, charts: wanted.length });
    const pinned = wanted.filter(({ name, version }) => lockedChart(name, version)?.digest).length;
    expect(problems.map(({ code }: { code: string }) => code)).toEqual(Array(pinned).fill('LOCK-MISSING-PACKAGE'));
    expect(new Set(charts.map(({ standing }: { standing: string }) => standing))).toEqual(new Set(['digest unknown', 'missing']));
  });

  test('a chart of a version that nobody has locked is told, and is no error', async () => {
    mkdirSync(at('workbench'));
    writeFileSync(at('workbench/dev.yaml'), `${smallestFile}charts: { versions: { vault: 9.9.9 } }\n`);
    put('vault-9.9.9.tgz', 'x');
    const { stdout, stderr } = await workbench('charts', 'verify', 'packages', '--env', 'dev');
    expect(stdout).toContain('not locked      vault 9.9.9\n');
    expect(stderr).not.toContain('vault-9.9.9');
  });
});
