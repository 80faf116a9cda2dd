import { capabilities } from '../../config/capabilities';
import type { PlatformKit } from '../contracts';
import { clusterLogin } from './login';
import { place } from './place';
import { useAzure } from './use-cloud';
import { vaultSeal } from './vault-seal';

const later = capabilities.kubernetes;

/** Azure: AKS with managed stores beside it. */
export const azure: PlatformKit = {
  capabilities: { ...later },
  useCloud: useAzure,
  place,
  clusterLogin,
  vaultSeal,
};
