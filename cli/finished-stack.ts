import type { StackInput } from '../policy/gather';
import type { WorkbenchStack } from '../stacks/workbench-stack';

interface Terraform {
  readonly [part: string]: unknown;
  readonly resource?: StackInput['json']['resource'];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly terraform?: { readonly required_providers?: Readonly<Record<string, { readonly source: string; readonly version: string }>> };
}

const known = new WeakMap<WorkbenchStack, Terraform>();

/**
 * What Terraform would get of a stack that nothing is added to any more. Policies, prices and lists of images all ask for it, and to resolve it is
 * most of their time: done once a stack, whoever asks.
 */
export function terraformOf(stack: WorkbenchStack): Terraform {
  const terraform = known.get(stack) ?? (stack.toTerraform() as Terraform);
  known.set(stack, terraform);
  return terraform;
}

/** The same as policies and prices read it. */
export const stackInput = (stack: WorkbenchStack): StackInput => ({
  id: stack.stackId,
  json: terraformOf(stack),
  releases: stack.releases,
});
