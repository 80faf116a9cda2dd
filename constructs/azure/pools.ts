import { Fn } from 'cdktf';
import type { EnvironmentModel } from '../../config/environment';
import { machineOf } from '../../config/model/machines';
import { type NodePool, nodePools } from '../../config/model/node-pools';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Network } from '../contracts';
import { zonesSpanned } from './zones';

/** One node pool of AKS: a pool of the plan, or the part of it that lies in one zone. */
export interface AksPool {
  readonly pool: NodePool;
  /** At most 12 lower case letters and digits, a letter first; below its cluster, so it needs nothing of the environment in it. */
  readonly name: string;
  /** Takes its place while a setting changes that machines can't change. */
  readonly temporaryName: string;
  readonly mode: 'System' | 'User';
  readonly zones?: string[];
  readonly subnet: string;
  readonly min: number;
  readonly max: number;
}

/**
 * The pools of AKS. A pool is taken apart by zones where a volume or a NAT gateway ties its nodes to one (a subnet has one gateway, a pool one subnet);
 * the autoscaler keeps the parts even. Numbers are shared out and rounded up, so that each zone can stand in for another.
 */
export function aksPools({ config, services }: EnvironmentModel, { clusterSubnets }: Pick<Network, 'clusterSubnets'>): readonly AksPool[] {
  const zones = zonesSpanned(config);
  // The list is known only when Terraform runs, but the network has one a zone, in their order.
  const subnet = (at: number): string => Fn.element([...clusterSubnets], at);
  return nodePools(config, services).flatMap((pool): AksPool[] => {
    const shared = { pool, mode: pool.role === 'system' ? ('System' as const) : ('User' as const) };
    if (zones && (pool.zonal || config.network.nat === 'zone')) {
      const share = (nodes: number) => Math.ceil(nodes / zones.length);
      return zones.map((zone, at) => ({
        ...shared,
        name: `${pool.role}${zone}`,
        temporaryName: `${pool.role}tmp${zone}`,
        zones: [zone],
        subnet: subnet(at),
        min: share(pool.min),
        max: share(pool.max),
      }));
    }
    const whole = { ...shared, name: pool.role, temporaryName: `${pool.role}tmp`, subnet: subnet(0), min: pool.min, max: pool.max };
    return [{ ...whole, ...(zones ? { zones } : {}) }];
  });
}

/** A machine with a local disk has about 37 GiB of it a core (learn.microsoft.com, Ddsv5 and Edsv5 series). */
const localDisk = (machine: string) =>
  /^Standard_[DE]\d+[a-z]*d[a-z]*_v/.test(machine) ? 37 * (machineOf('azure', machine)?.cores ?? 0) : 0;

/** What all pools have, the one that AKS is made with and the others. */
export function poolSettings(config: WorkbenchConfig, { pool, min, max, zones, subnet, temporaryName, mode }: AksPool) {
  return {
    vmSize: pool.machine,
    zones,
    vnetSubnetId: subnet,
    autoScalingEnabled: true,
    minCount: min,
    maxCount: max,
    // Costs nothing more and starts faster; nothing on the disk of a node is worth keeping.
    osDiskType: localDisk(pool.machine) >= pool.diskGi ? 'Ephemeral' : 'Managed',
    osDiskSizeGb: pool.diskGi,
    // Small, read-only where it can be, and patched by Microsoft.
    osSku: 'AzureLinux',
    // As many as the plan of the pools counts the memory of a node for; overlay pods take no addresses of the network.
    maxPods: 110,
    nodePublicIpEnabled: false,
    // Caches and local disks too. Once a subscription: `az feature register --namespace Microsoft.Compute --name EncryptionAtHost`.
    hostEncryptionEnabled: config.profile === 'production',
    temporaryNameForRotation: temporaryName,
    nodeLabels: { ...pool.labels },
    // Without it nodes would stay behind when the version of the file is raised. The channel `stable` raises it by itself.
    ...(config.cluster.upgrades.channel === 'stable' ? {} : { orchestratorVersion: config.cluster.kubernetesVersion }),
    upgradeSettings: {
      // Stores one by one: each that moves takes its volume along.
      maxSurge: pool.role === 'stores' ? '1' : '33%',
      drainTimeoutInMinutes: 30,
      nodeSoakDurationInMinutes: mode === 'System' ? 0 : 2,
    },
  };
}
