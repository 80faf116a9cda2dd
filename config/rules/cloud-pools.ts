import { resolveFeatures } from '../model/features';
import { fill, type NodePool, nodePools } from '../model/node-pools';
import { servicesOf } from '../model/services';
import type { PoolRole } from '../schema/cluster';
import type { WorkbenchConfig } from '../schema/workbench';
import { poolPath } from './cloud-machines';
import { both, cloudNames, counted, on, onCloud, ownCluster } from './clouds';
import { type Finding, inProduction, type Rule, when } from './rule';

type Pool = NonNullable<WorkbenchConfig['cluster']['pools'][PoolRole]>;
const given = ({ cluster }: WorkbenchConfig) => Object.entries(cluster.pools) as [PoolRole, Pool][];
const resolved = (config: WorkbenchConfig) => nodePools(config, servicesOf(config, resolveFeatures(config)));

/** Most nodes of one pool (docs.aws.amazon.com, EKS quotas: nodes per managed node group; learn.microsoft.com, AKS quotas). */
const mostNodes = { aws: 450, azure: 1000 } as const;

/** Nodes that carry what the pods of a pool request at their smallest number. */
function needed({ demand: { least, node } }: NodePool): number | undefined {
  return node && Math.ceil(Math.max(least.cpu / node.cpu, least.memory / node.memory));
}

/** Numbers of nodes. */
export const cloudPoolRules: readonly Rule[] = [
  {
    code: 'NOD-ORDER',
    severity: 'error',
    title: 'A pool grows: its greatest number of nodes is not below its least',
    appliesWhen: ownCluster,
    check: (config) =>
      given(config).flatMap(([role, { min, max }]) =>
        when(min !== undefined && max !== undefined && min > max, () => ({
          path: poolPath(role, 'max'),
          message: `at most ${max} nodes is below at least ${min}`,
          hint: 'swap them',
        })),
      ),
  },
  {
    code: 'NOD-ROOM',
    severity: 'error',
    title: 'A pool at its largest carries the pods that are meant for it',
    appliesWhen: ownCluster,
    check: (config) =>
      resolved(config).flatMap((pool): Finding[] => {
        const need = needed(pool);
        const max = config.cluster.pools[pool.role]?.max;
        const { cpu, memory } = pool.demand.least;
        if (need === undefined || max === undefined || need <= max) return [];
        return [
          {
            path: poolPath(pool.role, 'max'),
            message: `${counted(max, 'node')} of ${pool.machine} cannot carry what size ${config.hub.size} asks of this pool: ${(cpu / 1000).toFixed(1)} cores and ${(memory / 1024).toFixed(1)} GiB`,
            hint: `write max: ${Math.ceil(need / fill)} or more, which leaves a fifth free, or larger machines`,
          },
        ];
      }),
  },
  {
    code: 'NOD-NODES',
    severity: 'error',
    title: 'A pool has no more nodes than the cloud allows',
    appliesWhen: onCloud,
    check: (config) => {
      const limit = mostNodes[config.platform.provider as keyof typeof mostNodes];
      return given(config).flatMap(([role, { max }]) =>
        when((max ?? 0) > limit, () => ({
          path: poolPath(role, 'max'),
          message: `${max} nodes, and ${cloudNames[config.platform.provider]} gives a pool ${limit}`,
          hint: 'choose larger machines',
        })),
      );
    },
  },
  {
    code: 'NOD-SYSTEM',
    severity: 'error',
    title: 'The system pool is never empty',
    appliesWhen: ownCluster,
    check: ({ cluster }) =>
      when(cluster.pools.system?.min === 0, () => ({
        path: poolPath('system', 'min'),
        message: 'without a node in the system pool the cluster has no DNS, and nothing comes back by itself',
        hint: 'write min: 1, or leave it out',
      })),
  },
  {
    code: 'NOD-SPOT',
    severity: 'error',
    title: 'Stores and the system do not run on machines that may be taken away',
    appliesWhen: ownCluster,
    check: ({ cluster }) =>
      (['system', 'stores'] as const).flatMap((role) =>
        when(cluster.pools[role]?.spot ?? false, () => ({
          path: poolPath(role, 'spot'),
          message:
            role === 'stores'
              ? 'the cloud may take a spot machine away within two minutes, and its members of the ledger with it'
              : 'the cloud may take a spot machine away within two minutes, and with it DNS, Vault and the gateway; AKS refuses it',
          hint: 'remove spot',
        })),
      ),
  },
  {
    code: 'NOD-SPOT-HUB',
    severity: 'warning',
    title: 'In production services do not run on machines that may be taken away',
    appliesWhen: both(ownCluster, inProduction),
    check: ({ cluster }) =>
      when(cluster.pools.hub?.spot ?? false, () => ({
        path: poolPath('hub', 'spot'),
        message: 'the cloud may take spot machines away all at once: transfers in flight time out',
        hint: 'remove spot',
      })),
  },
  {
    code: 'NOD-SPOT-TAINT',
    severity: 'warning',
    title: 'Pods can run on the spot machines of AKS',
    appliesWhen: on('azure'),
    check: (config) =>
      given(config).flatMap(([role, { spot }]) =>
        when(spot, () => ({
          path: poolPath(role, 'spot'),
          message: 'AKS keeps pods away from spot machines unless they tolerate it, and the charts cannot: nothing will run there',
          hint: 'remove spot',
        })),
      ),
  },
  {
    code: 'NOD-SPOT-STACK',
    severity: 'warning',
    title: 'Spot machines are those of a cloud',
    appliesWhen: on('azure-stack'),
    check: (config) =>
      given(config).flatMap(([role, { spot }]) =>
        when(spot, () => ({ path: poolPath(role, 'spot'), message: 'spot has no effect: the machines are your own', hint: 'remove it' })),
      ),
  },
  {
    code: 'NOD-ZONES',
    severity: 'warning',
    title: 'In production the nodes of hub and stores are in every zone',
    appliesWhen: both(onCloud, inProduction),
    check: ({ cluster }) =>
      (['hub', 'stores', 'system'] as const).flatMap((role) => {
        const min = cluster.pools[role]?.min;
        return when(min !== undefined && min > 0 && min < cluster.zones, () => ({
          path: poolPath(role, 'min'),
          message: `${counted(min ?? 0, 'node')} cannot be in ${cluster.zones} zones`,
          hint: `write min: ${cluster.zones}, or leave it out`,
        }));
      }),
  },
];
