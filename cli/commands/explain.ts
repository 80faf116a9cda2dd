import { join } from 'node:path';
import { explainSetting } from '../../config/explain';
import { loadWorkbench } from '../../config/load';
import { ProblemError } from '../../config/problems';
import { type Command, type Io, printJson } from '../command';
import { conclude } from '../findings';

/** `workbench explain config <path>`: the value of a setting, and which line or default gave it. */
export const explainCommand: Command = async (io, [, path = '', name], options) => {
  const { config, problems: found, positions } = open(io, name);
  if (!config) throw new ProblemError(found);
  const { explanation, problems } = explainSetting(path, config, positions);
  if (!explanation) return conclude(io, options, problems);
  if (options.json) {
    printJson(io, { ok: true, explanation, problems });
    return 0;
  }
  const value = explanation.value === undefined ? '(nothing)' : JSON.stringify(explanation.value);
  const rows = [`${explanation.path} = ${value}`, `  from     ${explanation.from}`, `  type     ${explanation.type}`];
  if (explanation.allowed) rows.push(`  allowed  ${explanation.allowed.join(', ')}`);
  if (explanation.doc) rows.push(`  ${explanation.doc}`);
  io.stdout.write(`${rows.join('\n')}\n`);
  return 0;
};

const open = (io: Io, name: string | undefined) => loadWorkbench(name ?? io.env.WORKBENCH_FILE, join(io.cwd, 'workbench'));
