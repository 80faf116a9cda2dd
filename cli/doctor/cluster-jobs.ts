import { placeOf } from './cluster-judge';
import type { ClusterSeen, Seen } from './cluster-seen';

/** Jobs that make databases and topics say that these are there by having ended well. They stay after their end. */
export function jobFaults({ model }: ClusterSeen, jobs: readonly Seen[], kind: RegExp): { faults: string[]; found: number } {
  const made = jobs.filter(({ metadata }) => metadata.namespace === model.config.stores.namespace && kind.test(metadata.name));
  return { faults: made.filter(({ status }) => !status?.succeeded).map((job) => `${placeOf(job)} has not ended well`), found: made.length };
}
