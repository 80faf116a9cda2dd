import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hasErrors, ProblemError, problem } from '../../config/problems';
import { stacksOf } from '../../stacks/catalogue';
import { clusterAccessOf } from '../../stacks/workbench-stack';
import { loginAt } from '../cloud/cluster-access';
import { clusterKubeconfig, kubeconfigText, madeCluster, refuseForeignKubeconfig, writePrivately } from '../cloud/cluster-kubeconfig';
import { loginProgramProblem } from '../cloud/login-program';
import { encryptionVariables } from '../cloud/state-encryption';
import { type Command, type Io, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { run } from '../run/run';
import { synthesise } from '../synthesise';
import { undisturbed } from '../undisturbed';
import { environmentDir, stateDir, workDir } from '../work-dir';

type Environment = ReturnType<typeof requireEnvironment>;

/** Outputs of the stack `cluster`, as its state has them. @throws ProblemError when they can't be read */
async function clusterOutputs(io: Io, { model }: Environment): Promise<unknown> {
  const { environment } = model.config;
  const outDir = join(environmentDir(io, environment), 'cdktf.out');
  // Another machine may have deployed it: the stack says where its state is.
  if (!existsSync(join(outDir, 'stacks/cluster/cdk.tf.json')))
    await undisturbed(() => synthesise(model, { outdir: outDir, stateDir: stateDir(io, environment) }));
  const stacks = stacksOf(model).map(({ id, needs }) => ({ id, needs }));
  const target = { action: 'outputs', environment, outDir, stacks, only: ['cluster'], workDir: workDir(io) } as const;
  const variablesFor = encryptionVariables(model.config, io.env);
  const result = await run({ ...target, variablesFor, env: io.env, emit: () => undefined });
  if (hasErrors(result.problems)) throw new ProblemError(result.problems);
  return result.stacks[0]?.outputs?.cluster?.value;
}

/**
 * `workbench kubeconfig`: how kubectl reaches the cluster that the environment made, printed, or written to `--out` for its owner alone. It holds no
 * secret: kubectl runs the login program of the cloud each time.
 */
export const kubeconfig: Command = async (io, [name], options) => {
  const out = options.out === undefined ? undefined : resolve(io.cwd, options.out);
  if (out) refuseForeignKubeconfig(out, options.out ?? out);
  const environment = requireEnvironment(io, name);
  const { model } = environment;
  const login = loginAt(model);
  const { configPath, configContext } = clusterAccessOf({ model, stateDir: stateDir(io, model.config.environment) });
  if (login === undefined)
    throw new ProblemError([
      problem('RUN-CLUSTER-ABSENT', 'this environment makes no cluster', `it uses the one of ${configPath}, context ${configContext}`),
    ]);
  const cluster = madeCluster(await clusterOutputs(io, environment));
  if (cluster === undefined) {
    const hint = `workbench deploy ${model.config.environment} foundation cluster`;
    throw new ProblemError([problem('RUN-CLUSTER-ABSENT', `the cluster of ${model.config.environment} is not deployed yet`, hint)]);
  }
  const content = clusterKubeconfig(configContext, cluster, login(cluster.name));
  const warnings = [loginProgramProblem(login(cluster.name), io.env)].flatMap((found) =>
    found ? [{ ...found, severity: 'warning' as const }] : [],
  );
  if (out) writePrivately(out, kubeconfigText(content));
  if (options.json) printJson(io, { ok: true, out: options.out ?? null, context: configContext, kubeconfig: content, problems: warnings });
  else {
    printProblems(io, warnings);
    io.stdout.write(options.out ? `${options.out}: context ${configContext}\n` : kubeconfigText(content));
  }
  return 0;
};
