import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** Resource providers that Azure Local and Arc need; no others are registered. */
export const resourceProviders = [
  'Microsoft.AzureStackHCI',
  'Microsoft.ExtendedLocation',
  'Microsoft.HybridContainerService',
  'Microsoft.Kubernetes',
  'Microsoft.KubernetesConfiguration',
  'Microsoft.KubernetesRuntime',
] as const;

/**
 * Lets the resources of a stack reach the resource manager of Azure, which keeps what it must know of an Azure Local instance: names, versions and
 * numbers of nodes. The login is that of whoever runs it, as on Azure; nothing of it is kept.
 */
export function useAzureLocal(scope: Construct, config: WorkbenchConfig): void {
  const { account, directory } = config.platform;
  new AzurermProvider(scope, 'azure', {
    subscriptionId: account,
    tenantId: directory,
    resourceProviderRegistrations: 'none',
    resourceProvidersToRegister: [...resourceProviders],
    features: [
      {
        // Clusters and pools are made by template deployments: what a deployment made goes with it.
        templateDeployment: [{ deleteNestedItemsDuringDeletion: true }],
        resourceGroup: [{ preventDeletionIfContainsResources: true }],
      },
    ],
  });
}
