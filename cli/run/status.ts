import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadStack, placeOf, type RunContext } from './context';
import { type JournalOperation, lastSettled } from './journal-records';
import { processesOfRun } from './processes';
import type { OutputValue, StackReport, StackStatus } from './request';
import { initialise, type StackWork } from './stack-steps';
import { dataDir, readState, readTerraform } from './terraform';

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
  const unfinished = unfinishedStates[last.outcome];
  if (unfinished) return { state: unfinished, ...about };
  const settled = lastSettled(operations, stack);
  if (settled?.operation === 'destroy') return { state: 'destroyed', ...about };
  // A stack whose last plan found nothing to do stands as it is synthesised, whatever was applied before.
  const checked = operations.findLast((one) => one.stack === stack && one.operation === 'plan' && one.outcome === 'no-change');
  return { state: hash === undefined || hash === settled?.hash || hash === checked?.hash ? 'applied' : 'changed', ...about };
}

/** Reads journal and state of one stack; asks no registry and no cluster. */
export async function reportStatus(context: RunContext, id: string): Promise<StackReport> {
  const place = placeOf(context.request, context.terraform.run, id);
  const hash = existsSync(join(place.configDir, 'cdk.tf.json')) ? loadStack(place).hash : undefined;
  const status = statusOf(id, context.earlier, hash, (run) => processesOfRun(run).length > 0);
  const initialised = existsSync(join(dataDir(place), 'initialised')) && hash !== undefined;
  const state = initialised ? await readState(context.terraform, place) : undefined;
  return {
    id,
    outcome: 'no-change',
    seconds: 0,
    problems: [],
    notes: [],
    status: { ...status, ...(state ? { resources: state.resources } : {}) },
  };
}

/** Reads the outputs of one stack; a sensitive one without its value. @throws ProblemError when the stack can't be initialised */
export async function reportOutputs(context: RunContext, id: string): Promise<StackReport> {
  const place = placeOf(context.request, context.terraform.run, id);
  const work: StackWork = { context, place, stack: loadStack(place), note: () => undefined };
  await initialise(work);
  const { ok, text } = await readTerraform(context.terraform, place, ['output', '-json']);
  const found = ok ? (JSON.parse(text) as Record<string, { sensitive?: boolean; value?: unknown }>) : {};
  const outputs = Object.entries(found).map(([name, { sensitive = false, value }]): [string, OutputValue] => [
    name,
    sensitive ? { sensitive } : { sensitive, value },
  ]);
  return { id, outcome: 'no-change', seconds: 0, problems: [], notes: [], outputs: Object.fromEntries(outputs) };
}
