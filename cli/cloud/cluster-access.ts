import { resolve } from 'node:path';
import { offerOf } from '../../config/capabilities';
import type { EnvironmentModel } from '../../config/environment';
import { ProblemError } from '../../config/problems';
import type { ClusterLogin } from '../../constructs/contracts';
import { platformKit } from '../../constructs/platforms';
import { clusterAccessOf } from '../../stacks/workbench-stack';
import type { ReadOutputs } from '../run/request';
import { clustersOf, type StackJson } from '../run/stack-json';
import { absentKubeconfig, clusterKubeconfig, kubeconfigText, madeCluster, writePrivately } from './cluster-kubeconfig';
import { clusterName, fetchKubeconfig, kubeconfigProgram } from './fetched-kubeconfig';
import { loginProgramProblem } from './login-program';

/** How people and providers log in at the cluster that the platform makes; undefined where it exists already. */
export function loginAt({ config }: EnvironmentModel): ((clusterName: string) => ClusterLogin) | undefined {
  const login = platformKit(config.platform).clusterLogin;
  return login && offerOf(config.platform, 'cluster').offered ? (name) => login(config, name) : undefined;
}

/** Whether a stack goes into the cluster that the platform makes. */
export function usesMadeCluster(model: EnvironmentModel, stateDir: string, stack: StackJson, stackDir: string): boolean {
  if (!offerOf(model.config.platform, 'cluster').offered) return false;
  const { configPath } = clusterAccessOf({ model, stateDir });
  return clustersOf(stack, stackDir).some(({ kubeconfig }) => kubeconfig === resolve(configPath));
}

/** Finds the output of the stack `cluster`; once it names a cluster it is not read again. */
export function clusterFinder(): (read: ReadOutputs) => Promise<unknown> {
  let found: unknown;
  return async (read) => {
    if (clusterName(found) === undefined) found = (await read('cluster')).cluster?.value;
    return found;
  };
}

/**
 * Writes the kubeconfig that stacks in a made cluster read, before one of them is worked on: what the stack `cluster` says of its cluster, or a file
 * that leads nowhere and says so, for a plan of what is to come.
 * @throws ProblemError RUN-LOGIN-PROGRAM where the cluster is there and the program that logs in is not, RUN-KUBECONFIG-FETCH where it gives none
 */
export async function writeClusterAccess(
  model: EnvironmentModel,
  stateDir: string,
  output: unknown,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const fetch = kubeconfigProgram(model);
  const { configPath, configContext } = clusterAccessOf({ model, stateDir });
  const name = clusterName(output);
  if (fetch && name !== undefined) return fetchKubeconfig(fetch, name, configPath, env);
  const [cluster, login] = [madeCluster(output), loginAt(model)];
  if (cluster === undefined || login === undefined) {
    writePrivately(configPath, kubeconfigText(absentKubeconfig(configContext)));
    return;
  }
  const missing = loginProgramProblem(login(cluster.name), env);
  if (missing) throw new ProblemError([missing]);
  writePrivately(configPath, kubeconfigText(clusterKubeconfig(configContext, cluster, login(cluster.name))));
}
