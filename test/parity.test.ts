import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkConfig } from '../config/check';
import { memberOf, type Schema, schemaAt, schemaOf } from '../config/validate/schema';
import { allowedValues } from '../config/validate/values';
import { configWith } from './workbench-fixtures';

const root = join(__dirname, '..');
const page = readFileSync(join(root, 'docs/parity.md'), 'utf8');

/** Rows of the checklist that this page answers for. */
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const wanted = range(1, 72);

const rows = page
  .split('\n')
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()))
  .filter(([number]) => /^\d+$/.test(number ?? ''))
  .map(([number = '', had = '', here = '', where = '', held = '']) => ({ number: Number(number), had, here, where, held }));

/** Rows of the table under a heading. */
const tableOf = (heading: string) =>
  (page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()))
    .map(([name = '', here = '', where = '', held = '']) => ({ name, here, where, held }));

const components = tableOf('The seven components of the platform');
const models = tableOf('Settlement models');
const systems = tableOf('Systems and work named by the core team and by the work on Azure');

/** Platform components of the release overview, and what each is called here. */
const wantedComponents = [
  'Mojaloop core',
  'third-party services and connectors',
  'API gateway',
  'supporting services',
  'infrastructure',
  'finance portal and reporting',
  'monitoring',
];

/** Every system, product or piece of work that one of the two documents names. */
const wantedSystems =
  `3PPI|AKS|API Management|ARM templates|App Service|Application Insights|Azure Database for MySQL|Azure Functions|Azure Marketplace|Azure Stack
Azure management portal|DFSP authentication|business operations framework|Cosmos DB|Databricks|Docker|EFK|Event Hubs|FRMS|FX|Fintech sandbox|G2P|GitLab|Grafana|HDInsight|Helm
IaC|ISO 20022|Infrastructure as Code|Interledger|Kafka|Keto|Kratos|Loki|MSISDN|Machine Learning|Managed Disks|MongoDB|MySQL|Oathkeeper|PISP|PM4ML|Pathfinder|Postman|Prometheus
Rancher|Redis|SDK bulk|SDK scheme adapter|Scale Sets|Secrets|Slack|Testing Toolkit|TigerBeetle|Traffic Manager|Vault|Virtual Machines|WSO2|Xamarin|Zookeeper
backend dependencies|bulk|central event processor|commission|connection manager|consent|data residency|decommission|documentation|email notifier|event sidecar|event stream processor
helm test|ingress controller|key store|kubespray|merchant registration|mini-loop|nginx|node upgrades|patch notification|service discovery|signed|simulators|spend|tracing|training
vNext|vault-config-operator`.split(/[|\n]/);

const files = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, file]) => file ?? '');

/** Tests of a row, each with the file that is named before it. */
function testsOf(cell: string): { file: string; name: string }[] {
  let file = '';
  return [...cell.matchAll(/`([^`]+)`|"([^"]+)"/g)].flatMap(([, named, name]) => {
    if (named) file = named;
    return name ? [{ file, name }] : [];
  });
}

describe('docs/parity.md', () => {
  test('has every row it promises, once and in order', () => expect(rows.map(({ number }) => number)).toEqual(wanted));

  test('says of each whether it is there: kept, better, partly or not yet', () => {
    expect(rows.filter(({ here }) => !/^(kept|better|partly|not yet)\b/.test(here)).map(({ number }) => number)).toEqual([]);
    // What is only partly there says what is missing.
    expect(rows.filter(({ here }) => /^(partly|not yet)$/.test(here)).map(({ number }) => number)).toEqual([]);
  });

  test('has every component of the platform, and every system that the two documents name', () => {
    expect(components.map(({ name }) => name)).toEqual(wantedComponents);
    expect(wantedSystems.filter((system) => !systems.some(({ name }) => name.toLowerCase().includes(system.toLowerCase())))).toEqual([]);
  });

  test('has every settlement model that check lets a file have, and no other', () => {
    const shape = schemaAt(schemaOf('sandbox', 'kubernetes'), ['hub', 'settlementModels', 0]);
    const values = (key: string) => allowedValues(memberOf(shape as Schema, key) as Schema) ?? [];
    const kinds = values('delay').flatMap((delay) =>
      values('granularity').flatMap((granularity) => values('interchange').map((interchange) => ({ delay, granularity, interchange }))),
    );
    expect(kinds).toHaveLength(8);
    const settled = kinds.filter((kind) => {
      const config = configWith({ hub: { settlementModels: [{ name: 'MODEL', ...kind }] } });
      return !checkConfig(config).some(({ code }) => code === 'CUR-MODEL-KIND');
    });
    expect(
      models
        .map(({ name }) => name)
        .filter((name) => /^[A-Z ]+$/.test(name))
        .sort(),
    ).toEqual(settled.map(({ delay, granularity, interchange }) => `${delay} ${granularity} ${interchange}`).sort());
    expect(models.map(({ name }) => name)).toEqual(expect.arrayContaining(['settlement by currency', 'interchange fees']));
  });

  test('says of each component, model and system how it is answered; what is no part of a hub alone names no file', () => {
    const all = [...components, ...models, ...systems];
    expect(
      all.filter(({ here }) => !/^((kept|better)\b|(partly|not yet|instead|outside): .{20})/.test(here)).map(({ name }) => name),
    ).toEqual([]);
    expect(all.filter(({ here, where }) => here.startsWith('outside') !== (where === '–')).map(({ name }) => name)).toEqual([]);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  const answered = [...components, ...models, ...systems].filter(({ here }) => !here.startsWith('outside'));
  const named = [...rows.map((row) => ({ ...row, name: `row ${row.number}` })), ...answered];

  test.each(named)('$name: the files it names are there', ({ where }) => {
    expect(files(where).length).toBeGreaterThan(0);
    expect(files(where).filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test.each(named)('$name: the tests it names are there, and run', ({ held }) => {
    const tests = testsOf(held);
    expect(tests.length).toBeGreaterThan(0);
    const missing = tests.filter(({ file, name }) => {
      const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
      const written = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return !new RegExp(`(?<!\\.skip)\\(\\s*['\`"][^'\`\\n]*${written}`).test(text);
    });
    expect(missing).toEqual([]);
  });
});
