import { type Problem, problem } from '../../config/problems';
import { loadStack, placeOf } from './context';
import { missingRemoteStates } from './diagnose';
import { remoteStatesOf, type StackJson } from './stack-json';
import type { StackWork } from './stack-steps';
import type { Finished } from './terraform';

/** The stack behind a remote state that another one reads: the one whose backend has the same settings. */
export function stackOfRemoteState(reader: StackJson, name: string, backends: ReadonlyMap<string, StackJson>): string | undefined {
  const wanted = remoteStatesOf(reader).get(name);
  if (!wanted) return undefined;
  const settings = Object.entries(wanted.config as Record<string, unknown>);
  for (const [id, { terraform }] of backends) {
    const found = terraform?.backend?.[String(wanted.backend)];
    const block = (Array.isArray(found) ? found[0] : found) as Record<string, unknown> | undefined;
    const shared = settings.filter(([key]) => block?.[key] !== undefined);
    if (block && shared.length > 0 && shared.every(([key, value]) => JSON.stringify(block[key]) === JSON.stringify(value))) return id;
  }
  return undefined;
}

/** What to say of a plan that lacks what an earlier stack has yet to hand on; undefined when it failed for another reason. */
export function blockedBy(work: StackWork, finished: Finished): string | undefined {
  const names = missingRemoteStates(finished.diagnostics);
  if (!names) return undefined;
  const backends = new Map<string, StackJson>();
  for (const { id } of work.context.request.stacks) {
    try {
      backends.set(id, loadStack(placeOf(work.context.request, '', id)).json);
    } catch {
      // A stack that can't be read is no candidate; it has its own problem when its turn comes.
    }
  }
  return names.map((name) => stackOfRemoteState(work.stack.json, name, backends) ?? name).join(', ');
}

/** As a warning where the rest of the plan is of use, as an error where the stack itself was to be deployed. */
export const blocked = (stack: string, by: string, severity: Problem['severity']): Problem => ({
  ...problem(
    'RUN-PLAN-BLOCKED',
    `stack ${stack} cannot be planned before ${by} is applied`,
    `deploy ${by} first, or deploy everything: the order is kept`,
  ),
  severity,
});
