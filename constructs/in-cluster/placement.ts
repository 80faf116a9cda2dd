import { makesNodes, poolLabel, poolTaints } from '../../config/model/node-pools';
import type { PoolRole } from '../../config/schema/cluster';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Json, Values } from './release-spec';

const tolerations = (role: PoolRole): Json[] =>
  poolTaints(role).map(({ key, value, effect }) => ({ key, operator: 'Equal', value, effect }));

const isInPool = (role: PoolRole) => ({ matchExpressions: [{ key: poolLabel, operator: 'In', values: [role] }] });

/** Fields of a pod, or of an operator's object, that send it to the nodes of a pool and to no others. */
export const onPool = (config: WorkbenchConfig, role: PoolRole): Values =>
  makesNodes(config) ? { nodeSelector: { [poolLabel]: role }, tolerations: tolerations(role) } : {};

/** The same for what knows no node selector (Strimzi). */
export const onPoolByAffinity = (config: WorkbenchConfig, role: PoolRole): Values =>
  makesNodes(config)
    ? {
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [isInPool(role)] } } },
        tolerations: tolerations(role),
      }
    : {};

/** Affinity that draws pods to a pool as long as it has room: full, they start elsewhere rather than not at all. */
export const drawnToPool = (config: WorkbenchConfig, role: PoolRole): Values =>
  makesNodes(config)
    ? { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 50, preference: isInPool(role) }] } }
    : {};
