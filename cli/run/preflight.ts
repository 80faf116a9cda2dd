import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { didYouMean, type Problem, ProblemError, problem } from '../../config/problems';
import { environmentDir, loadStack, placeOf, problemsOf } from './context';
import { type JournalOperation, lastSettled, unsettled } from './journal-records';
import type { RunRequest } from './request';
import { checkGraph, type StackNode } from './schedule';
import { onFile } from './write-errors';

/** The stacks that were asked for, in order. @throws ProblemError for an unknown one or a broken graph */
export function chosen(request: RunRequest): readonly StackNode[] {
  const { stacks, only = [], action } = request;
  const ids = stacks.map((stack) => stack.id);
  const unknown = only.filter((name) => !ids.includes(name));
  const problems = [
    ...checkGraph(stacks),
    ...unknown.map((name) => problem('RUN-NO-STACK', `there is no stack ${name}`, didYouMean(name, ids) ?? `there are: ${ids.join(', ')}`)),
  ];
  const nodes = only.length === 0 ? stacks : stacks.filter((stack) => only.includes(stack.id));
  if (problems.length === 0 && action !== 'status') problems.push(...nodes.flatMap(({ id }) => unreadable(request, id)));
  if (problems.length > 0) throw new ProblemError(problems);
  return nodes;
}

/** Nothing is begun while a later stack is missing. */
function unreadable(request: RunRequest, id: string): readonly Problem[] {
  try {
    loadStack(placeOf(request, '', id));
    return [];
  } catch (error) {
    return problemsOf(error, id);
  }
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
