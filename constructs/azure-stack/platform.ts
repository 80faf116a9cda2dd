import { place } from '../azure/place';
import type { PlatformKit } from '../contracts';
import { existingCluster } from '../kubernetes/platform';
import { alarms } from './alarms';
import { apiGateway } from './api-gateway';
import { cache } from './cache';
import { cluster } from './cluster';
import { containerRegistry } from './container-registry';
import { dnsZones } from './dns-zones';
import { documentStore } from './document-store';
import { hubKit } from './hub';
import { kafka } from './kafka';
import { keys } from './keys';
import { kubeconfigFetch } from './kubeconfig';
import { logWorkspace } from './log-workspace';
import { mysql } from './mysql';
import { network } from './network';
import { nodePools } from './node-pools';
import { objectStore } from './object-store';
import { secretStore } from './secret-store';
import { useAzureLocal } from './use-cloud';
import { workloadIdentity } from './workload-identity';

/** Azure Local (Azure Stack HCI): a cluster in the operator's own building, with every store inside it. */
export const azureLocal: PlatformKit = {
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
  useCloud: useAzureLocal,
  place,
  kubeconfigFetch,
  vaultSeal: existingCluster.vaultSeal,
};

/** Azure Stack Hub: its own network and storage, and a cluster that exists there. */
export const azureStackHub: PlatformKit = hubKit;
