import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { tagsOf } from '../../config/model/tags';
import type { Capabilities, NodePools } from '../contracts';
import { idOfCluster } from './ids';
import { type AksPool, aksPools, poolSettings } from './pools';

/** What AKS puts on spot nodes by itself: it must stand here too, or every plan would take it away. Only pods that tolerate it come. */
const spot = {
  priority: 'Spot',
  evictionPolicy: 'Delete',
  // As much as the machine costs otherwise.
  spotMaxPrice: -1,
} as const;
const spotTaint = 'kubernetes.azure.com/scalesetpriority=spot:NoSchedule';
const spotLabel = { 'kubernetes.azure.com/scalesetpriority': 'spot' } as const;

/** Names at the cloud by role; the parts of a pool that has one a zone joined by commas. */
const namesByRole = (pools: readonly AksPool[]): Record<string, string> => {
  const named = (role: string) => pools.filter(({ pool }) => pool.role === role).map(({ name }) => name);
  return Object.fromEntries(pools.map(({ pool }) => [pool.role, named(pool.role).join(',')]));
};

/**
 * The node pools beside the one that AKS is made with (the first system pool, made with the cluster). Nodes cost by the hour, from `min` to `max`.
 * A changed machine or disk moves pods node by node to a pool of another name and back.
 */
export const nodePools: Capabilities['nodePools'] = (scope, model, { cluster, network, place }): NodePools => {
  const { config } = model;
  const pools = aksPools(model, network);
  for (const each of pools.slice(1)) {
    const { pool, name, mode } = each;
    const settings = poolSettings(config, each);
    const taints = pool.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`);
    new KubernetesClusterNodePool(scope, name, {
      ...settings,
      name,
      kubernetesClusterId: idOfCluster(place, network, cluster),
      mode,
      ...(pool.spot ? spot : {}),
      nodeLabels: { ...settings.nodeLabels, ...(pool.spot ? spotLabel : {}) },
      nodeTaints: [...taints, ...(pool.spot ? [spotTaint] : [])],
      // Azure refuses surges for spot nodes.
      ...(pool.spot ? { upgradeSettings: undefined } : {}),
      tags: tagsOf(config),
    });
  }
  return { names: namesByRole(pools) };
};
