import type { Platform } from '../schema/platform';
import type { WorkbenchConfig } from '../schema/workbench';

export type Seal = NonNullable<WorkbenchConfig['secrets']['vault']['seal']>;

const ofPlatform = {
  kubernetes: 'shamir',
  aws: 'awskms',
  azure: 'azurekeyvault',
  'azure-stack': 'shamir',
} as const satisfies Record<Platform, Seal>;

/** How Vault opens itself: what the file says, else the key service of the platform. */
export const sealOf = ({ platform, secrets }: WorkbenchConfig): Seal => secrets.vault.seal ?? ofPlatform[platform.provider];
