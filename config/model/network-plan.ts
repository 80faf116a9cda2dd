import type { Platform } from '../schema/platform';
import type { WorkbenchConfig } from '../schema/workbench';
import { part } from './address-ranges';
import { regionOf } from './regions';

export { part } from './address-ranges';

/** Ranges of the subnets of a cloud, planned inside `network.addressSpace`. Lists have one range a zone. */
export interface NetworkPlan {
  readonly zones: readonly string[];
  readonly cluster: readonly string[];
  readonly public: readonly string[];
  readonly data: readonly string[];
  readonly endpoints: readonly string[];
  /** One range each: the Kubernetes API server of Azure, and an API gateway of the cloud. */
  readonly apiServer: string;
  readonly gateway: string;
}

/** Most zones that the plan has a place for: one quarter each, and no cloud needs more for a quorum. A rule refuses more. */
export const mostZones = 3;
/** Bits by which the small subnets are longer than the network: a sixteenth of a quarter. */
export const smallBits = 6;
/** Bits by which a subnet of nodes and pods is longer. */
export const clusterBits = 2;

/** Names of the zones of a region: letters on AWS, of those that the region has; numbers on Azure. */
export function zonesOf({ platform, cluster }: WorkbenchConfig): string[] {
  const count = Math.min(cluster.zones, mostZones);
  if (platform.provider !== 'aws') return Array.from({ length: count }, (_, at) => String(at + 1));
  const letters = regionOf('aws', platform.region)?.zones ?? ['a', 'b', 'c'];
  return letters.slice(0, count).map((letter) => `${platform.region}${letter}`);
}

/**
 * Three quarters of the network are for nodes and pods, one quarter a zone; the last quarter holds what needs few addresses.
 * The places are fixed, so another zone moves no subnet.
 */
export function networkPlan(config: WorkbenchConfig): NetworkPlan {
  const space = config.network.addressSpace;
  const zones = zonesOf(config);
  const quarter = part(space, clusterBits, 3);
  const small = (at: number) => part(quarter, smallBits - clusterBits, at);
  const each = (first: number) => zones.map((_, at) => small(first + at));
  return {
    zones,
    cluster: zones.map((_, at) => part(space, clusterBits, at)),
    public: each(0),
    data: each(mostZones),
    endpoints: each(2 * mostZones),
    apiServer: small(3 * mostZones),
    gateway: small(3 * mostZones + 1),
  };
}

/** EKS and subnet groups of databases refuse fewer zones (docs.aws.amazon.com, EKS: network requirements; RDS: DB subnet groups). */
const fewestZones: Readonly<Partial<Record<Platform, number>>> = { aws: 2 };

/**
 * Ranges of the subnets that the network of a cloud really has: a VPC has two zones at least, whatever `cluster.zones` says, which says where nodes run.
 * A managed store may stand in any of its subnets.
 */
export function cloudPlan(config: WorkbenchConfig): NetworkPlan {
  const zones = Math.max(fewestZones[config.platform.provider] ?? 1, config.cluster.zones);
  return networkPlan({ ...config, cluster: { ...config.cluster, zones } });
}
