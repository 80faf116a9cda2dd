import { offerOf } from '../config/capabilities';
import { mebibytes } from '../config/model/services';
import type { WorkbenchConfig } from '../config/schema/workbench';
import { type Item, stored } from './items';

/** Premium SSDs of Azure are sold by steps: the smallest that holds the size (learn.microsoft.com, managed disk types). */
const tiers = [
  ['P1', 4],
  ['P2', 8],
  ['P3', 16],
  ['P4', 32],
  ['P6', 64],
  ['P10', 128],
  ['P15', 256],
  ['P20', 512],
  ['P30', 1024],
  ['P40', 2048],
  ['P50', 4096],
  ['P60', 8192],
  ['P70', 16_384],
] as const;

export const diskTier = (gib: number): string => tiers.find(([, size]) => gib <= size)?.[0] ?? 'P80';

/** GiB of a size as Kubernetes writes it. */
export const gibibytes = (quantity: unknown): number => Math.ceil(mebibytes(String(quantity ?? '0Gi')) / 1024);

/** Volumes of pods, so many of a size each. Nothing where the disks belong to whoever owns the cluster. */
export function volumes({ platform }: WorkbenchConfig, what: string, count: number, gib: number): readonly Item[] {
  if (count * gib === 0 || !offerOf(platform, 'cluster').offered) return [];
  if (platform.provider === 'aws') return [stored(`${what}: ${count} of ${gib} GiB`, 'aws.ebs.gp3', count * gib)];
  if (platform.provider !== 'azure') return [];
  const tier = diskTier(gib);
  return [{ what: `${what}: ${count} × ${tier}`, key: `azure.disk.${tier}`, unit: 'month', count: { least: count, most: count } }];
}
