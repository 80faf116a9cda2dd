import { execFile } from 'node:child_process';
import { ProblemError, problem } from '../../config/problems';
import { typed } from '../cloud/cloud-program';
import { loginProgramProblem } from '../cloud/login-program';

const patience = 300_000;

/** What the program of a cloud says, or that there is no such thing. */
export type Answer = { readonly found: unknown } | { readonly missing: string };

/**
 * Asks a cloud by its own program, which logs in by itself.
 * @param missing what its words are when there is no such thing, which is an answer as well
 * @throws ProblemError RUN-LOGIN-PROGRAM, AUDIT-STORE: an answer that never came is no proof
 */
export function askCloud(program: 'aws' | 'az', args: readonly string[], env: NodeJS.ProcessEnv, missing?: RegExp): Promise<Answer> {
  const problems = loginProgramProblem({ command: program, args: [] }, env);
  if (problems) throw new ProblemError([problems]);
  const failed = (why: string) =>
    new ProblemError([
      problem(
        'AUDIT-STORE',
        `the store of the audit logs can't be read: ${why}`,
        `run it by hand and mend what it says: ${typed({ program, args })}`,
      ),
    ]);
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { env, timeout: patience, maxBuffer: 256 << 20 }, (error, stdout, stderr) => {
      const last = stderr.trim().split('\n').at(-1) ?? '';
      if (error) return missing?.test(stderr) ? resolve({ missing: last }) : reject(failed(last || error.message));
      try {
        resolve({ found: stdout.trim() === '' ? {} : JSON.parse(stdout) });
      } catch {
        reject(failed('the answer is no JSON'));
      }
    });
  });
}
