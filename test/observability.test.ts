import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { bareStacks } from '../cli/bare-stacks';
import { imagesInText } from '../cli/images/found-images';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { exportersOf } from '../config/model/exporters';
import type { Flow } from '../config/model/flows';
import { grafanaAdmin, grafanaClient } from '../config/model/monitoring-secrets';
import { indexOf } from '../config/releases/index-files';
import { checkValues } from '../config/releases/value-paths';
import { realmDocuments } from '../constructs/identity/realms';
import { gatewayTelemetry } from '../constructs/in-cluster/gateway-telemetry';
import type { ReleaseSpec } from '../constructs/in-cluster/release-spec';
import { exportersObjects } from '../constructs/observability/exporters';
import { monitorObjects } from '../constructs/observability/monitors';
import { monitoringRouteObjects } from '../constructs/observability/routes';
import { findHelm } from './chart-packages';
import { exampleModel, examples, leavesOf, type Tree } from './synthesised';
import { configWith } from './workbench-fixtures';

const modelOf = (patch: Tree = {}): EnvironmentModel => resolveEnvironment(configWith(patch));
const model = modelOf();
const releasesOf = (environment: EnvironmentModel): readonly ReleaseSpec[] =>
  bareStacks(environment).find(({ stackId }) => stackId === 'observability')?.releases ?? [];
const charts = ['kube-prometheus-stack', 'prometheus-operator-crds', 'loki', 'tempo', 'opentelemetry-collector'];
const charted = (environment: EnvironmentModel) => releasesOf(environment).filter(({ chart }) => charts.includes(chart));
const leaf = (tree: unknown, ...path: string[]): unknown => path.reduce<unknown>((at, key) => (at as Tree | undefined)?.[key], tree);

const managed = {
  profile: 'production',
  platform: { provider: 'aws', region: 'eu-west-1', context: undefined, account: '123456789012' },
  state: { backend: 'local' },
  stores: { mysql: { service: 'rds' }, kafka: { service: 'msk' }, redis: { service: 'elasticache' }, mongodb: { service: 'documentdb' } },
  hub: { ttkSimulators: true, interScheme: true, bulk: true },
} as const;

describe('the stack', () => {
  const mirrored = modelOf({ charts: { images: 'registry.example.org/mirror' } });
  test.each([...examples, 'mirrored'])('%s: holds metrics, logs, traces and agents, and each chart knows every value', (name) => {
    const releases = charted(name === 'mirrored' ? mirrored : exampleModel(name));
    // The collector is there twice where audit logs are brought to a store.
    expect([...new Set(releases.map(({ chart }) => chart))].sort()).toEqual([...charts].sort());
    for (const { chart, version, values } of releases) expect(checkValues(indexOf(chart, version)!, values)).toEqual([]);
  });

  test('what is not wanted is not there, and leaves nothing behind', () => {
    const off = modelOf({ monitoring: { enabled: false } });
    expect(releasesOf(off)).toEqual([]);
    expect(off.namespaces.filter(({ role }) => role === 'monitoring' || role === 'node-agents')).toEqual([]);
    expect(off.secrets.filter(({ id }) => id.startsWith('grafana'))).toEqual([]);
    expect(JSON.stringify(realmDocuments(off))).not.toContain('grafana');
    expect(off.flows.filter(({ why }) => /metrics|Grafana|logs/.test(why))).toEqual([]);
    const bare = modelOf({ monitoring: { logs: { store: 'none' }, traces: { store: 'none' } } });
    expect(charted(bare).map(({ chart }) => chart)).toEqual(['prometheus-operator-crds', 'kube-prometheus-stack']);
    expect(gatewayTelemetry(bare.config).tracing).toBeUndefined();
  });

  test('volumes hold what is kept: Prometheus ends before its volume does, and the file may say how large it is', () => {
    const spec = (environment: EnvironmentModel) =>
      leaf(charted(environment).find(({ chart }) => chart === 'kube-prometheus-stack')?.values, 'prometheus', 'prometheusSpec') as Tree;
    expect(spec(model)).toMatchObject({ replicas: 1, retention: '3d', retentionSize: '9216MiB' });
    const large = modelOf({
      profile: 'production',
      hub: { size: 'large' },
      monitoring: { metrics: { storage: '1Ti', retentionDays: 90 } },
    });
    expect(spec(large)).toMatchObject({ replicas: 2, retention: '90d', retentionSize: '943718MiB' });
  });
});

describe('who gets in', () => {
  const grafana = (environment: EnvironmentModel) =>
    leaf(charted(environment).find(({ chart }) => chart === 'kube-prometheus-stack')?.values, 'grafana') as Tree;

  test('people log in at the issuer of operators, those of the group alone; no password is in any value', () => {
    expect(leaf(grafana(model), 'grafana.ini', 'auth.generic_oauth')).toMatchObject({
      client_id: 'grafana',
      auth_url: 'https://keycloak.dev.labs.example.org/realms/hub-operators/protocol/openid-connect/auth',
      token_url: 'http://keycloak.identity.svc.cluster.local:8080/realms/hub-operators/protocol/openid-connect/token',
      role_attribute_path: "contains(groups[*], 'operators') && 'Editor'",
      role_attribute_strict: true,
    });
    expect(grafana(model).admin).toEqual({ existingSecret: grafanaAdmin.name, userKey: 'user', passwordKey: 'password' });
    const born = model.secrets.filter(({ id }) => id === grafanaAdmin.name || id === grafanaClient.name);
    expect(born.map(({ id, kind, owner, deliveries }) => [id, kind, owner, deliveries.map(({ namespace }) => namespace)])).toEqual([
      ['grafana-admin', 'password', 'observability', ['monitoring']],
      ['grafana-client', 'password', 'edge', ['identity', 'monitoring']],
    ]);
    const texts = charted(model).flatMap(({ values }) => leavesOf(values));
    const references = /secretKeyRef|passwordKey$/;
    expect(texts.filter(({ path }) => /password|secret/i.test(path.slice(-2).join('.')) && !references.test(path.join('.')))).toEqual([
      { path: ['grafana', 'admin', 'existingSecret'], value: grafanaAdmin.name },
    ]);
  });

  test('its page is for addresses of operators, or for its own; in production without any for nobody', () => {
    const rules = (environment: EnvironmentModel) =>
      leaf(
        monitoringRouteObjects(environment).find(({ kind }) => kind === 'SecurityPolicy'),
        'spec',
        'authorization',
      ) as Tree;
    expect(rules(modelOf({ profile: 'production' }))).toEqual({ defaultAction: 'Deny' });
    const own = modelOf({ gateway: { operatorAddresses: ['192.0.2.0/24'] }, monitoring: { grafanaAddresses: ['198.51.100.7/32'] } });
    expect(leaf((rules(own).rules as Tree[])[0], 'principal', 'clientCIDRs')).toEqual(['198.51.100.7/32']);
  });

  test('Prometheus alone reaches into namespaces of others', () => {
    const watchers = new Set([model.config.monitoring.namespace, model.config.monitoring.agentsNamespace]);
    const outward = model.flows.filter(
      ({ from, to }) => 'namespace' in from && watchers.has(from.namespace) && 'namespace' in to && !watchers.has(to.namespace),
    );
    const line = ({ from, to }: Flow) => `${leaf(from, 'app') ?? 'everybody'} → ${leaf(to, 'namespace')}`;
    expect(outward.map(line).filter((one) => !one.startsWith('prometheus → '))).toEqual(['grafana → identity']);
    expect(outward.length).toBeGreaterThan(6);
  });
});

describe('the gateway tells of requests', () => {
  test('who asked for what, and no body, token or cookie', () => {
    const text = JSON.stringify(gatewayTelemetry(model.config));
    expect(text).toContain('%REQ(FSPIOP-SOURCE)%');
    expect(text).toContain('%REQ(TRACEPARENT)%');
    expect(text).not.toMatch(/AUTHORIZATION|COOKIE|FSPIOP-SIGNATURE|BODY/i);
  });

  test('its traces go by a name and not by a reference: a gateway whose reference leads nowhere would take no payment', () => {
    const { provider } = gatewayTelemetry(model.config).tracing as unknown as { provider: Tree };
    expect(provider).toEqual({ type: 'OpenTelemetry', host: 'node-agents.node-agents.svc.cluster.local', port: 4317 });
  });
});

describe('exporters', () => {
  const names = (environment: EnvironmentModel) => exportersOf(environment.config, environment.logicalServices).map(({ name }) => name);

  test('one for each kind of store and one for each cache; servers elsewhere are asked only where no account is needed', () => {
    expect(names(modelOf({ hub: { ttkSimulators: true, bulk: true } }))).toEqual([
      'mysql-exporter',
      'mongodb-exporter',
      'kafka-exporter',
      'ttksims-redis-exporter',
    ]);
    const elsewhere = modelOf({
      stores: {
        mysql: { external: { host: 'db.example.org', credentials: 'hub/given/mysql' } },
        kafka: { external: { host: 'kafka.example.org' } },
      },
    });
    expect(names(elsewhere)).toEqual(['mongodb-exporter', 'kafka-exporter']);
    expect(names(modelOf(managed))).not.toContain('mongodb-exporter');
  });

  test('a managed MySQL is asked by its own name, over TLS, with an account that sees no row; its password is a reference', () => {
    const environment = modelOf(managed);
    const objects = exportersObjects(environment, 'db.example.org');
    const of = (kind: string) => objects.find((object) => object.kind === kind && object.metadata.name === 'mysql-exporter');
    const container = (leaf(of('Deployment'), 'spec', 'template', 'spec', 'containers') as Tree[])[0];
    expect(container?.args).toEqual(expect.arrayContaining(['--mysqld.address=db.example.org:3306', '--mysqld.username=exporter']));
    expect(leaf(of('ConfigMap'), 'data')).toEqual({ 'my.cnf': '[client]\nssl-ca=/mysql-ca/ca.pem\n' });
    expect(container?.env).toEqual([
      { name: 'MYSQLD_EXPORTER_PASSWORD', valueFrom: { secretKeyRef: { name: 'mysql-exporter', key: 'mysql-password' } } },
    ]);
    const reach = environment.flows.filter(({ from }) => leaf(from, 'app') === 'mysql-exporter');
    expect(reach.length).toBeGreaterThan(0);
    expect(reach.every(({ to, ports }) => 'cidr' in to && ports.join() === '3306')).toBe(true);
  });
});

/** What Pod Security "restricted" asks of a pod (kubernetes.io, Pod Security Standards), as far as these charts touch it. */
function unrestricted(pod: Tree): string[] {
  const own = (pod.securityContext ?? {}) as Tree;
  const volumes = (pod.volumes ?? []) as Tree[];
  const host = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => pod[key] === true);
  const paths = volumes.filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => `hostPath ${name}`);
  const containers = [...((pod.initContainers ?? []) as Tree[]), ...((pod.containers ?? []) as Tree[])];
  const loose = containers.flatMap((container) => {
    const security = (container.securityContext ?? {}) as Tree;
    const checks = {
      'may gain rights': security.allowPrivilegeEscalation === false,
      'keeps capabilities': ((leaf(security, 'capabilities', 'drop') ?? []) as string[]).includes('ALL'),
      'may be root': (security.runAsNonRoot ?? own.runAsNonRoot) === true,
      'has no seccomp profile': leaf(security, 'seccompProfile', 'type') !== undefined || leaf(own, 'seccompProfile', 'type') !== undefined,
    };
    return Object.entries(checks).flatMap(([wrong, holds]) => (holds ? [] : [`${container.name} ${wrong}`]));
  });
  return [...host, ...paths, ...loose];
}

describe('the charts themselves', () => {
  const folder = process.env.LAB_CHARTS;
  const helm = findHelm();
  const packageOf = ({ chart, version }: ReleaseSpec) => join(folder ?? '', `${chart}-${version}.tgz`);
  const reason =
    helm === undefined
      ? 'no helm command'
      : !folder || !charted(model).every((one) => existsSync(packageOf(one)))
        ? 'LAB_CHARTS names no folder with the packages'
        : undefined;
  const rendered = reason ? test.skip : test;
  const why = reason ? ` (skipped: ${reason})` : '';
  const scratch = mkdtempSync(join(tmpdir(), 'observability-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  const render = (release: ReleaseSpec): string => {
    const file = join(scratch, 'values.json');
    writeFileSync(file, JSON.stringify(release.values));
    const args = [
      'template',
      release.name,
      packageOf(release),
      '--namespace',
      release.namespace,
      '--values',
      file,
      '--kube-version',
      '1.32.0',
    ];
    return execFileSync(helm!, args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  };
  interface Rendered {
    readonly kind: string;
    readonly metadata: Tree & { readonly name: string; readonly namespace?: string };
    readonly spec?: Tree;
  }
  const objectsOf = (text: string): Rendered[] => parseAllDocuments(text).flatMap((document) => (document.toJS() as Rendered | null) ?? []);
  const podOf = ({ spec }: Rendered) => leaf(spec, 'template', 'spec') as Tree | undefined;

  rendered(
    `only the agents use their node; every other pod is restricted${why}`,
    () => {
      const all = charted(model).flatMap((release) =>
        objectsOf(render(release)).map((object) => ({ ...object, place: object.metadata.namespace ?? release.namespace })),
      );
      const pods = all.flatMap((object) => {
        const pod = podOf(object);
        return pod ? [{ name: object.metadata.name, place: object.place, wrong: unrestricted(pod) }] : [];
      });
      expect(pods.length).toBeGreaterThan(5);
      expect(pods.filter(({ place, wrong }) => place !== 'node-agents' && wrong.length > 0)).toEqual([]);
      expect(
        pods
          .filter(({ place }) => place === 'node-agents')
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['monitoring-prometheus-node-exporter', 'node-agents-agent']);
      // Services have the names that Grafana, the agents and the gateway are told.
      const services = all.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);
      expect(services).toEqual(
        expect.arrayContaining(['monitoring-prometheus', 'monitoring-alertmanager', 'monitoring-grafana', 'logs', 'traces', 'node-agents']),
      );
      // Grafana and Loki read no object of other namespaces.
      const wide = all
        .filter(({ kind }) => kind === 'ClusterRole')
        .map(({ metadata }) => metadata.name)
        .sort();
      expect(wide).toEqual(['monitoring-kube-state-metrics', 'monitoring-operator', 'monitoring-prometheus', 'node-agents']);
    },
    120_000,
  );

  rendered(
    `every monitor of theirs finds a port of that name${why}`,
    () => {
      const pods = charted(model)
        .flatMap((release) => objectsOf(render(release)))
        .flatMap((object) => {
          const template = leaf(object.spec, 'template') as Tree | undefined;
          return template ? [template] : [];
        });
      const monitors = monitorObjects(model).filter(({ metadata }) => ['logs-and-traces', 'node-agents'].includes(String(metadata.name)));
      expect(monitors).toHaveLength(2);
      for (const { spec } of monitors) {
        const names = leaf(spec, 'selector', 'matchExpressions', '0', 'values') as string[];
        const matched = pods.filter((pod) => names.includes(String(leaf(pod, 'metadata', 'labels', 'app.kubernetes.io/name'))));
        const ports = matched.flatMap((pod) =>
          (leaf(pod, 'spec', 'containers') as Tree[]).flatMap(({ ports: list }) => ((list ?? []) as Tree[]).map(({ name }) => name)),
        );
        for (const { port } of (spec as { podMetricsEndpoints: Tree[] }).podMetricsEndpoints) expect(ports).toContain(port);
      }
    },
    120_000,
  );

  rendered(
    `with a mirror every image comes from there${why}`,
    () => {
      const images = charted(modelOf({ charts: { images: 'registry.example.org/mirror' } })).flatMap((release) =>
        imagesInText(render(release)),
      );
      expect(images.length).toBeGreaterThan(7);
      expect(images.filter((image) => !image.startsWith('registry.example.org/mirror/'))).toEqual([]);
    },
    120_000,
  );
});
