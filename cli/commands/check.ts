import { hasErrors } from '../../config/problems';
import type { Command, CommonOptions } from '../command';
import { openEnvironment } from '../environment';
import { conclude, countText } from '../findings';
import { stateDir } from '../work-dir';

export interface CheckOptions extends CommonOptions {
  readonly policy?: boolean;
  readonly airGapped?: boolean;
}

/** `workbench check`: every problem of a workbench file at once, and with `--policy` of what is made from it. Writes nothing, asks nobody. */
export const check: Command<CheckOptions> = async (io, [name], options) => {
  const { file, problems, model } = openEnvironment(io, name);
  if (options.airGapped && model && !hasErrors(problems)) {
    const { airGapFindings } = await import('../mirror/check-air-gap.js');
    const { found, note } = await airGapFindings(io, model);
    const all = [...problems, ...found];
    const status = conclude(io, options, all, { file });
    if (!options.json) io.stdout.write(`${file}: ${found.length === 0 ? 'nothing points outside' : countText(found)}${note}\n`);
    return status;
  }
  if (!options.policy || !model || hasErrors(problems)) {
    const status = conclude(io, options, problems, { file });
    if (!options.json)
      io.stdout.write(
        `${file}: ${problems.length === 0 ? 'no problems' : countText(problems)}${model ? '' : '; nothing can be deployed from it'}\n`,
      );
    return status;
  }
  const { inspectStacks } = await import('../synthesise.js');
  const { policyLine, policyProblems, policyResults, policyRows } = await import('../policy/environment-policy.js');
  const built = inspectStacks(model, { stateDir: stateDir(io, model.config.environment) });
  const results = policyResults(model, built.stacks);
  const rows = policyRows(results);
  const all = [...problems, ...built.problems, ...policyProblems(results)];
  const status = conclude(io, options, all, { file, policies: rows });
  if (!options.json) io.stdout.write(`${file}: ${all.length === 0 ? 'no problems' : countText(all)}\n${policyLine(rows)}\n`);
  return status;
};
