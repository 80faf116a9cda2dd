import type { PoolRole } from '../schema/cluster';
import type { HubSize } from '../schema/hub';
import type { Platform } from '../schema/platform';
import type { Demand } from './demand';
import { machineType } from './machine-types';

/** Platforms that make machines. */
export type MachinePlatform = Exclude<Platform, 'kubernetes'>;

/**
 * Machine of each pool by the size of the hub. Two to four small nodes a zone rather than one big one: the loss of a node then costs little.
 * General machines (4 GiB a core) carry the services of the hub, which need more cores than memory; stores get 8 GiB a core where the cloud has it,
 * because databases and page caches live in memory. No burstable machines: a hub under load uses up their credits and then stalls.
 */
export const machinesBySize: { readonly [Cloud in MachinePlatform]: Readonly<Record<HubSize, Readonly<Record<PoolRole, string>>>> } = {
  aws: {
    lab: { system: 'm6i.large', hub: 'm6i.xlarge', stores: 'm6i.large', tools: 'm6i.large' },
    small: { system: 'm6i.large', hub: 'm6i.xlarge', stores: 'r6i.large', tools: 'm6i.large' },
    medium: { system: 'm6i.xlarge', hub: 'm6i.2xlarge', stores: 'r6i.xlarge', tools: 'm6i.large' },
    large: { system: 'm6i.xlarge', hub: 'm6i.4xlarge', stores: 'r6i.2xlarge', tools: 'm6i.xlarge' },
  },
  // System pools of AKS want 4 cores at least (learn.microsoft.com, "Manage system node pools"). `d` in the name: a local disk, which takes the system
  // disk of the node, so it costs nothing more and starts faster.
  azure: {
    lab: { system: 'Standard_D4ds_v5', hub: 'Standard_D4ds_v5', stores: 'Standard_D4ds_v5', tools: 'Standard_D4ds_v5' },
    small: { system: 'Standard_D4ds_v5', hub: 'Standard_D4ds_v5', stores: 'Standard_E4ds_v5', tools: 'Standard_D4ds_v5' },
    medium: { system: 'Standard_D4ds_v5', hub: 'Standard_D8ds_v5', stores: 'Standard_E4ds_v5', tools: 'Standard_D4ds_v5' },
    large: { system: 'Standard_D4ds_v5', hub: 'Standard_D16ds_v5', stores: 'Standard_E8ds_v5', tools: 'Standard_D4ds_v5' },
  },
  // Sizes of AKS enabled by Azure Arc (learn.microsoft.com, "Supported scale requirements"): it knows no memory machines.
  'azure-stack': {
    lab: { system: 'Standard_D4s_v3', hub: 'Standard_D4s_v3', stores: 'Standard_D4s_v3', tools: 'Standard_D4s_v3' },
    small: { system: 'Standard_D4s_v3', hub: 'Standard_D4s_v3', stores: 'Standard_D4s_v3', tools: 'Standard_D4s_v3' },
    medium: { system: 'Standard_D4s_v3', hub: 'Standard_D8s_v3', stores: 'Standard_D8s_v3', tools: 'Standard_D4s_v3' },
    large: { system: 'Standard_D4s_v3', hub: 'Standard_D16s_v3', stores: 'Standard_D16s_v3', tools: 'Standard_D4s_v3' },
  },
};

/** Cores and GiB of memory of a machine. */
export interface Machine {
  readonly cores: number;
  readonly memoryGi: number;
}

/** Cores and memory of a machine by its name; undefined where the table of machine types does not know it: unknown, never guessed. */
export function machineOf(platform: Platform, name: string): Machine | undefined {
  const found = machineType(platform, name);
  return typeof found === 'object' && 'cpu' in found ? { cores: found.cpu, memoryGi: found.memoryGib } : undefined;
}

/**
 * What pods may request on one node: a machine less what its system keeps. Kubelet and system take about 6 % of the first core and less of the others,
 * and 255 MiB with 11 MiB a pod for 110 pods (the bootstrap of EKS nodes; AKS keeps about as much), and 100 MiB stay free before evictions begin.
 * Agents on every node (network, storage, proxy, identity) request about 250m and 350 MiB together.
 */
export const allocatable = ({ cores, memoryGi }: Machine): Demand => ({
  cpu: cores * 1000 - 60 - 10 * (cores - 1) - 250,
  memory: memoryGi * 1024 - (255 + 11 * 110) - 100 - 350,
});
