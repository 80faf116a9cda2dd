import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';

/** Most participants a stack carries: a plan of more takes longer than an operator waits. */
export const participantsPerStack = 25;

/** Its payment manager runs in the cluster of the hub. */
export const isInCluster = ({ external, cluster }: Pick<ParticipantConfig, 'external' | 'cluster'>): boolean =>
  !external && cluster === undefined;

export interface ParticipantGroup {
  /** Stack id: `participants-1`, `participants-2`, … */
  readonly stack: string;
  readonly participants: readonly ParticipantConfig[];
  /** The cluster that carries them, when it is another one. */
  readonly cluster?: { readonly kubeconfig: string; readonly context: string };
}

/**
 * Puts participants into stacks in the order of the file, so that adding one at the end changes one stack only.
 * Participants of another cluster get stacks of their own, because a stack reaches one cluster.
 */
export function participantGroups(config: WorkbenchConfig): ParticipantGroup[] {
  const byCluster = new Map<string, ParticipantConfig[]>();
  for (const participant of config.participants) {
    const cluster = participant.cluster ? `${participant.cluster.kubeconfig}#${participant.cluster.context}` : '';
    const group = byCluster.get(cluster);
    if (group) group.push(participant);
    else byCluster.set(cluster, [participant]);
  }
  const groups: ParticipantGroup[] = [];
  let other = 0;
  for (const [key, members] of [...byCluster].sort(([a], [b]) => (a === '' ? -1 : b === '' ? 1 : 0))) {
    const prefix = key === '' ? 'participants' : `participants-cluster${++other}`;
    for (let at = 0; at < members.length; at += participantsPerStack) {
      const cluster = members[at]?.cluster;
      groups.push({
        stack: `${prefix}-${at / participantsPerStack + 1}`,
        participants: members.slice(at, at + participantsPerStack),
        ...(cluster ? { cluster } : {}),
      });
    }
  }
  return groups;
}
