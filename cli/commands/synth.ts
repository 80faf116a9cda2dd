import { join } from 'node:path';
import { type Command, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { stage } from '../synthesise';
import { undisturbed } from '../undisturbed';
import { stateDir } from '../work-dir';

/** `workbench synth`: writes the Terraform files that plan and deploy use. */
export const synth: Command = async (io, [name], options) => {
  const { model, problems: found } = requireEnvironment(io, name);
  const outdir = options.out ?? join(io.cwd, 'cdktf.out');
  const staged = await undisturbed(
    () => stage(model, { outdir, stateDir: stateDir(io, model.config.environment) }),
    ({ discard }) => discard(),
  );
  await undisturbed(staged.commit);
  const { stacks, problems } = staged.built;
  const all = [...found, ...problems];
  const ids = stacks.map((stack) => stack.stackId);
  if (options.json) printJson(io, { ok: true, out: outdir, stacks: ids, problems: all });
  else {
    printProblems(io, all);
    io.stdout.write(`${ids.length} stacks in ${outdir}: ${ids.join(', ')}\n`);
  }
  return 0;
};
