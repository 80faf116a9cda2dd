import { ours, placeOf, stateOf } from './cluster-judge';
import type { ClusterSeen, Seen } from './cluster-seen';

const secretOf = ({ metadata, spec }: Seen) => `${metadata.namespace}/${spec?.secretName}`;

/** Certificates that are not ready, that have less life left than their row lets them, or that nobody asks for. */
export function certificateFaults(seen: ClusterSeen, objects: readonly Seen[]): string[] {
  const rows = seen.part.certificates;
  const absent = rows
    .filter(({ place }) => !objects.some((object) => secretOf(object) === place))
    .map(({ place }) => `${place}: no certificate asks for it`);
  return [
    ...ours(seen, objects).flatMap((object) => {
      const ready = stateOf(object, 'Ready');
      if (ready?.status !== 'True') return [`${placeOf(object)} is not ready (${ready?.reason ?? 'no state yet'})`];
      const hours = (Date.parse(object.status?.notAfter ?? '') - seen.now) / 3_600_000;
      const least = rows.find(({ place }) => place === secretOf(object))?.alertHours ?? 0;
      return hours < least ? [`${placeOf(object)} has ${Math.floor(hours / 24)} days left`] : [];
    }),
    ...absent,
  ];
}
