import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CronJobSeen, lookJob, type NewJob, nowJob, placeJob, restoreJob } from '../cli/backup/jobs';
import { scratchObjects, scratchWay } from '../cli/backup/scratch';
import { imagesNamed, imagesOf } from '../cli/images/environment-images';
import { inspectStacks } from '../cli/synthesise';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { loadWorkbench } from '../config/load';
import { allowedImages } from '../config/model/image-makers';
import { imagePolicies } from '../constructs/in-cluster/image-policy';
import type { KubernetesObject } from '../constructs/in-cluster/objects';
import { findHelm } from './chart-packages';
import { root } from './command-line';
import { unbuilt } from './lab/build';
import { type Answer, must } from './lab/client';
import { type Lab, startLab } from './lab/lab';
import { configWith } from './workbench-fixtures';

/** Which images may run, held by a real API server. Nothing is played here but the nodes, and no pod needs one. */
const missing = unbuilt();
const reason =
  missing.length > 0 ? `${missing.join(', ')} of the lab are not built here, which takes twenty minutes (make lab-up)` : undefined;
if (reason) test.skip(`SKIPPED images held by a real API server: ${reason}`, () => {});
const minutes = (count: number) => count * 60_000;

type Json = { readonly [key: string]: unknown };
type Said = Answer<{ readonly message?: string }>;
const recent = { cluster: { kubernetesVersion: '1.32' } };
const digest = `@sha256:${'a'.repeat(64)}`;
const configs = {
  places: configWith({
    environment: 'dev',
    ...recent,
    charts: { admission: { action: 'deny', registries: ['registry.example.org/team'] } },
  }),
  mirror: configWith({
    environment: 'island',
    ...recent,
    charts: { images: 'registry.example.org:5000/m', admission: { action: 'deny' } },
  }),
  warned: configWith({ environment: 'soft', ...recent }),
  digests: configWith({ environment: 'exact', ...recent, charts: { admission: { action: 'off', digests: 'deny' } } }),
};
type Kind = keyof typeof configs;

const container = (image: string) => ({ name: 'x', image });
const podOf = (...images: readonly string[]) => ({
  containers: images.map((image, index) => ({ ...container(image), name: `c${index}` })),
});
const template = (spec: Json) => ({ metadata: { labels: { app: 'x' } }, spec: { restartPolicy: 'Always', ...spec } });
const ofApp = (spec: Json) => ({ selector: { matchLabels: { app: 'x' } }, template: template(spec) });
const ofJob = (spec: Json) => ({ template: { spec: { ...spec, restartPolicy: 'Never' } } });
/** Everything that a pod is made by, with where it is made and how its pods are written down. */
const makers: Readonly<Record<string, { readonly path: string; readonly kind: string; readonly spec: (pod: Json) => Json }>> = {
  pods: { path: '/api/v1', kind: 'Pod', spec: (pod) => pod },
  deployments: { path: '/apis/apps/v1', kind: 'Deployment', spec: ofApp },
  statefulsets: { path: '/apis/apps/v1', kind: 'StatefulSet', spec: (pod) => ({ ...ofApp(pod), serviceName: 'x' }) },
  daemonsets: { path: '/apis/apps/v1', kind: 'DaemonSet', spec: ofApp },
  jobs: { path: '/apis/batch/v1', kind: 'Job', spec: ofJob },
  cronjobs: { path: '/apis/batch/v1', kind: 'CronJob', spec: (pod) => ({ schedule: '0 0 * * *', jobTemplate: { spec: ofJob(pod) } }) },
};

(reason ? describe.skip : describe)('a real API server', () => {
  let lab: Lab;
  const at = (resource: string, namespace: string, name = '') => `${makers[resource]?.path}/namespaces/${namespace}/${resource}${name}`;
  const bodyOf = (resource: string, pod: Json): Json => {
    const { path = '', kind, spec } = makers[resource] ?? {};
    const apiVersion = path.replace(/^\/apis?\//, '');
    return { apiVersion, kind, metadata: { name: 'x', namespace: undefined }, spec: spec?.(pod) };
  };
  const tryOut = (kind: Kind | 'elsewhere', resource: string, pod: Json) =>
    lab.kube('POST', `${at(resource, kind)}?dryRun=All`, bodyOf(resource, pod)) as Promise<Said>;

  beforeAll(async () => {
    lab = await startLab({ log: (line) => process.stderr.write(`lab: ${line}\n`) });
    const put = (object: KubernetesObject | Json, path: string) => must(lab.kube, 'POST', path, object);
    for (const [name, config] of [...Object.entries(configs), ['elsewhere', undefined] as const]) {
      const labels = config ? { 'workbench.mojaloop.io/environment': config.environment } : {};
      await put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }, '/api/v1/namespaces');
      const resources = {
        ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
        ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
      };
      for (const object of config ? imagePolicies(config) : [])
        await put(object, `/apis/admissionregistration.k8s.io/v1/${resources[object.kind as keyof typeof resources]}`);
    }
    // The API server takes a moment to hold a new policy; pods need the account of their namespace, which comes by a controller.
    const settled = async () => {
      const [places, mirror, digests] = await Promise.all(
        (['places', 'mirror', 'digests'] as const).map((kind) => tryOut(kind, 'pods', podOf('evil.example.com/x:1'))),
      );
      return [places, mirror, digests].every((said) => said?.status === 403 && said.text.includes('evil.example.com'));
    };
    for (const end = Date.now() + minutes(3); !(await settled()); await sleep(200))
      if (Date.now() > end) throw new Error('the policies have no effect');
  }, minutes(10));
  afterAll(async () => lab?.stop(), minutes(2));

  test.each(Object.keys(makers))(
    '%s with an image from elsewhere are refused, with the image and where it may come from',
    async (resource) => {
      const said = await tryOut('places', resource, podOf('mojaloop/central-ledger:v1', 'evil.example.com/mojaloop/central-ledger:v1'));
      expect({ status: said.status, message: said.body.message }).toEqual({
        status: 403,
        message: expect.stringMatching(
          /denied request: evil\.example\.com\/mojaloop\/central-ledger:v1: not from a place .*charts\.admission\.registries/,
        ),
      });
      expect((await tryOut('places', resource, podOf('mojaloop/central-ledger:v1', 'registry.example.org/team/connector:2'))).status).toBe(
        201,
      );
      // The namespaces of others are not ours to judge.
      expect((await tryOut('elsewhere', resource, podOf('evil.example.com/x:1'))).status).toBe(201);
    },
  );

  test.each([
    ['busybox', true],
    ['busybox:1.37.0', true],
    ['docker.io/library/busybox:1.37.0', true],
    ['mojaloop/central-ledger', true],
    [`quay.io/strimzi/operator:1${digest}`, true],
    ['registry.k8s.io/kubectl:v1.33.4', true],
    ['mojaloop-evil/central-ledger:v1', false],
    ['evil/mojaloop/central-ledger:v1', false],
    ['localhost/mojaloop/x:1', false],
    ['docker.io.example.com/mojaloop/x:1', false],
    ['localhost:5000/mojaloop/x:1', false],
    ['quay.io/evil/operator:1', false],
    ['registry.example.org/teamwork/x:1', false],
  ])('%s as a container runtime reads it: allowed %s', async (image, allowed) => {
    expect((await tryOut('places', 'pods', podOf(image))).status).toBe(allowed ? 201 : 403);
  });

  test('images of init containers and of those that are added to a running pod count, too', async () => {
    const pod = { ...podOf('mojaloop/x:1'), initContainers: [container('evil.example.com/x:1')] };
    expect((await tryOut('places', 'pods', pod)).status).toBe(403);
    await must(lab.kube, 'POST', at('pods', 'places'), bodyOf('pods', podOf('mojaloop/x:1')));
    const debug = await lab.kube('PATCH', at('pods', 'places', '/x/ephemeralcontainers'), {
      spec: { ephemeralContainers: [{ name: 'debug', image: 'evil.example.com/debug:1' }] },
    });
    expect({ status: debug.status, text: debug.text }).toEqual({ status: 403, text: expect.stringContaining('evil.example.com/debug:1') });
  });

  test('what was there before stays, and can be stopped: only an image that is new is judged', async () => {
    const old = bodyOf('deployments', podOf('evil.example.com/old:1')) as { metadata: object };
    const labels = (value: string | null) =>
      must(lab.kube, 'PATCH', '/api/v1/namespaces/elsewhere', { metadata: { labels: { 'workbench.mojaloop.io/environment': value } } });
    await must(lab.kube, 'POST', at('deployments', 'elsewhere'), old);
    await labels('dev');
    const patch = (spec: Json) => lab.kube('PATCH', at('deployments', 'elsewhere', '/x'), { spec });
    try {
      for (
        const end = Date.now() + minutes(1);
        (await tryOut('elsewhere', 'pods', podOf('evil.example.com/x:1'))).status !== 403;
        await sleep(200)
      )
        if (Date.now() > end) throw new Error('the label of the namespace has no effect');
      expect((await patch({ replicas: 0 })).status).toBe(200);
      expect((await patch({ template: template(podOf('evil.example.com/new:1')) })).status).toBe(403);
    } finally {
      await labels(null);
    }
  });

  test('with a mirror only the mirror counts, and what charts have fixed', async () => {
    const statuses = [];
    for (const image of ['registry.example.org:5000/m/mojaloop/x:1', 'busybox:1.36', 'mojaloop/x:1', 'quay.io/strimzi/x:1'])
      statuses.push((await tryOut('mirror', 'pods', podOf(image))).status);
    expect(statuses).toEqual([201, 201, 403, 403]);
  });

  test(
    'what backups, restores and drills of a production environment make is admitted, with the pods of their Jobs; an image from elsewhere in them is not',
    async () => {
      const model = resolveEnvironment(loadWorkbench('production', join(root, 'workbench')).config!);
      const { config } = model;
      const refusals: string[] = [];
      const dry = async (path: string, body: object) => {
        const said = (await lab.kube('POST', `${path}?dryRun=All`, body)) as Said;
        if (said.status !== 201) refusals.push(`${said.status} ${said.body.message}`);
        return said.status;
      };
      const admitPolicies = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolic';
      for (const object of imagePolicies(config))
        await must(lab.kube, 'POST', `${admitPolicies}${object.kind.endsWith('Binding') ? 'ybindings' : 'ies'}`, object);
      const namespace = (name: string, enforce: string, labels: object) =>
        must(lab.kube, 'POST', '/api/v1/namespaces', {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': enforce, ...labels } },
        });
      const { stacks } = inspectStacks(model, { stateDir: '/nowhere' });
      const release = stacks.flatMap(({ releases }) => releases).find(({ name }) => name === 'backups');
      const objects = (release?.values.objects ?? []) as unknown as readonly (KubernetesObject & Partial<CronJobSeen>)[];
      const places = [...new Set(objects.flatMap(({ metadata }) => (metadata.namespace ? [metadata.namespace] : [])))];
      expect(places.sort()).toEqual(['stores', 'vault']);
      for (const name of places) {
        const { podSecurity = '' } = model.namespaces.find((one) => one.name === name) ?? {};
        await namespace(name, podSecurity, { 'workbench.mojaloop.io/environment': config.environment });
        for (const object of objects.filter(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.namespace === name))
          await must(lab.kube, 'POST', `/api/v1/namespaces/${name}/serviceaccounts`, object);
      }
      const crons = objects.filter(({ kind }) => kind === 'CronJob') as unknown as readonly CronJobSeen[];
      expect(crons.map(({ metadata }) => metadata.name).sort()).toEqual(['backup-kafka', 'backup-mongodb', 'backup-mysql', 'backup-vault']);
      const podFor = ({ metadata, spec }: NewJob) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: metadata.name, labels: spec.template.metadata?.labels },
        spec: spec.template.spec,
      });
      // The policies hold, and so do the levels of the namespaces: else all that is admitted below would say nothing.
      const changed = podFor(nowJob(crons[0]!, 'changed'));
      const pods = `/api/v1/namespaces/${crons[0]?.metadata.namespace}/pods`;
      const containers = changed.spec.containers.map((one) => ({ ...one, image: 'evil.example.com/x:1' }));
      const statusOf = async (spec: object) => (await lab.kube('POST', `${pods}?dryRun=All`, { ...changed, spec })).status;
      for (const end = Date.now() + minutes(3); (await statusOf({ ...changed.spec, containers })) !== 403; await sleep(200))
        if (Date.now() > end) throw new Error('the policies have no effect');
      expect(await statusOf({ ...changed.spec, hostNetwork: true })).toBe(403);
      const parts = { file: 'mysql-20260105T060000Z.sql.gz.age', secret: 'run', programs: 'run' };
      for (const cron of crons) {
        const { name, namespace: where } = cron.metadata;
        const batch = `/apis/batch/v1/namespaces/${where}`;
        await dry(`${batch}/cronjobs`, cron);
        const jobs = [
          nowJob(cron, `${name}-now`),
          placeJob(cron, `${name}-list`, ['list']),
          name === 'backup-mysql' ? restoreJob(cron, 'restore', { ...parts, host: 'x' }) : lookJob(cron, `${name}-look`, parts),
        ];
        for (const job of jobs) {
          await dry(`${batch}/jobs`, job);
          await dry(`/api/v1/namespaces/${where}/pods`, podFor(job));
        }
      }
      const [scratch, ...inside] = scratchObjects(config, 'restore-drill', 'run', 'x');
      await must(lab.kube, 'POST', scratch!.path, scratch!.body);
      await must(lab.kube, 'POST', '/api/v1/namespaces/restore-drill/serviceaccounts', { metadata: { name: 'default' } }, [409]);
      for (const { path, body } of [...inside, scratchWay(config, 'restore-drill', 'run')]) await dry(path, body);
      const server = inside.find(({ body }) => body.kind === 'Deployment')?.body.spec as { template: Json };
      const { metadata: labels, spec } = server.template as { metadata: object; spec: object };
      await dry('/api/v1/namespaces/restore-drill/pods', { apiVersion: 'v1', kind: 'Pod', metadata: { ...labels, name: 'server' }, spec });
      expect(refusals).toEqual([]);
    },
    minutes(5),
  );

  test('a sandbox is warned, and goes on', async () => {
    expect((await tryOut('warned', 'pods', podOf('evil.example.com/x:1'))).status).toBe(201);
    expect(imagePolicies(configs.warned).map(({ spec }) => (spec as { validationActions?: string[] }).validationActions)).toEqual([
      undefined,
      ['Warn', 'Audit'],
    ]);
  });

  test('by digest alone, where that is asked for', async () => {
    expect((await tryOut('digests', 'pods', podOf(`evil.example.com/x:1${digest}`))).status).toBe(201);
    const said = await tryOut('digests', 'pods', podOf(`a/x:1${digest}`, 'a/y:1'));
    expect({ status: said.status, message: said.body.message }).toEqual({
      status: 403,
      message: expect.stringContaining('docker.io/a/y:1: not named by a digest'),
    });
  });
});

describe('the images of the examples are on their lists', () => {
  const modelOf = (name: string): EnvironmentModel => resolveEnvironment(loadWorkbench(name, join(root, 'workbench')).config!);
  const examples = ['sandbox', 'full-lab', 'production', 'production-aws', 'production-azure', 'air-gapped'];
  const foreign = (model: EnvironmentModel, images: readonly { readonly image: string }[]) =>
    images.map(({ image }) => image).filter((image) => !allowedImages(model.config).some((place) => image.startsWith(place)));

  test('those that stacks and values name', () => {
    expect(examples.flatMap((name) => foreign(modelOf(name), imagesNamed(modelOf(name))))).toEqual([]);
  });

  const [helm, charts] = [findHelm(), process.env.LAB_CHARTS ?? ''];
  const why =
    helm === undefined
      ? 'no helm command'
      : existsSync(join(charts, 'mojaloop-17.1.0.tgz'))
        ? undefined
        : 'LAB_CHARTS names no folder with the packages';
  (why ? test.skip : test)(
    `those that only the charts themselves name${why ? ` (skipped: ${why})` : ''}`,
    async () => {
      const packageOf = (name: string, version: string) => {
        const file = join(charts, `${name}-${version}.tgz`);
        return existsSync(file) ? file : undefined;
      };
      for (const name of ['production', 'full-lab', 'air-gapped']) {
        const found = foreign(modelOf(name), await imagesOf(modelOf(name), { helm: helm ?? '', packageOf }));
        expect(found.filter((image) => !image.startsWith('stand-in.invalid/'))).toEqual([]);
      }
    },
    minutes(10),
  );

  test('an API server that is too old gets no policy', () => {
    expect(
      imagePolicies(configWith({ cluster: { kubernetesVersion: '1.29' }, charts: { admission: { action: 'deny', digests: 'deny' } } })),
    ).toEqual([]);
    expect(
      imagePolicies(configWith({ cluster: { kubernetesVersion: '1.30' }, charts: { admission: { action: 'deny', digests: 'deny' } } }))
        .length,
    ).toBe(4);
  });
});
