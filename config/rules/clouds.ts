import type { Platform } from '../schema/platform';
import type { WorkbenchConfig } from '../schema/workbench';

type When = (config: WorkbenchConfig) => boolean;

/** On one of some platforms. */
export const on =
  (...platforms: readonly Platform[]): When =>
  ({ platform }) =>
    platforms.includes(platform.provider);

/** Clouds that make network and cluster in one of their regions. */
export const onCloud = on('aws', 'azure');
/** Platforms that make a cluster at all. */
export const ownCluster: When = ({ platform }) =>
  ['aws', 'azure'].includes(platform.provider) || (platform.provider === 'azure-stack' && platform.azureStack?.flavour !== 'hub');
export const both =
  (...conditions: readonly When[]): When =>
  (config) =>
    conditions.every((condition) => condition(config));

/** Clouds as people call them. */
export const cloudNames = {
  kubernetes: 'a plain cluster',
  aws: 'AWS',
  azure: 'Azure',
  'azure-stack': 'Azure Stack',
} as const satisfies Record<Platform, string>;
/** `1 node`, `2 nodes`. */
export const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
