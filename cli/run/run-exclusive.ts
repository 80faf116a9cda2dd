import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { hasErrors, type Problem, ProblemError } from '../../config/problems';
import { environmentDir, loadStack, placeOf, problemsOf, type RunContext } from './context';
import { keepErroredState } from './errored-state';
import { refuseGuarded } from './guarded-states';
import { openJournal } from './journal';
import { operationsOf } from './journal-records';
import { settleLeftovers } from './leftovers';
import { outsiders, requireSynthesised, tidyLogs } from './preflight';
import { processesOfRun, processIdentity, stopProcesses } from './processes';
import type { RunAction, RunResult, StackReport } from './request';
import { takeRunLock } from './run-lock';
import { runSchedule, type ScheduleOptions, type StackNode } from './schedule';
import { runStack } from './stack-run';

export type WritingAction = Exclude<RunAction, 'status' | 'outputs'>;

export interface Ended {
  readonly exitCode: RunResult['exitCode'];
  readonly stacks: readonly StackReport[];
  readonly problems?: readonly Problem[];
}

/**
 * Runs an action that writes, with the environment locked for it alone; the lock is given back whatever happens.
 * @throws ProblemError when the lock is somebody else's or its folder can't be written
 */
export async function runExclusively(shared: RunContext, nodes: readonly StackNode[], action: WritingAction): Promise<Ended> {
  const { request, terraform, self } = shared;
  const startedAt = new Date().toISOString();
  const identity = processIdentity(process.pid);
  const owner = { run: terraform.run, action, pid: process.pid, ...(identity ? { process: identity } : {}), ...self, startedAt };
  const lock = takeRunLock(join(environmentDir(request), 'run.lock'), owner);
  try {
    const journal = openJournal(shared.journal.file);
    const tool = `${terraform.binary.tool} ${terraform.binary.version}`;
    journal.append({ type: 'run', run: terraform.run, at: startedAt, action, pid: process.pid, ...self, tool });
    request.emit({ event: 'run', run: terraform.run, action, environment: request.environment, tool, stacks: nodes.map(({ id }) => id) });
    let ended: Ended = { exitCode: 1, stacks: [] };
    try {
      ended = await settledRun({ ...shared, journal, earlier: [] }, nodes, action);
    } catch (error) {
      ended = { exitCode: 1, stacks: [], problems: problemsOf(error, request.environment) };
    }
    try {
      journal.append({ type: 'run-end', run: terraform.run, at: new Date().toISOString(), exitCode: ended.exitCode });
    } catch (error) {
      // What was done is told all the same; the next run finds this one without an end and looks for what it left.
      return { ...ended, exitCode: 1, problems: [...(ended.problems ?? []), ...problemsOf(error, request.environment)] };
    }
    return ended;
  } finally {
    lock.release();
  }
}

async function settledRun(context: RunContext, nodes: readonly StackNode[], action: WritingAction): Promise<Ended> {
  const { request, terraform, journal } = context;
  const { stop } = terraform;
  if (!(await settleLeftovers(context))) return { exitCode: 130, stacks: notStarted(context, nodes) };
  const earlier = operationsOf(journal.records()).filter((one) => one.run !== terraform.run);
  tidyLogs(request, earlier);
  for (const { id } of request.stacks) keepErroredState({ context, place: placeOf(request, terraform.run, id) });
  request.synthesise?.();
  requireSynthesised(request, nodes);
  const jsons = nodes.map(({ id }) => loadStack(placeOf(request, terraform.run, id)).json);
  const problems = [...outsiders(request, nodes, earlier), ...(request.loginProblems?.(jsons) ?? [])];
  if (hasErrors(problems)) throw new ProblemError(problems);
  if (action === 'destroy') {
    await refuseGuarded({ ...context, earlier }, nodes);
    if (request.onlyLook) return { exitCode: stop.stopped() ? 130 : 0, stacks: [], problems };
  }
  const stacks = await runAll({ ...context, earlier }, nodes, action);
  // What a stopped local command started in a session of its own, or what minds no signal, would go on alone.
  if (stop.stopped()) {
    const left = processesOfRun(terraform.run).map(({ pid }) => pid);
    await stopProcesses(left, stop.hard() ? 500 : 3_000);
  }
  return { exitCode: exitCodeOf(action, stacks, stop.stopped()), stacks, problems };
}

const orders: Record<WritingAction, ScheduleOptions['order']> = { plan: 'any', deploy: 'needs-first', destroy: 'dependents-first' };

async function runAll(context: RunContext, nodes: readonly StackNode[], action: WritingAction): Promise<readonly StackReport[]> {
  const reports = new Map<string, StackReport>();
  const work = async (id: string) => {
    const report = await runStack(context, id, action);
    reports.set(id, report);
    return report.outcome !== 'failed' && report.outcome !== 'interrupted';
  };
  await runSchedule(nodes, work, {
    parallel: context.request.parallel ?? Math.max(2, Math.min(4, availableParallelism())),
    order: orders[action],
    stopped: context.terraform.stop.stopped,
    onNotStarted: (id, reason) => {
      // Whoever waits for a stack that was interrupted waits for nothing that failed.
      const interrupted = reason.kind === 'failed' && reports.get(reason.stack)?.outcome === 'interrupted';
      const because = interrupted ? ({ kind: 'stopped' } as const) : reason;
      context.emit({ event: 'stack', stack: id, phase: 'not-started', because });
      const blame = because.kind === 'failed' ? { because: because.stack } : {};
      reports.set(id, { id, outcome: 'not-started', seconds: 0, problems: [], notes: [], ...blame });
    },
  });
  return nodes.map(({ id }) => reports.get(id)!);
}

/** The reports of a run that was stopped before its first stack. */
function notStarted({ emit }: RunContext, nodes: readonly StackNode[]): readonly StackReport[] {
  return nodes.map(({ id }) => {
    emit({ event: 'stack', stack: id, phase: 'not-started', because: { kind: 'stopped' } });
    return { id, outcome: 'not-started', seconds: 0, problems: [], notes: [] };
  });
}

function exitCodeOf(action: WritingAction, stacks: readonly StackReport[], stopped: boolean): RunResult['exitCode'] {
  if (stopped) return 130;
  if (stacks.some(({ outcome }) => outcome === 'failed' || outcome === 'interrupted')) return 1;
  if (action !== 'plan') return 0;
  if (stacks.some(({ outcome }) => outcome === 'changes')) return 2;
  return stacks.some(({ outcome }) => outcome === 'blocked') ? 1 : 0;
}
