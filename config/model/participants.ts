import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { clusterKey, type OtherCluster, otherCluster } from './participant-clusters';

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
  readonly cluster?: OtherCluster;
}

/**
 * Puts participants into stacks in the order of the file, so that adding one at the end changes one stack only.
 * Participants of another cluster get stacks of their own, because a stack reaches one cluster.
 */
export function participantGroups(config: WorkbenchConfig): ParticipantGroup[] {
  const byCluster = new Map<string, { readonly cluster?: OtherCluster; readonly members: ParticipantConfig[] }>();
  for (const participant of config.participants) {
    const cluster = otherCluster(config, participant);
    const key = cluster ? clusterKey(cluster) : '';
    const group = byCluster.get(key);
    if (group) group.members.push(participant);
    else byCluster.set(key, { ...(cluster ? { cluster } : {}), members: [participant] });
  }
  let other = 0;
  return [...byCluster.values()]
    .sort((a, b) => Number(a.cluster !== undefined) - Number(b.cluster !== undefined))
    .flatMap(({ cluster, members }) => {
      const prefix = cluster ? `participants-${cluster.name ?? `cluster${++other}`}` : 'participants';
      return Array.from(
        { length: Math.ceil(members.length / participantsPerStack) },
        (_, at): ParticipantGroup => ({
          stack: `${prefix}-${at + 1}`,
          participants: members.slice(at * participantsPerStack, (at + 1) * participantsPerStack),
          ...(cluster ? { cluster } : {}),
        }),
      );
    });
}
