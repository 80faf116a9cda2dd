import { join } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { testPlan } from '../../config/model/test-plan';
import { type Problem, ProblemError } from '../../config/problems';
import type { Io } from '../command';
import { printProblems } from '../findings';
import type { RunResult } from '../run/request';
import { environmentDir } from '../work-dir';
import type { DriveOptions } from './drive-run';

/**
 * The golden path as the gate at the end of a deploy of the hub, where `tests.gate` asks for it. What fails there makes the deploy fail, though every
 * stack is deployed; running it again runs the tests again. The result with its page is in the work folder of the environment.
 */
export const verifyAfter =
  (io: Io, model: EnvironmentModel, stateDir: string) =>
  async (result: RunResult, { json, quiet, verify = true }: DriveOptions): Promise<RunResult> => {
    const { environment, tests } = model.config;
    if (!tests.gate || result.exitCode !== 0 || !result.stacks.some(({ id }) => id === 'hub')) return result;
    const tell = (line: string) => {
      if (!json && !quiet) io.stderr.write(`${line}\n`);
    };
    if (!verify) {
      tell('--no-verify: the golden path was left out');
      return result;
    }
    const failed = (exitCode: 1 | 130, problems: readonly Problem[]): RunResult => {
      if (!json) printProblems(io, problems);
      return { ...result, exitCode, problems: [...result.problems, ...problems] };
    };
    try {
      const [{ verifyEnvironment }, { exitStatus, runsOf }, { writeResult }] = await Promise.all([
        import('../verify/verify-environment.js'),
        import('./verify.js'),
        import('../verify/write-result.js'),
      ]);
      const runs = runsOf(model, testPlan(model.config), undefined);
      // What an earlier command left is about the hub as it was before this deploy. Scheduled runs are no reason to fail it.
      const precedence = { fresh: true, force: false, waitMinutes: 60 };
      const verification = await verifyEnvironment(model, stateDir, { runs, precedence, tell });
      for (const file of writeResult(join(environmentDir(io, environment), 'golden-path'), verification)) tell(`${file} was written`);
      const exitCode = exitStatus(verification);
      return { ...(exitCode === 0 ? result : failed(exitCode, verification.problems)), verification };
    } catch (error) {
      if (error instanceof ProblemError) return failed(1, error.problems);
      throw error;
    }
  };
