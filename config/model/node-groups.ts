import type { WorkbenchConfig } from '../schema/workbench';
import { nameOf } from './names';
import type { NodePool } from './node-pools';

/** A managed node group of EKS: a pool, or its part in one zone. */
export interface NodeGroup {
  readonly id: string;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Place of its zone in the list of zones; absent for a group over all of them. */
  readonly zone?: number;
}

/** Groups of a pool: one over all zones, or one a zone with its share of the nodes, rounded up. */
export function nodeGroups(config: WorkbenchConfig, { role, min, max, zonal }: NodePool, zones: readonly string[]): NodeGroup[] {
  const group = (id: string) => ({ id, name: nameOf(config, 'cluster', id) });
  if (!zonal) return [{ ...group(role), min, max }];
  const share = (nodes: number) => Math.ceil(nodes / zones.length);
  return zones.map((_, at) => ({ ...group(`${role}-${at + 1}`), min: share(min), max: Math.max(share(max), share(min), 1), zone: at }));
}
