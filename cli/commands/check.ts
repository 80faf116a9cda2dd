import type { Command } from '../command';
import { openEnvironment } from '../environment';
import { conclude, countText } from '../findings';

/** `workbench check`: every problem of a workbench file at once. Writes nothing, asks nobody. */
export const check: Command = async (io, [name], options) => {
  const { file, problems, model } = openEnvironment(io, name);
  const status = conclude(io, options, problems, { file });
  if (!options.json)
    io.stdout.write(
      `${file}: ${problems.length === 0 ? 'no problems' : countText(problems)}${model ? '' : '; nothing can be deployed from it'}\n`,
    );
  return status;
};
