import type { EnvironmentModel } from '../../config/environment';
import { type Problem, ProblemError } from '../../config/problems';
import type { Io } from '../command';
import { printProblems } from '../findings';
import type { RunResult } from '../run/request';
import type { DriveOptions } from './drive-run';
import { stepProgress } from './onboard';

/** Why the ledger is left as it is, where somebody wants it so. */
function leftOut({ config: { environment, hub } }: EnvironmentModel, onboard: boolean): string | undefined {
  if (!hub.onboarding) return 'hub.onboarding is false: the ledger was not set up';
  return onboard ? undefined : `--no-onboard: the ledger was not set up; workbench onboard ${environment} does it`;
}

/**
 * The last step of a deploy that worked on the hub: it is set up in its ledger. What goes wrong there makes the deploy fail, though every stack is deployed;
 * running it again goes on where it stopped.
 */
export const onboardAfter =
  (io: Io, model: EnvironmentModel, stateDir: string) =>
  async (result: RunResult, { json, quiet, onboard = true }: DriveOptions): Promise<RunResult> => {
    if (!result.stacks.some(({ id }) => id === 'hub')) return result;
    const left = leftOut(model, onboard);
    if (left) {
      if (!quiet && !json) io.stderr.write(`${left}\n`);
      return result;
    }
    const failed = (problems: readonly Problem[]): RunResult => {
      if (!json) printProblems(io, problems);
      return { ...result, exitCode: 1, problems: [...result.problems, ...problems] };
    };
    try {
      const { onboardEnvironment } = await import('../onboard/onboard-environment.js');
      const onboarding = await onboardEnvironment(model, stateDir, {
        planOnly: false,
        done: quiet || json ? () => undefined : stepProgress(io),
      });
      const outcome = onboarding.problems.length > 0 ? failed(onboarding.problems) : result;
      return { ...outcome, onboarding };
    } catch (error) {
      if (error instanceof ProblemError) return failed(error.problems);
      throw error;
    }
  };
