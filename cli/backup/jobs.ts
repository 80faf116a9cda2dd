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

/** What is done with a backup once it is fetched and opened, in the pod that fetched it. */
export interface OpenParts {
  readonly file: string;
  /** Secret with `file-key`. */
  readonly secret: string;
  /** ConfigMap with the script of the last step, which finds the backup at $DUMP. */
  readonly programs: string;
  readonly step: 'load' | 'look';
  readonly env?: readonly object[];
}

/** Fetches one backup and opens it with its own key, in the place of a dump and its encryption; then does a last step with the programs of the dump. */
function openJob(cron: CronJobSeen, name: string, { file, secret, programs, step: last, env = [] }: OpenParts): NewJob {
  const { spec } = cron.spec.jobTemplate;
  const pod = spec.template.spec;
  const [store, dump, encrypt] = [
    pod.containers[0],
    ...['dump', 'encrypt'].map((step) => pod.initContainers?.find((container) => container.name === step)),
  ];
  const common = (container: Container | undefined) => (container?.env as readonly { name: string }[] | undefined)?.slice(0, 3) ?? [];
  const checks = { name: 'checks', mountPath: '/checks', readOnly: true };
  const step = (
    like: Container | undefined,
    own: string,
    command: readonly string[],
    more: readonly object[],
    mounts: readonly object[] = [],
  ) => ({
    ...like,
    name: own,
    command,
    env: [...common(like), ...more],
    volumeMounts: [...((like?.volumeMounts as readonly object[] | undefined) ?? []), ...mounts],
  });
  const target = `/work/in/${file.replace(/\.gz\.age$/, '')}`;
  const key = { name: 'FILE_KEY', ...secretValue(secret, 'file-key') };
  const initContainers = [
    { ...(store as Container), name: 'get', command: ['/bin/sh', '/programs/store.sh', 'get', file] },
    step(encrypt, 'decrypt', ['node', '/programs/decrypt.cjs', `/work/in/${file}`, target], [key]),
  ];
  const containers = [step(dump, last, ['/bin/sh', `/checks/${last}.sh`], [{ name: 'DUMP', value: target }, ...env], [checks])];
  const volumes = [...pod.volumes, { name: 'checks', configMap: { name: programs } }];
  const labels = { ...spec.template.metadata?.labels, 'workbench.mojaloop.io/restore': name };
  return job(cron, name, { ...spec, template: { metadata: { labels }, spec: { ...pod, initContainers, containers, volumes } } });
}

const secretValue = (name: string, key: string) => ({ valueFrom: { secretKeyRef: { name, key } } });

/** What a restore runs in the pod that fetches a backup. */
export interface RestoreParts extends Pick<OpenParts, 'file' | 'secret' | 'programs'> {
  readonly host: string;
}

/** Loads one backup into the server of a scratch namespace and checks the books there; the Secret has the `password` of the server too. */
export const restoreJob = (cron: CronJobSeen, name: string, { host, ...parts }: RestoreParts): NewJob =>
  openJob(cron, name, {
    ...parts,
    step: 'load',
    env: [
      { name: 'STORE_HOST', value: host },
      { name: 'STORE_PASSWORD', ...secretValue(parts.secret, 'password') },
    ],
  });

/** Looks whether a backup opens, and is what such a store leaves. Nothing is loaded anywhere. */
export const lookJob = (cron: CronJobSeen, name: string, parts: Pick<OpenParts, 'file' | 'secret' | 'programs'>): NewJob =>
  openJob(cron, name, { ...parts, step: 'look' });
