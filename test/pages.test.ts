import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { instance } from '@viz-js/viz';
import fc from 'fast-check';
import type { Io } from '../cli/command';
import { pictures } from '../cli/generate';
import { componentOf } from '../cli/graph/components';
import { dot } from '../cli/graph/dot';
import { type Graph, membersOf, mostNodes, nodeKinds } from '../cli/graph/graph';
import { graphExample, graphShape } from '../cli/graph/json-shape';
import { layouts, type Rectangle } from '../cli/graph/layout';
import { mermaid } from '../cli/graph/mermaid';
import { dark, light } from '../cli/graph/palette';
import { stackGraph } from '../cli/graph/stack-graph';
import { svg } from '../cli/graph/svg';
import { plain, widthOf } from '../cli/graph/text';
import { topology } from '../cli/graph/topology';
import { watching } from '../cli/graph/watching';
import { main } from '../cli/index';
import { reportShape } from '../cli/report/json-shape';
import { page } from '../cli/report/page';
import { readiness } from '../cli/report/readiness';
import type { Report } from '../cli/report/report';
import { stackRows } from '../cli/report/stack-states';
import type { JournalOperation } from '../cli/run/journal-records';
import { inspectStacks, synthesise } from '../cli/synthesise';
import { capabilityNames } from '../config/capabilities';
import { checkConfig } from '../config/check';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { loadWorkbench } from '../config/load';
import { alertRules } from '../config/model/alerts/rule-groups';
import { type Flow, type Peer, participantFlows } from '../config/model/flows';
import { nodePools } from '../config/model/node-pools';
import { serviceNames } from '../config/model/services';
import { lockedCharts } from '../config/releases/lock';
import { releaseVersions } from '../config/releases/versions';
import { productionRules } from '../config/rules/production';
import { stacksOf } from '../stacks/catalogue';
import { reportFor as reportOfModel } from './report-data';
import { exampleModel } from './synthesised';
import { configWith } from './workbench-fixtures';

const root = join(__dirname, '..');
let folder = '';
jest.setTimeout(60_000);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbench-pages-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Patch = Parameters<typeof configWith>[0];
const modelOf = (patch: Patch = {}): EnvironmentModel => resolveEnvironment(configWith(patch));

/** Every part a hub of 17.1.0 can have, with participants of every kind. */
const everything = {
  hub: {
    release: '17.1.0',
    currencies: ['USD'],
    bulk: true,
    thirdParty: true,
    simulators: true,
    ttkSimulators: true,
    testingToolkit: true,
    fx: true,
    interScheme: true,
    oracles: { pathfinder: true, external: [{ type: 'ALIAS', endpoint: 'https://oracle.example.org:8443/x' }] },
  },
  network: { egress: [{ namespace: 'mojaloop', to: '203.0.113.0/24', port: 8443, why: 'fraud screening' }] },
  secrets: {
    people: { discoveryUrl: 'https://id.example.org', groups: ['operators'] },
    pipelines: { discoveryUrl: 'https://git.example.org', projects: ['group/project'] },
  },
  participants: [
    { id: 'demowallet', currency: 'USD', msisdnPrefix: '367', sdkBulk: true, testingToolkit: true },
    { id: 'farbank', currency: 'USD', msisdnPrefix: '368', external: true, domain: 'pay.farbank.example.org' },
    { id: 'elsewhere', currency: 'USD', msisdnPrefix: '369', cluster: { kubeconfig: '~/.kube/other', context: 'other' } },
    { id: 'gone', currency: 'USD', msisdnPrefix: '370', retired: true },
  ],
} as const;

const managed = (mysql: string, kafka: string) => ({ mysql: { service: mysql }, kafka: { service: kafka } });
const onAws = {
  platform: { provider: 'aws', region: 'eu-west-1', context: undefined },
  stores: managed('rds', 'msk'),
  certificates: { issuer: 'acme', email: 'operators@labs.example.org' },
} as const;
const onAzure = {
  platform: { provider: 'azure', region: 'southafricanorth', context: undefined },
  stores: managed('flexible-server', 'event-hubs'),
} as const;
const onAzureLocal = {
  platform: {
    provider: 'azure-stack',
    region: 'southafricanorth',
    context: undefined,
    azureStack: {
      addressPrefix: '10.10.0.0/22',
      nodeAddresses: { start: '10.10.0.50', end: '10.10.0.99' },
      serviceAddresses: { start: '10.10.0.100', end: '10.10.0.109' },
      controlPlaneAddress: '10.10.0.20',
    },
  },
} as const;

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `bank-${String(index).padStart(4, '0')}`,
    currency: 'USD',
    msisdnPrefix: String(10000 + index),
  }));

/** Text that the schema allows as the name of a participant, and that means something in each of the languages we print. */
const hostile = '"]<script>alert(1)</script>&amp;#35;`b`\\N|{x}\u202e--> end';

const reportFor = (model: EnvironmentModel) => reportOfModel(model, join(folder, 'state'));

/** Runs the command as the shell does, with streams of its own. */
async function run(...argv: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough(), stdin: new PassThrough() };
  const status = await main(argv, { cwd: root, env: {}, ...streams } as unknown as Io);
  const text = (stream: PassThrough) => String(stream.read() ?? '');
  return { status, stdout: text(streams.stdout), stderr: text(streams.stderr) };
}

/** The example of the README, without problems of its own. */
const sandbox = () => exampleModel('sandbox');

const named = ['amp', 'lt', 'gt', 'quot', '#39'];
const decoded = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Reads XML (or HTML whose empty elements are known) strictly: every tag closed in order, every value quoted, no bare `<` or `&`. */
function elementsOf(markup: string, empty: readonly string[] = []): Element[] {
  const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: { name: string; at: number }[] = [];
  const tokens = /<!DOCTYPE html>|<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
  while (tokens.lastIndex < markup.length) {
    const start = tokens.lastIndex;
    const token = tokens.exec(markup);
    if (!token) throw new Error(`not well formed: ${markup.slice(start, start + 80)}`);
    const [, closing, name, attributes = '', selfClosing, text] = token;
    const style = open.at(-1)?.name === 'style';
    for (const [, entity] of style ? [] : `${text ?? ''}${attributes}`.matchAll(/&([^;&\s]*;?)/g))
      if (!named.some((known) => entity === `${known};`)) throw new Error(`unknown entity &${entity}`);
    if (text !== undefined) {
      const inside = open.at(-1);
      if (inside) found[inside.at]!.text += decoded(text);
      else if (text.trim()) throw new Error(`text outside: ${text.trim()}`);
    } else if (closing) {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name}>`);
    } else if (name) {
      const values = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, decoded(value ?? '')]);
      found.push({ name, attributes: Object.fromEntries(values), text: '' });
      if (!selfClosing && !empty.includes(name)) open.push({ name, at: found.length - 1 });
    }
  }
  if (open.length > 0) throw new Error(`never closed: ${open.map(({ name }) => name).join(', ')}`);
  return found;
}

const textsOf = (picture: string, name: string) => elementsOf(picture).flatMap((element) => (element.name === name ? [element.text] : []));

/** Labels of a Mermaid flowchart, held against a strict grammar of the lines we write. */
function mermaidLabels(text: string): string[] {
  const id = '[A-Za-z_]\\w*';
  const label = '"((?:[^"#&<>`\\\\\\n]|#(?:35|92|96|amp|lt|gt|quot);|<br/>)*)"';
  const kinds = nodeKinds.join('|');
  const forms = [
    new RegExp(`^(?: {2})+${id}\\[${label}\\]:::(?:${kinds})$`),
    new RegExp(`^(?: {2})+subgraph ${id}\\[${label}\\]$`),
    new RegExp(`^ {2}${id} -->(?:\\|${label}\\|)? ${id}$`),
    new RegExp(`^ {2}classDef (?:${kinds}) fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}$`),
    /^(?: {2})+end$/,
  ];
  const [fence, title, fence2, kind, ...lines] = text.trimEnd().split('\n');
  expect([fence, fence2, kind]).toEqual(['---', '---', 'flowchart LR']);
  expect(title).toMatch(/^title: "(?:[^"\\]|\\.)*"$/);
  expect(lines.filter((line) => line.trim() === 'end').length).toBe(lines.filter((line) => line.trim().startsWith('subgraph')).length);
  const entities: Record<string, string> = { 35: '#', 92: '\\', 96: '`', amp: '&', lt: '<', gt: '>', quot: '"' };
  return lines.flatMap((line) => {
    const match = forms.map((form) => form.exec(line)).find((found) => found !== null);
    if (!match) throw new Error(`no line of a flowchart: ${line}`);
    return match[1] === undefined
      ? []
      : match[1].split('<br/>').map((part) => part.replace(/#(\w+);/g, (_, name: string) => entities[name] ?? ''));
  });
}

/** The labels Graphviz has read, after its own reading of backslashes and entities. */
async function graphvizTexts(text: string): Promise<string[]> {
  const drawn = (await instance()).renderString(text, { format: 'svg' });
  return [...drawn.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, content]) =>
    (content ?? '')
      .replace(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)))
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  );
}

const small = (texts: { title: string; detail: string; id: string; label: string }): Graph => ({
  view: 'topology',
  title: texts.title,
  nodes: [
    { id: texts.id, kind: 'person', title: texts.title, details: [texts.detail], group: `${texts.id} box`, column: 0 },
    { id: 'n', kind: 'vault', title: 'N', details: [], column: 1, count: 2 },
  ],
  edges: [
    { from: texts.id, to: 'n', label: texts.label, why: texts.detail },
    { from: 'n', to: `${texts.id} box`, label: '', why: '' },
    { from: 'n', to: 'nowhere', label: 'lost', why: '' },
  ],
  groups: [{ id: `${texts.id} box`, title: texts.detail }],
});

describe('the graph', () => {
  test('every service any release knows belongs to a part of the hub', () => {
    expect(serviceNames.filter((name) => componentOf(name) === undefined)).toEqual([]);
  });

  test.each(releaseVersions)('%s: every service is counted once, and every database is used by a part that is drawn', (release) => {
    const model = modelOf({ hub: { release, bulk: true, thirdParty: true }, cluster: { kubernetesVersion: '1.24' } });
    const { nodes, edges } = topology(model);
    const counted = nodes.filter(({ kind }) => kind === 'component').map(({ details }) => Number.parseInt(details[0] ?? '', 10));
    expect(counted.reduce((a, b) => a + b, 0)).toBe(model.services.length);
    const reasons = [...edges, ...watching(model).edges].map(({ why }) => why).join('\n');
    for (const { schema, users } of model.databases)
      for (const { name } of users) expect(`${schema} ${reasons}`).toMatch(new RegExp(`${schema} as [\\w, ]*\\b${name}\\b`));
  });

  test('a hub with everything has everything in its picture', () => {
    const { nodes, groups } = topology(modelOf(everything));
    const titles = nodes.map(({ title }) => title);
    expect(titles).toEqual([
      'People',
      'farbank',
      'elsewhere',
      'demowallet',
      'Gateway',
      'Keycloak',
      'Connection manager',
      'Account lookup',
      'Oracles',
      'Quotes',
      'Transfers and ledger',
      'Settlement',
      'Transaction requests',
      'Bulk transfers',
      'Third party (PISP)',
      'Inter-scheme proxy',
      'Testing toolkit',
      'Simulators',
      'Toolkit simulators',
      'Store operators',
      'Vault config operator',
      'cert-manager',
      'Monitoring',
      'Agents on nodes',
      'MySQL',
      'MongoDB',
      'Kafka',
      'Redis',
      'Redis',
      'Redis',
      'Vault',
      'Oracle elsewhere',
      '203.0.113.0/24',
    ]);
    expect(groups.map(({ title }) => title)).toContain('Payment managers in cluster other');
  });

  test('ids are unique, every arrow has two ends, every group and parent is there', () => {
    for (const graph of [topology(modelOf(everything)), stackGraph(modelOf(everything))]) {
      const ids = [...graph.nodes, ...graph.groups].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { from, to } of graph.edges) for (const end of [from, to]) expect(membersOf(graph, end)).not.toEqual([]);
      for (const { group } of graph.nodes) if (group) expect(ids).toContain(group);
      for (const { parent } of graph.groups) if (parent) expect(ids).toContain(parent);
    }
  });

  describe.each([
    ['a cluster that exists', modelOf(everything)],
    ['AWS', modelOf({ ...everything, ...onAws })],
    ['Azure', modelOf({ ...everything, ...onAzure })],
    ['Azure Local', modelOf({ ...everything, ...onAzureLocal })],
  ])('the picture and the network policies agree: %s', (_, model) => {
    const graph = topology(model);
    const watched = watching(model);
    const flows: readonly Flow[] = [...model.flows, ...participantFlows(model.config, 'demowallet', true)];
    const is = (peer: Peer, namespace: string) =>
      'namespace' in peer ? peer.namespace === namespace : 'participants' in peer && namespace === 'demowallet';
    const namespacesOf = (end: string) => [...new Set(membersOf(graph, end).flatMap(({ namespace }) => namespace ?? []))];
    const portsOf = ({ label }: { readonly label: string }) => label.match(/\d+/g)?.map(Number) ?? [];
    const pairs = [...graph.edges, ...watched.edges].flatMap((edge) =>
      namespacesOf(edge.from).flatMap((from) => namespacesOf(edge.to).map((to) => ({ from, to, ports: portsOf(edge) }))),
    );

    test('no arrow is drawn that the policies refuse', () => {
      const refused = pairs.filter(
        ({ from, to, ports }) =>
          from !== to &&
          !flows.some(
            (flow) =>
              is(flow.from, from) && is(flow.to, to) && (flow.ports.length === 0 || ports.every((port) => flow.ports.includes(port))),
          ),
      );
      expect(refused).toEqual([]);
      expect(pairs.length).toBeGreaterThan(30);
    });

    test('what is watched is a picture of its own: its arrows have their ends there, and the way to the dashboards is in both', () => {
      const ends = new Set([...watched.nodes, ...watched.groups].map(({ id }) => id));
      expect(watched.edges.filter(({ from, to }) => !ends.has(from) || !ends.has(to))).toEqual([]);
      const both = graph.edges.filter((edge) => watched.edges.some(({ from, to }) => from === edge.from && to === edge.to));
      expect(both.map(({ from, to }) => [from, to])).toEqual([['gateway', 'monitoring']]);
    });

    test('no allowed connection between namespaces is missing', () => {
      const names = [...model.namespaces.map(({ name }) => name), 'demowallet'];
      const missing = names.flatMap((from) =>
        names
          .filter((to) => to !== from && flows.some((flow) => is(flow.from, from) && is(flow.to, to)))
          .filter((to) => !pairs.some((pair) => pair.from === from && pair.to === to))
          .map((to) => `${from} to ${to}`),
      );
      expect(missing).toEqual([]);
    });

    test('every arrow to something of the cloud is let out, and each store that the cloud runs has one', () => {
      const inBox = (group: string) => graph.nodes.filter((node) => node.group === group).map(({ id }) => id);
      const stores = inBox('managed-stores');
      const targets = [...stores, ...inBox('cloud-services')];
      const drawn = graph.edges
        .filter(({ to }) => targets.includes(to))
        .flatMap((edge) => namespacesOf(edge.from).map((from) => ({ from, to: edge.to, ports: portsOf(edge) })));
      const outside = flows.filter((flow) => 'cidr' in flow.to);
      const refused = drawn.filter(
        ({ from, ports }) => !outside.some((flow) => is(flow.from, from) && ports.every((port) => flow.ports.includes(port))),
      );
      expect(refused).toEqual([]);
      expect(stores.filter((id) => !drawn.some(({ to }) => to === id))).toEqual([]);
      const { mysql, kafka } = model.config.stores;
      expect(stores).toHaveLength([mysql.service, kafka.service].filter((service) => service && service !== 'operator').length);
    });
  });

  describe('on a cloud', () => {
    const titles = (patch: Patch) => topology(modelOf(patch)).nodes.map(({ title }) => title);
    const boxOf = ({ nodes, groups }: Graph, title: string) => {
      const around: string[] = [];
      let id = nodes.find((node) => node.title === title)?.group;
      while (id !== undefined) {
        const group = groups.find((one) => one.id === id);
        around.push(group?.title ?? '');
        id = group?.parent;
      }
      return around;
    };

    test('AWS: what the cloud runs stands outside of the cluster by its own name, and the proxy inside', () => {
      const graph = topology(modelOf(onAws));
      const cluster = 'EKS: labs-dev, Kubernetes 1.35, 6 to 10 nodes';
      expect(boxOf(graph, 'Network Load Balancer')).toEqual(['VPC 10.64.0.0/16, 2 zones', 'AWS, eu-west-1']);
      expect(boxOf(graph, 'Gateway')).toEqual([cluster, 'VPC 10.64.0.0/16, 2 zones', 'AWS, eu-west-1']);
      expect(boxOf(graph, 'kafka-proxy')).toEqual(['Stores, namespace stores', ...boxOf(graph, 'Gateway')]);
      for (const store of ['RDS for MySQL', 'MSK'])
        expect(boxOf(graph, store)).toEqual(['Managed stores', 'VPC 10.64.0.0/16, 2 zones', 'AWS, eu-west-1']);
      for (const service of ['KMS', 'Secrets Manager', 'Route 53', 'S3', 'ECR', 'CloudWatch Logs'])
        expect(boxOf(graph, service)).toEqual(['Services of AWS', 'AWS, eu-west-1']);
      expect(titles(onAws)).not.toEqual(expect.arrayContaining(['Kafka']));
      const reasons = graph.edges.map(({ from, to, label }) => `${from} ${to} ${label}`);
      expect(reasons).toEqual(
        expect.arrayContaining([
          'people balancer HTTPS 443',
          'balancer gateway TLS 443',
          'hub-transfers mysql MySQL 3306',
          'hub-transfers kafka-proxy Kafka 9092',
          'kafka-proxy managed-kafka Kafka 9096',
          'vault cloud-keys HTTPS 443',
          'cloud-controllers cloud-dnsZones HTTPS 443',
        ]),
      );
      expect(graph.nodes.find(({ id }) => id === 'vault')?.details[0]).toBe('1 member · seal awskms');
    });

    test('Azure: its own names, and Event Hubs with its units', () => {
      const graph = topology(modelOf(onAzure));
      expect(titles(onAzure)).toEqual(
        expect.arrayContaining(['Azure Load Balancer', 'Azure Database for MySQL', 'Event Hubs', 'Key Vault: keys', 'Azure DNS']),
      );
      expect(graph.nodes.find(({ title }) => title === 'Event Hubs')?.details).toEqual(['Premium, 1 processing unit', '21 topics']);
      expect(graph.edges.find(({ to }) => to === 'managed-kafka')).toEqual(
        expect.objectContaining({ label: 'Kafka 9093', why: 'logs in over TLS by OAUTHBEARER as its workload identity' }),
      );
    });

    test('Azure Local: everything is in the building, and no service of a cloud is drawn', () => {
      const graph = topology(modelOf(onAzureLocal));
      expect(graph.nodes.filter(({ kind }) => kind === 'cloud')).toEqual([]);
      expect(boxOf(graph, 'MySQL').slice(-2)).toEqual(['Logical network 10.10.0.0/22', 'Azure Local, southafricanorth']);
      expect(graph.nodes.find(({ id }) => id === 'balancer')?.details).toEqual(['10.10.0.100 to 10.10.0.109']);
    });

    test('Azure Stack Hub: the cluster is one that exists, and its zone is kept by hand', () => {
      const azureStack = { flavour: 'hub', armEndpoint: 'https://management.stamp.example.org' };
      const graph = topology(modelOf({ platform: { provider: 'azure-stack', region: 'stamp', context: 'stamp', azureStack } }));
      expect(boxOf(graph, 'Gateway')[0]).toBe('Kubernetes cluster: stamp');
      expect(graph.nodes.find(({ title }) => title === 'DNS of the stamp')?.details).toEqual(['dev.labs.example.org, by hand']);
      expect(graph.nodes.map(({ id }) => id)).not.toContain('balancer');
    });

    test('a gateway that was there has its own balancer; without one of its own the key service opens no Vault', () => {
      expect(titles({ ...onAws, gateway: { controller: 'existing' } })).not.toContain('Network Load Balancer');
      const graph = topology(modelOf({ ...onAws, secrets: { vault: { address: 'https://vault.example.org' } } }));
      expect(graph.edges.filter(({ to }) => to === 'cloud-keys')).toEqual([]);
      expect(graph.nodes.find(({ id }) => id === 'cloud-keys')?.details).toEqual(['encrypt at rest']);
    });
  });

  test('a store elsewhere stands outside the cluster with its address, and no operator runs it', () => {
    const { nodes } = topology(modelOf({ stores: { mysql: { external: { host: 'db.example.org', port: 3307, credentials: 'hub/db' } } } }));
    const mysql = nodes.find(({ title }) => title === 'MySQL');
    expect(mysql).toEqual(expect.objectContaining({ details: ['db.example.org:3307', expect.stringContaining('database')] }));
    expect(mysql).not.toHaveProperty('group');
    expect(nodes.find(({ id }) => id === 'store-operators')?.details.join(' ')).not.toContain('MySQL');
  });

  test('an existing Vault is drawn at its address, with its own port', () => {
    const { nodes, edges } = topology(modelOf({ secrets: { vault: { address: 'https://vault.example.org:9443' } } }));
    expect(nodes.find(({ id }) => id === 'vault')).toEqual(expect.objectContaining({ details: ['existing', 'vault.example.org:9443'] }));
    expect(edges.filter(({ to }) => to === 'vault').map(({ label }) => label)).toEqual(Array(4).fill('HTTPS 9443'));
  });

  test(`${mostNodes} participants are drawn one by one, one more becomes a node with their number`, () => {
    const participants = (count: number) =>
      topology(modelOf({ participants: many(count) })).nodes.filter(({ kind }) => kind === 'participant');
    expect(participants(mostNodes)).toHaveLength(mostNodes);
    expect(participants(mostNodes + 1)).toEqual([
      expect.objectContaining({ title: '16 payment managers', details: ['bank-0000 … bank-0015'], count: 16 }),
    ]);
  });

  test('the view of the stacks is the catalogue: its stacks, their descriptions, what they need', () => {
    const model = modelOf(everything);
    const { nodes, edges } = stackGraph(model);
    const entries = stacksOf(model);
    expect(nodes.map(({ title, details }) => `${title}: ${details.join(' ')}`)).toEqual(
      entries.map(({ id, description }) => `${id}: ${description}`),
    );
    expect(edges.map(({ from, to }) => `${to} needs ${from}`)).toEqual(
      entries.flatMap(({ id, needs }) => needs.map((need) => `${id} needs ${need}`)),
    );
  });

  test('five thousand participants are five nodes in the view of the stacks', () => {
    const { nodes, edges } = stackGraph(modelOf({ participants: many(5000) }));
    expect(nodes.at(-1)).toEqual(
      expect.objectContaining({ title: '200 stacks', details: ['participants-1 … participants-200', '5,000 participants'], count: 200 }),
    );
    expect([nodes.length, edges.length]).toEqual([7, 7]);
  });

  test('the same file gives the same graph and the same bytes in every language', async () => {
    const [first, second] = [topology(modelOf(everything)), topology(modelOf(everything))];
    expect(second).toEqual(first);
    expect([await svg(second), mermaid(second), dot(second)]).toEqual([await svg(first), mermaid(first), dot(first)]);
  });
});

describe('the printers', () => {
  test('a hostile text is shown as it is and means nothing', async () => {
    const graph = small({ title: hostile, detail: `x ${hostile}`, id: hostile, label: hostile });
    const shown = plain(hostile);
    expect(shown).not.toContain('\u202e');
    const picture = await svg(graph);
    expect(elementsOf(picture).map(({ name }) => name)).not.toContain('script');
    expect(textsOf(picture, 'text')).toEqual(expect.arrayContaining([shown, `x ${shown}`]));
    expect(mermaidLabels(mermaid(graph))).toEqual(expect.arrayContaining([shown, `x ${shown}`]));
    expect(await graphvizTexts(dot(graph))).toEqual(expect.arrayContaining([shown, `x ${shown}`]));
  });

  const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }), fc.constant(hostile));
  const anyTexts = fc
    .record({ title: anyText, detail: anyText, id: anyText, label: anyText })
    .filter(({ id }) => id !== 'n' && id !== 'nowhere');

  test('any text whatever: a sound Mermaid chart that shows it', () => {
    fc.assert(
      fc.property(anyTexts, (texts) => {
        expect(mermaidLabels(mermaid(small(texts)))).toEqual(expect.arrayContaining([texts.title, texts.detail].map(plain)));
      }),
      { numRuns: 500 },
    );
  });

  test('any text whatever: Graphviz reads our DOT, and the picture shows it', async () => {
    await fc.assert(
      fc.asyncProperty(anyTexts, async (texts) => {
        const picture = await svg(small(texts));
        expect(textsOf(picture, 'text')).toEqual(expect.arrayContaining([texts.title, texts.detail, 'N'].map(plain)));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('an arrow to something that is not there is not drawn, and nothing else is lost', async () => {
    const graph = small({ title: 'a', detail: 'b', id: 'c', label: 'd' });
    const picture = await svg(graph);
    expect(textsOf(picture, 'text')).not.toContain('lost');
    expect(mermaid(graph)).not.toContain('lost');
    expect(elementsOf(picture).filter(({ attributes }) => attributes.class === 'line')).toHaveLength(2);
  });

  test('an SVG names itself for screen readers, tells the reason of each arrow and loads nothing', async () => {
    const graph = topology(modelOf(everything));
    const picture = await svg(graph);
    const elements = elementsOf(picture);
    expect(elements[0]).toEqual(expect.objectContaining({ name: 'svg', attributes: expect.objectContaining({ role: 'img' }) }));
    expect(elements.slice(1, 3).map(({ name }) => name)).toEqual(['title', 'desc']);
    expect(textsOf(picture, 'title')).toContain('Payment managers → Vault: certificates of payment managers');
    expect(elements.filter(({ attributes }) => attributes.class === 'line')).toHaveLength(graph.edges.length);
    expect(loadedBy(picture)).toEqual([]);
  });

  test.each([
    ['a cluster that exists', everything],
    ['AWS', { ...everything, ...onAws }],
    ['Azure', { ...everything, ...onAzure }],
    ['Azure Local', onAzureLocal],
  ])('%s: nodes do not cover each other, lie inside their boxes and inside the picture, and have room for their text', async (_, patch) => {
    const graph = topology(modelOf(patch));
    const { nodes, groups, width, height } = (await layouts([graph]))[0]!;
    const places = [...nodes.values()];
    const inside = (a: Rectangle, b: Rectangle) =>
      // Places are sums of numbers with a point: the last digit may differ.
      a.x >= b.x - 0.01 && a.y >= b.y - 0.01 && a.x + a.width <= b.x + b.width + 0.01 && a.y + a.height <= b.y + b.height + 0.01;
    const overlaps = places.flatMap((a, index) =>
      places.slice(index + 1).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height),
    );
    expect(places).toHaveLength(graph.nodes.length);
    expect(overlaps).toEqual([]);
    for (const { id, group, title } of graph.nodes) {
      const place = nodes.get(id)!;
      expect(inside(place, { x: 0, y: 0, width, height })).toBe(true);
      if (group) expect(inside(place, groups.get(group)!)).toBe(true);
      expect(place.width).toBeGreaterThan(widthOf(title, 14));
    }
  });

  test('text on its colour has a contrast of at least 7 to 1, in light and in dark', () => {
    const luminance = (colour: string) => {
      const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
        const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (a: string, b: string) => {
      const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
      return (high + 0.05) / (low + 0.05);
    };
    const poor = [light, dark].flatMap(({ text, muted, box, background, kinds }) =>
      [box, background, ...nodeKinds.map((kind) => kinds[kind].fill)].flatMap((fill) =>
        [text, muted].filter((ink) => contrast(ink, fill) < 7).map((ink) => `${ink} on ${fill}: ${contrast(ink, fill).toFixed(1)}`),
      ),
    );
    expect(poor).toEqual([]);
  });
});

/** Everything a page or picture would fetch: addresses in src, href, url() and @import, but for anchors in itself. */
function loadedBy(markup: string): string[] {
  const attributes = [...markup.matchAll(/\s(?:src|srcset|href|xlink:href|action|data|poster)="([^"]*)"/g)].map(
    ([, address]) => address ?? '',
  );
  const styles = [...markup.matchAll(/url\(([^)]*)\)|@import\s*([^;]*)/g)].map(([whole]) => whole);
  return [...attributes.filter((address) => !address.startsWith('#')), ...styles];
}

/** Elements of HTML that have no end. */
const empty = ['meta', 'br', 'link', 'img', 'input', 'hr'];

function needsNothingElse(text: string): void {
  const elements = elementsOf(text, empty);
  expect(elements.map(({ name }) => name)).not.toContain('script');
  expect(loadedBy(text)).toEqual([]);
  expect(elements.find(({ attributes }) => attributes['http-equiv'])?.attributes.content).toBe(
    "default-src 'none'; style-src 'unsafe-inline'",
  );
  expect(elements.flatMap(({ attributes }) => Object.keys(attributes).filter((key) => key.startsWith('on')))).toEqual([]);
}

function isAccessible(text: string): void {
  const elements = elementsOf(text, empty);
  const of = (name: string) => elements.filter((element) => element.name === name);
  expect(of('html')[0]?.attributes.lang).toBe('en');
  const levels = elements.flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []));
  expect(levels[0]).toBe(1);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  expect(levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  expect(of('caption').map((caption) => caption.text)).not.toContain('');
  expect(of('caption')).toHaveLength(of('table').length);
  expect(of('summary').map((summary) => summary.text)).not.toContain('');
  expect(of('summary')).toHaveLength(of('details').length);
  expect(of('th').filter(({ attributes }) => !attributes.scope)).toEqual([]);
  const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  const anchors = of('a').map(({ attributes }) => attributes.href?.slice(1));
  expect(anchors.filter((anchor) => !ids.includes(anchor ?? ''))).toEqual([]);
}

describe('the report', () => {
  const model = modelOf(everything);
  let report: Report;
  let text = '';
  beforeAll(async () => {
    report = reportFor(model);
    text = await page(report);
  });
  const cells = () => elementsOf(text, empty).map((element) => element.text);

  test('is well formed, and needs nothing else: no script, nothing loaded, and a policy that forbids it', () => needsNothingElse(text));

  test('is accessible: a language, headings in order, a caption and heads for every table, anchors that lead somewhere', () => {
    isAccessible(text);
    expect(elementsOf(text, empty).find(({ name }) => name === 'title')?.text).toBe('labs dev: Mojaloop 17.1.0, sandbox – report');
  });

  test('names every secret of the map, with its path and every place it is delivered to', () => {
    const all = cells();
    for (const { id, path, field, deliveries } of model.secrets) {
      expect(all).toContain(id);
      expect(all).toContain(`hub/${path} ${field}`);
      for (const { namespace, secretName, key } of deliveries) expect(all).toContain(`${namespace}/${secretName} ${key}`);
    }
    expect(model.secrets.length).toBeGreaterThan(20);
  });

  test('who may do what in Vault is what the stacks write into Vault', () => {
    const outdir = join(folder, 'synth');
    synthesise(model, { outdir, stateDir: join(folder, 'state') });
    const policies = readdirSync(join(outdir, 'stacks')).flatMap((stack) => {
      const { resource } = JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
      return Object.values((resource.vault_policy ?? {}) as Record<string, { name: string; policy: string }>);
    });
    const written = (role: string) => {
      const rules = report.vaultRights.find((right) => right.role === role)?.rules ?? [];
      return rules.map(({ path, may }) => `path "${path}" {\n  capabilities = ${JSON.stringify(may)}\n}\n`).join('\n');
    };
    expect(policies.length).toBeGreaterThan(8);
    expect(policies.map(({ name }) => [name, written(name)])).toEqual(policies.map(({ name, policy }) => [name, policy]));
    const roles = policies.map(({ name }) => name);
    expect(report.vaultRights.map(({ role }) => role).filter((role) => !roles.includes(role))).toEqual(['workbench-deployer']);
  });

  test('tells databases with users and grants, topics, caches, flows, services, participants, stacks and findings', () => {
    const all = cells();
    const wanted = [
      ...model.databases.flatMap(({ name, schema, users }) => [name, schema, ...users.map((user) => user.name)]),
      ...model.topics.map(({ name }) => name),
      ...model.logicalServices.flatMap(({ name, host, port, target }) => [name, `${host}:${port}`, target]),
      ...model.flows.map(({ why }) => why),
      ...participantFlows(model.config, 'demowallet', true).map(({ why }) => why),
      ...model.services.map(({ name }) => name),
      ...model.config.participants.map(({ id }) => id),
      ...stacksOf(model).map(({ id }) => id),
      ...report.problems.flatMap(({ code, message }) => [code, message]),
    ];
    expect(wanted.filter((word) => !all.includes(word))).toEqual([]);
    expect(report.problems.length).toBeGreaterThan(0);
    const ledger = report.databases.find(({ name }) => name === 'central-ledger-db');
    expect(ledger?.users.find(({ name }) => name === 'quoting')?.grants).toBe(
      'reads and writes rows, makes no tables (SELECT, INSERT, UPDATE, DELETE, EXECUTE)',
    );
  });

  test('tells every chart with its version and the digest of the lock file', () => {
    const all = cells();
    const { stacks } = inspectStacks(model, { stateDir: join(folder, 'state') });
    const used = new Set(stacks.flatMap((stack) => stack.releases.map(({ chart, version }) => `${chart}@${version}`)));
    const locked = lockedCharts.filter(({ name, version }) => used.has(`${name}@${version}`));
    expect(locked.map(({ name }) => name)).toEqual(expect.arrayContaining(['mojaloop', 'mojaloop-payment-manager', 'vault']));
    for (const { name, version, digest } of locked) {
      expect(all).toContain(name);
      expect(all).toContain(version);
      expect(all).toContain(digest ?? 'digest not known');
    }
    expect(report.releases.flatMap(({ releases }) => releases)).toHaveLength(stacks.flatMap((stack) => stack.releases).length);
  });

  test('a release whose charts take passwords only as text has its exceptions listed, and 17.1.0 has none', () => {
    expect(report.secretExceptions).toEqual([]);
    expect(text).toContain('Every chart of this environment reads its secrets from Kubernetes Secrets.');
    const old = reportFor(modelOf({ hub: { release: '14.1.1' }, cluster: { kubernetesVersion: '1.24' } }));
    expect(old.secretExceptions.length).toBeGreaterThan(0);
    const ids = new Set(old.secrets.map(({ id }) => id));
    expect(old.secretExceptions.filter(({ secret }) => !ids.has(secret))).toEqual([]);
    expect(old.limits.find(({ what }) => what.startsWith('Passwords'))?.verdict).toBe('beyond');
  });

  describe('production readiness', () => {
    const place = { kind: 's3', bucket: 'b', endpoint: 'https://objects.example.net', credentials: 'hub/external/backups' };
    const recipients = [
      'age1d3yt3hxle4gg2gr2kmua8yn7l7y4yendak78vru32daxn8ukvdnqmpy2ec',
      'age1ysvfrkvhnf5pvj0pdj23gedyqtatw62xagnhjrpg5mxfkpcmqulsh4skka',
    ];
    const safe = {
      profile: 'production',
      state: { backend: 'kubernetes' },
      secrets: { vault: { address: 'https://vault.example.org' } },
      certificates: { revocationAddress: 'http://pki.example.org' },
      gateway: { operatorAddresses: ['203.0.113.0/28'] },
      alerts: { routes: [{ name: 'on-call', to: 'pagerduty', severities: ['critical'], secret: 'alerts/on-call' }] },
      operations: { backups: { recipients, store: place }, audit: { store: place } },
    };
    const audit = (more: object) => ({ operations: { audit: { store: place, ...more } } });
    const falls: readonly (readonly [code: string, path: string, patch: Patch])[] = [
      ['PROFILE', 'profile', { profile: 'sandbox' }],
      ['PRD-REPLICAS', 'stores.mysql.replicas', { stores: { mysql: { replicas: 1 } } }],
      ['PRD-ZONES', 'cluster.zones', { cluster: { zones: 1 } }],
      ['PRD-SIZE', 'hub.size', { hub: { release: '17.1.0', currencies: ['USD'], size: 'lab' } }],
      ['PRD-DELETION', 'operations.deletionProtection', { operations: { deletionProtection: false } }],
      ['PRD-STATE', 'state.backend', { state: { backend: 'local' } }],
      ['PRD-SIMULATORS', 'hub.simulators', { hub: { release: '17.1.0', currencies: ['USD'], simulators: true } }],
      ['PRD-LOGS', 'hub.logLevel', { hub: { release: '17.1.0', currencies: ['USD'], logLevel: 'debug' } }],
      ['PRD-OPEN', 'gateway.operatorAddresses.0', { gateway: { operatorAddresses: ['0.0.0.0/0'] } }],
      ['GW-OPERATORS', 'gateway.operatorAddresses', { gateway: { operatorAddresses: [] } }],
      ['CRT-REVOCATION-INSIDE', 'certificates.revocationAddress', { certificates: {} }],
      ['ALR-NOBODY', 'alerts.routes', { alerts: { routes: [] } }],
      ['SEC-SHAMIR', 'secrets.vault.seal', { secrets: { vault: { seal: 'shamir' } } }],
      ['OPS-BACKUPS-INSIDE', 'operations.backups', { operations: { backups: {} } }],
      ['OPS-AUDIT-NOWHERE', 'operations.audit', { operations: { audit: {} } }],
      ['OPS-AUDIT-SHORT', 'operations.audit.retentionDays', audit({ retentionDays: 30 })],
      ['OPS-AUDIT-AT-HAND', 'operations.audit.coldAfterDays', audit({ coldAfterDays: 30 })],
      ['OPS-AUDIT-UNCOLLECTED', 'operations.audit', { monitoring: { enabled: false } }],
      [
        'OPS-BACKUPS-ONE-KEY',
        'operations.backups.recipients',
        { operations: { backups: { recipients: recipients.slice(1), store: place } } },
      ],
    ];
    test('every rule of production is a criterion, and each is met by a safe file', () => {
      const criteria = readiness(configWith(safe));
      expect(criteria.map(({ code }) => code)).toEqual(expect.arrayContaining(['PROFILE', ...productionRules.map(({ code }) => code)]));
      expect(criteria.filter(({ met }) => !met)).toEqual([]);
      expect(falls.map(([code]) => code)).toEqual(expect.arrayContaining(productionRules.map(({ code }) => code)));
    });
    test.each(falls)('%s: not met at %s, and the criterion says what to set', (code, path, patch) => {
      const criterion = readiness(configWith({ ...safe, ...patch })).find((row) => row.code === code);
      expect(criterion?.met).toBe(false);
      expect(criterion?.toDo[0]).toEqual({ path, message: expect.any(String), hint: expect.any(String) });
    });
    test('in production it says no more and no less than check does', () => {
      const config = configWith({
        profile: 'production',
        cluster: { zones: 1 },
        hub: { release: '17.1.0', currencies: ['USD'], simulators: true },
      });
      const criteria = readiness(config);
      const codes = criteria.map(({ code }) => code);
      const missing = criteria.filter(({ met }) => !met).flatMap(({ code, toDo }) => toDo.map((place) => `${code} ${place.path}`));
      const found = checkConfig(config).filter(({ code }) => codes.includes(code));
      expect(missing.sort()).toEqual(found.map(({ code, path }) => `${code} ${path}`).sort());
      expect(missing.length).toBeGreaterThanOrEqual(2);
    });
  });

  test('the parts of the demand add up, and stand against the quota', async () => {
    const limited = reportFor(modelOf({ cluster: { quota: { cpu: '40', memory: '64Gi' } } }));
    const { parts, total, quota } = limited.sizing;
    expect([parts.reduce((n, { cpu }) => n + cpu, 0), parts.reduce((n, { memory }) => n + memory, 0)]).toEqual([total.cpu, total.memory]);
    expect(quota).toEqual({ cpu: 40000, memory: 65536 });
    expect(parts.filter(({ cpu, memory }) => cpu <= 0 || memory <= 0)).toEqual([]);
    expect(await page(limited)).toContain(`40.0 cores, ${Math.round(total.cpu / 400)} % asked for`);
    expect(limited.sizing.namespaces.map(({ namespace }) => namespace)).toEqual(['stores', 'mojaloop', 'demowallet']);
    expect(text).toContain('no quota given');
  });

  test('limits of the release: a Kubernetes beyond what its makers tried is beyond', () => {
    const verdict = (kubernetesVersion: string) => reportFor(modelOf({ cluster: { kubernetesVersion } })).limits[0];
    expect(verdict('1.32')).toEqual({ what: 'Kubernetes its makers tried it on', limit: '1.22 to 1.32', here: '1.32', verdict: 'within' });
    expect(verdict('1.33')?.verdict).toBe('beyond');
  });

  test('a hostile name of a participant is shown as it is and means nothing', async () => {
    const participants = [{ id: 'demowallet', name: hostile, currency: 'USD', msisdnPrefix: '367' }];
    const shown = await page(reportFor(modelOf({ participants })));
    const elements = elementsOf(shown, empty);
    expect(elements.map(({ name }) => name)).not.toContain('script');
    expect(elements.map((element) => element.text)).toContain(plain(hostile));
  });

  test('looks at no clock: the same file gives the same bytes, and a day only when one is given', async () => {
    expect(await page(reportFor(modelOf(everything)))).toBe(text);
    expect(text).not.toMatch(/\b20\d\d-\d\d-\d\d\b/);
    expect(await page({ ...report, date: '2026-01-31' })).toContain('as of 2026-01-31');
  });

  test('holds no path of this machine', () => {
    expect(text).not.toContain(root);
    expect(JSON.stringify(report)).not.toContain(folder);
  });

  test('tells what the hub promises, every alert with its page, and who is told; and says it where nobody watches', async () => {
    const watched = modelOf({
      slo: { transferSuccess: { objective: 60 }, latency: { objective: 99, seconds: 1 } },
      alerts: {
        runbooks: 'https://wiki.example.org/runbooks/',
        routes: [
          { name: 'night', to: 'pagerduty', severities: ['critical'], secret: 'alerts/night' },
          { name: 'day', to: 'teams', severities: ['critical', 'warning'], secret: 'alerts/day' },
        ],
      },
    });
    const { serviceLevels: levels } = reportFor(watched);
    expect(levels.objectives.map(({ title, objective, windowDays }) => `${objective} % of ${title} in ${windowDays} days`)).toEqual([
      '60 % of transfers that succeed in 30 days',
      '99 % of transfers that take at most 1 s in 30 days',
      '95 % of requests that the hub answers in 30 days',
    ]);
    // The Site Reliability Workbook, table 5-8, at one percent that may fail; more than everything can't fail.
    expect(
      levels.objectives[1]?.burns.map(({ long, short, severity, rate, failingPercent }) => [long, short, severity, rate, failingPercent]),
    ).toEqual([
      ['1h', '5m', 'critical', 14.4, 14.4],
      ['6h', '30m', 'critical', 6, 6],
      ['1d', '2h', 'warning', 3, 3],
      ['3d', '6h', 'warning', 1, 1],
    ]);
    const rules = alertRules(watched);
    expect(new Set(levels.alerts.map(({ alert, severity }) => `${alert} ${severity}`))).toEqual(
      new Set(rules.map(({ alert, labels }) => `${alert} ${labels.severity}`)),
    );
    const told = { critical: ['night', 'day'], warning: ['day'], info: [] };
    for (const { alert, severity, told: by, runbook, says } of levels.alerts) {
      expect({ alert, by }).toEqual({ alert, by: told[severity] });
      expect(runbook).toBe(`https://wiki.example.org/runbooks/${alert}.md`);
      expect(existsSync(join(root, 'docs/runbooks', `${alert}.md`))).toBe(true);
      expect(says).not.toContain('{{');
    }
    const shown = await page(reportFor(watched));
    for (const words of [
      'never in 1 h',
      '14.4 % fail in 1 h and in 5 min',
      'href="https://wiki.example.org/runbooks/VaultSealed.md"',
      'alerts/night',
    ])
      expect(shown).toContain(words);

    const unwatched = reportFor(modelOf({ monitoring: { enabled: false } }));
    expect(unwatched.serviceLevels).toEqual({ watched: false, objectives: [], routes: [], alerts: [] });
    expect(await page(unwatched)).toContain('Nothing here watches the hub');
  });

  test('200 participants stay small: picture, Mermaid and page', async () => {
    const crowd = modelOf({ participants: many(200), cluster: { quota: {} } });
    const graph = topology(crowd);
    expect((await svg(graph)).length).toBeLessThan(60_000);
    expect(mermaid(graph).length).toBeLessThan(50_000);
    const large = await page(reportFor(crowd));
    expect(large.length).toBeLessThan(700_000);
    expect(large).toContain('each of 200: bank-0000, bank-0001');
    for (const { id } of crowd.secrets) expect(large).toContain(`>${id}<`);
  });
});

/** What the stacks of an environment give to Terraform, by type. */
function madeBy(model: EnvironmentModel, name: string): (type: string) => Record<string, unknown>[] {
  const outdir = join(folder, name);
  synthesise(model, { outdir, stateDir: join(folder, 'state') });
  const resources = readdirSync(join(outdir, 'stacks')).map((stack) => {
    const { resource } = JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
    return resource as Record<string, Record<string, Record<string, unknown>>>;
  });
  return (type) => resources.flatMap((resource) => Object.values(resource[type] ?? {}));
}

describe.each(['production-aws', 'production-azure', 'production-azure-stack'])('the report of %s', (example) => {
  let model: EnvironmentModel;
  let report: Report;
  let text = '';
  let made: (type: string) => Record<string, unknown>[];
  beforeAll(async () => {
    const { config } = loadWorkbench(example, join(root, 'workbench'));
    model = resolveEnvironment(config!);
    report = reportFor(model);
    text = await page(report);
    made = madeBy(model, `${example}-synth`);
  });

  test('is well formed and accessible, and needs nothing else', () => {
    needsNothingElse(text);
    isAccessible(text);
  });

  test('answers for everything that a platform may bring, with the reason and the way out of what it does not', () => {
    expect(report.offers.map(({ capability }) => capability)).toEqual([...capabilityNames]);
    const cells = elementsOf(text, empty).map((element) => element.text);
    for (const offer of report.offers) {
      expect(cells).toContain(offer.how);
      if (offer.offered) expect(offer.here).not.toBe('');
      else expect(cells).toContain(offer.instead);
    }
  });

  test('the network plan is that of the subnets which are made', () => {
    const subnets = [
      ...made('aws_subnet').map(({ cidr_block }) => cidr_block),
      ...made('azurerm_subnet').flatMap(({ address_prefixes }) => address_prefixes as string[]),
      ...made('azurerm_stack_hci_logical_network').flatMap(({ subnet }) => (subnet as { address_prefix: string }).address_prefix),
    ];
    const planned = report.ranges.flatMap(({ ranges }) => ranges);
    expect(subnets.length).toBeGreaterThan(0);
    expect(subnets.filter((range) => !planned.includes(range as string))).toEqual([]);
    // Beside them: the network itself, and what is known inside of the cluster only.
    const { addressSpace, podRange, serviceRange } = model.config.network;
    const others = planned.filter((range) => range.includes('/') && !subnets.includes(range));
    expect([addressSpace, podRange, serviceRange]).toEqual(expect.arrayContaining(others));
  });

  test('the pools are those that are made: machines and their numbers', () => {
    const machines = [
      ...made('aws_launch_template').map(({ instance_type }) => instance_type as string),
      ...made('azurerm_kubernetes_cluster').map(({ default_node_pool }) => (default_node_pool as { vm_size: string }).vm_size),
      ...made('azurerm_kubernetes_cluster_node_pool').map(({ vm_size }) => vm_size as string),
      ...made('azurerm_resource_group_template_deployment').flatMap(
        ({ parameters_content }) => JSON.stringify(parameters_content).match(/Standard_D\d+s_v3/g) ?? [],
      ),
    ];
    expect(new Set(report.sizing.pools.map(({ machine }) => machine))).toEqual(new Set(machines));
    const nodes = (row: Record<string, unknown>, min: string, max: string) => [Number(row[min]), Number(row[max])] as const;
    const counts = [
      ...made('aws_eks_node_group').map(({ scaling_config }) => nodes(scaling_config as Record<string, unknown>, 'min_size', 'max_size')),
      ...made('azurerm_kubernetes_cluster').map(({ default_node_pool }) =>
        nodes(default_node_pool as Record<string, unknown>, 'min_count', 'max_count'),
      ),
      ...made('azurerm_kubernetes_cluster_node_pool').map((row) => nodes(row, 'min_count', 'max_count')),
    ];
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
    // Those of Azure Local stand in the text of a template.
    if (counts.length > 0)
      expect([sum(report.sizing.pools.map(({ min }) => min)), sum(report.sizing.pools.map(({ max }) => max))]).toEqual([
        sum(counts.map(([min]) => min)),
        sum(counts.map(([, max]) => max)),
      ]);
    expect(report.sizing.pools.map(({ pool }) => pool)).toEqual(nodePools(model.config, model.services).map(({ role }) => role));
  });

  test('stores that the cloud runs are those that are made, where pods are let out to', () => {
    const types = ['aws_db_instance', 'aws_msk_cluster', 'azurerm_mysql_flexible_server', 'azurerm_eventhub_namespace'];
    expect(report.managedStores).toHaveLength(types.flatMap(made).length);
    for (const { ranges, port } of report.managedStores)
      for (const range of ranges)
        expect(model.flows.filter(({ to, ports }) => 'cidr' in to && to.cidr === range && ports.includes(port))).not.toEqual([]);
    expect(report.databases.filter(({ managed, target }) => managed && !text.includes(target))).toEqual([]);
  });

  test('a long table is folded behind its number of rows, and paper has all of it', () => {
    const long = [...text.matchAll(/<table role="table" id="([\w-]+)">[\s\S]*?<\/table>/g)].filter(
      ([whole]) => whole.split('<tr role="row">').length - 2 > 12,
    );
    const kept = ['offered', 'not-offered', 'unmet'];
    expect(long.length).toBeGreaterThan(3);
    for (const [, id = '', at = 0] of long.map((match) => [match[0], match[1], match.index] as const))
      if (!kept.includes(id)) expect(text.lastIndexOf('<details', at)).toBeGreaterThan(text.lastIndexOf('</details>', at));
    expect(text).toContain('.fold::details-content{content-visibility:visible;block-size:auto}');
  });
});

describe('workbench graph', () => {
  test('prints Mermaid unless told otherwise, and follows the ending of --out', async () => {
    const { status, stdout } = await run('graph', 'sandbox');
    expect(status).toBe(0);
    expect(mermaidLabels(stdout)).toContain('demowallet');
    for (const [file, beginning] of [
      ['a.svg', '<svg '],
      ['a.mmd', '---\n'],
      ['a.dot', 'digraph '],
      ['a.GV', 'digraph '],
    ] as const) {
      const out = join(folder, file);
      expect(await run('graph', 'sandbox', '--out', out)).toEqual(expect.objectContaining({ status: 0, stderr: '' }));
      expect(readFileSync(out, 'utf8').startsWith(beginning)).toBe(true);
    }
  });

  test('--format is stronger than the ending, --view stacks draws the stacks', async () => {
    const out = join(folder, 'odd.txt');
    const { stdout } = await run('graph', 'sandbox', '--view', 'stacks', '--format', 'dot', '--out', out);
    expect(stdout).toBe(`${out}: stacks as dot, 8 nodes, 8 arrows\n`);
    expect(readFileSync(out, 'utf8')).toContain('n_platform -> n_secrets');
  });

  test('--json prints the graph itself', async () => {
    const { stdout } = await run('graph', 'sandbox', '--json');
    const { problems, ...rest } = graphShape.parse(JSON.parse(stdout));
    expect(rest).toEqual({ ok: true, environment: 'sandbox', out: null, ...topology(sandbox()) });
    expect(problems.map(({ code }) => code)).toEqual(checkConfig(sandbox().config).map(({ code }) => code));
    expect(graphShape.parse(graphExample)).toEqual(graphExample);
  });

  test.each([
    [['--format', 'svgg'], 'error GRA-FORMAT: graph has no format svgg (did you mean svg?)\n'],
    [['--view', 'constructor'], 'error GRA-VIEW: graph has no view constructor (one of topology, watching, stacks)\n'],
    [
      ['--out', 'hub.png'],
      'error GRA-ENDING: the ending of hub.png names no format (end it with .svg, .mmd, .mermaid, .dot, .gv, or add --format)\n',
    ],
  ])('%j is a problem with a way out', async (argv, stderr) => {
    expect(await run('graph', 'sandbox', ...argv)).toEqual({ status: 1, stdout: '', stderr });
  });

  test.each(Object.entries(pictures))('%s is the picture of the example %s', async (file, example) => {
    const drawn = (await run('graph', example, '--format', 'svg')).stdout;
    const kept = readFileSync(join(root, file), 'utf8');
    // When this fails: npm run generate
    expect(kept === drawn ? 'the same' : `stale: draw ${file} again`).toBe('the same');
    expect(kept.length).toBeLessThan(200_000);
  });
});

describe('workbench report', () => {
  test('writes one page and says in one line what is in it', async () => {
    const out = join(folder, 'report.html');
    const { status, stdout } = await run('report', 'production', '--out', out, '--date', '2026-01-31');
    expect(status).toBe(0);
    expect(stdout).toBe(`${out}: 0 errors, 1 warning; 1 of 29 criteria of production not met\n`);
    const text = readFileSync(out, 'utf8');
    expect(text).toContain(
      'What <code>workbench/production.yaml</code> becomes, at <code>*.live.switch.example.org</code>, <span class="k">as of 2026-01-31</span>.',
    );
  });

  test('--json prints the same data and writes no page unless --out asks for one', async () => {
    const { stdout } = await run('report', 'sandbox', '--json');
    const { problems, ...rest } = reportShape.parse(JSON.parse(stdout));
    const { problems: found, ...expected } = reportFor(sandbox());
    expect(rest).toEqual({ ok: true, out: null, ...expected, file: 'workbench/sandbox.yaml' });
    expect(problems.map(({ code }) => code)).toEqual(found.map(({ code }) => code));
    expect(problems.map(({ file }) => file)).toEqual(found.map(() => 'workbench/sandbox.yaml'));
    expect(existsSync(join(root, 'workbench-report.html'))).toBe(false);
  });

  describe('a page that is there already', () => {
    const bank = '  - { id: newbank, currency: USD, msisdnPrefix: "999", external: true, domain: new.example.org }\n';
    const source = readFileSync(join(root, 'workbench/sandbox.yaml'), 'utf8');
    const write = (name: string, text: string) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      return file;
    };
    const told = (text: string) => elementsOf(text, empty).map((element) => element.text);

    test('is the last report: the new one tells what came, went and changed since, and of which day that was', async () => {
      const [file, out] = [write('since.yaml', source), join(folder, 'since.html')];
      await run('report', file, '--out', out, '--date', '2026-01-30');
      expect(readFileSync(out, 'utf8')).not.toContain('Since the last report');
      await run('report', file, '--out', out, '--date', '2026-01-31');
      expect(readFileSync(out, 'utf8')).toContain('nothing, everything stands as in the last report, of 2026-01-30');
      write('since.yaml', source.replace(/^participants:\n/m, `participants:\n${bank}`).replace('17.1.0', '17.0.0'));
      const { stdout } = await run('report', file, '--out', join(folder, 'other.html'), '--since', out, '--json');
      const { since } = reportShape.parse(JSON.parse(stdout));
      expect(since?.date).toBe('2026-01-31');
      expect(since?.changes).toEqual(
        expect.arrayContaining([
          { what: 'Environment', name: 'Mojaloop', before: '17.1.0', now: '17.0.0' },
          { what: 'Chart', name: 'mojaloop', before: '17.1.0', now: '17.0.0' },
          { what: 'Participant', name: 'newbank', before: null, now: expect.stringContaining('new.example.org') },
        ]),
      );
      expect(told(readFileSync(join(folder, 'other.html'), 'utf8'))).toEqual(expect.arrayContaining(['newbank', 'Participant', 'new']));
    });

    test('of another environment, or of something else, is no last report: said where it was named, passed over where it was not', async () => {
      const [file, other, note] = [write('one.yaml', source), join(folder, 'production.html'), write('note.html', '<!DOCTYPE html>a note')];
      await run('report', 'production', '--out', other);
      const refused = (name: string, what: string) => ({
        status: 1,
        stdout: '',
        stderr: `error REP-SINCE: ${name} is ${what} (name an earlier page of sandbox, or leave --since out)\n`,
      });
      expect(await run('report', file, '--since', other)).toEqual(refused(other, 'a report of live'));
      expect(await run('report', file, '--since', note)).toEqual(refused(note, 'no page of workbench report'));
      const { stdout } = await run('report', file, '--out', other, '--json');
      expect(reportShape.parse(JSON.parse(stdout)).since).toBeUndefined();
    });
  });

  test('stacks stand as the journal of the folder has them', () => {
    const operation = (stack: string, outcome: JournalOperation['outcome']): JournalOperation => ({
      run: 'r1',
      stack,
      operation: 'apply',
      hash: 'h',
      startedAt: '2026-01-30T10:00:00.000Z',
      log: 'log',
      host: 'here',
      ...(outcome ? { outcome, endedAt: '2026-01-30T10:05:00.000Z' } : {}),
    });
    const operations = [operation('platform', 'ok'), operation('stores', 'failed'), operation('edge', undefined)];
    const rows = stackRows(stacksOf(sandbox()), operations, () => false);
    const stateOf = (wanted: string) => rows.find(({ id }) => id === wanted)?.state;
    expect(['platform', 'stores', 'edge', 'hub'].map(stateOf)).toEqual(['applied', 'failed', 'interrupted', 'never']);
  });

  test('a chart that is not the newest that is known is told so', async () => {
    const of = (release: string) =>
      reportFor(modelOf({ environment: 'sandbox', hub: { release, currencies: ['USD'] } })).releases.find(
        ({ chart }) => chart === 'mojaloop',
      );
    expect([of('16.0.4')?.newest, of('17.1.0')?.newest]).toEqual(['17.1.0', '17.1.0']);
    expect(await page(reportFor(modelOf({ environment: 'sandbox', hub: { release: '16.0.4', currencies: ['USD'] } })))).toContain(
      '17.1.0 is known',
    );
  });

  test('a day that is none is a problem', async () => {
    expect(await run('report', 'sandbox', '--date', '2026-02-30')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error REP-DATE: 2026-02-30 is no day (write it as 2026-01-31, or leave --date out)\n',
    });
  });

  test('a file with errors leaves the report of yesterday as it is', async () => {
    const [bad, out] = [join(folder, 'bad.yaml'), join(folder, 'kept.html')];
    writeFileSync(bad, readFileSync(join(root, 'workbench/sandbox.yaml'), 'utf8').replace('[USD]', '[XXX]'));
    writeFileSync(out, 'yesterday');
    const { status, stderr } = await run('report', bad, '--out', out);
    expect(status).toBe(1);
    expect(stderr).toContain('bad.yaml:8:');
    expect(readFileSync(out, 'utf8')).toBe('yesterday');
  });

  test.each(['graph', 'report'])(
    '%s: a place that cannot be written is a problem, and nothing half written stays there',
    async (command) => {
      const place = join(folder, `${command}-place`);
      mkdirSync(join(place, 'taken.svg'), { recursive: true });
      const taken = await run(command, 'sandbox', '--out', join(place, 'taken.svg'));
      expect(taken).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(/^error RUN-NOT-WRITABLE: .*taken\.svg is a folder/) });
      expect(readdirSync(place)).toEqual(['taken.svg']);
    },
  );
});
