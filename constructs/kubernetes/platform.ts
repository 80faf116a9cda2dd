import type { PlatformKit } from '../contracts';
import { vaultSeal } from '../in-cluster/vault-seal';
import { alarms } from './alarms';
import { apiGateway } from './api-gateway';
import { cache } from './cache';
import { cluster } from './cluster';
import { containerRegistry } from './container-registry';
import { dnsZones } from './dns-zones';
import { documentStore } from './document-store';
import { kafka } from './kafka';
import { keys } from './keys';
import { logWorkspace } from './log-workspace';
import { mysql } from './mysql';
import { network } from './network';
import { nodePools } from './node-pools';
import { objectStore } from './object-store';
import { secretStore } from './secret-store';
import { workloadIdentity } from './workload-identity';

/** Any cluster that exists already, reached by kubeconfig and context: nothing is made outside of it. */
export const existingCluster: PlatformKit = {
  capabilities: {
    network,
    cluster,
    nodePools,
    mysql,
    kafka,
    documentStore,
    cache,
    objectStore,
    keys,
    secretStore,
    dnsZones,
    workloadIdentity,
    containerRegistry,
    logWorkspace,
    apiGateway,
    alarms,
  },
  place: () => ({ group: '', region: '' }),
  vaultSeal: (config) => vaultSeal(config),
};
