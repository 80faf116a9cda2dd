import type { KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** Hours that a window lasts: the least that AKS takes. */
const duration = 4;

/**
 * What Azure may upgrade by itself, and when. `none`: nothing, neither the cluster nor images of nodes, so security fixes wait for somebody.
 * Minor versions are raised in the file, but for `stable`, which follows the second newest: then the version of the file is only the first.
 */
export function upgrades({ cluster }: WorkbenchConfig) {
  const { channel, day, hour } = cluster.upgrades;
  const window = {
    frequency: 'Weekly',
    interval: 1,
    dayOfWeek: day,
    startTime: `${String(hour).padStart(2, '0')}:00`,
    utcOffset: '+00:00',
    duration,
  };
  const hours = Array.from({ length: duration }, (_, at) => hour + at).filter((each) => each < 24);
  return {
    kubernetesVersion: cluster.kubernetesVersion,
    ...(channel === 'none' ? {} : { automaticUpgradeChannel: channel }),
    nodeOsUpgradeChannel: channel === 'none' ? 'None' : 'NodeImage',
    maintenanceWindow: { allowed: [{ day, hours }] },
    maintenanceWindowAutoUpgrade: window,
    maintenanceWindowNodeOs: window,
    ...(channel === 'stable' ? { lifecycle: { ignoreChanges: ['kubernetes_version', 'default_node_pool[0].orchestrator_version'] } } : {}),
  } satisfies Partial<KubernetesClusterConfig>;
}
