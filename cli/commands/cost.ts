import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { ProblemError, problem } from '../../config/problems';
import type { Command, CommonOptions } from '../command';
import { costOf, costProblems, idleKeys } from '../cost/environment-cost';
import { pricesFor, readTable } from '../cost/tables';
import { templateText } from '../cost/template';
import { costText } from '../cost/text';
import { requireEnvironment } from '../environment';
import { conclude } from '../findings';
import { inspectStacks } from '../synthesise';
import { stateDir } from '../work-dir';
import { writeFileWhole } from '../write-files';

interface CostOptions extends CommonOptions {
  readonly prices?: string;
  readonly template?: string;
}

/** `workbench cost`: what an environment costs a month at list prices, stack by stack, and what of it nobody here knows. Asks no cloud. */
export const cost: Command<CostOptions> = async (io, [name], options) => {
  if (options.template && existsSync(options.template))
    throw new ProblemError([
      problem('COST-TEMPLATE', `${options.template} is there already`, 'choose another file, or remove it', { file: options.template }),
    ]);
  const { file, model, problems: ofFile } = requireEnvironment(io, name);
  const prices = pricesFor(model.config, options.prices);
  const { stacks } = inspectStacks(model, { stateDir: stateDir(io, model.config.environment) });
  const priced = costOf(model, stacks, prices);
  const own = options.prices === undefined ? undefined : readTable(options.prices);
  const problems = [
    ...ofFile.filter(({ severity }) => severity === 'error'),
    ...costProblems(model, priced, prices, options.prices),
    ...(own && options.prices ? idleKeys(priced, [...Object.keys(own.prices), ...Object.keys(own.quantities)], options.prices) : []),
  ];
  const short = basename(file, extname(file));
  if (options.template)
    writeFileWhole(options.template, templateText(short, model.config, priced, prices, new Date().toISOString().slice(0, 10)));
  const status = conclude(io, options, problems, { file, template: options.template ?? null, ...priced });
  if (options.json || status !== 0) return status;
  io.stdout.write(costText(file, model.config, priced));
  if (options.template)
    io.stdout.write(`\n${options.template}: fill the prices, then workbench cost ${short} --prices ${options.template}\n`);
  return status;
};
