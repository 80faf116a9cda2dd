import type { WorkbenchConfig } from '../schema/workbench';

/** Vault as pods reach it: the one that is deployed with the environment, or an existing one at its address. */
export const vaultAddress = ({ secrets: { vault } }: Pick<WorkbenchConfig, 'secrets'>): string =>
  vault.inClusterAddress ?? vault.address ?? `https://vault-active.${vault.namespace}.svc:8200`;
