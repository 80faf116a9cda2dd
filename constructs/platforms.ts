import type { Platform } from '../config/schema/platform';
import { isOffered, type NotOffered, type PlatformKit } from './contracts';
import { existingCluster } from './kubernetes/platform';

const later = (name: string): NotOffered => ({
  notOffered: `${name} is not part of this version; use platform.provider: kubernetes with a cluster that exists there`,
});

/** One line a platform: the compiler lists what is missing. */
const platforms = {
  kubernetes: existingCluster,
  aws: later('AWS (EKS)'),
  azure: later('Azure (AKS)'),
  'azure-stack': later('Azure Stack'),
} satisfies Record<Platform, PlatformKit | NotOffered>;

/** The kit of a platform. `check` has refused the ones that are not offered before anything comes here. */
export function platformKit(platform: Platform): PlatformKit {
  const kit: PlatformKit | NotOffered = platforms[platform];
  if (!isOffered(kit)) throw new Error(kit.notOffered);
  return kit;
}
