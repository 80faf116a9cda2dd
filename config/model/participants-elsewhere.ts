import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { clusterKey, type OtherCluster, type ParticipantCluster, participantClusters } from './participant-clusters';
import { participantGroups } from './participants';

/** A cluster that is not the hub's, with what the environment has there. */
export interface ElsewhereCluster {
  /** Its name where it is prepared here, else its context; with its kubeconfig where that would be one of two. */
  readonly label: string;
  readonly cluster: OtherCluster;
  /** Undefined for one that is prepared by other means: nothing but payment managers is ours there. */
  readonly prepared?: ParticipantCluster;
  /** Payment managers there; those that have left keep nothing. */
  readonly participants: readonly ParticipantConfig[];
  /** Stacks of payment managers there. */
  readonly stacks: readonly string[];
}

/** Every cluster that carries payment managers of the environment beside that of the hub, and those that are prepared for some. */
export function participantsElsewhere(config: WorkbenchConfig): ElsewhereCluster[] {
  const prepared = participantClusters(config).map(
    (cluster): ElsewhereCluster => ({ label: cluster.name, cluster, prepared: cluster, participants: [], stacks: [] }),
  );
  const found = new Map(prepared.map((each) => [clusterKey(each.cluster), each]));
  for (const { cluster, stack, participants } of participantGroups(config)) {
    if (!cluster) continue;
    const there = participants.filter(({ retired, external }) => !retired && !external);
    const known = found.get(clusterKey(cluster)) ?? { label: cluster.context, cluster, participants: [], stacks: [] };
    found.set(clusterKey(cluster), { ...known, participants: [...known.participants, ...there], stacks: [...known.stacks, stack] });
  }
  const all = [...found.values()].filter(({ prepared, participants }) => prepared !== undefined || participants.length > 0);
  const twice = (label: string) => all.filter((other) => other.label === label).length > 1;
  return all.map((each) =>
    each.prepared === undefined && twice(each.label) ? { ...each, label: `${each.label} (${each.cluster.kubeconfig})` } : each,
  );
}
