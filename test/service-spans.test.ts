import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { bareStacks } from '../cli/bare-stacks';
import { imagesNamed } from '../cli/images/environment-images';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { serviceSpans } from '../config/model/service-spans';
import { indexOf } from '../config/releases/index-files';
import { checkValues } from '../config/releases/value-paths';
import { imagePolicies } from '../constructs/in-cluster/image-policy';
import type { ReleaseSpec } from '../constructs/in-cluster/release-spec';
import { hubRelease } from '../constructs/mojaloop/hub-release';
import { nodeInstrumentation, spansOperator, spansRights } from '../constructs/observability/service-spans';
import { unbuilt } from './lab/build';
import { must } from './lab/client';
import { type Lab, startLab } from './lab/lab';
import { freePorts } from './lab/ports';
import { leavesOf, type Tree } from './synthesised';
import { configWith } from './workbench-fixtures';

/** Spans that services of the hub send themselves: who puts the SDK into their pods, and what that one may do. */
const modelOf = (patch: Tree = {}): EnvironmentModel => resolveEnvironment(configWith(patch));
const spansOn = { monitoring: { traces: { services: true } } };
const model = modelOf(spansOn);
const releasesOf = (environment: EnvironmentModel): readonly ReleaseSpec[] => bareStacks(environment).flatMap(({ releases }) => releases);
const annotated = (environment: EnvironmentModel) =>
  leavesOf(hubRelease(environment).values)
    .filter(({ path }) => path.at(-1) === serviceSpans.annotation)
    .map(({ path, value }) => [path.at(-3), value]);
const leaf = (tree: unknown, ...path: string[]): unknown => path.reduce<unknown>((at, key) => (at as Tree | undefined)?.[key], tree);

describe('which pods send spans', () => {
  test.each(['17.0.0', '17.1.0'])(
    '%s: every service that a payment passes, by its own template; no simulator and no test tool',
    (release) => {
      const everything = { bulk: true, thirdParty: true, interScheme: true, fx: true, simulators: true, ttkSimulators: true };
      const environment = modelOf({ ...spansOn, hub: { release, testingToolkit: true, ...everything } });
      const services = environment.services.filter(({ kind }) => kind !== 'tool').map(({ name }) => name);
      expect(services.length).toBeGreaterThan(25);
      expect(annotated(environment).sort()).toEqual(services.sort().map((name) => [name, 'true']));
    },
  );

  test('what the SDK takes is given to each of them, and to nobody else; what the file says of a service stays', () => {
    const before = new Map(modelOf().services.map(({ name, memory }) => [name, memory]));
    for (const { name, kind, memory } of model.services)
      expect([name, memory - (before.get(name) ?? 0)]).toEqual([name, kind === 'tool' ? 0 : serviceSpans.memory]);
    const own = modelOf({ ...spansOn, hub: { services: { 'ml-api-adapter-service': { memory: '300Mi' } } } });
    expect(own.services.find(({ name }) => name === 'ml-api-adapter-service')?.memory).toBe(300);
  });

  test.each<[string, Tree]>([
    ['by default', {}],
    ['in an older release', { ...spansOn, hub: { release: '16.0.4' } }],
    ['without a place for traces', { monitoring: { traces: { services: true, store: 'none' } } }],
    ['without monitoring', { monitoring: { enabled: false, traces: { services: true } } }],
  ])('%s nothing of it is there', (_, patch) => {
    const environment = modelOf(patch);
    expect(annotated(environment)).toEqual([]);
    expect(releasesOf(environment).filter(({ id }) => id === serviceSpans.release || id === 'service-spans')).toEqual([]);
    expect(environment.flows.filter(({ why }) => /spans/.test(why))).toEqual([]);
  });
});

describe('who puts it in', () => {
  const values = spansOperator(model).values as Tree;
  const put = leaf(values, 'manager', 'config', 'instrumentations', 'spec') as Tree;

  test('a pod of the hub alone is shown to it, a payment never waits for it, and it has no kind and no controller', () => {
    expect(checkValues(indexOf('opentelemetry-operator', '0.122.0')!, spansOperator(model).values)).toEqual([]);
    expect(values.admissionWebhooks).toMatchObject({
      failurePolicy: 'Ignore',
      pods: { failurePolicy: 'Ignore' },
      timeoutSeconds: 3,
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'mojaloop' } },
    });
    expect([values.crds, values.clusterRole, values.role]).toEqual([{ create: false }, { create: false }, { create: false }]);
    expect(releasesOf(model).map(({ id }) => id)).toEqual(expect.arrayContaining(['service-spans', serviceSpans.release]));
  });

  test('it reads, and reads neither Secrets nor ConfigMaps', () => {
    const rules = spansRights(model).flatMap(({ rules: own }) => (own ?? []) as unknown as { resources: string[]; verbs: string[] }[]);
    expect(rules.flatMap(({ resources }) => resources).sort()).toEqual(['jobs', 'namespaces', 'replicasets']);
    expect([...new Set(rules.flatMap(({ verbs }) => verbs))].sort()).toEqual(['get', 'list', 'watch']);
  });

  test('a service goes on with the trace of the gateway and begins none; no value of a question to a store is told', () => {
    expect(put).toMatchObject({
      exporter: { endpoint: 'http://node-agents.node-agents.svc.cluster.local:4317' },
      propagators: ['tracecontext', 'baggage'],
      sampler: { type: 'parentbased_always_off' },
    });
    const env = Object.fromEntries((put.env as { name: string; value: string }[]).map(({ name, value }) => [name, value]));
    expect(env).toMatchObject({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' });
    const chosen = env.OTEL_NODE_ENABLED_INSTRUMENTATIONS?.split(',') ?? [];
    expect(chosen).toEqual(expect.arrayContaining(['http', 'hapi', 'knex']));
    // Those of the drivers write the values of a statement into its span.
    expect(chosen.filter((name) => ['mysql', 'mysql2', 'pg', 'fs', 'dns', 'net'].includes(name))).toEqual([]);
    expect(model.flows.filter(({ why }) => why === 'spans of services')).toEqual([
      { from: { namespace: 'mojaloop' }, to: { namespace: 'node-agents' }, ports: [4317], why: 'spans of services' },
    ]);
  });

  test('its images are in the list for a mirror, and come from there', () => {
    expect(imagesNamed(model).find(({ image }) => image === nodeInstrumentation)?.usedBy).toEqual([serviceSpans.release]);
    const mirrored = spansOperator(modelOf({ ...spansOn, charts: { images: 'registry.example.org/m' } }));
    const named = leavesOf(mirrored.values).filter(({ value }) => /open-telemetry\//.test(String(value)));
    expect(named.length).toBe(2);
    for (const { value } of named) expect(value).toMatch(/^registry\.example\.org\/m\/open-telemetry\/opentelemetry-operator\//);
  });
});

/** The operator's own program (github.com/open-telemetry/opentelemetry-operator, `go build`), which is published as an image alone. */
const program = process.env.LAB_OPENTELEMETRY_OPERATOR;
const folder = process.env.LAB_CHARTS ?? '';
const packageOf = ({ chart, version }: ReleaseSpec) => join(folder, `${chart}-${version}.tgz`);
const hasOpenssl = (() => {
  try {
    return execFileSync('openssl', ['version'], { stdio: ['ignore', 'pipe', 'ignore'] }).length > 0;
  } catch {
    return false;
  }
})();
const wanting = [
  ...unbuilt().map((name) => `${name} of the lab`),
  ...(program && existsSync(program) ? [] : ['LAB_OPENTELEMETRY_OPERATOR, the program']),
  ...([hubRelease(model), spansOperator(model)].every((spec) => existsSync(packageOf(spec)))
    ? []
    : ['LAB_CHARTS with mojaloop and opentelemetry-operator']),
  ...(hasOpenssl ? [] : ['openssl']),
];
if (wanting.length > 0) test.skip(`SKIPPED the real operator beside a real API server: there is no ${wanting.join(', no ')}`, () => {});

interface Container extends Tree {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}
interface Pod extends Tree {
  readonly metadata: Tree & { readonly name: string };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes?: readonly Tree[];
  };
}

(wanting.length > 0 ? describe.skip : describe)('the real operator beside a real API server', () => {
  let lab: Lab;
  let running: ReturnType<typeof spawn> | undefined;
  const scratch = mkdtempSync(join(tmpdir(), 'service-spans-'));
  // The images of the hub must be named by their makers, and whatever is put in as well; its pods are held to Pod Security "restricted".
  const strict = modelOf({
    ...spansOn,
    cluster: { kubernetesVersion: '1.34', podSecurity: 'restricted' },
    charts: { admission: { action: 'deny' } },
  });
  const { namespace } = strict.config.hub;

  const objectsOf = async (spec: ReleaseSpec, ...only: string[]): Promise<Tree[]> => {
    const file = join(scratch, `${spec.id}.json`);
    writeFileSync(file, JSON.stringify(spec.values));
    const shown = only.flatMap((path) => ['--show-only', path]);
    const text = await lab.helm('template', spec.name, packageOf(spec), '--namespace', spec.namespace, '--values', file, ...shown);
    return parseAllDocuments(text).flatMap((document): Tree[] => {
      const object = document.toJS() as Tree | null;
      return object ? [object] : [];
    });
  };

  /** Certificate of the webhook, as cert-manager would make it. @returns what the API server is told, in base64 */
  const certificate = (): string => {
    const place = join(scratch, 'k8s-webhook-server', 'serving-certs');
    mkdirSync(place, { recursive: true });
    const [key, file] = [join(place, 'tls.key'), join(place, 'tls.crt')];
    const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', file, ...name], {
      stdio: 'ignore',
    });
    return readFileSync(file).toString('base64');
  };

  /** A login with the rights that the operator has, and no others. */
  const login = async (): Promise<string> => {
    const { token } = (
      await must<{ status: { token: string } }>(
        lab.kube,
        'POST',
        `/api/v1/namespaces/operators/serviceaccounts/${serviceSpans.release}/token`,
        { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
      )
    ).status;
    const config = JSON.parse(readFileSync(lab.kubeconfig, 'utf8')) as { users: { user: Tree }[] };
    for (const one of config.users) one.user = { token };
    const file = join(scratch, 'operator.kubeconfig');
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    return file;
  };

  const paths: Readonly<Record<string, (object: Tree) => string>> = {
    ClusterRole: () => '/apis/rbac.authorization.k8s.io/v1/clusterroles',
    ClusterRoleBinding: () => '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
    Role: (object) => `/apis/rbac.authorization.k8s.io/v1/namespaces/${leaf(object, 'metadata', 'namespace')}/roles`,
    RoleBinding: (object) => `/apis/rbac.authorization.k8s.io/v1/namespaces/${leaf(object, 'metadata', 'namespace')}/rolebindings`,
    MutatingWebhookConfiguration: () => '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
    ValidatingAdmissionPolicy: () => '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
    ValidatingAdmissionPolicyBinding: () => '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
  };
  const make = (object: Tree) => must(lab.kube, 'POST', paths[String(object.kind)]?.(object) ?? '', object);
  const tryPod = (metadata: Tree, spec: unknown, place = namespace) =>
    lab.kube<Pod>('POST', `/api/v1/namespaces/${place}/pods?dryRun=All`, { apiVersion: 'v1', kind: 'Pod', metadata, spec });

  let template: { metadata: Tree & { labels: Tree; annotations: Tree }; spec: { containers: Container[]; initContainers?: Container[] } };

  beforeAll(async () => {
    lab = await startLab({ log: (line) => process.stderr.write(`lab: ${line}\n`) });
    const labels = {
      'workbench.mojaloop.io/environment': strict.config.environment,
      'kubernetes.io/metadata.name': namespace,
      'pod-security.kubernetes.io/enforce': 'restricted',
    };
    const namespaced = (name: string, own: Tree = {}) =>
      must(lab.kube, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: own } });
    await namespaced(namespace, labels);
    await namespaced('operators').catch(() => undefined);
    await namespaced('elsewhere');
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceSpans.release } };
    await must(lab.kube, 'POST', '/api/v1/namespaces/operators/serviceaccounts', account);
    for (const object of [...spansRights(strict), ...imagePolicies(strict.config)]) await make(object as Tree);

    const chart = await objectsOf(spansOperator(strict));
    const { port, probe, metrics } = await freePorts(['port', 'probe', 'metrics']);
    const [settings] = chart.filter(({ kind }) => kind === 'ConfigMap');
    const file = join(scratch, 'config.yaml');
    writeFileSync(file, String(leaf(settings, 'data', 'config.yaml')));
    const caBundle = certificate();
    const { args, env } = (leaf(
      chart.find(({ kind }) => kind === 'Deployment'),
      'spec',
      'template',
      'spec',
      'containers',
      '0',
    ) ?? {}) as {
      args: string[];
      env: { name: string; value?: string }[];
    };
    // The program runs with the options of the chart, on ports of its own and with the file where it is here.
    const own = args.map((arg) =>
      arg
        .replace(/^(--metrics-addr=).*/, `$1127.0.0.1:${metrics}`)
        .replace(/^(--health-probe-addr=).*/, `$1127.0.0.1:${probe}`)
        .replace(/^(--webhook-port=).*/, `$1${port}`)
        .replace(/^(--config-file=).*/, `$1${file}`),
    );
    const log = openSync(join(scratch, 'operator.log'), 'a');
    running = spawn(program ?? '', own, {
      env: {
        PATH: process.env.PATH,
        TMPDIR: scratch,
        KUBECONFIG: await login(),
        NAMESPACE: 'operators',
        SERVICE_ACCOUNT_NAME: serviceSpans.release,
        ...Object.fromEntries(env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
      },
      stdio: ['ignore', log, log],
    });
    for (const object of chart.filter(({ kind }) => kind === 'MutatingWebhookConfiguration')) {
      const webhooks = (object.webhooks as { clientConfig: { service: { path: string } } }[])
        .filter(({ clientConfig }) => clientConfig.service.path === '/mutate-v1-pod')
        .map((webhook) => ({
          ...webhook,
          clientConfig: { url: `https://127.0.0.1:${port}${webhook.clientConfig.service.path}`, caBundle },
        }));
      expect(webhooks).toHaveLength(1);
      await make({ ...object, webhooks });
    }
    const rendered = await objectsOf(hubRelease(strict), 'charts/centralledger/charts/centralledger-service/templates/deployment.yaml');
    template = leaf(rendered[0], 'spec', 'template') as typeof template;
    // What is held here is that the pod is as good with what is put in as it was before.
    template.spec.containers = template.spec.containers.map((one) => ({
      ...one,
      securityContext: {
        ...(one.securityContext as Tree),
        allowPrivilegeEscalation: false,
        runAsNonRoot: true,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      },
    }));
    delete template.spec.initContainers;
    const settled = async () => {
      if (running?.exitCode !== null) throw new Error(readFileSync(join(scratch, 'operator.log'), 'utf8').slice(-2000));
      const { status, body } = await tryPod({ ...template.metadata, name: 'first' }, template.spec);
      return status === 201 && (body.spec.initContainers ?? []).length > 0;
    };
    for (const end = Date.now() + 180_000; !(await settled()); await sleep(500))
      if (Date.now() > end)
        throw new Error(`nothing is put into pods: ${readFileSync(join(scratch, 'operator.log'), 'utf8').slice(-3000)}`);
  }, 600_000);
  afterAll(async () => {
    running?.kill();
    await lab?.stop();
    rmSync(scratch, { recursive: true, force: true });
  }, 120_000);

  test('a pod of the ledger as its chart has it gets the SDK, under "restricted" and the image policy of production', async () => {
    expect(template.metadata.annotations).toMatchObject({ [serviceSpans.annotation]: 'true' });
    const { status, body } = await tryPod({ ...template.metadata, name: 'ledger' }, template.spec);
    expect(status).toBe(201);
    const [init] = body.spec.initContainers ?? [];
    expect(init).toMatchObject({
      image: nodeInstrumentation,
      command: ['cp', '-r', '/autoinstrumentation/.', '/otel-auto-instrumentation-nodejs'],
      securityContext: { runAsNonRoot: true, runAsUser: 65534, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    });
    const env = Object.fromEntries((body.spec.containers[0]?.env ?? []).map(({ name, value }) => [name, value]));
    expect(env).toMatchObject({
      NODE_OPTIONS: expect.stringContaining('--require /otel-auto-instrumentation-nodejs/'),
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://node-agents.node-agents.svc.cluster.local:4317',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_TRACES_SAMPLER: 'parentbased_always_off',
      OTEL_PROPAGATORS: 'tracecontext,baggage',
      OTEL_METRICS_EXPORTER: 'none',
    });
  });

  test('pods that do not ask for it, are of another release or of another namespace stay as they are', async () => {
    const { annotations, ...bare } = template.metadata;
    const plain = async (metadata: Tree, place?: string) => {
      const { status, body } = await tryPod({ ...metadata, name: 'plain' }, template.spec, place);
      return [status, body.spec?.initContainers ?? []];
    };
    expect(annotations).toBeDefined();
    expect(await plain(bare)).toEqual([201, []]);
    expect(await plain({ ...template.metadata, labels: { ...template.metadata.labels, 'app.kubernetes.io/instance': 'other' } })).toEqual([
      201,
      [],
    ]);
    expect(await plain(template.metadata, 'elsewhere')).toEqual([201, []]);
  });

  test('while it is away pods start, without spans', async () => {
    const ended = new Promise((resolve) => running?.once('exit', resolve));
    running?.kill('SIGKILL');
    await ended;
    const began = Date.now();
    const { status, body } = await tryPod({ ...template.metadata, name: 'alone' }, template.spec);
    expect([status, body.spec.initContainers ?? []]).toEqual([201, []]);
    expect(Date.now() - began).toBeLessThan(30_000);
  });
});
