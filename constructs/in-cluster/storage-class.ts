import { StorageClassV1, type StorageClassV1Config } from '@cdktf/provider-kubernetes/lib/storage-class-v1';
import type { Construct } from 'constructs';

/** The default class of volumes of a cluster that has none of its own. */
export const storageClass = (scope: Construct, spec: StorageClassV1Config) => new StorageClassV1(scope, 'storage-class', spec);
