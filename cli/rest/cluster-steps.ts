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
  /** What its `spec` is to be. */
  readonly spec: object;
}

/** What a step has to do now. */
export interface StepPlan {
  readonly step: RestStep;
  readonly changes: readonly RestChange[];
}

export type Direction = 'hibernate' | 'wake';

const envoyLast = ({ metadata }: RestObject) => (metadata.labels?.['app.kubernetes.io/managed-by'] === 'envoy-gateway' ? 1 : 0);

async function toRest(cluster: RestCluster, part: RestPart): Promise<RestChange[]> {
  // What a controller made goes with it; the proxies of Envoy Gateway are made by one too, but owned by none.
  const objects = [...(await cluster.list(part.path))].sort((a, b) => envoyLast(a) - envoyLast(b));
  if (part.by === 'removal') return objects.map(({ metadata: { name } }) => ({ part, name, noted: '', spec: {} }));
  const way = ways[part.by];
  return objects
    .filter((object) => !isOwned(object) && way.runs(object))
    .map((object) => ({ part, name: object.metadata.name, ...way.rest(object) }));
}

async function toWake(cluster: RestCluster, part: RestPart): Promise<RestChange[]> {
  if (part.by === 'removal') return [];
  const way = ways[part.by];
  return (await cluster.list(part.path))
    .flatMap((object) => {
      const noted = notedOn(object);
      // Somebody may have brought it back by hand meanwhile: then it stays as he wanted it.
      return noted === undefined ? [] : [{ part, name: object.metadata.name, noted, spec: way.runs(object) ? {} : way.wake(noted) }];
    })
    .reverse();
}

/** What there is to do, step by step in its order; nothing is changed. @throws ProblemError */
export async function planSteps(cluster: RestCluster, steps: readonly RestStep[], direction: Direction): Promise<StepPlan[]> {
  const ordered = direction === 'hibernate' ? steps : [...steps].reverse();
  const find = direction === 'hibernate' ? toRest : toWake;
  const plans: StepPlan[] = [];
  for (const step of ordered) {
    const parts = direction === 'hibernate' ? step.parts : [...step.parts].reverse();
    const changes: RestChange[] = [];
    for (const part of parts) changes.push(...(await find(cluster, part)));
    plans.push({ step, changes });
  }
  return plans;
}

async function change(cluster: RestCluster, { part, name, noted, spec }: RestChange, direction: Direction): Promise<void> {
  if (part.by === 'removal') await cluster.remove(part.path, name);
  else await cluster.patch(part.path, name, { ...noting(direction === 'hibernate' ? noted : null), spec });
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
  { step, changes }: StepPlan,
  direction: Direction,
  patience: number,
  stopped: () => boolean,
): Promise<void> {
  for (const one of changes) {
    orStop(stopped);
    await change(cluster, one, direction);
  }
  let open: readonly RestChange[] = changes;
  for (const end = Date.now() + patience; ; await sleep(1_000)) {
    open = await unfinished(cluster, open, direction);
    if (open.length === 0) return;
    orStop(stopped);
    if (Date.now() > end) break;
  }
  const names = open.map(({ part, name }) => `${part.path.split('?')[0]?.split('/').slice(-2).join('/')}/${name}`);
  const what = direction === 'hibernate' ? 'stopped' : 'ready';
  throw new ProblemError([
    problem(
      'REST-SLOW',
      `${step.title}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''} not ${what} after ${Math.round(patience / 60_000)} min`,
      direction === 'hibernate'
        ? 'look at its pods with kubectl, then run the command again: it goes on where it was'
        : 'workbench doctor says why its pods are not ready; then run the command again: it goes on where it was',
    ),
  ]);
}
