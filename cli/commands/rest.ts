import { ProblemError, problem } from '../../config/problems';
import { type Command, type CommonOptions, printJson, sayTo } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import type { Direction } from '../rest/cluster-steps';
import { restEnvironment } from '../rest/rest-environment';
import { explainRest } from '../rest/text';
import { listenForStop } from '../run/signals';
import { stateDir } from '../work-dir';

interface Options extends CommonOptions {
  readonly plan?: boolean;
  readonly drain?: string;
  readonly timeout?: string;
  readonly confirm?: string;
}

const drainDefault = '60';
const timeoutDefault = '20';

function whole(flag: string, text: string, unit: string, least: number, most: number): number {
  if (/^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new ProblemError([
    problem('REST-OPTION', `${flag} ${text} is no number of ${unit}`, `write a whole number from ${least} to ${most}`),
  ]);
}

const command =
  (direction: Direction): Command<Options> =>
  async (io, [name], { plan: planOnly = false, drain = drainDefault, timeout = timeoutDefault, confirm, json, quiet }) => {
    const limits = { drain: whole('--drain', drain, 'seconds', 0, 3600), timeout: whole('--timeout', timeout, 'minutes', 1, 240) };
    const { model } = requireEnvironment(io, name);
    const { environment, profile } = model.config;
    if (direction === 'hibernate' && profile === 'production' && !planOnly && confirm !== environment)
      throw new ProblemError([
        problem(
          'REST-CONFIRM',
          `${environment} is an environment of production: nobody could pay until it is woken up`,
          `if that is meant: workbench hibernate ${environment} --confirm ${environment}`,
        ),
      ]);
    const stop = listenForStop();
    try {
      const result = await restEnvironment(model, stateDir(io, environment), {
        direction,
        planOnly,
        ...limits,
        env: io.env,
        stopped: stop.stopped,
        say: sayTo(io, { json, quiet }),
      });
      const failed = result.problems.length > 0;
      if (json) printJson(io, { ok: !failed, ...result });
      else {
        printProblems(io, result.problems);
        if (!quiet) io.stdout.write(explainRest(result, planOnly));
      }
      if (stop.stopped()) return 130;
      if (failed) return 1;
      return planOnly && result.steps.some(({ outcome }) => outcome === 'to-do') ? 2 : 0;
    } finally {
      stop.dispose();
    }
  };

/** `workbench hibernate`: stops an environment that nobody uses, payments first and stores last. Nobody can pay until it is woken up. */
export const hibernate = command('hibernate');
/** `workbench wake`: brings it back as it was, stores first. */
export const wake = command('wake');
