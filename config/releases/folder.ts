import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the lock and the indexes are: among the sources, also when the compiled program lies in dist/, so that a new lock counts at once. */
export function releasesFolder(): string {
  let root = __dirname;
  while (!existsSync(join(root, 'package.json'))) root = dirname(root);
  return join(root, 'config/releases');
}
