import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, ProblemError } from '../../config/problems';
import { environmentDir, loadStack, placeOf, problemsOf, type RunContext } from './context';
import { diagnose } from './diagnose';
import { type JournalOperation, lastSettled } from './journal-records';
import { processesOfRun } from './processes';
import type { OutputValue, StackReport, StackStatus } from './request';
import { workingOwner } from './run-lock';
import { initialise, type StackWork } from './stack-steps';
import { dataDir } from './terraform';
import { isInitialised } from './terraform-init';
import { readState, readTerraform, type StateSummary, Stopped } from './terraform-read';

const unfinishedStates: Partial<Record<string, StackStatus['state']>> = {
  failed: 'failed',
  interrupted: 'interrupted',
  killed: 'interrupted',
};

/** What the journal tells of a stack. Pure. @param hash of what is synthesised now; undefined when nothing is */
export function statusOf(
  stack: string,
  operations: readonly JournalOperation[],
  hash: string | undefined,
  alive: (run: string) => boolean,
): StackStatus {
  const changing = operations.filter((one) => one.stack === stack && (one.operation === 'apply' || one.operation === 'destroy'));
  const last = changing.at(-1);
  if (!last) return { state: 'never' };
  const about = { lastOperation: last.operation, at: last.endedAt ?? last.startedAt };
  if (last.outcome === undefined) return { state: alive(last.run) ? 'running' : 'interrupted', ...about };
  // A stack whose last plan found nothing to do stands as it is synthesised, whatever became of the operation before.
  const checked = operations.findLast((one) => one.stack === stack && one.operation === 'plan' && one.outcome === 'no-change');
  const unfinished = unfinishedStates[last.outcome];
  const settledLater = checked !== undefined && operations.indexOf(checked) > operations.indexOf(last);
  if (unfinished && !(settledLater && last.operation === 'apply')) return { state: unfinished, ...about };
  const settled = lastSettled(operations, stack);
  if (settled?.operation === 'destroy') return { state: 'destroyed', ...about };
  return { state: hash === undefined || hash === settled?.hash || hash === checked?.hash ? 'applied' : 'changed', ...about };
}

/** Reads journal and state of one stack; asks no registry and no cluster. */
export async function reportStatus(context: RunContext, id: string): Promise<StackReport> {
  const place = placeOf(context.request, context.terraform.run, id);
  const hash = existsSync(join(place.configDir, 'cdk.tf.json')) ? loadStack(place).hash : undefined;
  const status = statusOf(id, context.earlier, hash, (run) => processesOfRun(run).length > 0);
  const initialised = existsSync(join(dataDir(place), 'initialised')) && hash !== undefined;
  let state: StateSummary | undefined;
  let problems: readonly Problem[] = [];
  try {
    if (initialised) state = await readState(context.terraform, place);
  } catch (error) {
    if (error instanceof Stopped) throw error;
    // The journal still tells most of it.
    problems = problemsOf(error, id).map((found) => ({ ...found, severity: 'warning' }));
  }
  return {
    id,
    outcome: 'no-change',
    seconds: 0,
    problems,
    notes: [],
    status: { ...status, ...(state ? { resources: state.resources } : {}) },
  };
}

/**
 * Reads the outputs of one stack; a sensitive one without its value. A stack that was never synthesised or initialised here while a run is at work has
 * none yet: two inits in one folder would get into each other's way.
 * @throws ProblemError when the stack can't be initialised or read; Stopped
 */
export async function reportOutputs(context: RunContext, id: string): Promise<StackReport> {
  const { request, terraform, self } = context;
  const place = placeOf(request, terraform.run, id);
  const report = (outputs: Readonly<Record<string, OutputValue>>, notes: readonly string[] = []): StackReport => ({
    id,
    outcome: 'no-change',
    seconds: 0,
    problems: [],
    notes,
    outputs,
  });
  if (!existsSync(join(place.configDir, 'cdk.tf.json')) && lastSettled(context.earlier, id)?.operation !== 'apply') return report({});
  const stack = loadStack(place);
  const busy = isInitialised(terraform, place, stack.text) ? undefined : workingOwner(join(environmentDir(request), 'run.lock'), self.host);
  if (busy) return report({}, [`not read: ${busy.action} of ${busy.user}@${busy.host} works on this environment`]);
  return report(await readOutputs(context, id));
}

/** Reads the outputs of a synthesised stack from its state; initialises it where that is needed. @throws ProblemError; Stopped */
export async function readOutputs(context: RunContext, id: string): Promise<Readonly<Record<string, OutputValue>>> {
  const { request, terraform } = context;
  const place = placeOf(request, terraform.run, id);
  const work: StackWork = { context, place, stack: loadStack(place), note: () => undefined };
  await initialise(work);
  const { ok, text, errors } = await readTerraform(terraform, place, ['output', '-json']);
  if (!ok) throw new ProblemError(diagnose(id, errors, `terraform output in ${place.configDir}`));
  const found = JSON.parse(text) as Record<string, { sensitive?: boolean; value?: unknown }>;
  const outputs = Object.entries(found).map(([name, { sensitive = false, value }]): [string, OutputValue] => [
    name,
    sensitive ? { sensitive } : { sensitive, value },
  ]);
  return Object.fromEntries(outputs);
}
