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

/** The command that makes something anew, whole: a stack alone is taken for an environment where the folder has several. */
export const deployOf = ({ model }: Pick<ClusterSeen, 'model'>, stacks: string): string =>
  `workbench deploy ${model.config.environment} ${stacks}`;

/** Those in namespaces of the environment. */
export const ours = <Part extends Seen>({ part }: Pick<ClusterSeen, 'part'>, objects: readonly Part[]): readonly Part[] =>
  objects.filter(({ metadata }) => part.namespaces.has(metadata.namespace ?? ''));
