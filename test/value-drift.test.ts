import { gzipSync } from 'node:zlib';
import { contentOf } from '../cli/doctor/helm-records';
import { differencesOf } from '../cli/doctor/release-drift';
import { valueDrift } from '../cli/doctor/value-drift';
import { LaterText } from '../constructs/terraform/later-text';

const drift = (file: Parameters<typeof valueDrift>[0], there: Parameters<typeof valueDrift>[1], ...writeOnly: string[]) =>
  valueDrift(file, there, writeOnly);

describe('where deployed values are others than the file says', () => {
  test.each<[string, Parameters<typeof valueDrift>[0], Parameters<typeof valueDrift>[1], string[]]>([
    ['the same in another order is no drift', { a: 1, b: [1, { c: true }] }, { b: [1, { c: true }], a: 1 }, []],
    ['a value that is another', { a: { b: 2 } }, { a: { b: 3 } }, ['a.b is 3, the file says 2']],
    ['a text where a number should be', { a: 2 }, { a: '2' }, ['a is "2", the file says 2']],
    ['a value that went', { a: { b: 2, c: 1 } }, { a: { c: 1 } }, ['a.b is not there, the file says 2']],
    ['a value that came', { a: {} }, { a: { b: false } }, ['a.b is false, the file has no such value']],
    ['nothing and an empty map are one', { a: {}, b: [] }, {}, []],
    ['a key with a dot', { 'a.b': 1 }, { 'a.b': 2 }, ['a\\.b is 2, the file says 1']],
    ['a list that grew', { a: [1] }, { a: [1, 2] }, ['a is a list of 2, the file says a list of 1']],
    ['an item of a list', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, ['a[0].b is 2, the file says 1']],
    ['null means: not the default of the chart', { a: null }, {}, ['a is not there, the file says null']],
  ])('%s', (_, file, there, lines) => {
    expect(drift(file, there)).toEqual(lines);
  });

  const object = (kind: string, name: string | LaterText, spec: object) => ({
    kind,
    metadata: { namespace: 'edge', name },
    spec: { ...spec },
  });

  test('objects are known by kind and name, wherever they stand, and one that is missing shifts no other', () => {
    const file = { objects: [object('Certificate', 'a', { days: 1 }), object('Certificate', 'b', { days: 1 })] };
    expect(drift(file, { objects: [object('Certificate', 'b', { days: 2 })] })).toEqual([
      'objects[Certificate edge/a] is not there, the file says { kind, metadata, spec }',
      'objects[Certificate edge/b].spec.days is 2, the file says 1',
    ]);
    expect(drift({ objects: [] }, { objects: [object('Role', 'x', {})] })).toEqual([
      'objects[Role edge/x] is { kind, metadata, spec }, the file has no such value',
    ]);
  });

  test('what Terraform completes is compared by its known parts', () => {
    const name = new LaterText(['mysql-bootstrap-0a1b-', '']);
    expect(drift({ objects: [object('Job', name, {})] }, { objects: [object('Job', 'mysql-bootstrap-0a1b-ffff', {})] })).toEqual([]);
    expect(drift({ host: new LaterText(['tcp://', ':3306']) }, { host: 'tcp://db.example.org:3306' })).toEqual([]);
    expect(drift({ host: new LaterText(['tcp://', ':3306']) }, { host: 'tcp://db.example.org:3307' })).toEqual([
      'host is "tcp://db.example.org:3307", the file says what another stack decides',
    ]);
    expect(drift({ ranges: new LaterText(['', '']) }, { ranges: ['10.0.0.0/8'] })).toEqual([]);
    expect(drift({ ranges: new LaterText(['', '']) }, {})).toEqual(['ranges is not there, the file says what another stack decides']);
  });

  test('write-only values are left out, with all below them', () => {
    expect(drift({ a: { b: 1 } }, { a: { b: 1, password: 'x' } }, 'a.password')).toEqual([]);
    expect(drift({}, { a: { password: { x: 'y' } } }, 'a.password')).toEqual([]);
  });

  test('nothing that may be a secret is shown: by its name, the name beside it, its look or its length', () => {
    const secret = 'only-they-know';
    const there = {
      db: { password: secret, apiKey: secret, url: `mysql://me:${secret}@db.example.org` },
      env: [{ name: 'DB_PASSWORD', value: secret }],
      config: `{ "a": "${secret}", "padding": "${'x'.repeat(60)}" }`,
      lines: `a\n${secret}`,
    };
    const lines = drift({ db: { password: '' }, env: [{ name: 'DB_PASSWORD', value: 'x' }] }, there);
    expect(lines).toHaveLength(6);
    expect(lines.join()).not.toContain(secret);
    expect(drift({}, { db: { password: { nested: secret } } }).join()).not.toContain(secret);
  });
});

describe("Helm's records", () => {
  const release = { chart: { metadata: { version: '17.1.0' } }, config: { a: 1 } };
  const twice = (bytes: Buffer) => Buffer.from(bytes.toString('base64')).toString('base64');

  test('are read packed, as Helm 3 writes them, and plain, as it wrote them first', () => {
    const json = Buffer.from(JSON.stringify(release));
    for (const bytes of [gzipSync(json), json]) expect(contentOf(twice(bytes))).toEqual({ version: '17.1.0', values: { a: 1 } });
    expect(() => contentOf(twice(Buffer.from('nothing')))).toThrow();
  });

  test('another chart is told before its values', () => {
    const wanted = {
      id: 'hub',
      name: 'moja',
      namespace: 'mojaloop',
      chart: 'mojaloop',
      version: 'v17.1.0',
      values: { a: 2 },
      secretValues: [],
    };
    expect(differencesOf(wanted, contentOf(twice(Buffer.from(JSON.stringify(release)))))).toEqual(['a is 1, the file says 2']);
    expect(differencesOf({ ...wanted, version: '17.2.0', values: { a: 1 } }, { version: '17.1.0', values: { a: 1 } })).toEqual([
      'chart mojaloop is 17.1.0, the file says 17.2.0',
    ]);
  });
});
