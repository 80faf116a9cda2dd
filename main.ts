import { requireEnvironment } from './cli/environment';
import { synthesise } from './cli/synthesise';
import { stateDir } from './cli/work-dir';
import { formatProblem, ProblemError } from './config/problems';

/** The cdktf app: `cdktf synth`, `cdktf diff` and `cdktf deploy` run it. WORKBENCH_FILE chooses the environment, else the only file there is. */
const { env, stdout, stderr, stdin } = process;
const io = { cwd: process.cwd(), env, stdout, stderr, stdin };
try {
  const { model } = requireEnvironment(io, undefined);
  synthesise(model, { outdir: env.CDKTF_OUTDIR ?? 'cdktf.out', stateDir: stateDir(io, model.config.environment) });
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  for (const problem of error.problems) stderr.write(`${formatProblem(problem)}\n`);
  process.exitCode = 1;
}
