import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { type Problem, ProblemError, problem } from '../../config/problems';
import type { ClusterLogin } from '../../constructs/contracts';
import { platformKit } from '../../constructs/platforms';
import { loginProgramProblem } from './login-program';

/** The program that writes the kubeconfig of the cluster to a file, on a platform that tells it in no other way. */
export function kubeconfigProgram({ config }: EnvironmentModel): ((cluster: string, file: string) => ClusterLogin) | undefined {
  const fetch = platformKit(config.platform).kubeconfigFetch;
  return fetch && ((cluster, file) => fetch(config, cluster, file));
}

/** Name of the cluster in the output of its stack; undefined while it is not there. */
export const clusterName = (output: unknown): string | undefined => (output as { readonly name?: string } | undefined)?.name || undefined;

const patience = 120_000;

const failure = ({ command, args }: ClusterLogin, said: string): Problem =>
  problem(
    'RUN-KUBECONFIG-FETCH',
    `${command} ${args.slice(0, 2).join(' ')} gave no kubeconfig: ${said}`,
    `run it by hand and mend what it says: ${command} ${args.join(' ')}`,
  );

/**
 * Lets the cloud's own program write the kubeconfig: beside its place and moved there, for its owner alone. It takes at most two minutes.
 * @throws ProblemError RUN-LOGIN-PROGRAM, RUN-KUBECONFIG-FETCH
 */
export async function fetchKubeconfig(
  program: NonNullable<ReturnType<typeof kubeconfigProgram>>,
  cluster: string,
  file: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  const login = program(cluster, part);
  const missing = loginProgramProblem(login, env);
  if (missing) throw new ProblemError([missing]);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    const said = await new Promise<string | undefined>((resolve) => {
      execFile(login.command, [...login.args], { env: { ...env, ...login.env }, timeout: patience }, (error, _out, stderr) =>
        resolve(error ? String(stderr).trim().split('\n').at(-1) || error.message : undefined),
      );
    });
    if (said !== undefined) throw new ProblemError([failure(login, said)]);
    if (!existsSync(part)) throw new ProblemError([failure(login, 'it wrote no file')]);
    chmodSync(part, 0o600);
    renameSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
}
