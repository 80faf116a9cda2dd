import type { PlatformKit } from '../contracts';
import { additions } from './additions';
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
import { clusterLogin } from './login';
import { mysql } from './mysql';
import { network } from './network';
import { nodePools } from './node-pools';
import { objectStore } from './object-store';
import { place } from './place';
import { readSecret } from './secret-reader';
import { secretStore } from './secret-store';
import { useAzure } from './use-cloud';
import { vaultSeal } from './vault-seal';
import { workloadIdentity } from './workload-identity';

/** Azure: AKS with managed stores beside it. */
export const azure: PlatformKit = {
  capabilities: {
    network,
    keys,
    logWorkspace,
    objectStore,
    secretStore,
    dnsZones,
    containerRegistry,
    cluster,
    nodePools,
    workloadIdentity,
    mysql,
    kafka,
    documentStore,
    cache,
    apiGateway,
    alarms,
  },
  readSecret,
  useCloud: useAzure,
  place,
  clusterLogin,
  additions,
  vaultSeal,
};
