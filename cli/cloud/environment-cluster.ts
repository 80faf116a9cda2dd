import { existsSync } from 'node:fs';
import { offerOf } from '../../config/capabilities';
import type { EnvironmentModel } from '../../config/environment';
import { ProblemError, problem } from '../../config/problems';
import { clusterAccessOf } from '../../stacks/workbench-stack';
import type { ClusterAccess } from '../run/kubeconfig';

/**
 * How a command that works in a deployed environment reaches its cluster. Whether the kubeconfig of a cluster that exists can be read, `loadKubeConfig` tells.
 * @throws ProblemError RUN-KUBECONFIG where the environment makes its cluster, and nothing on this machine leads there yet
 */
export function environmentCluster(model: EnvironmentModel, stateDir: string): ClusterAccess {
  const { platform, environment } = model.config;
  const { configPath: kubeconfig, configContext: context } = clusterAccessOf({ model, stateDir });
  if (offerOf(platform, 'cluster').offered && !existsSync(kubeconfig))
    throw new ProblemError([
      problem(
        'RUN-KUBECONFIG',
        `there is no kubeconfig at ${kubeconfig}: this machine has not deployed ${environment}`,
        `workbench kubeconfig ${environment} --out ${kubeconfig} writes it`,
      ),
    ]);
  return { kubeconfig, context };
}
