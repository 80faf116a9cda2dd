import type { Platform } from '../schema/platform';
import type { WorkbenchConfig } from '../schema/workbench';
import { zonesOf } from './network-plan';
import type { NodePool } from './node-pools';

/** Parts that a platform takes a pool apart into: one a zone where something ties its nodes to it, else one. */
const partsOf: Readonly<Partial<Record<Platform, (config: WorkbenchConfig, pool: NodePool) => number>>> = {
  // A volume lives in one zone.
  aws: (config, { zonal }) => (zonal ? zonesOf(config).length : 1),
  // A NAT gateway does too there, and a pool has one subnet.
  azure: (config, { zonal }) => (zonal || config.network.nat === 'zone' ? zonesOf(config).length : 1),
};

/**
 * Nodes that are really made of a pool. One that is taken apart by zones has its numbers shared out and rounded up, so that each zone can stand in
 * for another: there are more of them than the pool asks for.
 */
export function madeNodes(config: WorkbenchConfig, pool: NodePool): { readonly min: number; readonly max: number } {
  const parts = partsOf[config.platform.provider]?.(config, pool) ?? 1;
  const whole = (nodes: number) => Math.ceil(nodes / parts) * parts;
  return { min: whole(pool.min), max: Math.max(whole(pool.max), parts) };
}
