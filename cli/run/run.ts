import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../../config/problems';
import { findBinary, isProblem } from './binary';
import { clusterPool, environmentDir, problemsOf, type RunContext, whoAmI } from './context';
import { openJournal, readJournal } from './journal';
import { type JournalOperation, operationsOf } from './journal-records';
import { settleLeftovers } from './leftovers';
import { chosen, confirm, outsiders, tidyLogs } from './preflight';
import { processIdentity } from './processes';
import type { RunAction, RunRequest, RunResult, StackReport } from './request';
import { takeRunLock } from './run-lock';
import { runSchedule, type ScheduleOptions, type StackNode } from './schedule';
import { listenForStop, type StopSwitch } from './signals';
import { runStack } from './stack-run';
import { reportOutputs, reportStatus } from './status';
import { oneAtATime } from './terraform-init';

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
    const nodes = chosen(request);
    if (request.action === 'destroy') await confirm(request);
    const binary = await findBinary(request.env);
    if (isProblem(binary)) return result(1, [], [binary]);
    const stop = listenForStop({
      onSignal: (kind, running) => request.emit({ event: 'note', text: stopText(kind, running) }),
    });
    try {
      const terraform = { binary, run: id, env: request.env, stop };
      const reads = request.action === 'status' || request.action === 'outputs';
      const outcome = reads ? await readOnly(request, nodes, terraform) : await exclusive(request, nodes, terraform);
      return result(outcome.exitCode, outcome.stacks, outcome.problems);
    } finally {
      stop.dispose();
    }
  } catch (error) {
    return result(1, [], problemsOf(error, request.environment));
  }
}

interface Ended {
  readonly exitCode: RunResult['exitCode'];
  readonly stacks: readonly StackReport[];
  readonly problems?: readonly Problem[];
}

function stopText(kind: 'polite' | 'hard', running: number): string {
  if (kind === 'hard') return 'stopping hard: the next run clears what is left';
  return running === 0
    ? 'stopping: nothing new is started'
    : `stopping: waiting for ${running} running Terraform to finish what it does (Ctrl-C again stops hard)`;
}

const journalFile = (request: RunRequest) => join(environmentDir(request), 'journal.jsonl');

function contextOf(
  request: RunRequest,
  terraform: RunContext['terraform'],
  journal: RunContext['journal'],
  earlier: readonly JournalOperation[],
): RunContext {
  const { emit, env } = request;
  return {
    request,
    terraform,
    journal,
    earlier,
    self: whoAmI(env),
    emit,
    initTurn: oneAtATime(),
    cluster: clusterPool(request.openCluster),
  };
}

/** Needs no lock: reads the journal and the states as they are. */
async function readOnly(request: RunRequest, nodes: readonly StackNode[], terraform: RunContext['terraform']): Promise<Ended> {
  const file = journalFile(request);
  const silent = { file, append: () => undefined, records: () => readJournal(file) };
  const context = contextOf(request, terraform, silent, operationsOf(silent.records()));
  const stacks: StackReport[] = [];
  for (const { id } of nodes) stacks.push(await (request.action === 'status' ? reportStatus : reportOutputs)(context, id));
  return { exitCode: 0, stacks };
}

const orders: Record<'plan' | 'deploy' | 'destroy', ScheduleOptions['order']> = {
  plan: 'any',
  deploy: 'needs-first',
  destroy: 'dependents-first',
};

async function exclusive(request: RunRequest, nodes: readonly StackNode[], terraform: RunContext['terraform']): Promise<Ended> {
  const action = request.action as keyof typeof orders;
  const self = whoAmI(request.env);
  const at = new Date().toISOString();
  const identity = processIdentity(process.pid);
  const owner = { run: terraform.run, action, pid: process.pid, ...(identity ? { process: identity } : {}), ...self, startedAt: at };
  const lock = takeRunLock(join(environmentDir(request), 'run.lock'), owner);
  try {
    const journal = openJournal(journalFile(request));
    const tool = `${terraform.binary.tool} ${terraform.binary.version}`;
    journal.append({ type: 'run', run: terraform.run, at, action, pid: process.pid, ...self, tool });
    request.emit({ event: 'run', run: terraform.run, action, environment: request.environment, tool, stacks: nodes.map(({ id }) => id) });
    const settled = await settleLeftovers(contextOf(request, terraform, journal, []));
    const earlier = operationsOf(journal.records()).filter((one) => one.run !== terraform.run);
    const context = contextOf(request, terraform, journal, earlier);
    tidyLogs(request, earlier);
    const problems = settled ? outsiders(request, nodes, earlier) : [];
    const refused = problems.some(({ severity }) => severity === 'error');
    const stacks = settled && !refused ? await runAll(context, nodes, action, terraform.stop) : [];
    const exitCode = refused ? 1 : exitCodeOf(action, stacks, terraform.stop.stopped() || !settled);
    journal.append({ type: 'run-end', run: terraform.run, at: new Date().toISOString(), exitCode });
    return { exitCode, stacks, problems };
  } finally {
    lock.release();
  }
}

async function runAll(
  context: RunContext,
  nodes: readonly StackNode[],
  action: keyof typeof orders,
  stop: StopSwitch,
): Promise<readonly StackReport[]> {
  const reports = new Map<string, StackReport>();
  const work = async (id: string) => {
    const report = await runStack(context, id, action);
    reports.set(id, report);
    return report.outcome !== 'failed' && report.outcome !== 'interrupted';
  };
  await runSchedule(nodes, work, {
    parallel: context.request.parallel ?? Math.max(2, Math.min(4, availableParallelism())),
    order: orders[action],
    stopped: stop.stopped,
    onNotStarted: (id, because) => {
      context.emit({ event: 'stack', stack: id, phase: 'not-started', because });
      const blame = because.kind === 'failed' ? { because: because.stack } : {};
      reports.set(id, { id, outcome: 'not-started', seconds: 0, problems: [], notes: [], ...blame });
    },
  });
  return nodes.map(({ id }) => reports.get(id)!);
}

function exitCodeOf(action: RunAction, stacks: readonly StackReport[], stopped: boolean): RunResult['exitCode'] {
  if (stopped) return 130;
  if (stacks.some(({ outcome }) => outcome === 'failed' || outcome === 'interrupted')) return 1;
  if (action !== 'plan') return 0;
  if (stacks.some(({ outcome }) => outcome === 'changes')) return 2;
  return stacks.some(({ outcome }) => outcome === 'blocked') ? 1 : 0;
}
