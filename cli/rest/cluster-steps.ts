import { setTimeout as sleep } from 'node:timers/promises';
import type { RestPart, RestStep } from '../../config/model/rest';
import { ProblemError, problem } from '../../config/problems';
import { isOwned, notedOn, noting, type RestCluster, type RestObject, ways } from './objects';

/** One object that is to rest or to wake up. */
export interface RestChange {
  readonly part: RestPart;
  readonly name: string;
  /** What it was, or is to be again: a number of pods, or a word of its operator. */
  readonly noted: string;
  /** What its `spec` is to be; absent where that was said already, by a command that was stopped before it was done. */
  readonly spec?: object;
}

export type Direction = 'hibernate' | 'wake';

/** `deployments/name`, as kubectl takes it. */
export const shownAs = ({ part, name }: RestChange) => `${part.path.split('?')[0]?.split('/').at(-1)}/${name}`;

const envoyLast = ({ metadata }: RestObject) => (metadata.labels?.['app.kubernetes.io/managed-by'] === 'envoy-gateway' ? 1 : 0);

async function toRest(cluster: RestCluster, part: RestPart): Promise<RestChange[]> {
  // What a controller made goes with it; the proxies of Envoy Gateway are made by one too, but owned by none.
  const objects = [...(await cluster.list(part.path))].sort((a, b) => envoyLast(a) - envoyLast(b));
  if (part.by === 'removal') return objects.map(({ metadata: { name } }) => ({ part, name, noted: '' }));
  const way = ways[part.by];
  return objects.flatMap((object): RestChange[] => {
    if (isOwned(object)) return [];
    const { name } = object.metadata;
    if (way.runs(object)) return [{ part, name, ...way.rest(object) }];
    const noted = notedOn(object);
    return noted === undefined || way.rested(object) ? [] : [{ part, name, noted }];
  });
}

async function toWake(cluster: RestCluster, part: RestPart): Promise<RestChange[]> {
  if (part.by === 'removal') return [];
  const way = ways[part.by];
  return (await cluster.list(part.path))
    .flatMap((object): RestChange[] => {
      const [noted, { name }] = [notedOn(object), object.metadata];
      if (noted === undefined) return [];
      // It runs already: somebody brought it back by hand, or a command that was stopped did. It stays as it is, and is waited for.
      return [way.runs(object) ? { part, name, noted } : { part, name, noted, spec: way.wake(noted) }];
    })
    .reverse();
}

/** What a step has to do now; nothing is changed. @throws ProblemError */
export async function planStep(cluster: RestCluster, { parts }: RestStep, direction: Direction): Promise<readonly RestChange[]> {
  const changes: RestChange[] = [];
  for (const part of direction === 'hibernate' ? parts : [...parts].reverse())
    changes.push(...(await (direction === 'hibernate' ? toRest : toWake)(cluster, part)));
  return changes;
}

/** The note comes with the change that puts it to rest, and goes only when it is back: a command that is killed in between knows what is not done. */
async function change(cluster: RestCluster, { part, name, noted, spec }: RestChange, direction: Direction): Promise<void> {
  if (part.by === 'removal') await cluster.remove(part.path, name);
  else if (spec) await cluster.patch(part.path, name, { ...(direction === 'hibernate' ? noting(noted) : {}), spec });
}

/** Those that are not done yet. Every path is asked once, however many objects of it there are. */
async function unfinished(cluster: RestCluster, changes: readonly RestChange[], direction: Direction): Promise<RestChange[]> {
  const found = new Map<string, Map<string, RestObject>>();
  for (const { path } of changes.map(({ part }) => part))
    if (!found.has(path)) found.set(path, new Map((await cluster.list(path)).map((object) => [object.metadata.name, object])));
  return changes.filter(({ part, name, noted }) => {
    const object = found.get(part.path)?.get(name);
    if (!object) return false;
    if (part.by === 'removal') return true;
    return direction === 'hibernate' ? !ways[part.by].rested(object) : !ways[part.by].awake(object, noted);
  });
}

/** @throws ProblemError REST-STOPPED once somebody has pressed Ctrl-C */
export function orStop(stopped: () => boolean): void {
  if (stopped())
    throw new ProblemError([problem('REST-STOPPED', 'stopped before it was done', 'run the command again: it goes on where it was')]);
}

/**
 * Does a step and waits until it is done: pods have gone, or are ready again.
 * @param patience milliseconds
 * @throws ProblemError REST-STOPPED, REST-SLOW with the names of what is not done; what was done stays, and the command goes on from there when it is run again
 */
export async function doStep(
  cluster: RestCluster,
  title: string,
  changes: readonly RestChange[],
  direction: Direction,
  patience: number,
  stopped: () => boolean,
): Promise<void> {
  for (const one of changes) {
    orStop(stopped);
    await change(cluster, one, direction);
  }
  let open = changes;
  for (const end = Date.now() + patience; ; await sleep(1_000)) {
    open = await unfinished(cluster, open, direction);
    if (open.length === 0) break;
    orStop(stopped);
    if (Date.now() > end) throw tooSlow(title, open, direction, patience);
  }
  if (direction === 'wake') for (const { part, name } of changes) await cluster.patch(part.path, name, noting(null));
}

function tooSlow(title: string, open: readonly RestChange[], direction: Direction, patience: number): ProblemError {
  const names = open.map(shownAs);
  const what = direction === 'hibernate' ? 'stopped' : 'ready';
  return new ProblemError([
    problem(
      'REST-SLOW',
      `${title}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''} not ${what} after ${Math.round(patience / 60_000)} min`,
      direction === 'hibernate'
        ? 'look at its pods with kubectl, then run the command again: it goes on where it was'
        : 'workbench doctor says why its pods are not ready; then run the command again: it goes on where it was',
    ),
  ]);
}
