import type { EnvironmentModel } from '../../config/environment';
import { localParticipants } from '../../config/model/namespaces';
import { participantsElsewhere } from '../../config/model/participants-elsewhere';
import type { ParticipantConfig } from '../../config/schema/workbench';
import { counted, type GraphGroup, type GraphNode, mostNodes } from './graph';
import { plain, shortened } from './text';

/** Participants that are drawn together, with the box around them. */
export interface ParticipantBox {
  readonly group: GraphGroup;
  readonly nodes: readonly GraphNode[];
  readonly participants: readonly ParticipantConfig[];
  readonly place: 'here' | 'other-cluster' | 'outside';
}

function details(participant: ParticipantConfig): string[] {
  const currencies = [...new Set([participant.currency, ...participant.currencies])];
  const extras = [
    currencies.length > 3 ? `${currencies.slice(0, 2).join(', ')} and ${currencies.length - 2} more` : currencies.join(', '),
    ...(participant.testingToolkit ? ['toolkit'] : []),
    ...(participant.sdkBulk ? ['bulk'] : []),
  ];
  return [...(plain(participant.name ?? '') && participant.name !== participant.id ? [participant.id] : []), extras.join(' · ')];
}

function nodesOf(participants: readonly ParticipantConfig[], group: string, noun: string, namespaced: boolean): GraphNode[] {
  const common = { kind: 'participant', group, column: 0 } as const;
  const [first, last] = [participants[0], participants.at(-1)];
  if (participants.length > mostNodes && first && last)
    return [
      {
        ...common,
        id: `${group}-all`,
        title: counted(participants.length, noun),
        details: [`${first.id} … ${last.id}`],
        count: participants.length,
      },
    ];
  return participants.map((participant) => ({
    ...common,
    id: `participant-${participant.id}`,
    title: shortened(participant.name ?? '', 24) || participant.id,
    details: details(participant),
    ...(namespaced ? { namespace: participant.id } : {}),
  }));
}

/** The participants of a hub in boxes: here, in other clusters, outside. A box of more than fifteen holds one node with their number. */
export function participantBoxes({ config }: EnvironmentModel, cluster: string): ParticipantBox[] {
  const box = (
    place: ParticipantBox['place'],
    id: string,
    title: string,
    noun: string,
    participants: readonly ParticipantConfig[],
  ): ParticipantBox[] =>
    participants.length === 0
      ? []
      : [
          {
            place,
            participants,
            group: { id, title, ...(place === 'here' ? { parent: cluster } : {}) },
            nodes: nodesOf(participants, id, noun, place === 'here'),
          },
        ];
  const present = config.participants.filter((p) => !p.retired);
  const away = present.filter((p) => !p.external && p.cluster);
  const clusters = participantsElsewhere(config).filter(({ participants }) => participants.length > 0);
  const where = clusters.length === 1 ? `cluster ${shortened(clusters[0]?.label ?? '')}` : counted(clusters.length, 'other cluster');
  return [
    ...box(
      'outside',
      'outside-participants',
      'Participants outside',
      'participant',
      present.filter((p) => p.external),
    ),
    ...box('other-cluster', 'other-clusters', `Payment managers in ${where}`, 'payment manager', away),
    ...box('here', 'payment-managers', 'Payment managers', 'payment manager', localParticipants(config)),
  ];
}
