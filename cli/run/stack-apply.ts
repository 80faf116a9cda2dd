import { rmSync } from 'node:fs';
import { ProblemError } from '../../config/problems';
import type { ChangeSummary } from './changes';
import { diagnose } from './diagnose';
import { keepErroredState } from './errored-state';
import { fail, locking, lockTimeout, recorded, type StackWork } from './stack-steps';
import { type Listeners, planFile, runTerraform } from './terraform';
import type { TerraformEvent } from './terraform-events';

/** Turns Terraform's events into those of the run, counting what is done of what was planned. */
export function countingListener(
  { context, place }: Pick<StackWork, 'context' | 'place'>,
  changes: ChangeSummary,
): (event: TerraformEvent) => void {
  // A replacement is told as a removal and a creation.
  const total = changes.add + changes.change + changes.destroy + 2 * changes.replace;
  let done = 0;
  const tell = (
    event: { readonly address: string; readonly action: string },
    state: 'start' | 'progress' | 'complete' | 'failed',
    seconds: number,
  ) => context.emit({ event: 'resource', stack: place.stack, address: event.address, action: event.action, state, seconds, done, total });
  return (event) => {
    // Data that is looked up in the middle is none of what was planned.
    if ('action' in event && event.action === 'read') return;
    if (event.type === 'apply-start') tell(event, 'start', 0);
    if (event.type === 'apply-progress') tell(event, 'progress', event.elapsedSeconds);
    if (event.type === 'apply-errored') tell(event, 'failed', event.elapsedSeconds);
    if (event.type !== 'apply-complete') return;
    done++;
    tell(event, 'complete', event.elapsedSeconds);
  };
}

/**
 * Applies the saved plan of a stack: exactly what was shown and checked, nothing that came up since.
 * @throws ProblemError with what Terraform said, Stopped
 */
export async function applyStack(work: StackWork, changes: ChangeSummary, operation: 'apply' | 'destroy'): Promise<void> {
  const { context, place } = work;
  const args = ['apply', '-json', '-input=false', lockTimeout(work), planFile(place)];
  const onEvent = countingListener(work, changes);
  const apply = (listeners: Listeners) => runTerraform(context.terraform, place, operation, args, { ...listeners, onEvent });
  const finished = await recorded(
    work,
    operation,
    (listeners) => locking(work, operation, () => apply(listeners)),
    ({ code }) => (code === 0 ? 'ok' : 'failed'),
  );
  // A plan may name values that are nobody's business once it is applied.
  rmSync(planFile(place), { force: true });
  const unsaved = keepErroredState(work);
  if (unsaved) throw new ProblemError([unsaved, ...diagnose(place.stack, finished.diagnostics, finished.log)]);
  if (finished.code !== 0) fail(work, finished);
}
