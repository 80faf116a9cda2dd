import { homedir } from 'node:os';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { Construct } from 'constructs';
import type { ClusterAccess } from '../contracts';

/** Access by a kubeconfig file and a context in it, as a person writes them. */
export const kubeconfigAccess = ({ kubeconfig, context }: { readonly kubeconfig: string; readonly context: string }): ClusterAccess => ({
  configPath: kubeconfig.replace(/^~(?=\/)/, homedir()),
  configContext: context,
});

/** Lets parts of a stack that works elsewhere reach the cluster of the hub. @returns what they name as their provider */
export function alsoUseHub(scope: Construct, { configPath, configContext }: ClusterAccess): KubernetesProvider {
  return new KubernetesProvider(scope, 'kubernetes-hub', { alias: 'hub', configPath, configContext });
}

/** Lets the resources of a stack reach the cluster. */
export function useCluster(scope: Construct, access: ClusterAccess): void {
  new KubernetesProvider(scope, 'kubernetes', { configPath: access.configPath, configContext: access.configContext });
  new HelmProvider(scope, 'helm', { kubernetes: { configPath: access.configPath, configContext: access.configContext } });
}
