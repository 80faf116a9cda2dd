import { basename, extname, join, resolve } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { readEnvironmentFile } from '../../config/load-file';
import { didYouMean, hasErrors, ProblemError, problem } from '../../config/problems';
import { planUpgrade, type UpgradeSide } from '../../config/upgrade/plan';
import { bareStacks } from '../bare-stacks';
import { type Command, type CommonOptions, type Io, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { refusals, upgradedFile, upgradeTarget } from '../upgrade/target';
import { upgradeText } from '../upgrade/text';
import { writeFileWhole } from '../write-files';

interface Options extends CommonOptions {
  readonly to?: string;
  readonly manager?: string;
  readonly apply?: boolean;
}

function sideOf(model: EnvironmentModel): UpgradeSide {
  const stacks = bareStacks(model);
  return {
    model,
    stacks: stacks.map(({ stackId }) => stackId),
    releases: stacks.flatMap(({ releases }) => releases.map(({ name, chart, version }) => ({ name, chart, version }))),
  };
}

/** What the environment is called on the command line, where it was not named. */
const shortName = (file: string) => basename(file, extname(file));

async function plan(io: Io, name: string | undefined, { to, manager, apply = false, json, out }: Options): Promise<number> {
  const target = upgradeTarget(to, manager);
  const { file, model } = requireEnvironment(io, name);
  const before = sideOf(model);
  const now = before.releases.find(({ chart }) => chart === 'mojaloop-payment-manager')?.version;
  const refused = refusals(model, target, now);
  if (refused.length > 0) {
    if (json) printJson(io, { ok: false, file, wrote: null, problems: refused });
    else
      printProblems(
        io,
        refused.map((each) => ({ ...each, file })),
      );
    return 1;
  }
  const source = readEnvironmentFile(name ?? io.env.WORKBENCH_FILE, join(io.cwd, 'workbench')).text ?? '';
  const changed = upgradedFile(source, file, target);
  const flags = [...(to === undefined ? [] : [`--to ${target.release}`]), ...(manager === undefined ? [] : [`--manager ${manager}`])];
  const planned = planUpgrade(name ?? shortName(file), before, sideOf(changed.model), {
    flags: flags.join(' '),
    ...(manager === undefined ? {} : { manager }),
  });
  const failed = hasErrors(planned.problems);
  const place = out ?? file;
  const wrote = apply && !failed ? place : null;
  if (wrote !== null) writeFileWhole(resolve(io.cwd, wrote), changed.text);
  const problems = [...changed.problems, ...planned.problems];
  if (json) printJson(io, { ok: !failed, file, wrote, plan: planned.plan, problems });
  else {
    printProblems(io, problems);
    io.stdout.write(upgradeText(planned.plan, wrote));
  }
  return failed ? 1 : 0;
}

const actions = { plan } as const;

/** `workbench upgrade plan`: what another release changes in an environment, in which steps, and the way back. Asks no cluster; writes only with `--apply`. */
export const upgrade: Command<Options> = async (io, [action = '', name], options) => {
  if (Object.hasOwn(actions, action)) return actions[action as keyof typeof actions](io, name, options);
  const hint = didYouMean(action, Object.keys(actions)) ?? 'there is plan';
  throw new ProblemError([problem('CLI-ACTION', `upgrade can't ${action}`, hint)]);
};
