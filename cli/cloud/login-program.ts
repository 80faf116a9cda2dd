import { type Problem, problem } from '../../config/problems';
import type { ClusterLogin } from '../../constructs/contracts';
import { programOnPath } from './surroundings';

/** Where the login programs come from. */
const sources: Readonly<Record<string, string>> = {
  az: 'install the Azure command line with its extension: az extension add --name aksarc',
  aws: 'install the AWS command line: docs.aws.amazon.com/cli',
  kubelogin: 'install it by az aks install-cli, or from azure.github.io/kubelogin',
};

/** @returns RUN-LOGIN-PROGRAM when the program that logs in at a cluster is not there */
export function loginProgramProblem({ command }: ClusterLogin, env: NodeJS.ProcessEnv): Problem | undefined {
  if (programOnPath(command, env)) return undefined;
  return problem(
    'RUN-LOGIN-PROGRAM',
    `${command} is not on PATH: kubectl and Terraform log in at the cluster by it`,
    sources[command] ?? `install ${command}`,
  );
}
