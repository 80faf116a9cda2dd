import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/**
 * Resource providers that the stacks need. Only these are registered, so that a deployer needs no right to register every one that Azure has.
 * Source: learn.microsoft.com, resource providers by Azure service.
 */
export const resourceProviders = [
  'Microsoft.AlertsManagement',
  'Microsoft.ApiManagement',
  'Microsoft.Cache',
  // Nodes of AKS, and the encryption sets of disks; a fresh subscription does not have it.
  'Microsoft.Compute',
  'Microsoft.ContainerRegistry',
  'Microsoft.ContainerService',
  'Microsoft.DBforMySQL',
  'Microsoft.DocumentDB',
  'Microsoft.EventHub',
  'Microsoft.HDInsight',
  'Microsoft.Insights',
  'Microsoft.KeyVault',
  'Microsoft.ManagedIdentity',
  'Microsoft.Monitor',
  'Microsoft.Network',
  'Microsoft.OperationalInsights',
  'Microsoft.OperationsManagement',
  'Microsoft.PolicyInsights',
  'Microsoft.Storage',
] as const;

/**
 * Lets the resources of a stack reach Azure, with the login of whoever runs it: `az login`, or in a pipeline the environment of the provider
 * (ARM_USE_OIDC with ARM_OIDC_TOKEN or ARM_OIDC_TOKEN_FILE_PATH, ARM_CLIENT_ID). Nothing of it is kept. `platform.account` and
 * `platform.directory` say which subscription and tenant it must be; left out, ARM_SUBSCRIPTION_ID and ARM_TENANT_ID do.
 */
export function useAzure(scope: Construct, config: WorkbenchConfig): void {
  const { account, directory } = config.platform;
  new AzurermProvider(scope, 'azure', {
    subscriptionId: account,
    tenantId: directory,
    // Storage accounts here know no keys (`shared_access_key_enabled = false`), so the provider must come with an identity.
    storageUseAzuread: true,
    resourceProviderRegistrations: 'none',
    resourceProvidersToRegister: [...resourceProviders],
    features: [
      {
        // Vaults, keys and secrets have purge protection: destroying leaves them deleted but recoverable, and a new deploy takes them back.
        keyVault: [
          {
            purgeSoftDeleteOnDestroy: false,
            purgeSoftDeletedKeysOnDestroy: false,
            purgeSoftDeletedSecretsOnDestroy: false,
            recoverSoftDeletedKeyVaults: true,
            recoverSoftDeletedKeys: true,
            recoverSoftDeletedSecrets: true,
          },
        ],
        // A deleted service comes back with its name for 48 hours; an environment that is gone for good does not keep the name.
        apiManagement: [{ purgeSoftDeleteOnDestroy: true, recoverSoftDeleted: true }],
        // Logs stay recoverable for 14 days after a destroy.
        logAnalyticsWorkspace: [{ permanentlyDeleteOnDestroy: false }],
        // Things that somebody else put into a group of ours are not deleted with it.
        resourceGroup: [{ preventDeletionIfContainsResources: true }],
        // Storage accounts are closed to the internet: whoever deploys needs no line to their data, only to the resource manager.
        storage: [{ dataPlaneAvailable: false }],
        // Without it Azure makes a rule of its own that Terraform does not know.
        applicationInsights: [{ disableGeneratedRule: true }],
      },
    ],
  });
}
