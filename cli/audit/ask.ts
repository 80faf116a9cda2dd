import { ProblemError, problem } from '../../config/problems';
import { askCloud, byHand, type CloudCall, lastLine } from '../cloud/cloud-program';

/** Milliseconds for one answer: a day of a busy audit log is a long list. */
export const patience = 300_000;

/** What the program of a cloud says, or that there is no such thing. */
export type Answer = { readonly found: unknown } | { readonly missing: string };

/**
 * Asks a cloud about the store of audit logs by its own program, which logs in by itself.
 * @param missing what its words are when there is no such thing, which is an answer as well
 * @throws ProblemError RUN-LOGIN-PROGRAM, AUDIT-STORE: an answer that never came is no proof
 */
export async function askStore(
  program: CloudCall['program'],
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  missing?: RegExp,
  wait: number = patience,
): Promise<Answer> {
  const call = { program, args };
  const failed = (why: string) =>
    new ProblemError([problem('AUDIT-STORE', `the store of the audit logs can't be read: ${why}`, byHand(call))]);
  const said = await askCloud(call, env, wait);
  if ('failed' in said) {
    if (missing?.test(said.failed)) return { missing: lastLine(said.failed) };
    throw failed(lastLine(said.failed));
  }
  try {
    return { found: said.printed === '' ? {} : JSON.parse(said.printed) };
  } catch {
    throw failed('the answer is no JSON');
  }
}
