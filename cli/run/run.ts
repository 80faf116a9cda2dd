import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Problem } from '../../config/problems';
import { findBinary, isProblem } from './binary';
import { clusterPool, environmentDir, problemsOf, type RunContext, whoAmI } from './context';
import { readJournal } from './journal';
import { type JournalOperation, operationsOf } from './journal-records';
import { chosen, confirm, parallelOf, requireRoom } from './preflight';
import type { RunRequest, RunResult, StackReport } from './request';
import { type Ended, runExclusively, type WritingAction } from './run-exclusive';
import type { StackNode } from './schedule';
import { listenForStop } from './signals';
import { reportOutputs, reportStatus } from './status';
import { oneAtATime } from './terraform-init';
import { Stopped } from './terraform-read';

/**
 * Drives Terraform or OpenTofu over the stacks of an environment: each as soon as what it needs is done, independent ones side by side. A stack that fails
 * stops no other that runs. The journal makes a killed run resumable: the same request again converges.
 * Cost and consequences: `deploy` changes what the plan of each stack says, stores only with `allowDestroy`; `destroy` removes everything and can't be undone.
 * @returns always, with the problems inside; nothing is thrown for a wrong input, a refused lock, a full disk or a failing stack
 */
export async function run(request: RunRequest): Promise<RunResult> {
  const began = Date.now();
  const id = `${new Date(began).toISOString().replace(/[-:]|\.\d+/g, '')}-${process.pid}-${randomBytes(2).toString('hex')}`;
  const result = (exitCode: RunResult['exitCode'], stacks: readonly StackReport[], own: readonly Problem[] = []): RunResult => {
    for (const found of own) request.emit({ event: 'problem', problem: found });
    const seconds = (Date.now() - began) / 1000;
    request.emit({ event: 'end', exitCode, seconds });
    const problems = [...own, ...stacks.flatMap((stack) => stack.problems)];
    return { action: request.action, environment: request.environment, run: id, exitCode, stacks, problems, seconds };
  };
  try {
    parallelOf(request.parallel);
    const nodes = chosen(request);
    const { action } = request;
    const reads = action === 'status' || action === 'outputs';
    if (action === 'destroy') await confirm(request);
    const binary = await findBinary(request.env);
    if (isProblem(binary)) return result(1, [], [binary]);
    const variables = request.variablesFor?.(binary) ?? {};
    if (isProblem(variables)) return result(1, [], [variables]);
    if (!reads) requireRoom(request);
    const stop = listenForStop({
      onSignal: (kind, running) => request.emit({ event: 'note', text: stopText(kind, running) }),
    });
    try {
      const terraform = { binary, run: id, env: { ...request.env, ...variables }, stop };
      const shared = contextOf(request, terraform);
      const outcome = reads ? await readOnly(shared, nodes) : await runExclusively(shared, nodes, action as WritingAction);
      return result(outcome.exitCode, outcome.stacks, outcome.problems);
    } finally {
      stop.dispose();
    }
  } catch (error) {
    return result(1, [], problemsOf(error, request.environment));
  }
}

function stopText(kind: 'polite' | 'hard', running: number): string {
  if (kind === 'hard') return 'stopping hard: the next run clears what is left';
  return running === 0
    ? 'stopping: nothing new is started'
    : `stopping: waiting for ${running} running Terraform to finish what it does (Ctrl-C again stops hard)`;
}

/** With a journal that is read but not written: what `status` and `outputs` need. */
function contextOf(request: RunRequest, terraform: RunContext['terraform']): RunContext {
  const { emit, env } = request;
  const file = join(environmentDir(request), 'journal.jsonl');
  const earlier: readonly JournalOperation[] = operationsOf(readJournal(file));
  const journal = { file, append: () => undefined, records: () => readJournal(file) };
  const cluster = clusterPool(request.openCluster);
  return { request, terraform, journal, earlier, self: whoAmI(env), emit, initTurn: oneAtATime(), cluster };
}

/** Needs no lock: reads the journal and the states as they are. */
async function readOnly(context: RunContext, nodes: readonly StackNode[]): Promise<Ended> {
  const { request, emit, terraform } = context;
  const report = request.action === 'status' ? reportStatus : reportOutputs;
  const stacks: StackReport[] = [];
  for (const { id } of nodes) {
    if (terraform.stop.stopped()) break;
    try {
      stacks.push(await report(context, id));
    } catch (error) {
      if (error instanceof Stopped) break;
      stacks.push({ id, outcome: 'failed', seconds: 0, notes: [], problems: problemsOf(error, id) });
    }
  }
  for (const { id, problems } of stacks) for (const found of problems) emit({ event: 'problem', stack: id, problem: found });
  if (terraform.stop.stopped()) return { exitCode: 130, stacks };
  return { exitCode: stacks.some(({ outcome }) => outcome === 'failed') ? 1 : 0, stacks };
}
