import { jobName } from './nested-job';

/**
 * viewDefinition.json: the page that the portal shows of a managed application. What belongs to the hub itself is in resource groups of its own; this shows
 * what was made by the template: the container that deploys and the account of the states.
 */
export function viewDefinition(): Readonly<Record<string, unknown>> {
  return {
    $schema: 'https://schema.management.azure.com/schemas/viewdefinition/0.0.1-preview/ViewDefinition.json#',
    contentVersion: '0.0.0.1',
    views: [
      {
        kind: 'Overview',
        properties: {
          header: 'Mojaloop hub',
          description: `The container ${jobName} deploys the hub; its log says how far it is. The workbench file and the report of each run are in the container workbench of the storage account. Start the container again to deploy the file as it is then: that is safe at any time.`,
        },
      },
      {
        kind: 'Metrics',
        properties: {
          displayName: 'Deployment',
          version: '1.0.0',
          charts: [
            {
              displayName: 'Work of the container that deploys',
              chartType: 'Line',
              metrics: [
                {
                  name: 'CpuUsage',
                  aggregationType: 'avg',
                  namespace: 'microsoft.containerinstance/containergroups',
                  resourceType: 'Microsoft.ContainerInstance/containerGroups',
                },
                {
                  name: 'MemoryUsage',
                  aggregationType: 'avg',
                  namespace: 'microsoft.containerinstance/containergroups',
                  resourceType: 'Microsoft.ContainerInstance/containerGroups',
                },
              ],
            },
            {
              displayName: 'Use of the states',
              chartType: 'Bar',
              metrics: [
                {
                  name: 'Transactions',
                  aggregationType: 'sum',
                  namespace: 'microsoft.storage/storageaccounts',
                  resourceType: 'Microsoft.Storage/storageAccounts',
                },
              ],
            },
          ],
        },
      },
    ],
  };
}
