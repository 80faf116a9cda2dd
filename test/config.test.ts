import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { checkConfig } from '../config/check';
import { resolveEnvironment } from '../config/environment';
import { explainSetting } from '../config/explain';
import { generatedFiles } from '../config/generate';
import { jsonSchema } from '../config/generate-schema';
import { type LoadedWorkbench, loadWorkbench, readWorkbench } from '../config/load';
import { formatProblem, hasErrors } from '../config/problems';
import { rules } from '../config/rules/rules';
import { profiles } from '../config/schema/kinds';
import { readCodes } from '../config/validate/codes';
import { joinPath, splitPath } from '../config/validate/path';
import { fieldsOf, type Schema, schemaOf, unwrap } from '../config/validate/schema';
import { configWith, over, smallest, smallestFile } from './workbench-fixtures';

const root = join(__dirname, '..');
const read = (text: string): LoadedWorkbench => readWorkbench(text, 'dev.yaml');
/** Each problem as `line:column path CODE message (hint)`. */
const told = ({ problems }: Pick<LoadedWorkbench, 'problems'>) =>
  problems.map(({ line, column, path, code, message, hint }) =>
    [`${line}:${column}`, path, code, hint ? `${message} (${hint})` : message].filter(Boolean).join(' '),
  );
const withHub = (hub: string) => smallestFile.replace(/^hub: .*$/m, `hub:\n  release: 17.1.0\n${hub}`);
const withLine = (line: string) => `${smallestFile}${line}\n`;

/** First, while the heap is small: what ten thousand files leave behind would be measured too. */
describe('speed', () => {
  test('a file of 1,000 participants is read and held against every rule in less than 100 ms of a processor', () => {
    const participants = Array.from({ length: 1000 }, (_, i) => `  - { id: dfsp${i}, currency: USD, msisdnPrefix: "${100_000 + i}" }`);
    const text = smallestFile.replace(/participants:[\s\S]*/, `participants:\n${participants.join('\n')}\n`);
    const milliseconds = () => {
      const begun = process.cpuUsage();
      const { config, positions } = read(text);
      const found = config ? checkConfig(config, positions) : [];
      const { user, system } = process.cpuUsage(begun);
      const took = (user + system) / 1_000;
      expect([config?.participants.length, hasErrors(found)]).toEqual([1000, false]);
      return took;
    };
    // The best of a few: other work on the machine is not what is measured.
    let best = milliseconds();
    for (let tries = 0; best >= 100 && tries < 40; tries++) best = Math.min(best, milliseconds());
    expect(best).toBeLessThan(100);
  });
});

describe('a workbench file', () => {
  test('becomes settings with every default filled in', () => {
    const { config, problems, file } = read(smallestFile);
    expect(problems).toEqual([]);
    expect(file).toBe('dev.yaml');
    expect(config).toMatchObject({
      environment: 'dev',
      profile: 'sandbox',
      hub: { release: '17.1.0', releaseName: 'moja', size: 'lab', bulk: false, oracles: { pathfinder: false, prefix: [] } },
      stores: { mysql: { replicas: 1, size: '8Gi', backup: { volume: '20Gi' } } },
      participants: [{ id: 'demowallet', msisdnPrefix: '367', backend: 'simulator', jws: true }],
    });
  });

  test('takes its defaults from its profile, and production is safe', () => {
    const { config } = read(withLine('profile: production'));
    expect(config).toMatchObject({
      cluster: { zones: 3 },
      stores: { mysql: { replicas: 3 }, mongodb: { replicas: 3 }, kafka: { replicas: 3 } },
      secrets: { vault: { replicas: 3 } },
      operations: { deletionProtection: true },
      state: { backend: 'kubernetes' },
    });
  });

  test('cannot be changed once it is read', () => {
    const { config } = read(smallestFile);
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(config)).toBe(true);
  });

  test('may be JSON, with tabs and the line that editors want', () => {
    const json = JSON.stringify({ $schema: './schema.json', ...smallest }, null, '\t');
    expect(readWorkbench(json, 'dev.json')).toMatchObject({ problems: [], config: read(smallestFile).config });
  });

  test('may begin with a byte order mark and end its lines in any way', () => {
    expect(read(`\ufeff${smallestFile.replaceAll('\n', '\r\n')}`)).toMatchObject({ problems: [], config: read(smallestFile).config });
    expect(told(read(`\ufeffenvironment: Dev\r\n${smallestFile.replace(/.*\n/, '').replaceAll('\n', '\r\n')}`))).toEqual([
      '1:14 environment CFG-PATTERN "Dev" must be lower case letters, digits and dashes, beginning and ending with a letter or digit',
    ]);
  });

  test('may use anchors, aliases and merge keys', () => {
    const text = smallestFile.replace(
      /participants:[\s\S]*/,
      'participants:\n  - &bank { id: a-bank, currency: USD, sdkBulk: true }\n  - { <<: *bank, id: b-bank }\n',
    );
    expect(read(text).config?.participants.map(({ id, currency, sdkBulk }) => [id, currency, sdkBulk])).toEqual([
      ['a-bank', 'USD', true],
      ['b-bank', 'USD', true],
    ]);
  });

  test('points into the anchor when what an alias brings along is wrong', () => {
    const text = smallestFile.replace(
      /participants:[\s\S]*/,
      'participants:\n  - &bank { id: a-bank, currency: usd }\n  - { <<: *bank, id: b-bank }\n',
    );
    expect(told(read(text))).toEqual([
      '7:35 participants.0.currency CFG-PATTERN "usd" must be a three-letter ISO 4217 code such as USD',
      '7:35 participants.1.currency CFG-PATTERN "usd" must be a three-letter ISO 4217 code such as USD',
    ]);
  });
});

describe('what is wrong is told at its place, with the nearest right thing', () => {
  const cases: readonly [title: string, text: string, ...problems: string[]][] = [
    [
      'a key misspelt',
      withHub('  currences: [USD]\n  currencies: [USD]'),
      '7:3 hub.currences CFG-UNKNOWN-KEY hub knows no key currences (did you mean hub.currencies?)',
    ],
    [
      'a key in the wrong section',
      withLine('currencies: [USD]'),
      '8:1 currencies CFG-UNKNOWN-KEY the workbench file knows no key currencies (currencies belongs under hub, under participants.N)',
    ],
    [
      'a key of the top one level down',
      withHub('  currencies: [USD]\n  tags: {}'),
      '8:3 hub.tags CFG-UNKNOWN-KEY hub knows no key tags (tags belongs at the top)',
    ],
    [
      'a key in other letters',
      withHub('  currencies: [USD]\n  net_debit_cap: "5"'),
      '8:3 hub.net_debit_cap CFG-UNKNOWN-KEY hub knows no key net_debit_cap (did you mean hub.netDebitCap?)',
    ],
    [
      'a key nobody knows',
      withLine('cluster: { quota: { qqq: 1 } }'),
      '8:21 cluster.quota.qqq CFG-UNKNOWN-KEY cluster.quota knows no key qqq (known here: cpu, memory)',
    ],
    ['a required key left out', smallestFile.replace(/tenant: .*\n/, ''), '1:1 tenant CFG-MISSING tenant is missing (Who runs the hub)'],
    [
      'a required key of a section left out',
      withHub('  bulk: true'),
      '5:1 hub.currencies CFG-MISSING hub.currencies is missing (Currencies the hub settles in (ISO 4217))',
    ],
    [
      'a required choice left out',
      smallestFile.replace('provider: kubernetes, ', ''),
      '4:1 platform.provider CFG-MISSING platform.provider is missing (Where the hub runs: one of kubernetes, aws, azure, azure-stack)',
    ],
    [
      'a number where text is wanted',
      smallestFile.replace('"367"', '0367'),
      '7:52 participants.0.msisdnPrefix CFG-TYPE must be text, not the number 367 (needs quotes: "0367")',
    ],
    [
      'an amount of money as a number',
      withHub('  currencies: [USD]\n  netDebitCap: 10.50'),
      '8:16 hub.netDebitCap CFG-TYPE must be text, not the number 10.5 (needs quotes: "10.50")',
    ],
    [
      'a version as a number',
      withLine('cluster: { kubernetesVersion: 1.30 }'),
      '8:31 cluster.kubernetesVersion CFG-TYPE must be text, not the number 1.3 (needs quotes: "1.30")',
    ],
    [
      'a number that quotes do not mend',
      withLine('cluster: { kubernetesVersion: 2 }'),
      '8:31 cluster.kubernetesVersion CFG-TYPE must be text, not the number 2 (a Kubernetes minor version such as "1.33", in quotes)',
    ],
    [
      'text where a number is wanted',
      withLine('cluster: { zones: "3" }'),
      '8:19 cluster.zones CFG-TYPE must be a whole number, not the text "3" (write 3 without quotes)',
    ],
    ['a fraction', withLine('cluster: { zones: 1.5 }'), '8:19 cluster.zones CFG-TYPE must be a whole number, not the number 1.5'],
    [
      'yes and no',
      withHub('  currencies: [USD]\n  bulk: yes'),
      '8:9 hub.bulk CFG-TYPE must be true or false, not the text "yes" (write true, without quotes)',
    ],
    [
      'one value where a list is wanted',
      withHub('  currencies: USD'),
      '7:15 hub.currencies CFG-TYPE must be a list, not the text "USD" (write currencies: [USD])',
    ],
    [
      'a section where a list is wanted',
      smallestFile.replace(/participants:[\s\S]*/, 'participants:\n  demowallet: { currency: USD }\n'),
      '7:3 participants CFG-TYPE must be a list, not a section (each entry begins with a dash)',
    ],
    [
      'a value where a section is wanted',
      withLine('cluster: big'),
      '8:10 cluster CFG-TYPE must be a section, not the text "big" (its settings stand below it, indented)',
    ],
    [
      'nothing after a key',
      withLine('cluster:'),
      '8:9 cluster CFG-TYPE must be a section, but nothing is given (leave the key out to get the default)',
    ],
    [
      'no such choice',
      withLine('profile: prod'),
      '8:10 profile CFG-ENUM prod is not one of sandbox, production (did you mean production?)',
    ],
    [
      'half a release',
      smallestFile.replace('17.1.0', '17.1'),
      '5:17 hub.release CFG-ENUM 17.1 is not one of 14.1.0, 14.1.1, 15.0.0, 15.1.0, 15.2.0, 16.0.4, 17.0.0, 17.1.0 (did you mean 17.1.0?)',
    ],
    [
      'a release of tomorrow',
      smallestFile.replace('17.1.0', '99.0.0'),
      '5:17 hub.release CFG-ENUM 99.0.0 is not one of 14.1.0, 14.1.1, 15.0.0, 15.1.0, 15.2.0, 16.0.4, 17.0.0, 17.1.0',
    ],
    ['too small', withLine('cluster: { zones: 0 }'), '8:19 cluster.zones CFG-RANGE 0 is too small: at least 1'],
    ['too large', withLine('cluster: { zones: 10 }'), '8:19 cluster.zones CFG-RANGE 10 is too large: at most 9'],
    [
      'too long',
      smallestFile.replace('dev', 'a-name-that-is-much-too-long'),
      '1:14 environment CFG-RANGE "a-name-that-is-much-too-long" has 28 characters: at most 20',
    ],
    ['empty text', smallestFile.replace('labs\n', '""\n'), '2:9 tenant CFG-RANGE is empty: at least one character is needed'],
    ['an empty list', withHub('  currencies: []'), '7:15 hub.currencies CFG-RANGE is empty: at least one entry is needed'],
    [
      'too many entries',
      withHub('  currencies: [USD]\n  testCurrencies: [EUR, GBP, CAD, CHF]'),
      '8:19 hub.testCurrencies CFG-RANGE has 4 entries: at most 3',
    ],
    [
      'a domain that is none',
      smallestFile.replace('labs.example.org', 'labs'),
      '3:9 domain CFG-PATTERN "labs" must be a domain name such as labs.example.org',
    ],
    [
      'an address that is none',
      withLine('state: { backend: http, address: gitlab }'),
      '8:34 state.address CFG-PATTERN "gitlab" must be an address such as https://example.org',
    ],
    [
      'an address range that is none',
      withLine('gateway: { operatorAddresses: [10.0.0.1] }'),
      '8:32 gateway.operatorAddresses.0 CFG-PATTERN "10.0.0.1" must be an address range such as 10.0.0.0/8',
    ],
    [
      'a name of a table that is none',
      smallestFile.replace('msisdnPrefix: "367"', 'coreConnector: { env: { "a b": x } }'),
      '7:62 participants.0.coreConnector.env["a b"] CFG-PATTERN the key "a b" must be a variable name such as API_URL',
    ],
    ['a list instead of settings', '- environment: dev\n', '1:1 CFG-TYPE a workbench file must be a section of settings, not a list'],
    ['plain text', 'hello\n', '1:1 CFG-TYPE a workbench file must be a section of settings, not the text "hello"'],
  ];
  test.each(cases)('%s', (_, text, ...problems) => {
    const loaded = read(text);
    expect(told(loaded)).toEqual(problems);
    expect(loaded.config).toBeUndefined();
  });

  test('everything at once, in the order of the file', () => {
    const text = smallestFile.replace('dev', 'Dev').replace('kubernetes', 'k8s').replace('[USD]', 'USD').replace('id: demowallet, ', '');
    expect(told(read(text)).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      '1:14 environment CFG-PATTERN',
      '4:23 platform.provider CFG-ENUM',
      '5:37 hub.currencies CFG-TYPE',
      '7:5 participants.0.id CFG-MISSING',
    ]);
  });

  test('a line of a problem is file:line:column, path, severity, code, message and hint', () => {
    expect(read(withLine('profile: prod')).problems.map(formatProblem)).toEqual([
      'dev.yaml:8:10  profile  error CFG-ENUM: prod is not one of sandbox, production (did you mean production?)',
    ]);
  });

  test('a file that is wrong everywhere is told so once', () => {
    const { problems } = read(smallestFile + Array.from({ length: 5000 }, (_, i) => `key${i}: 1`).join('\n'));
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toMatchObject({ code: 'CFG-MANY', message: 'there are more problems than these 200' });
  });

  test('an older workbench-config.json is told what to do', () => {
    expect(told(readWorkbench('{ "client": "labs", "helm_mojaloop_version": "15.1.0", "bulk_enabled": "true" }', 'old.json'))).toEqual([
      '1:1 CFG-OLD-FORMAT this is an older workbench-config.json (workbench import old.json)',
    ]);
  });
});

describe('what is not YAML is told as plainly', () => {
  const bomb = [
    'a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]',
    ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`),
  ].join('\n');
  const cases: readonly [title: string, text: string, ...problems: string[]][] = [
    ['an empty file', '', '1:1 CFG-EMPTY the file has no settings in it (see docs/reference/workbench.md for the smallest file)'],
    [
      'a file of comments',
      '# to be done\n',
      '1:1 CFG-EMPTY the file has no settings in it (see docs/reference/workbench.md for the smallest file)',
    ],
    ['tabs', 'hub:\n\tbulk: true\n', '2:1 CFG-YAML-TAB tabs are not allowed as indentation (indent with two spaces)'],
    ['a key given twice', withLine('tenant: other'), '8:1 CFG-DUPLICATE-KEY the key tenant is given twice (keep one of them)'],
    [
      'a key given twice in JSON',
      '{ "environment": "dev", "environment": "dev" }',
      '1:1 tenant CFG-MISSING',
      '1:1 domain CFG-MISSING',
      '1:1 platform CFG-MISSING',
      '1:1 hub CFG-MISSING',
      '1:25 CFG-DUPLICATE-KEY the key environment is given twice (keep one of them)',
    ],
    [
      'two documents',
      `${smallestFile}---\n${smallestFile}`,
      '8:1 CFG-YAML-DOCUMENTS the file holds several documents (one file, one environment: put what follows --- into a file of its own)',
    ],
    ['a quote that is not closed', 'tenant: "labs\n', '2:1 CFG-YAML missing closing "quote (a quote, a bracket or a comma is missing)'],
    [
      'a colon in text',
      'tenant: labs: two\n',
      '1:9 CFG-YAML nested mappings are not allowed in compact mappings (put text that holds ": " into quotes)',
    ],
    [
      'columns that do not agree',
      'hub:\n  bulk: true\n fx: true\n',
      '3:1 CFG-YAML all mapping items must start at the same column (keys of one section begin in one column, and brackets must be closed)',
    ],
    [
      'an alias without an anchor',
      'tenant: *labs\n',
      '1:9 CFG-YAML-ALIAS there is no anchor &labs before this alias (put text that begins with * into quotes)',
    ],
    ['an alias of itself', 'tags: &tags { a: *tags }\n', '1:18 CFG-YAML-ALIAS the anchor &tags contains itself (write the settings out)'],
    ['aliases that grow without bound', bomb, '6:10 CFG-YAML-ALIAS its aliases make more than 100000 copies (write the settings out)'],
    [
      'a merge of what is no section',
      'tags: { <<: 5 }\n',
      '1:13 CFG-YAML-ALIAS << takes in a section, and this is none (write <<: *name, where &name stands before a section)',
    ],
    ['a tag', 'tenant: !secret labs\n', '1:9 CFG-YAML-TAG unresolved tag: !secret (leave the tag out)'],
    [
      'a binary value',
      'tenant: !!binary bGFicw==\n',
      '1:18 CFG-YAML-TAG the tag tag:yaml.org,2002:binary is not understood (leave it out)',
    ],
    [
      'another YAML',
      '%YAML 1.1\n---\ntenant: labs\n',
      '1:1 CFG-YAML-VERSION the file asks for YAML 1.1 (remove the %YAML line: YAML 1.2 is read)',
    ],
    ['a key that is no text', '? [a, b]\n: 1\n', '1:3 CFG-YAML-KEY a key must be text (put it into quotes)'],
    ['a key that would harm', '__proto__: { polluted: true }\n', '1:1 CFG-YAML-KEY a key may not be named __proto__ (choose another name)'],
    [
      'brackets without end',
      `tags: ${'['.repeat(100_000)}`,
      '1:207 CFG-YAML-DEPTH is nested deeper than 100 levels (no setting needs that; look for brackets or dashes that were never closed)',
    ],
    [
      'dashes without end',
      '- '.repeat(100_000),
      '1:1 CFG-YAML-DEPTH is nested deeper than 100 levels (no setting needs that; look for brackets or dashes that were never closed)',
    ],
    [
      'bytes',
      'tenant: labs\nname: \u0000\u0001\n',
      '2:7 CFG-FILE-TEXT the file is not UTF-8 text (save it as UTF-8; is it the right file?)',
    ],
  ];
  test.each(cases)('%s', (_, text, ...problems) => {
    const lines = told(read(text));
    expect(lines).toHaveLength(problems.length);
    for (const [i, line] of lines.entries()) expect(line.startsWith(problems[i] ?? '')).toBe(true);
    expect(lines.at(-1)).toBe(problems.at(-1));
  });

  test('a huge file', () => {
    expect(read(`# ${'x'.repeat(6 * 1024 * 1024)}`).problems.map(formatProblem)).toEqual([
      'dev.yaml  error CFG-FILE-SIZE: the file has 6.0 MB; a workbench file may have 5 MB (is it the right file?)',
    ]);
  });
});

describe('the file of an environment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-'));
  const dir = join(folder, 'workbench');
  const write = (name: string, text: string | Uint8Array = smallestFile) => writeFileSync(join(dir, name), text);
  const load = (name?: string) => loadWorkbench(name, dir);
  const lines = (name?: string) => load(name).problems.map(formatProblem);

  beforeEach(() => mkdirSync(dir, { recursive: true }));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(['yaml', 'yml', 'json'])('is found by its name: dev.%s', (ending) => {
    write(`dev.${ending}`, ending === 'json' ? JSON.stringify(smallest) : smallestFile);
    expect(load('dev')).toMatchObject({ file: `workbench/dev.${ending}`, problems: [], config: { environment: 'dev' } });
  });

  test('is the only one there is when none is named', () => {
    write('dev.yaml');
    write('schema.json', '{}');
    expect(load()).toMatchObject({ file: 'workbench/dev.yaml', problems: [] });
  });

  test('may be named by a path, from the folder of the project or from the root', () => {
    write('dev.yaml');
    writeFileSync(join(folder, 'elsewhere.yaml'), smallestFile);
    expect(load('elsewhere.yaml')).toMatchObject({ file: 'elsewhere.yaml', problems: [] });
    expect(load('workbench/dev.yaml')).toMatchObject({ file: 'workbench/dev.yaml', problems: [] });
    expect(load(join(folder, 'elsewhere.yaml'))).toMatchObject({ file: 'elsewhere.yaml', problems: [] });
    expect(load('dev.yaml')).toMatchObject({ file: 'workbench/dev.yaml', problems: [] });
  });

  test('is asked for when there are several', () => {
    write('dev.yaml');
    write('prod.yaml');
    expect(lines()).toEqual(['workbench  error CFG-FILE-CHOICE: there are 2 environments (name one: dev, prod)']);
  });

  test('must be one', () => {
    write('dev.yaml');
    write('dev.json');
    expect(lines('dev')).toEqual([
      'workbench  error CFG-FILE-CHOICE: there are 2 files for dev: dev.json, dev.yaml (keep one of them, or name the file)',
    ]);
  });

  test('that is not there is told with those that are', () => {
    write('staging.yaml');
    write('prod.yaml');
    expect(lines('stagin')).toEqual([
      'workbench/stagin.yaml  error CFG-FILE-MISSING: there is no environment stagin (did you mean staging?; there are: prod, staging)',
    ]);
    expect(lines('workbench/stagin.yaml')).toEqual([
      'workbench/stagin.yaml  error CFG-FILE-MISSING: there is no such file (did you mean staging?; there are: prod, staging)',
    ]);
  });

  test('that is not there, in a folder without any', () => {
    expect(lines()).toEqual([
      'workbench  error CFG-FILE-NONE: there is no workbench file in it (write one as docs/reference/workbench.md shows, or workbench import an older workbench-config.json)',
    ]);
    rmSync(dir, { recursive: true });
    expect(load().problems).toMatchObject([{ code: 'CFG-FILE-NONE' }]);
    expect(load('dev').problems).toMatchObject([{ code: 'CFG-FILE-MISSING' }]);
  });

  test('is no directory, and nothing else that cannot be read', () => {
    expect(lines('workbench/')).toEqual(['workbench  error CFG-FILE-KIND: is a directory (name a file in it)']);
    symlinkSync(join(dir, 'loop.yaml'), join(dir, 'loop.yaml'));
    expect(lines('workbench/loop.yaml')).toEqual([
      'workbench/loop.yaml  error CFG-FILE-READ: cannot be read: its links lead in a circle (check its owner and its permissions)',
    ]);
    expect(lines('/dev/null')).toEqual(['/dev/null  error CFG-FILE-KIND: is no regular file']);
  });

  test('is text, and no more than 5 MB of it', () => {
    write('dev.yaml', Uint8Array.of(0xff, 0xfe, 0x65, 0x00));
    expect(lines('dev')).toEqual([
      'workbench/dev.yaml:1:1  error CFG-FILE-TEXT: the file is not UTF-8 text (save it as UTF-8; is it the right file?)',
    ]);
    write('dev.yaml', '#'.repeat(6_000_000));
    expect(load('dev').problems).toMatchObject([{ code: 'CFG-FILE-SIZE' }]);
  });
});

describe('explain config', () => {
  const text = `${smallestFile}profile: production\nhub.x: 0\n`.replace(
    'hub.x: 0\n',
    'cluster:\n  zones: 2\ntags: { "example.org/owner": me }\n',
  );
  const loaded = readWorkbench(text, 'workbench/dev.yaml');
  const explain = (path: string) => {
    if (!loaded.config) throw new Error(told(loaded).join('\n'));
    return explainSetting(path, loaded.config, loaded.positions);
  };
  const cases: readonly [path: string, value: unknown, from: string][] = [
    ['cluster.zones', 2, 'workbench/dev.yaml:10:10'],
    ['hub.release', '17.1.0', 'workbench/dev.yaml:5:17'],
    ['participants.0.id', 'demowallet', 'workbench/dev.yaml:7:11'],
    ['participants.demowallet.currency', 'USD', 'workbench/dev.yaml:7:33'],
    ['tags["example.org/owner"]', 'me', 'workbench/dev.yaml:11:30'],
    ['hub.releaseName', 'moja', 'default'],
    ['hub.settlementModels.0.granularity', 'NET', 'default'],
    ['stores.mysql.replicas', 3, 'default of profile production'],
    ['operations.deletionProtection', true, 'default of profile production'],
    ['hub.positionBatch', true, 'derived from hub.release'],
    ['stores.kafka.partitions', 6, 'derived from hub.size'],
    ['hub.services.centralledger-service.replicas', 3, 'derived from hub.size'],
    ['stores.mysql.backup.schedule', '0 */6 * * *', 'derived from operations.backupSchedule'],
    ['participants.0.callbackHost', 'connector.demowallet.dev.labs.example.org', 'derived from its domain'],
    ['cluster.storageClass', undefined, 'not given'],
  ];
  test.each(cases)('%s', (path, value, from) => {
    const { explanation, problems } = explain(path);
    expect(problems).toEqual([]);
    expect(explanation).toMatchObject({ from });
    expect(explanation?.value).toEqual(value);
  });

  const chosenByCloud: readonly [path: string, value: unknown, from: string][] = [
    ['stores.mysql.service', 'rds', 'derived from platform.provider and profile'],
    ['stores.redis.service', 'operator', 'derived from platform.provider and profile'],
    ['stores.mysql.instance', 'db.m7g.large', 'derived from hub.size'],
    ['stores.redis.instance', undefined, 'not given'],
    ['secrets.vault.seal', 'awskms', 'derived from platform.provider'],
    ['cluster.pools.hub.machine', 'm6i.xlarge', 'derived from hub.size'],
  ];
  test.each(chosenByCloud)('what a cloud chooses: %s', (path, value, from) => {
    const onAws = smallestFile.replace('{ provider: kubernetes, context: lab }', '{ provider: aws, region: eu-west-1 }');
    const pools = 'cluster: { pools: { hub: { spot: false } } }';
    const { config, positions } = readWorkbench(`${onAws}profile: production\n${pools}\n`, 'workbench/dev.yaml');
    expect(explainSetting(path, config!, positions).explanation).toMatchObject({ from });
    expect(explainSetting(path, config!, positions).explanation?.value).toEqual(value);
  });

  test('tells type, allowed values, default and meaning', () => {
    expect(explain('hub.size').explanation).toMatchObject({
      path: 'hub.size',
      origin: 'profile',
      type: 'one of lab, small, medium, large',
      allowed: ['lab', 'small', 'medium', 'large'],
      defaultValue: 'small',
      doc: expect.stringContaining('transfers a second'),
    });
    expect(explain('cluster.zones').explanation).toMatchObject({ origin: 'file', type: 'a whole number, 1 to 9', defaultValue: 3 });
    expect(explain('hub.jws').explanation).toMatchObject({ members: ['hub.jws.enabled'] });
  });

  const unknown: readonly [path: string, ...problems: string[]][] = [
    ['hub.sise', 'error CFG-NO-SETTING: there is no setting hub.sise (did you mean hub.size?)'],
    ['size', 'error CFG-NO-SETTING: there is no setting size (size belongs under hub, under stores.mysql, under stores.mongodb, …)'],
    [
      'participants.5.id',
      'participants  error CFG-NO-SETTING: there is no setting participants.5.id (participants has 1 entries, counted from 0)',
    ],
    [
      'participants.nobody.id',
      'participants  error CFG-NO-SETTING: there is no setting participants.nobody.id (participants is a list: name an entry by its position, from 0, or by its id)',
    ],
    ['hub.bulk.on', 'hub.bulk  error CFG-NO-SETTING: there is no setting hub.bulk.on (hub.bulk has no settings below it)'],
    ['hub..size', 'error CFG-NO-SETTING: there is no setting hub..size (a path is keys with dots between them, such as hub.size)'],
    ['', 'error CFG-NO-SETTING: there is no setting  (a path is keys with dots between them, such as hub.size)'],
  ];
  test.each(unknown)('no such setting: %s', (path, ...problems) => {
    const line = explain(path).problems.map(formatProblem);
    expect(line.map((l) => l.replace(/^hub {2}/, ''))).toEqual(problems);
  });

  test('every setting of the schema can be explained, whether the file gives it or not', () => {
    const config = configWith({
      hub: {
        oracles: {
          prefix: [{ name: 'mfi', chart: 'mfi-account-oracle', type: 'ALIAS' }],
          external: [{ type: 'IBAN', endpoint: 'https://oracle.example.org' }],
        },
      },
      network: { egress: [{ namespace: 'mojaloop', to: '10.0.0.0/8', port: 443, why: 'tests' }] },
      portal: { users: [{ username: 'a', email: 'a@example.org' }] },
      identity: { operators: [{ username: 'a', email: 'a@example.org' }] },
      alerts: { routes: [{ name: 'chat', to: 'slack', secret: 'alerts/chat' }] },
      charts: { signatures: [{ images: 'quay.io/jetstack/', key: 'a.pub' }] },
    });
    const { positions } = readWorkbench('{}', 'dev.yaml');
    for (const { path } of fieldsOf(schemaOf('sandbox'))) {
      const name = path.map((part) => ({ N: '0', '<name>': 'anything' })[part] ?? part).join('.');
      expect({ name, problems: explainSetting(name, config, positions).problems }).toEqual({ name, problems: [] });
    }
  });

  test('paths are written and read the same way', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string().filter((part) => !/^\d+$/.test(part)),
            fc.nat(50),
          ),
          { minLength: 1 },
        ),
        (path) => {
          expect(splitPath(joinPath(path))).toEqual(path);
        },
      ),
    );
  });
});

describe('what follows from the schema', () => {
  test.each(Object.entries(generatedFiles()))('%s is up to date: npm run generate', (file, text) => {
    expect(readFileSync(join(root, file), 'utf8')).toBe(text);
  });

  test('every setting explains itself', () => {
    expect(
      fieldsOf(schemaOf('sandbox'))
        .filter(({ doc }) => !doc)
        .map(({ path }) => path.join('.')),
    ).toEqual([]);
  });

  test('both profiles have the same settings', () => {
    const [sandbox, production] = profiles.map((profile) => fieldsOf(schemaOf(profile)).map(({ path }) => path.join('.')));
    expect(production).toEqual(sandbox);
  });

  test('the schema for editors tells both defaults where the profiles differ', () => {
    const schema = JSON.stringify(jsonSchema());
    expect(schema).toContain('Default: 1 in a sandbox, 3 in production.');
    expect(schema).toContain('"$schema":"https://json-schema.org/draft/2020-12/schema"');
    expect(schema).toContain('Do not edit.');
    expect(jsonSchema()).toMatchObject({ required: ['environment', 'tenant', 'domain', 'platform', 'hub'], additionalProperties: false });
  });

  test('codes are unique, and every one is in the reference', () => {
    const codes = [...Object.keys(readCodes), ...rules.map(({ code }) => code)];
    expect(new Set(codes).size).toBe(codes.length);
    const page = generatedFiles()['docs/reference/workbench.md'];
    for (const code of codes) expect(page).toContain(`\`${code}\``);
  });
});

/** A file that was right until somebody's hand slipped. */
const full = stringify(
  over(smallest, {
    profile: 'production',
    hub: {
      bulk: true,
      thirdParty: true,
      oracles: { prefix: [{ name: 'mfi', chart: 'mfi-account-oracle', type: 'ALIAS' }] },
      services: { 'quoting-service': { replicas: 2 } },
    },
    stores: { mysql: { external: { host: 'db.example.org', credentials: 'hub/external/mysql' } } },
    secrets: { people: { discoveryUrl: 'https://gitlab.example.org', groups: ['operators'] } },
    tags: { owner: 'me' },
    overrides: { values: { moja: { 'quoting-service': { a: [1, null, true] } } } },
  }),
);

describe('whatever is in the file', () => {
  const anything = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        'yes',
        '',
        ' ',
        '0',
        'USD',
        '17.1.0',
        'dev',
        '<<',
        '__proto__',
        'constructor',
        '*a',
        '&a x',
        '!!binary x',
        '|',
        '>',
        '-',
        '?',
        ': ',
        '{',
        '[',
        '"',
        "'",
        '#',
        '%',
        '\t',
        '\u0000',
        '\ud800',
        '0x1f',
        '.nan',
        '.inf',
        '~',
        '1e400',
      ),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
  );
  const paths = fieldsOf(schemaOf('sandbox')).map(({ path }) => path.map((part) => ({ N: 0, '<name>': 'name' })[part] ?? part));

  /** Puts a value at a path, making what is missing on the way. */
  const put = (base: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown => {
    if (key === undefined) return value;
    const old = typeof base === 'object' && base !== null ? (base as Record<string, unknown>)[key] : undefined;
    const member = put(old, rest, value);
    if (typeof key === 'number') return [member];
    return { ...(typeof base === 'object' && !Array.isArray(base) ? base : {}), [key]: member };
  };

  /** Values that fit a type of the schema: what the schema allows, the rules and the model must bear. */
  const examples: Readonly<Record<string, readonly string[]>> = {
    url: ['https://example.org', 'http://127.0.0.1:8200', 'ftp://x', 'vault:x'],
    email: ['a@example.org'],
    date: ['1980-01-31'],
    cidrv4: ['10.0.0.0/8', '0.0.0.0/0'],
    cidrv6: ['fd00::/8', '::/0'],
    ipv4: ['192.0.2.1', '10.0.0.1'],
  };
  const plain = [
    'USD',
    'EUR',
    'a',
    'b-2',
    'labs.example.org',
    'hub/external/mysql',
    '36',
    '367',
    '10Gi',
    '500m',
    '0 2 * * *',
    '1.33',
    '1.2.3',
    'A_B',
    'connector:1.0',
  ];
  const fits = (schema: Schema): fc.Arbitrary<unknown> => {
    const { def } = unwrap(schema).core._zod;
    switch (def.type) {
      case 'object': {
        const keys = Object.keys(def.shape);
        const required = keys.filter((key) => !unwrap(def.shape[key] as Schema).optional);
        const optional = keys.filter((key) => !required.includes(key));
        const members = Object.fromEntries(keys.map((key) => [key, fits(def.shape[key] as Schema)]));
        return fc
          .subarray(optional, { maxLength: Math.min(4, optional.length) })
          .chain((some) =>
            fc.record(Object.fromEntries([...required, ...some].map((key) => [key, members[key] as fc.Arbitrary<unknown>]))),
          );
      }
      case 'array':
        return fc.array(fits(def.element), { minLength: 1, maxLength: 3 });
      case 'record':
        return fc.dictionary(
          fc.constantFrom('quoting-service', 'central-ledger-db', 'vault', 'A', 'constructor', 'x'),
          fits(def.valueType as Schema),
          { maxKeys: 2 },
        );
      case 'enum':
        return fc.constantFrom(...Object.values(def.entries));
      case 'boolean':
        return fc.boolean();
      case 'number':
        return fc.integer({ min: 1, max: 9 });
      case 'union':
        return fc.oneof(...def.options.map(fits));
      case 'string': {
        const { format, checks = [] } = def as { format?: string; checks?: { _zod: { def: { pattern?: RegExp } } }[] };
        const pattern = checks.map(({ _zod }) => _zod.def.pattern).find((found) => found !== undefined);
        if (format && format !== 'regex') return fc.constantFrom(...(examples[format] ?? []));
        // Few different texts: clashes are what is looked for.
        const known = plain.filter((text) => pattern?.test(text) ?? true);
        return known.length > 0 ? fc.constantFrom(...known) : fc.stringMatching(pattern ?? /^x$/);
      }
      default:
        return fc.jsonValue({ maxDepth: 1 });
    }
  };

  const files = {
    'settings that fit the schema each by itself': fits(schemaOf('production')).map((value) =>
      JSON.stringify(over(smallest, { ...(value as object), platform: smallest.platform })),
    ),
    'a value of any kind at any setting': fc
      .tuple(
        fc.array(fc.tuple(fc.constantFrom(...paths), fc.oneof(fc.jsonValue({ maxDepth: 2 }), anything)), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
      )
      .map(([changes, json]) => {
        const value = changes.reduce<unknown>((base, [path, change]) => put(base, path, change), smallest);
        return json ? JSON.stringify(value, null, 1) : stringify(value);
      }),
    'a file in which letters are lost, doubled or replaced': fc
      .array(fc.tuple(fc.nat(full.length), fc.nat(12), anything), { minLength: 1, maxLength: 4 })
      .map((edits) => edits.reduce((text, [at, length, insert]) => text.slice(0, at) + insert + text.slice(at + length), full)),
    'a file in which lines change places, columns or are gone': fc
      .array(
        fc.tuple(
          fc.nat(full.split('\n').length),
          fc.nat(full.split('\n').length),
          fc.constantFrom('', ' ', '  ', '\t', '- ', '# ', '? ', '<<: '),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((moves) =>
        moves
          .reduce((lines, [from, to, before]) => {
            const [line = ''] = lines.slice(from, from + 1);
            const rest = lines.filter((_, i) => i !== from);
            return [...rest.slice(0, to), before + line, ...rest.slice(to)];
          }, full.split('\n'))
          .join('\n'),
      ),
    'any text': fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(anything, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.array(anything, { maxLength: 12 }).map((parts) => parts.join('\n')),
    ),
  } as const;

  const runs = 2000;
  const seen = { files: 0, settings: 0, models: 0, milliseconds: 0 };

  /** What is wrong with how a file was taken; undefined when all is well. */
  const complaint = (text: string): string | undefined => {
    const { config, problems, positions } = read(text);
    seen.files++;
    if (config) seen.settings++;
    else if (!hasErrors(problems)) return 'neither settings nor an error';
    const found = [...problems, ...(config ? checkConfig(config, positions) : [])];
    if (config && !hasErrors(found)) {
      resolveEnvironment(config);
      seen.models++;
    }
    const places = found.filter(({ code, line, column }) => code !== 'CFG-MANY' && !(Number(line) > 0 && Number(column) > 0));
    // Words of a library or of the language; one that the file itself has is quoted.
    const inner = ['undefined', '[object', 'zod', 'Error:'].filter((word) => !text.includes(word));
    const strange = found.map(formatProblem).filter((line) => line.includes('\n') || inner.some((word) => line.includes(word)));
    const codes = problems.filter(({ code }) => !Object.hasOwn(readCodes, code));
    const [first] = [...places.map(formatProblem), ...strange, ...codes.map(({ code }) => code)];
    return first;
  };

  test('a word that only the program has is a complaint, one that the file has is not', () => {
    // Seen when letters were put into a key at random: `zodchart`.
    const [line] = read('environment: dev\nzodchart: 1\n')
      .problems.filter(({ code }) => code === 'CFG-UNKNOWN-KEY')
      .map(formatProblem);
    expect(line).toContain('zodchart');
    expect(complaint('environment: dev\nzodchart: 1\n')).toBeUndefined();
    seen.files = 0;
  });

  test.each(Object.entries(files))(`%s: ${runs} files end as a model or as problems with a place, never as an exception`, (_, texts) => {
    const begun = performance.now();
    fc.assert(
      fc.property(texts, (text) => {
        const wrong = complaint(text);
        if (wrong !== undefined) throw new Error(wrong);
      }),
      { numRuns: runs },
    );
    seen.milliseconds += performance.now() - begun;
  });

  test('10,000 of them, some right and some wrong', () => {
    expect(seen.files).toBe(10_000);
    // Both ways are walked: to a model, to clashes of settings, and to files that cannot be read.
    expect(seen.models).toBeGreaterThan(50);
    expect(seen.settings - seen.models).toBeGreaterThan(200);
    expect(seen.files - seen.settings).toBeGreaterThan(2_000);
    const seconds = (seen.milliseconds / 1000).toFixed(1);
    process.stdout.write(`${seen.files} workbench files in ${seconds} s: ${seen.settings} read, ${seen.models} became a model\n`);
  });
});
