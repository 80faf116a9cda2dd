import { type Resources, resourcesOf } from '../constructs/terraform/resources';
import { withoutStackTraces } from '../constructs/terraform/stack-traces';
import type { StackInput } from '../policy/gather';
import type { WorkbenchStack } from '../stacks/workbench-stack';

interface Terraform {
  readonly [part: string]: unknown;
  readonly resource?: Resources;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly terraform?: { readonly required_providers?: Readonly<Record<string, { readonly source: string; readonly version: string }>> };
}

/** What a stack that nothing is added to any more gives is worked out once, whoever asks. */
const once = <T>(work: (stack: WorkbenchStack) => T): ((stack: WorkbenchStack) => T) => {
  const known = new WeakMap<WorkbenchStack, T>();
  return (stack) => {
    const answer = known.get(stack) ?? work(stack);
    known.set(stack, answer);
    return answer;
  };
};

/** All that Terraform would get, with the text of every value of Helm. */
export const terraformOf = once((stack) => withoutStackTraces(() => stack.toTerraform() as Terraform));

/** The resources as policies and prices read them. */
export const stackInput = once(
  (stack): StackInput => ({ id: stack.stackId, json: { resource: resourcesOf(stack) }, releases: stack.releases }),
);
