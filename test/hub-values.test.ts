import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { checkConfig } from '../config/check';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { indexOf } from '../config/releases/index-files';
import { operatorFacts } from '../config/releases/platform-charts';
import { checkValues } from '../config/releases/value-paths';
import { layoutOf, type ReleaseVersion, releaseVersions } from '../config/releases/versions';
import { kafkaObjects } from '../constructs/in-cluster/kafka';
import { mongodbObjects } from '../constructs/in-cluster/mongodb';
import { mysqlObjects } from '../constructs/in-cluster/mysql';
import { redisObjects } from '../constructs/in-cluster/redis';
import type { Json, Values } from '../constructs/in-cluster/release-spec';
import { at, mergeValues } from '../constructs/in-cluster/release-spec';
import { hubRelease, secretExceptions } from '../constructs/mojaloop/hub-release';
import { hubRoutes } from '../constructs/mojaloop/routes';
import { vaultBootstrap } from '../constructs/vault/bootstrap';
import { findHelm } from './chart-packages';
import { configWith } from './workbench-fixtures';

/** Everything of the hub a person can switch, and what around it changes its values. */
const options = {
  bulk: [false, true],
  thirdParty: [false, true],
  simulators: [false, true],
  ttkSimulators: [false, true],
  testingToolkit: [true, false],
  simpleRouting: [true, false],
  onUsTransfers: [false, true],
  newest: [false, true],
  pathfinder: [false, true],
  jws: [undefined, true, false],
  gross: [false, true],
  metrics: [true, false],
  size: ['lab', 'medium'],
  images: [undefined, 'registry.example.org/mirror'],
  profile: ['sandbox', 'production'],
} as const;
type Options = { -readonly [K in keyof typeof options]: (typeof options)[K][number] };
const names = Object.keys(options) as (keyof Options)[];

/** Fewest combinations, found greedily, in which every pair of choices occurs. */
function pairwise(): Options[] {
  const open = new Set<string>();
  const pair = (a: string, i: number, b: string, j: number) => (a < b ? `${a}=${i},${b}=${j}` : `${b}=${j},${a}=${i}`);
  for (const [x, a] of names.entries())
    for (const b of names.slice(x + 1)) for (const i of options[a].keys()) for (const j of options[b].keys()) open.add(pair(a, i, b, j));
  const rows: Options[] = [];
  while (open.size > 0) {
    const chosen = new Map<keyof Options, number>();
    // Begins with a pair that is still missing, so that every row takes at least one away.
    for (const part of ([...open][0] ?? '').split(',')) {
      const [name, i] = part.split('=') as [keyof Options, string];
      chosen.set(name, Number(i));
    }
    for (const name of names.filter((each) => !chosen.has(each))) {
      const gain = (i: number) => [...chosen].filter(([b, j]) => open.has(pair(name, i, b, j))).length;
      chosen.set(
        name,
        [...options[name].keys()].reduce((best, i) => (gain(i) > gain(best) ? i : best), rows.length % options[name].length),
      );
    }
    for (const [a, i] of chosen) for (const [b, j] of chosen) open.delete(pair(a, i, b, j));
    rows.push(Object.fromEntries([...chosen].map(([name, i]) => [name, options[name][i]])) as Options);
  }
  return rows;
}
const rows = pairwise();

function modelOf(release: ReleaseVersion, o: Partial<Options>): EnvironmentModel {
  const layout = layoutOf(release);
  const config = configWith({
    profile: o.profile ?? 'sandbox',
    hub: {
      release,
      currencies: ['KES'],
      testCurrencies: ['XXX', 'XTS', 'XDR'],
      name: 'Switch',
      bulk: o.bulk,
      thirdParty: o.thirdParty,
      simulators: o.simulators,
      ttkSimulators: o.ttkSimulators,
      testingToolkit: o.testingToolkit,
      simpleRouting: o.simpleRouting,
      onUsTransfers: o.onUsTransfers,
      metrics: o.metrics,
      size: o.size,
      jws: { enabled: o.jws },
      oracles: { pathfinder: o.pathfinder },
      ...(o.newest && layout === 'v17' ? { fx: true, interScheme: true, apiType: 'iso20022' } : {}),
      ...(o.newest && layout === 'v16' ? { positionBatch: true } : {}),
      ...(o.gross ? { settlementModels: [{ name: 'CGS', granularity: 'GROSS', delay: 'IMMEDIATE' }] } : {}),
    },
    charts: o.images ? { images: o.images } : {},
  });
  return resolveEnvironment(config);
}

const get = (values: Json | undefined, ...path: string[]): Json | undefined =>
  path.reduce<Json | undefined>((node, key) => (node as Values | undefined)?.[key], values);
const note = (o: Partial<Options>) => names.map((n) => `${n}=${o[n] ?? '-'}`).join(' ');

test('the combinations hold every pair of choices', () => {
  for (const [x, a] of names.entries())
    for (const b of names.slice(x + 1))
      for (const i of options[a]) for (const j of options[b]) expect(rows.some((row) => row[a] === i && row[b] === j)).toBe(true);
  expect(rows.length).toBeLessThan(20);
});

describe('against the index of value paths', () => {
  test.each(releaseVersions)('%s: every pair of options has only paths the chart knows, of the type it wants', (release) => {
    const index = indexOf('mojaloop', release)!;
    for (const row of rows) {
      const spec = hubRelease(modelOf(release, row));
      const secret = mergeValues(...spec.secretValues.map(({ path }) => at(path, 'x')), {});
      expect({ row: note(row), problems: [...checkValues(index, spec.values), ...checkValues(index, secret)] }).toEqual({
        row: note(row),
        problems: [],
      });
    }
  });

  test.each(['14.1.0', '14.1.1'] as const)('%s: passwords go through Helm, write-only, each to where its chart wants it', (release) => {
    const model = modelOf(release, { bulk: true, thirdParty: true, ttkSimulators: true, pathfinder: true });
    const paths = secretExceptions(model).map(({ path, secret, template }) => `${path} ${secret} ${template ?? ''}`.trim());
    const address = 'mongodb://mojaloop:{}@bulk-mongodb.stores.svc.cluster.local:27017/mlos';
    expect(paths).toEqual(
      expect.arrayContaining([
        `mojaloop-bulk.bulk-api-adapter.bulk-api-adapter-service.config.objstore_uri mongodb-mojaloop ${address}`,
        `mojaloop-bulk.bulk-centralledger.cl-handler-bulk-transfer-get.config.objstore_uri mongodb-mojaloop ${address}`,
        'mojaloop-bulk.bulk-centralledger.cl-handler-bulk-transfer-get.config.db_password mysql-central-ledger',
        'thirdparty.auth-svc.config.production\\.json.DATABASE.connection.password mysql-auth-svc',
        'thirdparty.consent-oracle.config.default\\.json.DATABASE.PASSWORD mysql-consent-oracle',
        'ml-testing-toolkit.ml-testing-toolkit-backend.config.system_config\\.json.DB.URI mongodb-ttk mongodb://ttk:{}@ttk-mongodb.stores.svc.cluster.local:27017/ttk',
        'account-lookup-service.als-oracle-pathfinder.config.db.central_ledger.password mysql-pathfinder-ledger',
        'account-lookup-service.als-oracle-pathfinder.config.db.account_lookup.password mysql-pathfinder-lookup',
      ]),
    );
  });

  test('from 15 on only the signing key of 15 is an exception', () => {
    for (const release of releaseVersions.filter((each) => layoutOf(each) !== 'v14')) {
      const model = modelOf(release, { bulk: true, thirdParty: true, ttkSimulators: true, pathfinder: true, jws: true });
      const secrets = new Set(secretExceptions(model).map(({ secret }) => secret));
      expect({ release, secrets: [...secrets] }).toEqual({ release, secrets: layoutOf(release) === 'v15' ? ['hub-jws'] : [] });
    }
  });
});

describe('values', () => {
  test('TLS to MySQL: asked of every service of 17.1 where the server insists, checked, and of none before', () => {
    const model = (release: ReleaseVersion, tls: boolean) =>
      resolveEnvironment(
        configWith({
          hub: { release },
          stores: { mysql: { external: { host: 'db.example.org', credentials: 'hub/external/mysql', tls } } },
        }),
      );
    const of = (values: Values, ...path: string[]) => [
      get(values, ...path, 'config', 'db_ssl_enabled'),
      get(values, ...path, 'config', 'db_ssl_verify'),
    ];
    const on = hubRelease(model('17.1.0', true)).values;
    for (const path of [['centralledger', 'centralledger-service'], ['quoting-service', 'quoting-service-handler'], ['als-msisdn-oracle']])
      expect(of(on, ...path)).toEqual([true, true]);
    expect(of(hubRelease(model('17.1.0', false)).values, 'als-msisdn-oracle')).toEqual([false, false]);
    expect(of(hubRelease(model('17.0.0', false)).values, 'quoting-service', 'quoting-service-handler')).toEqual([undefined, undefined]);
  });

  test('the gross settlement handler of 17 runs where a model settles gross, and the one budget over all handlers never', () => {
    const handler = (gross: boolean) =>
      get(hubRelease(modelOf('17.1.0', { gross })).values, 'centralsettlement', 'centralsettlement-handler-grosssettlement', 'enabled');
    expect([handler(false), handler(true)]).toEqual([false, true]);
    expect(get(hubRelease(modelOf('17.1.0', {})).values, 'pdb', 'enabled')).toBe(false);
  });

  test('images of the stores and of the set-up of Vault come from the mirror too, and keep their names without one', () => {
    const of = (images?: string) => {
      const model = modelOf('17.1.0', { bulk: true, thirdParty: true, ...(images ? { images: images as Options['images'] } : {}) });
      const { config, databases, topics, features } = model;
      const place = { config, namespace: 'stores' };
      const objects = [
        ...mysqlObjects(place, databases, operatorFacts.mysql, false).objects,
        ...mongodbObjects(place, databases, operatorFacts.mongodb).objects,
        ...kafkaObjects(place, topics, operatorFacts.kafka).objects,
        ...redisObjects(place, features, operatorFacts.redis),
        ...vaultBootstrap(config).objects,
      ];
      return [...JSON.stringify(objects).matchAll(/"image":"([^"]+)"/g)].map(([, name]) => name);
    };
    const mirror = 'registry.example.org/mirror';
    expect(of().length).toBeGreaterThan(10);
    expect(of().some((name) => name?.startsWith(mirror))).toBe(false);
    expect(of(mirror).filter((name) => !name?.startsWith(`${mirror}/`) || /(quay\.io|k8s\.io)/.test(name))).toEqual([]);
  });

  test('a toggle that a release lacks is a problem of the file, and never reaches the chart', () => {
    const config = configWith({ hub: { release: '16.0.4', fx: true, interScheme: true, oracles: { msisdn: true } } });
    expect(
      checkConfig(config)
        .filter(({ code }) => code === 'REL-TOGGLE')
        .map(({ path }) => path),
    ).toEqual(['hub.fx', 'hub.interScheme', 'hub.oracles.msisdn']);
    expect(JSON.stringify(hubRelease(resolveEnvironment(config)).values)).not.toMatch(/inter-scheme|msisdn/);
  });
});

interface Variable {
  readonly name: string;
  readonly value?: string | number | null;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
}
interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly env?: readonly Variable[];
  readonly volumeMounts?: readonly { readonly name: string }[];
  readonly securityContext?: { readonly privileged?: boolean; readonly capabilities?: { readonly add?: readonly string[] } };
}
interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[] | null;
  readonly volumes?: readonly { readonly name: string; readonly hostPath?: object }[] | null;
  readonly hostNetwork?: boolean;
}
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string> | null;
  };
  readonly data?: Record<string, string> | null;
  readonly spec: {
    readonly replicas?: number;
    readonly ingressClassName?: string;
    readonly ports?: readonly { readonly port: number }[];
    readonly template?: { readonly metadata: { readonly labels: Record<string, string> }; readonly spec: PodSpec };
  } & PodSpec;
}

/** The toolkit's charts print JSON between single quotes without indenting it: Helm's parser takes that, ours wants it on one line. */
const unfolded = (text: string) =>
  text.replaceAll(/: '(\{[^']*(?:''[^']*)*\})'$/gm, (_, json: string) => `: ${JSON.stringify(json.replaceAll("''", "'"))}`);

/** API versions that Kubernetes 1.33 still serves, of what these charts make. */
const served: Readonly<Record<string, string>> = {
  ConfigMap: 'v1',
  Secret: 'v1',
  Service: 'v1',
  Pod: 'v1',
  ServiceAccount: 'v1',
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  Job: 'batch/v1',
  Ingress: 'networking.k8s.io/v1',
};

const podOf = ({ kind, spec }: Manifest): PodSpec | undefined => (kind === 'Pod' ? spec : spec?.template?.spec);
const containersOf = (pod: PodSpec) => [...pod.containers, ...(pod.initContainers ?? [])];

describe('the charts themselves', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'hub-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  const helm = findHelm();
  const charts = process.env.LAB_CHARTS;
  const packageOf = (release: string) => (charts ? join(charts, `mojaloop-${release}.tgz`) : '');
  const marker = (secret: string) => `<<${secret}>>`;

  const render = (release: ReleaseVersion, row: Options) => {
    const model = modelOf(release, row);
    const spec = hubRelease(model);
    const secrets = spec.secretValues.map(({ path, secret, template }) => at(path, (template ?? '{}').replace('{}', marker(secret))));
    const file = join(scratch, 'values.yaml');
    writeFileSync(
      file,
      stringify(mergeValues(spec.values, ...secrets), { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false }),
    );
    // What a real API server of this version tells Helm of itself.
    const server = ['--kube-version', '1.33.0', '--api-versions', 'apps/v1/Deployment', '--api-versions', 'apps/v1/StatefulSet'];
    const text = execFileSync(
      helm!,
      ['template', spec.name, packageOf(release), '--namespace', spec.namespace, '--values', file, ...server],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 64 * 2 ** 20,
      },
    );
    // Some templates print a key twice; Helm's parser takes the later one, and so do we.
    const manifests = parseAllDocuments(unfolded(text), { uniqueKeys: false })
      .map((document) => {
        expect(document.errors).toEqual([]);
        return document.toJSON() as Manifest | null;
      })
      .filter((manifest): manifest is Manifest => manifest !== null);
    return { model, manifests };
  };

  const problemOf = (release: string) =>
    helm === undefined ? 'no helm command' : !existsSync(packageOf(release)) ? 'LAB_CHARTS names no folder with the package' : undefined;

  for (const release of releaseVersions) {
    const problem = problemOf(release);
    const run = problem ? test.skip : test;
    run(
      `${release}: rendered with every pair of options${problem ? ` (skipped: ${problem})` : ''}`,
      () => {
        for (const row of rows) {
          const { model, manifests } = render(release, row);
          const found = findings(model, row, manifests, marker);
          expect({ row: note(row), found }).toEqual({ row: note(row), found: [] });
        }
      },
      600_000,
    );
  }
});

/** Everything that is wrong with what a chart made of our values; each finding is one line. */
function findings(model: EnvironmentModel, row: Options, manifests: readonly Manifest[], marker: (secret: string) => string): string[] {
  const { config, layout } = model;
  const { namespace } = config.hub;
  const found: string[] = [];
  const say = (what: string, ...details: unknown[]) => found.push([what, ...details].join(' '));
  const made = new Map(manifests.map((m) => [`${m.kind}/${m.metadata.name}`, m]));
  if (made.size !== manifests.length) say('objects of one name', manifests.length - made.size);
  const delivered = new Set(
    model.secrets.flatMap(({ deliveries }) => deliveries.filter((d) => d.namespace === namespace).map((d) => `${d.secretName}/${d.key}`)),
  );
  const services = new Map(
    manifests.filter(({ kind }) => kind === 'Service').map((m) => [m.metadata.name, (m.spec.ports ?? []).map(({ port }) => port)]),
  );

  for (const manifest of manifests) {
    const { kind, apiVersion, metadata } = manifest;
    const place = `${kind}/${metadata.name}`;
    if (served[kind] !== apiVersion) say('not served by Kubernetes, or not ours to make', place, apiVersion);
    if (metadata.name.length > 63) say('too long a name', place);
    if (kind === 'Ingress' && manifest.spec.ingressClassName !== 'unused' && !/thirdparty-sdk-ingress$/.test(metadata.name))
      say('Ingress', place);
    const pod = podOf(manifest);
    if (pod === undefined) continue;
    const volumes = new Set((pod.volumes ?? []).map(({ name }) => name));
    for (const { name, hostPath } of pod.volumes ?? []) {
      if (name.length > 63) say('too long a volume name', place, name);
      if (hostPath) say('baseline refuses', place, 'hostPath');
    }
    if (pod.hostNetwork) say('baseline refuses', place, 'hostNetwork');
    for (const container of containersOf(pod)) {
      const { image, securityContext, env, volumeMounts, command } = container;
      const at = `${place} ${container.name}`;
      if (securityContext?.privileged || securityContext?.capabilities?.add) say('baseline refuses', at);
      if (/(^|\/)bitnami\//.test(image) || (image.includes('solsson/') && layout !== 'v14')) say('gone', at, image);
      const inTemplate =
        (layout === 'v17' && metadata.name.endsWith('-migration')) || (layout === 'v14' && container.name === 'mongodb-checker');
      if (row.images && !image.startsWith(`${row.images}/`) && !inTemplate) say('not from the mirror', at, image);
      for (const { name } of volumeMounts ?? []) if (!volumes.has(name) && kind !== 'StatefulSet') say('no such volume', at, name);
      for (const { name, value, valueFrom } of env ?? []) {
        const ref = valueFrom?.secretKeyRef;
        if (ref && !delivered.has(`${ref.name}/${ref.key}`) && !made.has(`Secret/${ref.name}`))
          say('Secret nobody delivers', at, name, ref.name);
        if (ref && made.has(`Secret/${ref.name}`) && /PASSWORD/.test(name) && layout !== 'v14')
          say('password of the chart', at, name, ref.name);
        if (/PASSWORD|PASS$/.test(name) && value) say('password in the clear', at, name);
        if (String(value ?? '').includes('$release_name')) say('left over', at, name);
      }
      if ((command ?? []).some((line) => String(line).includes('$release_name'))) say('left over', at, 'command');
    }
  }

  // Stores: only logical names, with the user of the service, and never a password where the charts know Secrets.
  const hosts = new Set(model.logicalServices.map(({ host }) => host));
  for (const { kind, metadata, data } of manifests) {
    if (kind !== 'ConfigMap') continue;
    for (const [file, text] of Object.entries(data ?? {})) {
      const place = `ConfigMap/${metadata.name} ${file}`;
      if (/\$release_name/.test(text)) say('left over', place);
      if (layout !== 'v14' && text.includes('<<')) say('secret in the clear', place);
      if (/^(moja-)?(sim-|ttksim|ml-ttk-|ml-testing-toolkit)/.test(metadata.name)) continue;
      if (/PRIVATE KEY/.test(text)) say('key in the clear', place);
      if (!/^(default|production)\.json$/.test(file)) continue;
      const settings = JSON.parse(text) as Json;
      for (const section of ['DATABASE', 'MONGODB'] as const) {
        const own = get(settings, section, 'connection') ?? get(settings, section);
        const host = get(own, 'HOST') ?? get(own, 'host');
        const password = String(get(own, 'PASSWORD') ?? get(own, 'password') ?? '');
        const user = String(get(own, 'USER') ?? get(own, 'user') ?? '');
        if (host === undefined || get(own, 'DISABLED') === true || get(own, 'DISABLED') === 'true') continue;
        if (section === 'MONGODB' && !/bulk|cl-handler/.test(metadata.name)) continue;
        if (!hosts.has(String(host))) say('not a logical service', place, section, host);
        if (!model.databases.some(({ users }) => users.some(({ name }) => name === user))) say('unknown user', place, section, user);
        if (layout !== 'v14' && password !== '') say('password in the clear', place, section);
        if (layout === 'v14' && password !== '' && !model.secrets.some(({ id }) => password === marker(id)))
          say('default password', place, section);
      }
      for (const [, broker = ''] of text.matchAll(/"metadata\.broker\.list":\s*"([^"]+)"/g))
        if (broker !== 'mojaloop-kafka.stores.svc.cluster.local:9092') say('not the Kafka of the hub', place, broker);
      for (const [address] of text.matchAll(/mongodb:\/\/[^"]+/g))
        if (!/^mongodb:\/\/[a-z]+:<<mongodb-[a-z]+>>@/.test(address) && /bulk|cl-handler/.test(metadata.name))
          say('default login', place, address);
    }
  }

  // Whatever has a budget, grows, or is routed to, is there.
  for (const service of model.services.filter(({ kind }) => kind !== 'tool')) {
    const workload = made.get(`Deployment/${service.deployment}`);
    const labels = workload?.spec.template?.metadata.labels;
    if (!workload) say('no Deployment', service.deployment);
    else if (labels?.['app.kubernetes.io/name'] !== service.label || labels['app.kubernetes.io/instance'] !== config.hub.releaseName)
      say('labels differ', service.deployment);
    else if ((workload.spec.replicas ?? 1) !== service.replicas && layout !== 'v14')
      say('replicas', service.deployment, workload.spec.replicas);
  }
  for (const { name, rules } of hubRoutes(model))
    for (const { service, port } of rules) if (!services.get(service)?.includes(port)) say('route to nowhere', name, `${service}:${port}`);

  // The toolkit and its tests know the hub they test.
  const environments = manifests.flatMap(({ kind, metadata, data }) =>
    kind === 'ConfigMap'
      ? Object.entries(data ?? {})
          .filter(([file]) => file === 'hub-k8s-default-environment.json' || file === 'cli-testcase-environment.json')
          .map(([, text]) => ({ place: metadata.name, inputs: get(JSON.parse(text) as Json, 'inputValues') as Values }))
      : [],
  );
  if (row.testingToolkit && environments.length === 0) say('the toolkit has no environment');
  const wanted: Values = {
    currency: 'XXX',
    SIMPLE_ROUTING_MODE_ENABLED: row.simpleRouting,
    ON_US_TRANSFERS_ENABLED: row.onUsTransfers,
    NET_DEBIT_CAP: '50000',
    HUB_NAME: 'Switch',
    API_TYPE: config.hub.apiType,
  };
  for (const { place, inputs } of environments)
    for (const [name, value] of Object.entries(wanted))
      if (name in (inputs ?? {}) && inputs[name] !== value) say('the tests know another hub', place, name, inputs[name]);
  return found;
}
