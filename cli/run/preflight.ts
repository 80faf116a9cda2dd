import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { didYouMean, type Problem, ProblemError, problem } from '../../config/problems';
import { environmentDir, loadStack, placeOf, problemsOf } from './context';
import { type JournalOperation, lastSettled, unsettled } from './journal-records';
import type { RunRequest } from './request';
import { checkGraph, type StackNode } from './schedule';
import { freeBytes } from './terraform';
import { onFile } from './write-errors';

/** The stacks that were asked for, in order. @throws ProblemError for an unknown one or a broken graph */
export function chosen({ stacks, only = [] }: RunRequest): readonly StackNode[] {
  const ids = stacks.map((stack) => stack.id);
  const unknown = only.filter((name) => !ids.includes(name));
  const problems = [
    ...checkGraph(stacks),
    ...unknown.map((name) => problem('RUN-NO-STACK', `there is no stack ${name}`, didYouMean(name, ids) ?? `there are: ${ids.join(', ')}`)),
  ];
  if (problems.length > 0) throw new ProblemError(problems);
  return only.length === 0 ? stacks : stacks.filter((stack) => only.includes(stack.id));
}

/** Nothing is begun while a later stack is missing. @throws ProblemError naming each stack that was not synthesised */
export function requireSynthesised(request: RunRequest, nodes: readonly StackNode[]): void {
  const problems = nodes.flatMap(({ id }) => {
    try {
      loadStack(placeOf(request, '', id));
      return [];
    } catch (error) {
      return problemsOf(error, id);
    }
  });
  if (problems.length > 0) throw new ProblemError(problems);
}

/** Text of `--parallel`, or a number: how many stacks may run at one time. @throws ProblemError RUN-PARALLEL */
export function parallelOf(given: string | number | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^[1-9]\d{0,2}$/.test(String(given))) return Number(given);
  throw new ProblemError([
    problem('RUN-PARALLEL', `--parallel ${given} is not a number of stacks`, 'give a whole number from 1 to 999, or leave it out'),
  ]);
}

/** States, logs and the journal of a run are small, but a state that finds no room is lost: with less than this nothing is begun, in bytes. */
const wantedRoom = 8 * 1024 * 1024;

/** @throws ProblemError RUN-DISK-FULL before anything was begun */
export function requireRoom(request: RunRequest): void {
  let folder = environmentDir(request);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  const free = freeBytes(folder);
  if (free >= wantedRoom) return;
  const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
  const message = `only ${megabytes(free)} MB are free in ${folder}: states and logs need at least ${megabytes(wantedRoom)}`;
  throw new ProblemError([problem('RUN-DISK-FULL', message, 'free some space and run the same command again')]);
}

/** @throws ProblemError RUN-CONFIRM unless the environment's own name was given or typed */
export async function confirm({ environment, confirm: given, ask }: RunRequest): Promise<void> {
  const answer =
    given ??
    (
      await ask?.(`This removes everything of ${environment}, its stores with their data included. Type the environment's name to go on: `)
    )?.trim();
  if (answer === environment) return;
  const message =
    answer === undefined
      ? `destroy of ${environment} was not confirmed`
      : `destroy of ${environment} was not confirmed: ${JSON.stringify(answer)} is not its name`;
  throw new ProblemError([problem('RUN-CONFIRM', message, `type the name when asked, or give --confirm ${environment}`)]);
}

/** What stands although nobody would look after it: stacks of an earlier synth, and dependents that a partial destroy would leave without ground. */
export function outsiders(
  { action, stacks }: RunRequest,
  nodes: readonly StackNode[],
  earlier: readonly JournalOperation[],
): readonly Problem[] {
  const stands = (id: string) => lastSettled(earlier, id)?.operation === 'apply';
  const known = new Set(stacks.map(({ id }) => id));
  const gone = [...new Set(earlier.map(({ stack }) => stack))].filter((id) => !known.has(id) && stands(id));
  const warnings = gone.map(
    (id): Problem => ({
      ...problem(
        'RUN-STACK-GONE',
        `stack ${id} was applied earlier and is no longer part of this environment: its resources still stand`,
        `put it back, run destroy ${id}, then take it away again`,
      ),
      severity: 'warning',
    }),
  );
  if (action !== 'destroy') return warnings;
  const going = new Set(nodes.map(({ id }) => id));
  const left = stacks.filter(({ id, needs }) => !going.has(id) && needs.some((need) => going.has(need)) && stands(id));
  return [
    ...warnings,
    ...left.map(({ id }) => problem('RUN-DEPENDENTS', `stack ${id} still stands on what is to be destroyed`, `destroy ${id} too`)),
  ];
}

/** Keeps the logs of the last runs and of every operation that isn't settled. */
export function tidyLogs(request: RunRequest, earlier: readonly JournalOperation[], keep = 20): void {
  const logs = join(environmentDir(request), 'logs');
  onFile(logs, () => mkdirSync(logs, { recursive: true, mode: 0o700 }));
  const needed = new Set(
    [...new Set(earlier.map(({ stack }) => stack))].flatMap((stack) => unsettled(earlier, stack).map(({ log }) => dirname(log))),
  );
  const names = readdirSync(logs).sort();
  for (const name of names.slice(0, Math.max(0, names.length - keep))) {
    if (!needed.has(join(logs, name))) rmSync(join(logs, name), { recursive: true, force: true });
  }
}
