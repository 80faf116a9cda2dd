import type { LoadedStack, RunContext } from './context';
import { initialise, type StackWork, tidyLocalLock } from './stack-steps';
import { readOutputs } from './status';
import type { StackPlace } from './terraform';

export interface OpenStack {
  readonly work: StackWork;
  /** Gives back what the stack needed while it was worked on, such as a port that leads to Vault. Never rejects. */
  readonly close: () => Promise<void>;
}

/** Gets what one stack needs for as long as it is worked on. @throws ProblemError of the preparation */
export async function openStack(
  context: RunContext,
  bare: StackPlace,
  stack: LoadedStack,
  note: (text: string) => void,
): Promise<OpenStack> {
  const preparation = await context.request.prepare?.(bare.stack, (other) => readOutputs(context, other));
  const place = preparation?.env ? { ...bare, env: preparation.env } : bare;
  return { work: { context, place, stack, note }, close: async () => preparation?.close?.().catch(() => undefined) };
}

/** Makes its folder one that Terraform works in: providers, modules, the place of its state. @throws ProblemError, Stopped */
export async function makeReady(work: StackWork): Promise<void> {
  tidyLocalLock(work);
  await initialise(work);
}
