import type { Platform } from '../config/schema/platform';
import type { WorkbenchConfig } from '../config/schema/workbench';
import { aws } from './aws/platform';
import { azure } from './azure/platform';
import { azureLocal, azureStackHub } from './azure-stack/platform';
import type { PlatformKit } from './contracts';
import { existingCluster } from './kubernetes/platform';

/** One line a platform: the compiler lists what is missing. */
const platforms = {
  kubernetes: existingCluster,
  aws,
  azure,
  'azure-stack': azureLocal,
} satisfies Record<Platform, PlatformKit>;

/** The kit of an environment. Azure Stack is two platforms under one name: they share nothing but their maker. */
export const platformKit = ({ provider, azureStack }: Pick<WorkbenchConfig['platform'], 'provider' | 'azureStack'>): PlatformKit =>
  provider === 'azure-stack' && azureStack?.flavour === 'hub' ? azureStackHub : platforms[provider];
