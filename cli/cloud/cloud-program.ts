import { execFile } from 'node:child_process';
import { ProblemError } from '../../config/problems';
import { shellQuoted } from '../shell-quoted';
import { loginProgramProblem } from './login-program';

/** A call of a cloud's own program, which logs in by itself. */
export interface CloudCall {
  readonly program: 'aws' | 'az';
  readonly args: readonly string[];
}

/** What the program printed, or what it said when it failed. */
export type Said = { readonly printed: string } | { readonly failed: string };

/** The command line as a person would type it. */
export const typed = ({ program, args }: CloudCall) =>
  [program, ...args.map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : shellQuoted(arg)))].join(' ');

/** The way out when a program failed. */
export const byHand = (call: CloudCall) => `run it by hand and mend what it says: ${typed(call)}`;

/** The last line of what a program said, which tells why. */
export const lastLine = (said: string): string => said.split('\n').at(-1) ?? '';

/** Runs a cloud's own program. @param patience milliseconds @throws ProblemError RUN-LOGIN-PROGRAM where it is not there */
export async function askCloud({ program, args }: CloudCall, env: NodeJS.ProcessEnv, patience: number): Promise<Said> {
  const missing = loginProgramProblem({ command: program, args: [] }, env);
  if (missing) throw new ProblemError([missing]);
  return new Promise((resolve) => {
    // A day of a busy audit log is a list of some hundred megabytes.
    execFile(program, [...args], { env, timeout: patience, maxBuffer: 256 << 20 }, (error, stdout, stderr) =>
      resolve(
        error
          ? { failed: stderr.trim() || (error.killed ? `no answer in ${patience / 1000} seconds` : error.message) }
          : { printed: stdout.trim() },
      ),
    );
  });
}
