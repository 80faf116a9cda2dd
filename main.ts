import { join } from 'node:path';
import { synthesise } from './cli/synthesise';

/** The cdktf app: `cdktf synth`, `cdktf diff` and `cdktf deploy` run it. WORKBENCH_FILE chooses the environment, or the only file there is. */
const problems = synthesise({
  name: process.env.WORKBENCH_FILE,
  outdir: process.env.CDKTF_OUTDIR ?? join(process.cwd(), 'cdktf.out'),
});
for (const line of problems) console.error(line);
