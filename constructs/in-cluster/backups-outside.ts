import type { EnvironmentModel } from '../../config/environment';
import { decryptProgram, encryptProgram } from '../../config/model/backup/age-programs';
import { backupAccount, backupName, backupTimes, recipientsHex, storesOutside } from '../../config/model/backup/outside';
import { type BackedUp, dumpScripts, encryptScript, storeScript } from '../../config/model/backup/scripts';
import type { ManagedStore, PodIdentity } from '../contracts';
import { type Dump, dumpOf } from './backup-dumps';
import type { BackupPlace } from './backup-place';
import { images, pulled } from './images';
import { confined } from './kafka-proxy-login';
import type { KubernetesObject } from './objects';
import type { Json, Values } from './release-spec';
import { requests, volumeClaim } from './store-objects';

/** ConfigMap with what the Jobs run; the command takes more Jobs from the CronJobs, with the same programs. */
export const backupPrograms = 'backup-programs';
const user = 1001;

const programs = {
  'encrypt.cjs': encryptProgram,
  'decrypt.cjs': decryptProgram,
  'encrypt.sh': encryptScript,
  'store.sh': storeScript,
  ...Object.fromEntries(Object.entries(dumpScripts).map(([store, script]) => [`dump-${store}.sh`, script])),
};

export interface OutsideProps {
  readonly model: EnvironmentModel;
  readonly place: BackupPlace;
  /** Who the pods of a namespace are at the cloud. */
  readonly identity: (namespace: string) => PodIdentity;
  readonly managedMysql?: ManagedStore;
}

function podOf(props: OutsideProps, store: BackedUp, dump: Dump): Values {
  const { model, place } = props;
  const { config } = model;
  const { days } = backupTimes(config, store);
  const common = [
    { name: 'WORK', value: '/work' },
    { name: 'PROGRAMS', value: '/programs' },
    { name: 'STORE', value: store },
  ];
  const mounts: readonly Json[] = [
    { name: 'work', mountPath: '/work' },
    { name: 'programs', mountPath: '/programs', readOnly: true },
    { name: 'tmp', mountPath: '/tmp' },
  ];
  const step = (name: string, image: string, script: readonly string[], env: readonly Json[], more: readonly Json[] = []): Values => ({
    name,
    image: pulled(config, image),
    command: ['/bin/sh', ...script],
    env: [...common, ...env],
    volumeMounts: [...mounts, ...more],
    resources: requests(100, 512),
    securityContext: confined,
  });
  const keep = place.prune ? String(days) : '';
  const destination = [
    { name: 'BUCKET', value: place.bucket },
    { name: 'PREFIX', value: config.environment },
    { name: 'KEEP_DAYS', value: keep },
  ];
  return {
    restartPolicy: 'Never',
    serviceAccountName: backupAccount,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user, seccompProfile: { type: 'RuntimeDefault' } },
    initContainers: [
      step('dump', dump.image, [`/programs/dump-${store}.sh`], dump.env, dump.mounts),
      step('encrypt', images.node, ['/programs/encrypt.sh'], [{ name: 'RECIPIENTS', value: recipientsHex(config) }]),
    ],
    containers: [step('store', images.rclone, ['/programs/store.sh', 'put'], [...destination, ...place.env])],
    volumes: [
      { name: 'programs', configMap: { name: backupPrograms } },
      { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
      // Made for the run and gone with it: nothing readable stays behind.
      { name: 'work', ephemeral: { volumeClaimTemplate: { spec: volumeClaim({ config, namespace: dump.namespace }, dump.space) } } },
      ...dump.volumes,
    ],
  };
}

function cronJob(props: OutsideProps, store: BackedUp, dump: Dump): KubernetesObject {
  const { model, identity } = props;
  const name = backupName(store);
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/managed-by': 'mojaloop-workbench' };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: dump.namespace, labels },
    spec: {
      schedule: backupTimes(model.config, store).schedule,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 2,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels },
        spec: {
          backoffLimit: 2,
          activeDeadlineSeconds: 6 * 3600,
          template: { metadata: { labels: { ...labels, ...identity(dump.namespace).podLabels } }, spec: podOf(props, store, dump) },
        },
      },
    },
  };
}

/**
 * A CronJob for every store: dump, encrypt for the recipients, bring it to its place and read it back. What leaves the pod can be read by nobody in the
 * environment. Besides a volume as large as the store for as long as a run lasts, it costs what its place costs.
 */
export function backupsOutside(props: OutsideProps): KubernetesObject[] {
  const { model, identity, managedMysql } = props;
  const parts = storesOutside(model.config).map((store) => ({
    store,
    dump: dumpOf(model, store, store === 'mysql' ? managedMysql : undefined),
  }));
  const namespaces = [...new Set(parts.map(({ dump }) => dump.namespace))];
  const labels = { 'app.kubernetes.io/managed-by': 'mojaloop-workbench' };
  return [
    ...namespaces.flatMap((namespace): KubernetesObject[] => [
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: backupAccount, namespace, labels, annotations: identity(namespace).annotations },
        automountServiceAccountToken: false,
      },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: backupPrograms, namespace, labels }, data: programs },
    ]),
    ...parts.map(({ store, dump }) => cronJob(props, store, dump)),
  ];
}
