import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../constructs/terraform/project-root';

/** The version of the workbench, as `workbench --version` prints it. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  return version;
}
