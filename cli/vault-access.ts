import type { EnvironmentModel } from '../config/environment';
import { clusterAccessOf } from '../stacks/workbench-stack';
import type { StackPreparation } from './run/request';
import type { StackJson } from './run/stack-json';

/**
 * What a stack needs to reach Vault while Terraform works on it: nothing when Vault has an address or the stack does not use it,
 * else a port-forward to the Vault in the cluster and a file with its CA. Both are gone when the stack is done.
 */
export async function prepareVault(model: EnvironmentModel, stateDir: string, stack: StackJson): Promise<StackPreparation> {
  const { config } = model;
  if (config.secrets.vault.address || stack.provider?.vault === undefined) return {};
  const { openVaultForward } = await import('./vault-forward.js');
  const access = clusterAccessOf({ model, stateDir });
  return openVaultForward({ kubeconfig: access.configPath, context: access.configContext }, config.secrets.vault.namespace);
}
