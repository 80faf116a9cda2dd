import { join } from 'node:path';
import { requireEnvironment } from '../cli/environment';
import { synthesise } from '../cli/synthesise';

/** Writes the stacks of several environments in one process: `node platforms.js <folder> <environment…>`. */
const [folder = '', ...names] = process.argv.slice(2);
const { env, stdout, stderr, stdin } = process;
for (const name of names) {
  const { model } = requireEnvironment({ cwd: process.cwd(), env, stdout, stderr, stdin }, name);
  synthesise(model, { outdir: join(folder, name), stateDir: join(folder, 'state', name) });
}
