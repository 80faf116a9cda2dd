import type { NodePool } from '../../config/model/node-pools';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { AgentPool } from './provisioned-cluster';

export type LocalSettings = Required<Omit<NonNullable<WorkbenchConfig['platform']['azureStack']>, 'armEndpoint' | 'vlan'>> & {
  readonly vlan?: number;
};

/** Settings of Azure Local. `check` has refused a file that lacks one (AZS-MISSING) before anything is made. */
export const settingsOf = ({ platform }: WorkbenchConfig): LocalSettings => platform.azureStack as LocalSettings;

const taint = ({ key, value, effect }: NodePool['taints'][number]) => `${key}=${value}:${effect}`;

/** A pool of the plan in the words of the resource manager. There are no zones in one building: pools are whole. */
export const agentPool = ({ role, machine, min, max, labels, taints }: NodePool): AgentPool => ({
  name: role,
  vmSize: machine,
  count: min,
  // Bounds belong to a pool that grows; beside a fixed number they are refused.
  ...(max > min ? { enableAutoScaling: true, minCount: min, maxCount: max } : { enableAutoScaling: false }),
  maxPods: 110,
  osType: 'Linux',
  osSKU: 'CBLMariner',
  nodeLabels: labels,
  nodeTaints: taints.map(taint),
});
