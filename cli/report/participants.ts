import type { EnvironmentModel } from '../../config/environment';
import { participantHosts } from '../../config/model/hosts';
import { otherCluster, outsideAddresses } from '../../config/model/participant-clusters';
import { participantGroups } from '../../config/model/participants';

/** A participant as the report tells of it: nothing personal, nothing secret. */
export interface ParticipantRow {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly stack: string;
  readonly currencies: readonly string[];
  readonly msisdnPrefix?: string;
  /** Host the hub calls back. */
  readonly callbackHost: string;
  readonly backend: string;
  readonly extras: readonly string[];
  readonly allowedAddresses: readonly string[];
}

export function participantRows({ config }: EnvironmentModel): ParticipantRow[] {
  const stackOf = new Map(
    participantGroups(config).flatMap(({ stack, participants }) => participants.map(({ id }) => [id, stack] as const)),
  );
  return config.participants.map((participant) => {
    const { id, name, currency, currencies, external, retired, msisdnPrefix, backend } = participant;
    const other = otherCluster(config, participant);
    const running = other ? `cluster ${other.name ?? other.context}` : 'this cluster';
    return {
      id,
      name: name ?? id,
      place: retired ? 'retired' : external ? 'outside, by a hand-over file' : running,
      stack: stackOf.get(id) ?? '',
      currencies: [...new Set([currency, ...currencies])],
      ...(msisdnPrefix === undefined ? {} : { msisdnPrefix }),
      callbackHost: participantHosts(config, participant).connector,
      backend: external ? 'its own' : backend,
      extras: [
        ...(participant.jws ? ['signs (JWS)'] : []),
        ...(participant.testingToolkit ? ['testing toolkit'] : []),
        ...(participant.sdkBulk ? ['bulk'] : []),
      ],
      allowedAddresses: outsideAddresses(config, participant),
    };
  });
}
