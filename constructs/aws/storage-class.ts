import type { StorageClassV1Config } from '@cdktf/provider-kubernetes/lib/storage-class-v1';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/**
 * The default class of volumes: gp3, encrypted with the key that the driver is given, made in the zone where the pod runs, and able to grow.
 * A volume outlives its claim in an environment that protects its stores: nothing else keeps a deleted claim from taking the data along.
 */
export const storageClass = ({ operations }: WorkbenchConfig, key: string): StorageClassV1Config => ({
  metadata: { name: 'gp3', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  storageProvisioner: 'ebs.csi.aws.com',
  parameters: { type: 'gp3', encrypted: 'true', kmsKeyId: key, 'csi.storage.k8s.io/fstype': 'ext4' },
  reclaimPolicy: operations.deletionProtection ? 'Retain' : 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
  allowVolumeExpansion: true,
});
