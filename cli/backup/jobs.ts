/** A CronJob of the backups as the cluster has it: the command takes its own Jobs from it, so that they have the same place, login and programs. */
export interface CronJobSeen {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly jobTemplate: { readonly metadata?: { readonly labels?: Labels }; readonly spec: JobSpec } };
}

type Labels = Readonly<Record<string, string>>;
interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly [field: string]: unknown;
}
interface Volume {
  readonly name: string;
  readonly [field: string]: unknown;
}
interface PodSpec {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  readonly [field: string]: unknown;
}
export interface JobSpec {
  readonly template: { readonly metadata?: { readonly labels?: Labels }; readonly spec: PodSpec };
  readonly [field: string]: unknown;
}
export interface NewJob {
  readonly apiVersion: 'batch/v1';
  readonly kind: 'Job';
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Labels };
  readonly spec: JobSpec;
}

const job = ({ metadata: { namespace }, spec: { jobTemplate } }: CronJobSeen, name: string, spec: JobSpec): NewJob => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, namespace, labels: { ...jobTemplate.metadata?.labels, 'app.kubernetes.io/managed-by': 'workbench' } },
  // Its log is read before it goes; one that nobody reads any more goes after a day.
  spec: { ...spec, backoffLimit: 0, ttlSecondsAfterFinished: 86_400 },
});

/** A run of the schedule, now. */
export const nowJob = (cron: CronJobSeen, name: string): NewJob => job(cron, name, cron.spec.jobTemplate.spec);

/** Looks at the place of the backups: no dump, no encryption, and no volume, since nothing is kept. */
export function placeJob(cron: CronJobSeen, name: string, args: readonly string[]): NewJob {
  const { spec } = cron.spec.jobTemplate;
  const { initContainers: _, ...pod } = spec.template.spec;
  const containers = pod.containers.map((container) => ({ ...container, command: ['/bin/sh', '/programs/store.sh', ...args] }));
  const volumes = pod.volumes.map((volume) => (volume.name === 'work' ? { name: 'work', emptyDir: {} } : volume));
  return job(cron, name, { ...spec, template: { ...spec.template, spec: { ...pod, containers, volumes } } });
}

/** What a restore runs in the pod that fetches a backup. */
export interface RestoreParts {
  readonly file: string;
  /** Secret with `file-key` and `password`. */
  readonly secret: string;
  /** ConfigMap with `load.sh` and `ledger.sql`. */
  readonly programs: string;
  readonly host: string;
}

/** Fetches one backup, opens it with its own key, loads it into the server of a scratch namespace and checks the books there. */
export function restoreJob(cron: CronJobSeen, name: string, { file, secret, programs, host }: RestoreParts): NewJob {
  const { spec } = cron.spec.jobTemplate;
  const pod = spec.template.spec;
  const [store, dump, encrypt] = [
    pod.containers[0],
    ...['dump', 'encrypt'].map((step) => pod.initContainers?.find((container) => container.name === step)),
  ];
  const from = (key: string) => ({ valueFrom: { secretKeyRef: { name: secret, key } } });
  const common = (container: Container | undefined) => (container?.env as readonly { name: string }[] | undefined)?.slice(0, 3) ?? [];
  const checks = { name: 'checks', mountPath: '/checks', readOnly: true };
  const step = (
    like: Container | undefined,
    own: string,
    command: readonly string[],
    env: readonly object[],
    more: readonly object[] = [],
  ) => ({
    ...like,
    name: own,
    command,
    env: [...common(like), ...env],
    volumeMounts: [...((like?.volumeMounts as readonly object[] | undefined) ?? []), ...more],
  });
  const target = `/work/in/${file.replace(/\.gz\.age$/, '')}`;
  const initContainers = [
    { ...(store as Container), name: 'get', command: ['/bin/sh', '/programs/store.sh', 'get', file] },
    step(encrypt, 'decrypt', ['node', '/programs/decrypt.cjs', `/work/in/${file}`, target], [{ name: 'FILE_KEY', ...from('file-key') }]),
  ];
  const login = [
    { name: 'STORE_HOST', value: host },
    { name: 'DUMP', value: target },
    { name: 'STORE_PASSWORD', ...from('password') },
  ];
  const containers = [step(dump, 'load', ['/bin/sh', '/checks/load.sh'], login, [checks])];
  const volumes = [...pod.volumes, { name: 'checks', configMap: { name: programs } }];
  const labels = { ...spec.template.metadata?.labels, 'workbench.mojaloop.io/restore': name };
  return job(cron, name, { ...spec, template: { metadata: { labels }, spec: { ...pod, initContainers, containers, volumes } } });
}
