import { readFileSync } from 'node:fs';
import type { EnvironmentModel } from '../config/environment';
import { clusterAccessOf } from '../stacks/workbench-stack';
import type { StackPreparation } from './run/request';

/**
 * What a stack needs to reach Vault while Terraform works on it: nothing when Vault has an address or the stack does not use it,
 * else a port-forward to the Vault in the cluster and a file with its CA. Both are gone when the stack is done.
 */
export async function prepareVault(model: EnvironmentModel, stateDir: string, stackFile: string): Promise<StackPreparation> {
  const { config } = model;
  if (config.secrets.vault.address || !usesVault(stackFile)) return {};
  const { openVaultForward } = await import('./vault-forward.js');
  const access = clusterAccessOf({ model, stateDir });
  return openVaultForward({ kubeconfig: access.configPath, context: access.configContext }, config.secrets.vault.namespace);
}

function usesVault(stackFile: string): boolean {
  const stack = JSON.parse(readFileSync(stackFile, 'utf8')) as { provider?: Record<string, unknown> };
  return stack.provider?.vault !== undefined;
}
