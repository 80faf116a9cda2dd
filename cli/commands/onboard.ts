import { type Command, type CommonOptions, type Io, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { onboardEnvironment } from '../onboard/onboard-environment';

import type { Step } from '../onboard/step';
import { explainOnboarding } from '../onboard/text';
import { stateDir } from '../work-dir';

interface Options extends CommonOptions {
  readonly plan?: boolean;
  readonly ledger?: string;
  readonly lookup?: string;
  readonly manager?: string;
  readonly oracle?: readonly string[];
}

/** A line for every hundredth step and every one that is not an address: enough to see that it goes on. */
export function stepProgress({ stderr }: Io): (step: Step) => void {
  let count = 0;
  return ({ id }) => {
    count += 1;
    if (!id.startsWith('endpoint ') || count % 100 === 0) stderr.write(`${id}\n`);
  };
}

/** `workbench onboard`: the hub as the workbench file says, or with `--plan` what is to be done for that (exit status 2 when there is something). */
export const onboardCommand: Command<Options> = async (io, [name], options) => {
  const { model } = requireEnvironment(io, name);
  const result = await onboardEnvironment(model, stateDir(io, model.config.environment), {
    planOnly: options.plan ?? false,
    done: options.json || options.quiet ? () => undefined : stepProgress(io),
    ...(options.ledger === undefined ? {} : { ledger: options.ledger }),
    ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
    ...(options.manager === undefined ? {} : { manager: options.manager }),
    ...(options.oracle === undefined ? {} : { oracles: options.oracle }),
  });
  const failed = result.problems.length > 0;
  if (options.json) printJson(io, { ok: !failed, ...result });
  else {
    printProblems(io, result.problems);
    if (!options.quiet) io.stdout.write(explainOnboarding(result, options.plan ?? false));
  }
  if (failed) return 1;
  return options.plan && result.planned.create + result.planned.change > 0 ? 2 : 0;
};
