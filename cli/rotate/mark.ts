import { randomInt } from 'node:crypto';
import type { RotateCluster, Thing } from './objects';

/** Annotation on the object that a rotation is of, while it is under way. Nothing is kept anywhere else. */
export const markAnnotation = 'workbench.mojaloop.io/rotation';

/** What was before, so that what has changed can be told, also by a command that comes after one that was killed. No secret is in it. */
export interface Mark {
  /** Ends the names of what is made for this rotation, and stands on the pods that are started anew. */
  readonly id: string;
  readonly begun: string;
  /** When the version before was born, or the revision of a certificate. */
  readonly version?: string;
  /** `namespace/name` of each Secret: the digest that its operator noted on it. */
  readonly delivered: Readonly<Record<string, string>>;
  /** What the operator of a store had noted of its user. */
  readonly note?: string;
}

/**
 * Short enough for the name of a Job, and one for itself: two commands of the same second may be about Secrets that the same pods read, and each must see
 * them started for it.
 */
export const newId = (now: number) =>
  `${Math.floor(now / 1000).toString(36)}${randomInt(36 ** 3)
    .toString(36)
    .padStart(3, '0')}`;

const isMark = (value: unknown): value is Mark =>
  typeof value === 'object' && value !== null && typeof (value as Mark).id === 'string' && typeof (value as Mark).delivered === 'object';

/** The rotation that is under way; undefined where there is none, or what stands there is not ours. */
export function markOf(thing: Thing | undefined): Mark | undefined {
  const text = thing?.metadata.annotations?.[markAnnotation];
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isMark(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const writeMark = (cluster: RotateCluster, path: string, mark: Mark | null) =>
  cluster.patch(path, { metadata: { annotations: { [markAnnotation]: mark === null ? null : JSON.stringify(mark) } } });
