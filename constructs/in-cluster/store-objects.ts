import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { KubernetesObject } from './objects';
import type { Json, Values } from './release-spec';

/** What all stores of an environment share. */
export interface StorePlace {
  readonly config: WorkbenchConfig;
  readonly namespace: string;
}

/** An object of a store. With deletion protection Helm leaves it (and its volumes) where it is when the release goes. */
export function storeObject(
  { config, namespace }: StorePlace,
  apiVersion: string,
  kind: string,
  name: string,
  spec: Values,
  labels: Values = {},
): KubernetesObject {
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      labels: { 'app.kubernetes.io/managed-by': 'mojaloop-workbench', ...labels },
      ...(config.operations.deletionProtection ? { annotations: { 'helm.sh/resource-policy': 'keep' } } : {}),
    },
    spec,
  };
}

export function volumeClaim({ config }: StorePlace, size: string): Values {
  return {
    ...(config.cluster.storageClass ? { storageClassName: config.cluster.storageClass } : {}),
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: size } },
  };
}

export const requests = (cpu: number, memory: number): Values => ({
  requests: { cpu: `${cpu}m`, memory: `${memory}Mi` },
  limits: { memory: `${memory}Mi` },
});

/** Members of a store in different zones, where there is one for each: the operators keep members strictly apart, and one too many would never start. */
export function spread({ config }: StorePlace, members: number): string {
  return config.cluster.zones > 1 && members <= config.cluster.zones ? 'topology.kubernetes.io/zone' : 'kubernetes.io/hostname';
}

export interface BackupJob {
  readonly name: string;
  readonly schedule: string;
  readonly retentionDays: number;
  readonly volume: string;
  readonly image: string;
  /** Shell text that writes one file to $TARGET. */
  readonly script: string;
  readonly env?: readonly Json[];
}

/** A CronJob that writes one dated file a run to a volume of its own and removes files older than the retention. */
export function backupObjects(place: StorePlace, job: BackupJob): KubernetesObject[] {
  const name = `${job.name}-backup`;
  const script = `set -eu; export TARGET=/backup/${job.name}-$(date -u +%Y%m%dT%H%M%SZ); ${job.script}; find /backup -maxdepth 1 -name '${job.name}-*' -mtime +${job.retentionDays} -exec rm -rf {} +; ls -l /backup`;
  const pod = {
    restartPolicy: 'Never',
    securityContext: { runAsNonRoot: true, runAsUser: 1001, fsGroup: 1001, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'backup',
        image: job.image,
        command: ['/bin/sh', '-c', script],
        ...(job.env ? { env: job.env } : {}),
        volumeMounts: [{ name: 'backup', mountPath: '/backup' }],
        resources: requests(50, 256),
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
    volumes: [{ name: 'backup', persistentVolumeClaim: { claimName: name } }],
  };
  return [
    storeObject(place, 'v1', 'PersistentVolumeClaim', name, volumeClaim(place, job.volume)),
    storeObject(place, 'batch/v1', 'CronJob', name, {
      schedule: job.schedule,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      successfulJobsHistoryLimit: 2,
      failedJobsHistoryLimit: 3,
      jobTemplate: { spec: { backoffLimit: 1, template: { spec: pod } } },
    }),
  ];
}

/** Schedule and retention of a store: its own, or those of the environment. */
export function backupPlan(
  config: WorkbenchConfig,
  store: { readonly backup: { readonly schedule?: string; readonly retentionDays?: number; readonly volume: string } },
) {
  return {
    schedule: store.backup.schedule ?? config.operations.backupSchedule,
    retentionDays: store.backup.retentionDays ?? config.operations.backupRetentionDays,
    volume: store.backup.volume,
  };
}
