import type { Platform } from '../config/schema/platform';
import { aws } from './aws/platform';
import { azure } from './azure/platform';
import type { PlatformKit } from './contracts';
import { existingCluster } from './kubernetes/platform';

/** One line a platform: the compiler lists what is missing. */
const platforms = {
  kubernetes: existingCluster,
  aws,
  azure,
  'azure-stack': existingCluster,
} satisfies Record<Platform, PlatformKit>;

export const platformKit = (platform: Platform): PlatformKit => platforms[platform];
