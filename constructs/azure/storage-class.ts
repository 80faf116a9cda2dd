import type { StorageClassV1Config } from '@cdktf/provider-kubernetes/lib/storage-class-v1';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Network } from '../contracts';
import { subscriptionOf } from './ids';

/**
 * The default class of volumes: SSDs encrypted with the key `data`, made in the zone where the pod runs, and able to grow. Of two default classes,
 * this and that of AKS, Kubernetes takes the newer one. One copy in one zone: stores keep copies of their own in others, and a disk of several
 * zones costs half as much again and waits longer for each write.
 * A volume outlives its claim in an environment that protects its stores: nothing else keeps a deleted claim from taking the data along.
 */
export const storageClass = (config: WorkbenchConfig, network: Pick<Network, 'id'>): StorageClassV1Config => ({
  metadata: { name: 'encrypted-ssd', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  storageProvisioner: 'disk.csi.azure.com',
  parameters: {
    skuName: 'Premium_LRS',
    fsType: 'ext4',
    diskEncryptionSetID: `/subscriptions/${subscriptionOf(network)}/resourceGroups/${nameOf(config, 'resourceGroup', 'cluster')}/providers/Microsoft.Compute/diskEncryptionSets/${nameOf(config, 'identity', 'disks')}`,
  },
  reclaimPolicy: config.operations.deletionProtection ? 'Retain' : 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
  allowVolumeExpansion: true,
});
