import { ProblemError } from '../../config/problems';
import { loadStack, placeOf, type RunContext } from './context';
import { guardProblems, mayGuard } from './guarded';
import { makeReady, type OpenStack, openStack } from './open-stack';
import type { StackNode } from './schedule';
import { readState } from './terraform-read';

/**
 * Looks at the states of the stacks before a destroy begins. What the cloud keeps ends the run there: found only at the plan of its own stack, stacks beside
 * it would be gone by then, and a cluster takes half an hour to be made again.
 * Stacks that can hold nothing of that kind are not looked at; one that can't be read is left to the run, which tells why.
 * @throws ProblemError RUN-PROTECTED for each resource
 */
export async function refuseGuarded(context: RunContext, nodes: readonly StackNode[]): Promise<void> {
  const problems = [];
  for (const { id } of nodes) {
    const bare = placeOf(context.request, context.terraform.run, id);
    const stack = loadStack(bare);
    if (!mayGuard(stack.text) || context.terraform.stop.stopped()) continue;
    const note = (text: string) => context.emit({ event: 'note', stack: id, text });
    let opened: OpenStack | undefined;
    try {
      opened = await openStack(context, bare, stack, note);
      context.emit({ event: 'stack', stack: id, phase: 'checking' });
      await makeReady(opened.work);
      problems.push(...guardProblems(id, (await readState(context.terraform, opened.work.place))?.guarded ?? [], 'nothing was changed'));
    } catch {
      // The run meets it again, and tells it in its place.
    } finally {
      await opened?.close();
    }
  }
  if (problems.length > 0) throw new ProblemError(problems);
}
