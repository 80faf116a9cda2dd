import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program is that can be run: the place that a variable names, else the first on PATH; undefined when nowhere. */
export function findProgram(name: string, variable: string, env: NodeJS.ProcessEnv): string | undefined {
  const onPath = (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return [env[variable] ?? '', ...onPath].find((file) => {
    try {
      if (file !== '') accessSync(file, constants.X_OK);
      return file !== '';
    } catch {
      return false;
    }
  });
}
