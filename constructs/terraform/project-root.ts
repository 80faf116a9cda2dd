import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

let found: string | undefined;

/** Folder with package.json: the compiled program lies one level deeper than its sources. */
export function projectRoot(): string {
  if (found) return found;
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  found = folder;
  return folder;
}
