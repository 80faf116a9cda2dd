import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../constructs/terraform/project-root';
import { removeTraces, stopMembers } from './clean-up';
import { alive, readMembers } from './crew';
import { environmentPrefix, labFolder } from './up';

/**
 * Stops the lab of `make lab-up` and removes its folder, with the states of what was deployed to it (environments named `lab-…`).
 * Built programs stay in the cache. @returns how many processes were stopped
 */
export async function labDown(): Promise<number> {
  const dir = labFolder();
  if (!existsSync(dir)) return 0;
  const members = alive(readMembers(dir));
  await stopMembers(members);
  removeTraces(dir);
  const states = join(projectRoot(), '.workbench');
  for (const name of existsSync(states) ? readdirSync(states) : [])
    if (name.startsWith(environmentPrefix)) rmSync(join(states, name), { recursive: true, force: true });
  return members.length;
}

if (require.main === module)
  labDown().then((count) => process.stdout.write(count > 0 ? `the lab is down (${count} processes)\n` : 'there is no lab\n'));
