import type { Platform } from '../config/schema/platform';
import type { WorkbenchConfig } from '../config/schema/workbench';
import type { PlatformKit } from './contracts';

/** One line a platform: the compiler lists what is missing. Only that of the environment is loaded: one of a cloud takes a quarter of a second. */
const platforms = {
  kubernetes: () => (require('./kubernetes/platform') as typeof import('./kubernetes/platform')).existingCluster,
  aws: () => (require('./aws/platform') as typeof import('./aws/platform')).aws,
  azure: () => (require('./azure/platform') as typeof import('./azure/platform')).azure,
  'azure-stack': () => azureStack().azureLocal,
} satisfies Record<Platform, () => PlatformKit>;

const azureStack = () => require('./azure-stack/platform') as typeof import('./azure-stack/platform');

/** The kit of an environment. Azure Stack is two platforms under one name: they share nothing but their maker. */
export const platformKit = ({ provider, azureStack: stack }: Pick<WorkbenchConfig['platform'], 'provider' | 'azureStack'>): PlatformKit =>
  provider === 'azure-stack' && stack?.flavour === 'hub' ? azureStack().azureStackHub : platforms[provider]();
