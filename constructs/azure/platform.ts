import { capabilities } from '../../config/capabilities';
import type { PlatformKit } from '../contracts';
import { cache } from './cache';
import { containerRegistry } from './container-registry';
import { dnsZones } from './dns-zones';
import { documentStore } from './document-store';
import { kafka } from './kafka';
import { keys } from './keys';
import { logWorkspace } from './log-workspace';
import { clusterLogin } from './login';
import { mysql } from './mysql';
import { network } from './network';
import { objectStore } from './object-store';
import { place } from './place';
import { secretStore } from './secret-store';
import { useAzure } from './use-cloud';
import { vaultSeal } from './vault-seal';

const later = capabilities.kubernetes;

/** Azure: AKS with managed stores beside it. */
export const azure: PlatformKit = {
  capabilities: {
    ...later,
    network,
    keys,
    logWorkspace,
    objectStore,
    secretStore,
    dnsZones,
    containerRegistry,
    mysql,
    kafka,
    documentStore,
    cache,
  },
  useCloud: useAzure,
  place,
  clusterLogin,
  vaultSeal,
};
