import { type Problem, ProblemError } from '../../config/problems';
import { blocked, blockedBy } from './blocked';
import { storeProblems } from './changes';
import { type LoadedStack, loadStack, placeOf, problemsOf, type RunContext } from './context';
import { lacksLogin } from './diagnose';
import { pushErroredState } from './errored-state';
import type { StackOutcome } from './events';
import { guardProblems } from './guarded';
import { lastSettled, unsettled } from './journal-records';
import { makeReady, type OpenStack, openStack } from './open-stack';
import type { RunAction, StackReport } from './request';
import { applyStack } from './stack-apply';
import { checkClusters, clearReleases } from './stack-check';
import { type Planned, planStack } from './stack-plan';
import { fail, recorded, type StackWork } from './stack-steps';
import type { Finished } from './terraform';
import { readState, Stopped } from './terraform-read';
import { tracesOf } from './traces';

type Ended = Pick<StackReport, 'outcome' | 'changes' | 'because'> & Partial<Pick<StackReport, 'problems'>>;
type Runner = (work: StackWork) => Promise<Ended>;

const isPlanned = (result: Planned | Finished): result is Planned => 'changes' in result;

const tracesOfStack = ({ context, place }: StackWork) => tracesOf(unsettled(context.earlier, place.stack));

const plan: Runner = async (work) => {
  await checkClusters(work, 'plan');
  phase(work, 'planning');
  const planned = await planStack(work);
  if (!isPlanned(planned)) {
    const by = work.context.terraform.stop.stopped() ? undefined : (blockedBy(work, planned) ?? unmade(work, planned));
    if (by === undefined) fail(work, planned);
    work.context.emit({ event: 'problem', stack: work.place.stack, problem: blocked(work.place.stack, by, 'warning') });
    return { outcome: 'blocked', because: by };
  }
  const { context, place } = work;
  context.emit({ event: 'plan', stack: place.stack, changes: planned.changes });
  // What deploy will refuse is told here already.
  const losses = storeProblems(planned.changes, context.request.allowDestroy ?? [], context.request.holdsData).map(asWarning);
  for (const problem of losses) context.emit({ event: 'problem', stack: place.stack, problem });
  return {
    outcome: planned.isChange ? 'changes' : 'no-change',
    changes: planned.changes,
    ...(losses.length > 0 ? { problems: losses } : {}),
  };
};

/** The stacks without which nobody can log in, where that is all that a plan lacked. */
const unmade = ({ context, place }: StackWork, { diagnostics }: Finished): string | undefined =>
  lacksLogin(diagnostics) ? unmetNeeds(context, place.stack).join(', ') || undefined : undefined;

const deploy: Runner = async (work) => {
  const { context, place } = work;
  phase(work, 'checking');
  const traces = tracesOfStack(work);
  await checkClusters(work, 'deploy');
  const present = await clearReleases(work, traces);
  phase(work, 'planning');
  const planned = await planStack(work, { traces, ...(present ? { present } : {}) });
  if (!isPlanned(planned)) {
    const by = context.terraform.stop.stopped() ? undefined : blockedBy(work, planned);
    if (by !== undefined) throw new ProblemError([blocked(place.stack, by, 'error')]);
    fail(work, planned);
  }
  const { changes, isChange, guarded } = planned;
  context.emit({ event: 'plan', stack: place.stack, changes });
  if (!isChange) return { outcome: 'no-change', changes };
  const losses = storeProblems(changes, context.request.allowDestroy ?? [], context.request.holdsData);
  const refused = [...losses, ...guardProblems(place.stack, guarded)];
  if (refused.length > 0) throw new ProblemError(refused);
  if (context.terraform.stop.stopped()) throw new Stopped();
  phase(work, 'applying');
  await applyStack(work, changes, 'apply');
  return { outcome: 'applied', changes };
};

/** The name of the environment was typed: that allows every store of it. */
const destroy: Runner = async (work) => {
  const { context, place } = work;
  const state = await readState(context.terraform, place);
  if (state === undefined || (state.resources === 0 && state.outputs.length === 0)) {
    // Deployments that failed before they made anything are settled by this too.
    if (unsettled(context.earlier, place.stack).length > 0) await recorded(work, 'destroy', nothing, () => 'ok');
    return { outcome: 'no-change' };
  }
  await checkClusters(work, 'destroy');
  phase(work, 'planning');
  const planned = await planStack(work, { destroy: true });
  if (!isPlanned(planned)) fail(work, planned);
  context.emit({ event: 'plan', stack: place.stack, changes: planned.changes });
  if (!planned.isChange) return { outcome: 'no-change', changes: planned.changes };
  const guarded = guardProblems(place.stack, planned.guarded);
  if (guarded.length > 0) throw new ProblemError(guarded);
  if (context.terraform.stop.stopped()) throw new Stopped();
  phase(work, 'destroying');
  await applyStack(work, planned.changes, 'destroy');
  return { outcome: 'destroyed', changes: planned.changes };
};

const nothing = async () => undefined;

const runners: Record<Exclude<RunAction, 'status' | 'outputs'>, Runner> = { plan, deploy, destroy };

function phase({ context, place }: StackWork, name: 'init' | 'checking' | 'planning' | 'applying' | 'destroying'): void {
  context.emit({ event: 'stack', stack: place.stack, phase: name });
}

const asWarning = (found: Problem): Problem => ({ ...found, severity: 'warning' });

/** What the stack stands on and no run here has applied: most likely the reason why a port into the cluster can't be opened for its plan. */
function unmetNeeds({ request, earlier }: RunContext, id: string): readonly string[] {
  const needs = request.stacks.find((stack) => stack.id === id)?.needs ?? [];
  return needs.filter((need) => lastSettled(earlier, need)?.operation !== 'apply');
}

/** Runs one stack from init to its end. Never rejects: what goes wrong is in the report, and has been told. */
export async function runStack(context: RunContext, id: string, action: keyof typeof runners): Promise<StackReport> {
  const began = Date.now();
  const notes: string[] = [];
  const report = (ended: Ended, problems: readonly Problem[] = []): StackReport => ({
    id,
    seconds: (Date.now() - began) / 1000,
    notes,
    problems,
    ...ended,
  });
  const end = (outcome: StackOutcome, note?: string) =>
    context.emit({ event: 'stack', stack: id, phase: outcome, ...(note ? { note } : {}) });
  let opened: OpenStack | undefined;
  try {
    const bare = placeOf(context.request, context.terraform.run, id);
    const stack: LoadedStack = loadStack(bare);
    const unmet = action === 'plan' ? unmetNeeds(context, id) : [];
    const note = (text: string) => {
      notes.push(text);
      context.emit({ event: 'note', stack: id, text });
    };
    try {
      opened = await openStack(context, bare, stack, note);
    } catch (error) {
      if (unmet.length === 0) throw error;
      const problems = [blocked(id, unmet.join(', '), 'warning'), ...problemsOf(error, id).map(asWarning)];
      for (const found of problems) context.emit({ event: 'problem', stack: id, problem: found });
      end('blocked', `waits for ${unmet.join(', ')}`);
      return report({ outcome: 'blocked', because: unmet.join(', ') }, problems);
    }
    const { work } = opened;
    phase(work, 'init');
    await makeReady(work);
    await pushErroredState(work);
    const ended = await runners[action](work);
    end(ended.outcome, ended.because && `waits for ${ended.because}`);
    return report(ended, ended.outcome === 'blocked' ? [blocked(id, ended.because ?? '', 'warning')] : []);
  } catch (error) {
    if (error instanceof Stopped) {
      end('interrupted');
      return report({ outcome: 'interrupted' });
    }
    const problems = problemsOf(error, id);
    for (const found of problems) context.emit({ event: 'problem', stack: id, problem: found });
    end('failed');
    return report({ outcome: 'failed' }, problems);
  } finally {
    await opened?.close();
  }
}
