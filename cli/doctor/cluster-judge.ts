import { localParticipants } from '../../config/model/namespaces';
import { right, unknown, type Verdict, wrong } from './check';
import type { ClusterSeen, Condition, Seen } from './cluster-seen';
import { type Failure, isFailure } from './seen';

const few = 5;
export const listed = (lines: readonly string[]): string =>
  `${lines.slice(0, few).join('; ')}${lines.length > few ? `; and ${lines.length - few} more` : ''}`;

/** Right when nothing is in the list, else everything that is, shortened. */
export const unless = (faults: readonly string[], fine: string, wayOut: string): Verdict =>
  faults.length === 0 ? right(fine) : wrong('hub operator', listed(faults), wayOut);

/** Judges a part that was read, or says why it was not. */
export const known = <Part>(part: Part | Failure, judge: (part: Part) => Verdict): Verdict =>
  isFailure(part) ? unknown(`could not be seen (${part.failed})`) : judge(part);

export const placeOf = ({ metadata }: Pick<Seen, 'metadata'>): string => `${metadata.namespace}/${metadata.name}`;
export const stateOf = (object: Seen, type: string): Condition | undefined => object.status?.conditions?.find((one) => one.type === type);

/** Namespaces of the environment in the cluster that is looked at: those of the hub, and of the payment managers that run beside it. */
export function namespacesHere({ model }: Pick<ClusterSeen, 'model'>): ReadonlySet<string> {
  return new Set([...model.namespaces.map(({ name }) => name), ...localParticipants(model.config).map(({ id }) => id)]);
}

export function ours<Part extends Seen>(seen: Pick<ClusterSeen, 'model'>, objects: readonly Part[]): readonly Part[] {
  const names = namespacesHere(seen);
  return objects.filter(({ metadata }) => names.has(metadata.namespace ?? ''));
}
