import { resolveEnvironment } from '../config/environment';
import { isAlert } from '../config/model/alerts/rule';
import { ruleGroups } from '../config/model/alerts/rule-groups';
import { dashboardPages, dashboards } from '../config/model/dashboards/dashboards';
import { exporterOf, knownMetrics } from '../config/model/metrics/known-metrics';
import { findPromrules } from './promtool/program';
import { metricsOf } from './promtool/run';
import { configWith } from './workbench-fixtures';

/*
 * Used: Prometheus' own parser, built from the published Go module; skipped aloud where it can't be built.
 * Not shown: Grafana itself, which has no package that could be run here. What it is given is held against the fields of its schema that we use.
 */

const modelOf = () =>
  resolveEnvironment(
    configWith({ profile: 'production', operations: { audit: { store: { kind: 's3', bucket: 'audit', region: 'eu-west-1' } } } }),
  );
const model = modelOf();
const promrules = findPromrules((line) => process.stderr.write(`${line}\n`));
const itParses = (name: string, body: () => void) =>
  'reason' in promrules ? test.skip(`${name}: ${promrules.reason}`, body) : test(name, body, 300_000);

const queries = dashboardPages(model).flatMap(({ name, panels }) =>
  panels.flatMap(({ title, queries }) =>
    queries.map(({ expr }) => ({ at: `${name}: ${title}`, expr: expr.replaceAll('$__rate_interval', '5m') })),
  ),
);
const recorded = new Set(ruleGroups(model).flatMap(({ rules }) => rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record]))));
const isKnown = (metric: string) => exporterOf(metric) !== undefined || recorded.has(metric);

test('the dashboards that issue 7 asks for are there', () =>
  expect(dashboards(model).map(({ name }) => name)).toEqual([
    'hub-flow',
    'objectives',
    'participants',
    'gateway',
    'kafka',
    'databases',
    'runtimes',
    'expiry',
    'cost',
  ]));

itParses('every query is PromQL, and every metric in it is one that somebody exports or a rule records', () => {
  const told = metricsOf(
    'file' in promrules ? promrules.file : '',
    queries.map(({ expr }) => expr),
  );
  expect(told.flatMap(({ wrong }, at) => (wrong ? [`${queries[at]?.at}: ${wrong}`] : []))).toEqual([]);
  expect(told.flatMap(({ metrics }, at) => metrics.filter((name) => !isKnown(name)).map((name) => `${queries[at]?.at}: ${name}`))).toEqual(
    [],
  );
});

test('names that begin like those of a component are names of that component, parser or not', () => {
  const families = new Set(Object.values(knownMetrics).flatMap(({ metrics }) => metrics.map((name) => name.split('_')[0] ?? '')));
  families.delete('up');
  const labels = new Set(['envoy_response_code_class', 'envoy_http_conn_manager_prefix', 'envoy_cluster_name']);
  const expressions = [...queries.map(({ expr }) => expr), ...ruleGroups(model).flatMap(({ rules }) => rules.map(({ expr }) => expr))];
  const looksLike = new RegExp(`(?<![\\w:.~"])(?:${[...families].join('|')})_\\w+(?=[{[ )]|$)`, 'g');
  const found = expressions.flatMap((expr) => expr.match(looksLike) ?? []);
  // Enough of them to say something.
  expect(found.length).toBeGreaterThan(100);
  expect([...new Set(found)].filter((name) => !isKnown(name) && !labels.has(name))).toEqual([]);
});

test('no metric is in the table that nobody reads', () => {
  const all = [...queries.map(({ expr }) => expr), ...ruleGroups(model).flatMap(({ rules }) => rules.map(({ expr }) => expr))].join('\n');
  const family = (name: string) => name.replace(/_(bucket|sum|count)$/, '');
  const unread = Object.values(knownMetrics)
    .flatMap(({ metrics }) => metrics)
    .filter((name) => !all.includes(family(name)));
  expect([...new Set(unread.map(family))]).toEqual([]);
});

interface Written {
  readonly uid: string;
  readonly schemaVersion: number;
  readonly panels: readonly {
    readonly id: number;
    readonly datasource: object;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  }[];
}

test('the same environment gives the same text, with the version of the schema, an id of its own and a place for every panel', () => {
  const text = JSON.stringify(dashboards(model));
  expect(JSON.stringify(dashboards(modelOf()))).toBe(text);
  const written = dashboards(model).map(({ json }) => json as Written);
  expect(new Set(written.map(({ uid }) => uid)).size).toBe(written.length);
  for (const { schemaVersion, panels, uid } of written) {
    expect([uid, schemaVersion]).toEqual([uid, 41]);
    // Uids of Grafana have at most 40 characters.
    expect(uid.length).toBeLessThanOrEqual(40);
    expect(panels.map(({ id }) => id)).toEqual(panels.map((_, at) => at + 1));
    const cells = panels.flatMap(({ gridPos: { x, y, w } }) => Array.from({ length: w }, (_, at) => `${x + at} ${y}`));
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  }
});
