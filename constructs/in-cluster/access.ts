import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { Construct } from 'constructs';
import type { ClusterAccess } from '../contracts';

/** Lets the resources of a stack reach the cluster. */
export function useCluster(scope: Construct, access: ClusterAccess): void {
  new KubernetesProvider(scope, 'kubernetes', { configPath: access.configPath, configContext: access.configContext });
  new HelmProvider(scope, 'helm', { kubernetes: { configPath: access.configPath, configContext: access.configContext } });
}
