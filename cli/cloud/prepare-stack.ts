import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import type { Problem } from '../../config/problems';
import type { RunAction, RunRequest } from '../run/request';
import type { StackJson } from '../run/stack-json';
import { prepareVault } from '../vault-access';
import { clusterFinder, loginAt, usesMadeCluster, writeClusterAccess } from './cluster-access';
import { kubeconfigProgram } from './fetched-kubeconfig';
import { loginProgramProblem } from './login-program';
import { loginProblems } from './logins';
import { surroundings } from './surroundings';

/** What every run is given of the environment around its stacks. */
interface Around {
  readonly model: EnvironmentModel;
  readonly stateDir: string;
  /** File of a synthesised stack. */
  readonly stackFile: (stack: string) => string;
  readonly env: NodeJS.ProcessEnv;
}

/** What a stack needs before Terraform works on it: the way into its cluster, then the way to Vault in it. Closed when the stack is done. */
export function stackPreparation({ model, stateDir, stackFile, env }: Around): NonNullable<RunRequest['prepare']> {
  const find = clusterFinder();
  return async (stack, read) => {
    const file = stackFile(stack);
    const json = JSON.parse(readFileSync(file, 'utf8')) as StackJson;
    if (usesMadeCluster(model, stateDir, json, dirname(file))) await writeClusterAccess(model, stateDir, await find(read), env);
    return prepareVault(model, stateDir, json);
  };
}

/** The program that logs in is wanted before the cluster is made, not twenty minutes later. A plan of what is to come can do without. */
function programProblems(action: RunAction, { model, stateDir, env }: Around, stacks: readonly StackJson[]): readonly Problem[] {
  const login = loginAt(model) ?? kubeconfigProgram(model);
  if (action !== 'deploy' || login === undefined) return [];
  if (!stacks.some((stack) => usesMadeCluster(model, stateDir, stack, stateDir))) return [];
  return [loginProgramProblem(login('', ''), env)].filter((found) => found !== undefined);
}

/** What keeps an action from logging in, at the clouds and at the cluster, as far as that can be known before anything is started. */
export const beforeStacks =
  (action: RunAction, around: Around): NonNullable<RunRequest['loginProblems']> =>
  (stacks) => [...loginProblems(stacks, surroundings(around.env)), ...programProblems(action, around, stacks)];
