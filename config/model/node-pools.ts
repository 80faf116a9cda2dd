import { offerOf } from '../capabilities';
import { type PoolRole, poolRoles } from '../schema/cluster';
import type { WorkbenchConfig } from '../schema/workbench';
import { type Demand, edgeDemand, hubDemand, identityDemand, paymentManagerDemand, platformDemand, storeDemand } from './demand';
import { allocatable, type MachinePlatform, machineOf, machinesBySize } from './machines';
import { monitoringDemand } from './monitoring-demand';
import { localParticipants } from './namespaces';
import { portalPodsDemand } from './portal/demand';
import type { HubService } from './services';
import { storeService } from './store-services';

export interface Taint {
  readonly key: string;
  readonly value: string;
  /** In the words of Kubernetes. */
  readonly effect: 'NoSchedule';
}

/** One pool of nodes, in words that no cloud owns. */
export interface NodePool {
  readonly role: PoolRole;
  /** Machine type of the cloud. */
  readonly machine: string;
  /** Nodes over all zones. */
  readonly min: number;
  readonly max: number;
  readonly diskGi: number;
  readonly spot: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** One group of nodes a zone instead of one over all: a volume lives in one zone, and only a node of that zone can replace the one it hung on. */
  readonly zonal: boolean;
  /** What its pods request at their smallest and at their largest number, and what one node gives; the last is unknown for a machine outside of the tables. */
  readonly demand: { readonly least: Demand; readonly most: Demand; readonly node?: Demand };
}

/** Nodes are ours where we make the cluster; those of one that exists, also on Azure Stack Hub, belong to somebody else. */
export const makesNodes = ({ platform }: WorkbenchConfig): boolean => offerOf(platform, 'nodePools').offered;

/** Label of every node of a pool; pods choose their pool by it. */
export const poolLabel = 'workbench.mojaloop.io/pool';

/**
 * Pools that keep others away. Only where every pod that belongs on the pool tolerates the taint: members of databases and of Kafka, which are of our
 * making (constructs/in-cluster). Charts of the hub and of payment managers have no place for tolerations in some of their components and Jobs, so their
 * pools carry the label alone, which draws their pods; `system` takes what has no other place.
 */
const tainted: Readonly<Record<PoolRole, boolean>> = { system: false, hub: false, stores: true, tools: false };

/** What keeps others away from a pool. */
export const poolTaints = (role: PoolRole): readonly Taint[] =>
  tainted[role] ? [{ key: poolLabel, value: role, effect: 'NoSchedule' }] : [];

/** GiB of the disk of a node. Images of a whole hub are about 30 GiB; logs and scratch space of pods come on top. */
const disks: Readonly<Record<PoolRole, number>> = { system: 50, hub: 80, stores: 50, tools: 80 };

/** Vault and what a cloud has beside the rest: balancer and DNS controllers, storage driver. */
const vaultDemand: Demand = { cpu: 250, memory: 256 };
const cloudDemand: Demand = { cpu: 400, memory: 1024 };

/** How full nodes may be by plan: the rest takes rolling updates, Jobs and the pods of a node that went away. */
export const fill = 0.8;

const nothing: Demand = { cpu: 0, memory: 0 };
const plus = (...parts: readonly Demand[]): Demand =>
  parts.reduce((sum, { cpu, memory }) => ({ cpu: sum.cpu + cpu, memory: sum.memory + memory }), nothing);
const times = (n: number, { cpu, memory }: Demand): Demand => ({ cpu: n * cpu, memory: n * memory });

/** Members of the stores that run in the cluster, by kind. */
function membersInCluster(config: WorkbenchConfig): { readonly kind: keyof typeof storeDemand; readonly members: number }[] {
  const kinds = ['mysql', 'mongodb', 'kafka'] as const;
  return kinds.filter((kind) => storeService(config, kind) === 'operator').map((kind) => ({ kind, members: config.stores[kind].replicas }));
}

/** What the pods of a role request, at their smallest and their largest number. */
function demandOf(config: WorkbenchConfig, services: readonly HubService[], role: PoolRole, at: 'replicas' | 'maxReplicas'): Demand {
  const tools = services.filter(({ kind }) => kind === 'tool');
  const demands: Readonly<Record<PoolRole, () => Demand>> = {
    system: () =>
      plus(
        platformDemand,
        cloudDemand,
        edgeDemand(config),
        identityDemand(config),
        portalPodsDemand(config),
        monitoringDemand(config),
        config.secrets.vault.address ? nothing : times(config.secrets.vault.replicas, vaultDemand),
      ),
    hub: () =>
      plus(
        hubDemand(
          services.filter((service) => !tools.includes(service)),
          at,
        ),
        ...localParticipants(config).map(paymentManagerDemand),
      ),
    stores: () => plus(...membersInCluster(config).map(({ kind, members }) => times(members, storeDemand[kind]))),
    tools: () => hubDemand(tools, at),
  };
  return demands[role]();
}

/** Nodes that carry a demand: whichever of cores and memory runs out first. */
const nodesFor = (demand: Demand, node: Demand) => Math.ceil(Math.max(demand.cpu / node.cpu, demand.memory / node.memory) / fill);

/** Fewest nodes of a role, whatever it carries: one a zone where its loss must cost no more than that zone, and one a member of a store that keeps apart. */
function floorOf(config: WorkbenchConfig, role: PoolRole): number {
  const { zones } = config.cluster;
  const floors: Readonly<Record<PoolRole, () => number>> = {
    system: () => Math.max(zones, 2),
    hub: () => zones,
    stores: () => Math.max(zones, ...membersInCluster(config).map(({ members }) => members)),
    tools: () => 1,
  };
  return floors[role]();
}

/** Whether anything runs on the pool: an empty one is not made. */
const used = (config: WorkbenchConfig, { cpu }: Demand, role: PoolRole) => cpu > 0 || config.cluster.pools[role] !== undefined;

/**
 * The node pools of a cluster that a cloud makes: what `cluster.pools` says, else what the pods of each role request at `hub.size`, on nodes that are
 * 80 % full. The largest number holds every service at its largest and one node more. Nothing where the nodes belong to somebody else.
 */
export function nodePools(config: WorkbenchConfig, services: readonly HubService[]): readonly NodePool[] {
  const { provider } = config.platform;
  if (!makesNodes(config)) return [];
  return poolRoles.flatMap((role): NodePool[] => {
    const least = demandOf(config, services, role, 'replicas');
    const most = demandOf(config, services, role, 'maxReplicas');
    if (!used(config, least, role)) return [];
    const own = config.cluster.pools[role];
    const preset = machinesBySize[provider as MachinePlatform][config.hub.size][role];
    const machine = own?.machine ?? preset;
    const known = machineOf(provider, machine);
    const node = known && allocatable(known);
    // Of a machine that nobody here knows the numbers are those of the one it replaces: min and max of the file say better.
    const counted = node ?? allocatable(machineOf(provider, preset) ?? { cores: 4, memoryGi: 16 });
    const min = own?.min ?? Math.max(floorOf(config, role), nodesFor(least, counted));
    const max = Math.max(own?.max ?? Math.max(min, nodesFor(most, counted)) + 1, min, 1);
    return [
      {
        role,
        machine,
        min,
        max,
        diskGi: own?.diskGi ?? disks[role],
        spot: own?.spot ?? false,
        labels: { [poolLabel]: role },
        taints: poolTaints(role),
        zonal: role === 'stores',
        demand: { least, most, ...(node ? { node } : {}) },
      },
    ];
  });
}
