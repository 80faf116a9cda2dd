import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { bareStacks } from '../cli/bare-stacks';
import { readChart } from '../cli/charts/chart';
import { limits, readPackage } from '../cli/charts/read-package';
import { valueTable } from '../cli/charts/value-table';
import { checkConfig } from '../config/check';
import { checkReleases } from '../config/check-releases';
import { resolveEnvironment } from '../config/environment';
import { readWorkbench } from '../config/load';
import { formatProblem } from '../config/problems';
import { catalogue } from '../config/releases/catalogue';
import { releasesFolder } from '../config/releases/folder';
import { indexFile, indexOf } from '../config/releases/index-files';
import { digestOf, formatLock, lockedChart, lockedCharts, parseLock } from '../config/releases/lock';
import { movedImages, movedIn, placeOf } from '../config/releases/moved-images';
import { escapeKey, unescapeKey, unpackIndex, type ValueType } from '../config/releases/value-index';
import { checkValues } from '../config/releases/value-paths';
import { atLeast, type ReleaseVersion, releaseVersions } from '../config/releases/versions';
import type { WorkbenchConfig } from '../config/schema/workbench';
import { findHelm } from './chart-packages';
import { configWith } from './workbench-fixtures';

type Tree = { readonly [key: string]: unknown };

/** The smallest file with everything on that the release has. */
function fullest(release: ReleaseVersion, patch: Tree = {}): WorkbenchConfig {
  const new17 = atLeast(release, '17.0.0') ? { fx: true, interScheme: true } : {};
  const on = { bulk: true, thirdParty: true, simulators: true, ttkSimulators: true, testingToolkit: true, oracles: { pathfinder: true } };
  return configWith({
    hub: { release, ...on, ...new17 },
    participants: [{ id: 'bank', currency: 'USD', msisdnPrefix: '1', sdkBulk: true, testingToolkit: true }],
    ...patch,
  });
}

/** Every Helm release of an environment; each is worked out once. */
const built = new Map<WorkbenchConfig, ReturnType<typeof build>>();
const build = (config: WorkbenchConfig) => bareStacks(resolveEnvironment(config)).flatMap(({ releases }) => releases);
function releasesOf(config: WorkbenchConfig) {
  const known = built.get(config) ?? build(config);
  built.set(config, known);
  return known;
}
const full = Object.fromEntries(releaseVersions.map((version) => [version, fullest(version)])) as Record<ReleaseVersion, WorkbenchConfig>;
const hubOf = (config: WorkbenchConfig) => releasesOf(config).find(({ chart }) => chart === 'mojaloop')!;

const examples = ['sandbox', 'full-lab', 'production', 'air-gapped'] as const;
const exampleConfig = (name: string) => {
  const { config, problems } = readWorkbench(readFileSync(join(__dirname, '..', 'workbench', `${name}.yaml`), 'utf8'), name);
  if (!config) throw new Error(problems.map(formatProblem).join('\n'));
  return config;
};

describe('the catalogue', () => {
  /** Columns: layout, Kubernetes, driver, native password, TLS, Secrets, key Secret, migration hook; companions; collections. */
  const spec: Readonly<Record<ReleaseVersion, string>> = {
    '14.1.0': 'v14 1.22-1.24 mysql native - - - - | pm4ml 9.1.5, bof 2.4.4, mcm 0.6.1 | v14.1.0',
    '14.1.1': 'v14 1.22-1.24 mysql native - - - - | pm4ml 9.1.5, bof 2.4.4, mcm 0.6.1 | v14.1.0',
    '15.0.0': 'v15 1.22-1.24 mysql native - secrets - - | pm4ml 9.1.5, bof 3.0.1, mcm 0.6.1 | v15.0.0',
    '15.1.0': 'v15 1.22-1.24 mysql native - secrets - - | pm4ml 9.1.5, bof 3.0.1, mcm 0.6.1 | v15.1.0',
    '15.2.0': 'v15 1.22-1.28 mysql native - secrets - - | pm4ml 9.1.5, bof 3.0.1, mcm 0.7.7 | v15.2.0',
    '16.0.4': 'v16 1.22-1.29 mysql native - secrets key - | pm4ml 9.1.5, bof 5.1.3, finance-portal 5.1.3, mcm 1.2.4 | v16.0.0',
    '17.0.0': 'v17 1.22-1.32 mysql native - secrets key hook | pm4ml 10.3.4, bof 5.1.3, finance-portal 5.1.3, mcm 1.3.3 | v17.0.0',
    '17.1.0': 'v17 1.22-1.32 mysql2 - tls secrets key hook | pm4ml 10.3.4, bof 5.1.3, finance-portal 5.1.3, mcm 1.3.3 | v17.1.0',
  };
  const short: Readonly<Record<string, string>> = { 'mojaloop-payment-manager': 'pm4ml', 'connection-manager': 'mcm' };

  test.each(releaseVersions)('%s: layout, limits, companions, collections', (version) => {
    const { layout, limits: l, companions, testCases } = catalogue[version];
    const flag = (on: boolean, text: string) => (on ? text : '-');
    const words = [
      layout,
      `${l.kubernetes.oldest}-${l.kubernetes.newest}`,
      l.mysqlDriver,
      flag(l.mysqlNativePassword, 'native'),
      flag(l.mysqlTls, 'tls'),
      flag(l.secretSupport, 'secrets'),
      flag(l.jwsKeySecret, 'key'),
      flag(l.migrationHook, 'hook'),
    ];
    const { pm4ml, bof, financePortal, connectionManager } = companions;
    const own = [pm4ml, bof, financePortal, connectionManager].flatMap((ref) =>
      ref ? `${short[ref.chart] ?? ref.chart} ${ref.version}` : [],
    );
    expect(`${words.join(' ')} | ${own.join(', ')} | ${testCases}`).toBe(spec[version]);
  });

  test('the operators and oracles are the same for every release', () => {
    // Those of Ory go with the portal of 16 and newer.
    const own = ['pm4ml', 'bof', 'financePortal', 'connectionManager', 'kratos', 'keto', 'oathkeeper', 'kratosLogin'];
    const shared = Object.values(catalogue).map(({ companions }) =>
      Object.entries(companions)
        .filter(([name]) => !own.includes(name))
        .map(([, { chart, version }]) => `${chart} ${version}`),
    );
    expect(new Set(shared.map(String)).size).toBe(1);
    expect(shared[0]).toEqual([
      'alias-oracle 1.4.2',
      'mfi-account-oracle 2.0.7',
      'cert-manager v1.18.2',
      'vault 0.30.1',
      'vault-config-operator v0.8.52',
      'gateway-helm v1.5.0',
      'strimzi-kafka-operator 0.47.0',
      'pxc-operator 1.18.0',
      'psmdb-operator 1.20.1',
      'redis-operator 0.22.1',
      'external-dns 1.19.0',
      'cluster-autoscaler 9.59.0',
      'prometheus-operator-crds 31.0.1',
      'kube-prometheus-stack 88.5.3',
      'loki 18.11.0',
      'tempo 2.2.4',
      'opentelemetry-collector 0.170.0',
      'opentelemetry-operator 0.122.0',
      'aws-load-balancer-controller 1.14.1',
    ]);
  });

  /** What the rules say about a plain hub of each release on the newest Kubernetes, with a MySQL elsewhere that insists on TLS. */
  const traps: Readonly<Record<ReleaseVersion, readonly string[]>> = {
    '14.1.0': ['REL-KUBERNETES-NEW', 'REL-MYSQL-LOGIN', 'REL-MYSQL-TLS', 'REL-NO-SECRETS'],
    '14.1.1': ['REL-KUBERNETES-NEW', 'REL-MYSQL-LOGIN', 'REL-MYSQL-TLS', 'REL-NO-SECRETS'],
    '15.0.0': ['REL-JWS-VALUE', 'REL-KUBERNETES-NEW', 'REL-MYSQL-LOGIN', 'REL-MYSQL-TLS'],
    '15.1.0': ['REL-JWS-VALUE', 'REL-KUBERNETES-NEW', 'REL-MYSQL-LOGIN', 'REL-MYSQL-TLS'],
    '15.2.0': ['REL-JWS-VALUE', 'REL-KUBERNETES-NEW', 'REL-MYSQL-LOGIN', 'REL-MYSQL-TLS'],
    '16.0.4': ['REL-KUBERNETES-NEW', 'REL-MYSQL-LOGIN', 'REL-MYSQL-TLS'],
    '17.0.0': ['REL-KUBERNETES-NEW', 'REL-MIGRATION-HOOK', 'REL-MYSQL-LOGIN', 'REL-MYSQL-TLS'],
    '17.1.0': ['REL-KUBERNETES-NEW', 'REL-MIGRATION-HOOK'],
  };
  test.each(releaseVersions)('%s: its traps are told', (release) => {
    const login = { host: 'db.example.org', credentials: 'hub/external/mysql', tls: true };
    const config = configWith({
      hub: { release, ...(release.startsWith('15') ? { jws: { enabled: true } } : {}) },
      cluster: { kubernetesVersion: '1.33' },
      stores: { mysql: { databases: { 'central-ledger-db': login } } },
    });
    const codes = checkConfig(config).map(({ code }) => code);
    expect([...new Set(codes)].filter((code) => code.startsWith('REL-')).sort()).toEqual(traps[release]);
  });
});

describe('the lock', () => {
  test('every chart a release may install is pinned, with a repository', () => {
    const companions = Object.values(catalogue).flatMap(({ version, companions }) => [
      { chart: 'mojaloop', version },
      ...Object.values(companions),
    ]);
    const installed = [...Object.values(full), ...examples.map(exampleConfig)]
      .flatMap(releasesOf)
      .filter(({ chart }) => chart !== 'workbench-objects');
    const missing = [...companions, ...installed].filter(({ chart, version }) => !lockedChart(chart, version));
    expect(missing.map(({ chart, version }) => `${chart} ${version}`)).toEqual([]);
    expect(lockedCharts.filter(({ repository }) => !/^(https|oci):\/\/[^\s/]+\.[a-z]+(\/|$)/.test(repository))).toEqual([]);
  });

  test('these packages could not be had where the lock was made: verify says so of them, and charts lock fills them in', () => {
    const unknown = lockedCharts.filter(({ digest }) => digest === null).map(({ name, version }) => `${name} ${version}`);
    expect(unknown).toEqual([
      'alias-oracle 1.4.2',
      'aws-load-balancer-controller 1.14.1',
      'cert-manager v1.18.2',
      'cluster-autoscaler 9.59.0',
      'connection-manager 0.6.1',
      'connection-manager 0.7.7',
      'connection-manager 1.2.4',
      'external-dns 1.19.0',
      'gateway-helm v1.5.0',
      'keto 0.19.6',
      'keto 0.39.0',
      'kratos 0.39.0',
      'kratos-selfservice-ui-node 0.39.0',
      'kube-prometheus-stack 88.5.3',
      'loki 18.11.0',
      'mfi-account-oracle 2.0.7',
      'mojaloop 15.2.0',
      'mojaloop 16.0.4',
      'mojaloop 17.0.0',
      'mojaloop 17.1.0',
      'oathkeeper 0.39.0',
      'opentelemetry-collector 0.170.0',
      'opentelemetry-operator 0.122.0',
      'prometheus-operator-crds 31.0.1',
      'tempo 2.2.4',
      'vault 0.30.1',
    ]);
  });

  test('the file is what charts lock writes, in the order it writes', () => {
    const text = readFileSync(join(releasesFolder(), 'charts.lock.json'), 'utf8');
    expect(formatLock([...parseLock(text, 'lock')].reverse())).toBe(text);
    expect(new Set(lockedCharts.map(({ name, version }) => `${name} ${version}`)).size).toBe(parseLock(text, 'lock').length);
  });

  test('every Mojaloop and payment manager chart that is pinned has an index', () => {
    const ours = lockedCharts.filter(({ name }) => ['mojaloop', 'mojaloop-payment-manager', 'bof', 'finance-portal'].includes(name));
    expect(ours.length).toBeGreaterThan(14);
    expect(ours.filter(({ name, version }) => !indexOf(name, version))).toEqual([]);
  });

  const folder = process.env.LAB_CHARTS;
  const packages = lockedCharts.filter(({ name, version }) => folder && existsSync(join(folder, `${name}-${version}.tgz`)));
  const why = packages.length > 0 ? '' : ' (skipped: LAB_CHARTS names no folder with published packages)';
  (why === '' ? test : test.skip)(
    `published packages: digest and index are what is committed, path for path${why}`,
    async () => {
      for (const { name, version, digest } of packages) {
        const file = join(folder!, `${name}-${version}.tgz`);
        const chart = `${name} ${version}`;
        expect({ chart, digest: digest ?? digestOf(file) }).toEqual({ chart, digest: digestOf(file) });
        const committed = join(releasesFolder(), indexFile(name, version));
        if (!existsSync(committed)) continue;
        const rows = valueTable(await readChart(readFileSync(file), file), file);
        const index = unpackIndex(brotliDecompressSync(readFileSync(committed)).toString('utf8'));
        expect({ chart, rows: [...index.paths] }).toEqual({ chart, rows });
      }
      process.stdout.write(
        `${packages.length} published packages: ${packages.map(({ name, version }) => `${name} ${version}`).join(', ')}\n`,
      );
    },
    120_000,
  );
});

describe('values against the index', () => {
  const profiles = ['sandbox', 'production'] as const;
  const settings = releaseVersions.flatMap((release) => profiles.map((profile) => [release, profile] as const));

  test.each(settings)('%s %s: with everything on, each value has a path the chart knows, and its type', (release, profile) => {
    const config = profile === 'sandbox' ? full[release] : fullest(release, { profile });
    expect(checkReleases(config, releasesOf(config)).map(formatProblem)).toEqual([]);
    const plain = configWith({ profile, hub: { release } });
    expect(checkReleases(plain, releasesOf(plain)).map(formatProblem)).toEqual([]);
  });

  test.each(examples)('%s: no value is unknown, none of a wrong type', (name) => {
    const config = exampleConfig(name);
    const releases = releasesOf(config);
    expect(checkReleases(config, releases).map(formatProblem)).toEqual([]);
    const unchecked = releases.filter(({ chart, version }) => !indexOf(chart, version)).map(({ chart }) => chart);
    // Nobody could have the package of the prefix oracles; objects of our own need no index.
    expect(unchecked.filter((chart) => !['workbench-objects', 'mfi-account-oracle', 'alias-oracle'].includes(chart))).toEqual([]);
  });

  interface Leaf {
    readonly keys: readonly string[];
    readonly type: ValueType;
  }
  const knownLeaves = (release: ReleaseVersion): Leaf[] => {
    const index = indexOf('mojaloop', release)!;
    const leaves: Leaf[] = [];
    const walk = (value: unknown, keys: readonly string[]): void => {
      const type = index.paths.get(keys.map(escapeKey).join('/'));
      if (type !== undefined && keys.length > 1) leaves.push({ keys, type });
      else if (typeof value === 'object' && value !== null) for (const [key, child] of Object.entries(value)) walk(child, [...keys, key]);
    };
    walk(hubOf(full[release]).values, []);
    return leaves;
  };
  const treeOf = (keys: readonly string[], value: unknown): unknown => keys.reduceRight((inner, key) => ({ [key]: inner }), value);

  test.each(releaseVersions)('%s: every value we write, with a letter left out, is told with the right path', (release) => {
    const index = indexOf('mojaloop', release)!;
    const leaves = knownLeaves(release);
    let tried = 0;
    for (const { keys } of leaves) {
      const last = keys[keys.length - 1]!;
      // Inputs of tests are the operator's own: any name may be right.
      if (last.length < 5 || keys.includes('inputValues')) continue;
      const wrong = [...keys.slice(0, -1), last.slice(0, 2) + last.slice(3)];
      const parent = keys.slice(0, -1).map(escapeKey).join('/');
      if (index.children.get(parent)?.has(wrong[wrong.length - 1]!)) continue;
      const [found, ...others] = checkValues(index, treeOf(wrong, 'x'));
      expect(others).toEqual([]);
      expect(found).toEqual({
        code: 'VAL-PATH',
        path: wrong.join('.'),
        message: `the chart knows no value ${wrong.join('.')}`,
        hint: `did you mean ${keys.join('.')}?`,
      });
      tried++;
    }
    expect(tried).toBeGreaterThan(100);
  });

  test.each(releaseVersions)('%s: every value we write, with a wrong type, is told with its path and what is wanted', (release) => {
    const index = indexOf('mojaloop', release)!;
    const wrong: Readonly<Partial<Record<ValueType, readonly [value: unknown, message: string]>>> = {
      number: [true, 'wants a number, not true or false'],
      bool: [1, 'wants true or false, not a number'],
      string: [{ a: 1 }, 'wants text, not a map'],
    };
    const tried = new Set<ValueType>();
    for (const { keys, type } of knownLeaves(release)) {
      const [value, message] = wrong[type] ?? [];
      if (message === undefined) continue;
      tried.add(type);
      const path = keys.join('.');
      expect(checkValues(index, treeOf(keys, value))).toEqual([{ code: 'VAL-TYPE', path, message: `${path} ${message}` }]);
    }
    expect(tried).toEqual(new Set(['number', 'bool', 'string']));
  });

  test('a value of a component in the wrong place leads to the place that has it', () => {
    const index = indexOf('mojaloop', '17.1.0')!;
    expect(checkValues(index, { 'quoting-service': { config: { simple_routing_mode_enabled: true } } })).toEqual([
      {
        code: 'VAL-PATH',
        path: 'quoting-service.config',
        message: 'the chart knows no value quoting-service.config',
        hint: expect.stringMatching(/^did you mean .*config\?$/),
      },
    ]);
    expect(checkValues(index, { CONFIG: { kafka_host: 'k' } })).toMatchObject([{ code: 'VAL-PATH', path: 'CONFIG' }]);
  });

  test('labels, annotations and inputs of tests are the operator’s own, with dots and slashes in their keys', () => {
    const index = indexOf('mojaloop', '15.1.0')!;
    const backend = 'ml-testing-toolkit-backend';
    const annotations = { 'nginx.ingress.kubernetes.io/proxy-body-size': '9m', 'example.org/owner': 'ops' };
    expect(checkValues(index, { 'ml-testing-toolkit': { [backend]: { ingress: { annotations } } } })).toEqual([]);
    const inputValues = { OUR_OWN: 'x' };
    expect(
      checkValues(index, {
        'ml-testing-toolkit': { [backend]: { extraEnvironments: { 'hub-k8s-default-environment.json': { inputValues } } } },
      }),
    ).toEqual([]);
    expect(
      [...index.paths.keys()]
        .filter((path) => path.includes('~1'))
        .map(unescapeKey)
        .every((path) => path.includes('/')),
    ).toBe(true);
  });

  test('a chart version of the operator’s own choice without an index is told, with the way to one', () => {
    const config = configWith({ charts: { versions: { mojaloop: '17.1.0', vault: '9.9.9' } } });
    expect(checkReleases(config, releasesOf(config)).map(formatProblem)).toEqual([
      'charts.versions.vault  warning SYN-NO-INDEX: there is no value index of vault 9.9.9: its values are not checked (workbench charts lock <folder with the package>)',
    ]);
  });
});

describe('images that no longer pull', () => {
  const texts = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];

  test('are recognised by their repository on Docker Hub, wherever they stand', () => {
    expect(movedIn('- image: docker.io/bitnami/kafka:3.2\n- image: "bitnami/mongodb:6.0.1"\n- image: bitnami/redis')).toEqual([
      'bitnami/kafka',
      'bitnami/mongodb',
      'bitnami/redis',
    ]);
    const others = [
      'bitnamilegacy/redis:7',
      '/opt/bitnami/scripts',
      'https://github.com/bitnami/charts',
      'quay.io/bitnami/redis:7',
      '/bitnami/mongodb',
    ];
    expect(others.flatMap(movedIn)).toEqual([]);
  });

  test('each has a place that is not one of them', () => {
    for (const repository of Object.keys(movedImages)) expect(movedIn(placeOf(repository).to)).toEqual([]);
    expect(placeOf('bitnami/nobody-uses-it').to).toBe('bitnamilegacy/nobody-uses-it');
  });

  test.each(releaseVersions)('%s: with everything on, no value of any release names one', (release) => {
    const named = releasesOf(full[release]).flatMap(({ name, values }) =>
      texts(values).flatMap((text) => movedIn(text).map((image) => `${name}: ${image}`)),
    );
    expect(named).toEqual([]);
  });

  /** Where charts name such an image by default (read from packages and sources): every one of these must be given ours. */
  const defaults = (release: ReleaseVersion): readonly RegExp[] => [
    /\/sdk-scheme-adapter\/sdk-scheme-adapter-[^/]+\/initContainers$/,
    ...(atLeast(release, '15.0.0')
      ? [
          /^mojaloop-bulk\/[^/]+\/[^/]+\/initContainers$/,
          /^ml-testing-toolkit\/ml-testing-toolkit-backend\/initContainers$/,
          /^mojaloop-ttk-simulators\/mojaloop-ttk-sim1-svc\/ml-testing-toolkit\/ml-testing-toolkit-backend\/initContainers$/,
        ]
      : [/\/init\/mongodb\/repository$/]),
  ];
  test.each(releaseVersions)('%s: every place where the chart names one by default is given another', (release) => {
    const index = indexOf('mojaloop', release)!;
    const { values } = hubOf(full[release]);
    const at = (path: string) => path.split('/').reduce<unknown>((tree, key) => (tree as Tree | undefined)?.[key], values);
    const places = [...index.paths.keys()].filter((path) => defaults(release).some((pattern) => pattern.test(path)));
    expect(places.length).toBeGreaterThan(defaults(release).length);
    expect(places.filter((path) => typeof at(path) !== 'string')).toEqual([]);
  });

  const folder = process.env.LAB_CHARTS;
  const helm = findHelm();
  const have = releaseVersions.filter((version) => folder && existsSync(join(folder, `mojaloop-${version}.tgz`)));
  const why = have.length > 0 ? '' : ' (skipped: LAB_CHARTS names no folder with published packages)';

  (why === '' ? test : test.skip)(`published packages name no other by default${why}`, async () => {
    for (const { name, version } of lockedCharts.filter(({ name, version }) => existsSync(join(folder!, `${name}-${version}.tgz`)))) {
      const file = join(folder!, `${name}-${version}.tgz`);
      const files = await readPackage(readFileSync(file), file, { left: limits.chart });
      const values = [...files].filter(([path]) => path.endsWith('values.yaml')).map(([, bytes]) => bytes.toString('utf8'));
      // Comments speak of bitnami's charts too; an image stands behind one of these two keys.
      const named = values.flatMap((text) => [...text.matchAll(/^[\s\-#]*(?:image|repository): .*$/gm)].flatMap(([line]) => movedIn(line)));
      expect({ name, none: named.length === 0 && name.startsWith('mojaloop') }).toEqual({ name, none: false });
      const unmapped = named.filter((image) => !Object.hasOwn(movedImages, image));
      expect({ name, version, unmapped }).toEqual({ name, version, unmapped: [] });
    }
  });

  const noHelm = helm ? why : ' (skipped: there is no helm command; LAB_HELM names one)';
  (noHelm === '' ? test : test.skip)(
    `published packages rendered with our values: no pod has such an image${noHelm}`,
    () => {
      const scratch = mkdtempSync(join(tmpdir(), 'releases-'));
      try {
        for (const version of have) {
          const { values } = hubOf(full[version]);
          writeFileSync(join(scratch, 'values.json'), JSON.stringify(values));
          const rendered = execFileSync(
            helm!,
            ['template', 'moja', join(folder!, `mojaloop-${version}.tgz`), '-f', join(scratch, 'values.json')],
            {
              encoding: 'utf8',
              maxBuffer: 1 << 30,
              stdio: ['ignore', 'pipe', 'ignore'],
            },
          );
          const images = [...rendered.matchAll(/["']?image["']?:\s*["']?([\w./:@-]+)/g)].map(([, image]) => image!);
          expect(images.length).toBeGreaterThan(50);
          expect({ version, gone: [...new Set(images.filter((image) => movedIn(image).length > 0))] }).toEqual({ version, gone: [] });
        }
      } finally {
        rmSync(scratch, { recursive: true });
      }
    },
    180_000,
  );
});
