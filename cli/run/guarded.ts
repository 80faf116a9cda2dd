import { type Problem, problem } from '../../config/problems';

/** RDS, Aurora and DocumentDB call it the first, balancers the second (attributes of the AWS provider 5.100). */
const guards = ['deletion_protection', 'enable_deletion_protection'] as const;

/** Whether the cloud will keep a resource of these attributes from being removed. */
export const isGuarded = (attributes: unknown): boolean =>
  typeof attributes === 'object' && attributes !== null && guards.some((guard) => (attributes as Record<string, unknown>)[guard] === true);

/** Whether a stack, as it was synthesised, has anything that can be guarded. */
export const mayGuard = (stack: string): boolean => guards.some((guard) => stack.includes(`"${guard}"`));

/** What a person does about it; the cloud's own refusal says the same (known-errors.ts). */
export const unprotect =
  'it is protected against deletion on purpose: write operations.deletionProtection: false, deploy that, then run the same command';

/**
 * What the cloud would refuse to remove, told before anything else of the stack is gone: half a stack would be left otherwise, and its parts
 * (brokers of Kafka take half an hour) made again by the deploy that lifts the protection.
 */
export const guardProblems = (stack: string, guarded: readonly string[], left = 'nothing of the stack was changed'): readonly Problem[] =>
  guarded.map((address) => problem('RUN-PROTECTED', `${stack}: ${address} is protected against deletion; ${left}`, unprotect));
