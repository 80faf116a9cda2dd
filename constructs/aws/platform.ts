import { sealOf } from '../../config/model/seal';
import type { PlatformKit } from '../contracts';
import { vaultSeal } from '../in-cluster/vault-seal';
import { additions } from './additions';
import { alarms } from './alarms';
import { apiGateway } from './api-gateway';
import { cache } from './cache';
import { cluster } from './cluster';
import { containerRegistry } from './container-registry';
import { dnsZones } from './dns-zones';
import { documentStore } from './document-store';
import { kafka } from './kafka';
import { keyAlias, keys } from './keys';
import { logWorkspace } from './log-workspace';
import { mysql } from './mysql';
import { network } from './network';
import { nodePools } from './node-pools';
import { objectStore } from './object-store';
import { readSecret } from './secret-reader';
import { secretStore } from './secret-store';
import { useAws } from './use-cloud';
import { workloadIdentity } from './workload-identity';

/** AWS: EKS with managed stores beside it. */
export const aws: PlatformKit = {
  capabilities: {
    cluster,
    nodePools,
    workloadIdentity,
    mysql,
    kafka,
    documentStore,
    cache,
    network,
    keys,
    logWorkspace,
    objectStore,
    secretStore,
    dnsZones,
    containerRegistry,
    apiGateway,
    alarms,
  },
  readSecret,
  useCloud: useAws,
  additions,
  place: (_scope, { config }) => ({ group: '', region: config.platform.region ?? '' }),
  clusterLogin: ({ platform }, name) => ({
    command: 'aws',
    args: ['eks', 'get-token', '--region', platform.region ?? '', '--cluster-name', name],
  }),
  vaultSeal: (config) =>
    vaultSeal(config, sealOf(config) === 'awskms' ? { region: config.platform.region ?? '', kms_key_id: keyAlias(config, 'vault') } : {}),
};
