import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readReport, readReports, standardReportFolder } from '../config/model/portal/report-file';
import { sqlFaults } from '../config/model/portal/sql';
import { grammarFaults } from '../config/model/portal/sql-grammar';
import { standardReports } from '../config/model/portal/standard-reports';
import type { Layout } from '../config/releases/versions';
import { pageOf, reportObjects } from '../constructs/portal/reports';
import { modelWith } from './synthesised';

const ada = { username: 'ada', email: 'ada@example.org' };
const modelOf = (portal: object = {}) =>
  modelWith({ identity: { operators: [ada] }, portal: { enabled: true, users: [{ ...ada, roles: ['audit'] }], ...portal } });

describe('what a query may be', () => {
  const faults = (sql: string, parameters: readonly string[] = []) => sqlFaults(sql, parameters).map(({ message }) => message);

  test.each([
    'SELECT 1',
    "select ':none', \"it's\", `from` from t -- delete\nwhere a = 'DROP TABLE t; --' # update\n",
    'WITH x AS (SELECT 1) SELECT REPLACE(a, 1, 2), INSERT(a, 1, 2, 3), TRUNCATE(b, 2) FROM x',
    "SELECT s.lock, t.update FROM s /* into */ JOIN t ON '\\'' = t.a;",
    '(SELECT 1) UNION (SELECT 2)',
  ])('%s is a question', (sql) => expect(faults(sql)).toEqual([]));

  test.each([
    ['DELETE FROM t', 'begins with delete'],
    ['', 'begins with nothing'],
    ['SELECT 1; DROP TABLE t', 'is more than one statement'],
    ["SELECT 1 INTO OUTFILE '/tmp/x'", 'says INTO'],
    ['SELECT * FROM t FOR UPDATE', 'says UPDATE'],
    ['SELECT * FROM t LOCK IN SHARE MODE', 'says LOCK'],
    ['WITH x AS (SELECT 1) DELETE FROM t', 'says DELETE'],
    ['SELECT SLEEP(100)', 'calls SLEEP'],
    ["SELECT LOAD_FILE('/etc/passwd')", 'calls LOAD_FILE'],
    ['SELECT 1 /*! INTO OUTFILE */', 'a comment that MySQL runs'],
    ["SELECT 'open", 'does not end'],
    ['SELECT (1', 'parentheses'],
    ['SELECT :day', 'asks with :day'],
  ])('%s is refused', (sql, part) => expect(faults(sql).join('; ')).toContain(part));

  test('whatever stands in a text is text', () => {
    const quoted = fc.string().map((text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`);
    fc.assert(fc.property(quoted, (text) => expect(faults(`SELECT ${text} FROM t WHERE a = :p`, ['p'])).toEqual([])));
  });

  test('a second statement is found wherever it stands', () => {
    const piece = fc.constantFrom('a', '1', "'x;y'", '"z"', '(b)', '/* ; */', '-- ;\n', '`c;d`');
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), (before, after) => {
        expect(faults(`SELECT ${before.join(' ')} ; DROP TABLE t ${after.join(' ')}`)).toContain('is more than one statement');
      }),
    );
  });
});

describe('what the grammar of MySQL says of a query', () => {
  const says = (sql: string, layout: Layout = 'v17') => grammarFaults(sql, layout).map(({ message, hint }) => `${message} (${hint})`);

  test.each([
    'SELECT 1',
    'WITH RECURSIVE days AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM days WHERE n < 5) SELECT n FROM days',
    'SELECT * FROM (WITH paid AS (SELECT transferId FROM transferFulfilment) SELECT * FROM paid) AS x',
    'SELECT t.`transferId`, ROW_NUMBER() OVER (PARTITION BY currencyId ORDER BY amount DESC) FROM central_ledger.transfer t WHERE amount > :amount',
    "SELECT GROUP_CONCAT(DISTINCT name ORDER BY name SEPARATOR ', '), DATE_SUB(:day, INTERVAL 1 DAY) FROM participant HAVING COUNT(*) > 1",
    '(SELECT name FROM participant) UNION (SELECT name FROM transferState);',
  ])('%s: nothing', (sql) => expect(says(sql)).toEqual([]));

  test.each([
    ['SELECT FROM transfer', 'is no SQL of MySQL: at line 1, column 13 it finds "t"'],
    ['SELECT amount,\n  currencyId,\nFROM transfer', 'at line 3, column 6 it finds "t"'],
    ['SELECT amount FROM transfer WHERE', 'it ends, where something else should stand'],
    ['SELECT amount FROM transfer GROUP currencyId', 'at line 1, column 35 it finds "c"'],
    ['SELECT a b c FROM transfer', 'it finds "c"'],
    ['SELECT * FROM transfers', 'asks the table transfers, which the ledger does not have (did you mean transfer?)'],
    ['SELECT * FROM transfer JOIN settlementwindow USING (x)', 'it is called settlementWindow: MySQL tells capitals apart'],
    [
      'SELECT * FROM account_lookup.oracleEndpoint',
      'asks account_lookup.oracleEndpoint (reports may read central_ledger and nothing else)',
    ],
    ['SELECT (SELECT COUNT(*) FROM hidden) FROM transfer', 'asks the table hidden'],
  ])('%s is refused', (sql, part) => expect(says(sql).join('; ')).toContain(part));

  test('foreign exchange is asked from 17 on', () => {
    expect([says('SELECT * FROM fxTransfer'), says('SELECT * FROM fxTransfer', 'v16')]).toEqual([
      [],
      [expect.stringContaining('asks the table fxTransfer, which the ledger does not have')],
    ]);
  });
});

describe('the reports of the workbench', () => {
  const { reports, faults } = readReports(standardReportFolder());

  test('are those of the table, and nothing is wrong with them', () => {
    expect(faults).toEqual([]);
    const shown = reports.map(({ name, title, permission, params }) => ({
      name,
      title,
      permission,
      participant: params.some((one) => one.name === 'fspId'),
    }));
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(shown.sort(byName)).toEqual([...standardReports].sort(byName));
  });

  test.each(['v14', 'v15', 'v16', 'v17'] as const)('%s: the grammar reads them, and the ledger has their tables', (layout) => {
    for (const { name, queries } of reports)
      for (const { query } of queries) expect([name, grammarFaults(query, layout)]).toEqual([name, []]);
  });

  test('a report of one participant asks for it in every query: nobody reads of others by their own name', () => {
    for (const { name, params, queries } of reports.filter(({ params: all }) => all.some((one) => one.name === 'fspId'))) {
      expect([name, params.find((one) => one.name === 'fspId')?.required]).toEqual([name, true]);
      for (const { query } of queries) expect(query).toContain(':fspId');
    }
  });

  test('are objects with a page that shows every query', () => {
    const objects = reportObjects(modelOf());
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(reports.map(({ name }) => `MojaloopReport ${name}`));
    for (const { queries } of reports) {
      const page = pageOf({ title: 'a title', queries });
      for (const { name } of queries) expect(page).toContain(`for (const row of ${name})`);
      expect(page.split('<%').length).toBe(page.split('%>').length);
    }
  });
});

describe('reports of your own', () => {
  test('come from a folder; one of the name of a standard report takes its place', () => {
    const work = mkdtempSync(join(tmpdir(), 'portal-reports-'));
    try {
      const query = 'queries: [{ name: q, query: SELECT 1 }]';
      writeFileSync(join(work, 'settlement.yaml'), `title: Ours\npermission: report-settlement\n${query}\n`);
      writeFileSync(join(work, 'fees.yaml'), `title: Fees\n${query}\ntemplate: <p><%= q.length %></p>\n`);
      writeFileSync(join(work, 'README.md'), 'no report');
      const objects = reportObjects(
        modelOf({ reports: work, roles: [{ name: 'audit', permissions: ['report-fees', 'report-settlement'] }] }),
      );
      expect(objects).toHaveLength(standardReports.length + 1);
      expect(objects.at(-2)).toMatchObject({
        metadata: { name: 'fees' },
        spec: { permission: 'report-fees', endpoint: { path: '/fees' }, template: '<p><%= q.length %></p>' },
      });
      expect(objects.filter(({ metadata }) => metadata.name === 'settlement')).toHaveLength(1);
      expect(reportObjects(modelOf({ standardReports: false }))).toEqual([]);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });

  test.each([
    ['x.yaml', 'title: [', 'is no YAML'],
    ['Big Name.yaml', 'title: x', 'has a name that no object may have'],
    ['x.yaml', 'title: x', 'queries: '],
    ['x.yaml', 'title: <script>\nqueries: [{ name: q, query: SELECT 1 }]', 'must be plain text'],
    ['x.yaml', 'title: x\npermission: iamEdit\nqueries: [{ name: q, query: SELECT 1 }]', 'must begin with report-'],
    ['x.yaml', 'title: x\nqueries: [{ name: q, query: SELECT 1 }, { name: q, query: SELECT 2 }]', 'query q is there twice'],
    ['x.yaml', 'title: x\nqueries: [{ name: q, query: SELECT 1 }]\ntemplate: nothing', 'does not show query q'],
    ['x.yaml', 'title: x\nqueries: [{ name: q, query: SELECT 1 }]\ntemplate: <%= q', 'opens <%'],
  ])('%s with %j is told', (file, text, part) => {
    expect(
      readReport(file, text)
        .faults.map((fault) => `${fault.file} ${fault.message}`)
        .join('; '),
    ).toContain(part);
  });

  test('a folder that is none, or has no report, is told', () => {
    expect(readReports('/nowhere/at/all').faults[0]?.message).toBe('is no folder that can be read');
    const empty = mkdtempSync(join(tmpdir(), 'portal-reports-'));
    expect(readReports(empty).faults[0]?.message).toContain('has no report');
    rmSync(empty, { recursive: true });
  });
});
