import { type ArmTemplate, call, expression, param, resource, resourceId, stringParameter, templateSchemas, text } from './arm';
import type { PlanKindRow } from './plan-kinds';
import { givenRoles } from './roles';
import { containers } from './workbench-file';

/** Days in which what was deleted or overwritten can be had again; as `workbench state init` has it. */
const undoneDays = 90;
const account = 'Microsoft.Storage/storageAccounts';

/**
 * The storage account of Terraform's states and of the workbench file: what `workbench state init` makes, and beside the states a container for files. A test holds
 * both against each other. About 0.10 USD a month. The right on it is given on the resource group: a lock on the account would keep it from being taken back.
 */
export function statesTemplate(version: string, { assignsAcrossTenants }: PlanKindRow): ArmTemplate {
  const name = param('account');
  const role = call(
    'subscriptionResourceId',
    text('Microsoft.Authorization/roleDefinitions'),
    text(givenRoles['Storage Blob Data Contributor']),
  );
  const blobs = resourceId('Microsoft.Storage/storageAccounts/blobServices', name, text('default'));
  return {
    $schema: templateSchemas.resourceGroup,
    contentVersion: version,
    parameters: {
      location: stringParameter('Region.'),
      account: stringParameter('Name of the storage account.'),
      principalId: stringParameter('Who deploys: reads and writes states.'),
      ...(assignsAcrossTenants ? { identityId: stringParameter('The same, by its resource id.') } : {}),
    },
    variables: {},
    resources: [
      resource(account, name, {
        location: expression(param('location')),
        sku: { name: 'Standard_ZRS' },
        kind: 'StorageV2',
        properties: {
          accessTier: 'Hot',
          isLocalUserEnabled: false,
          allowBlobPublicAccess: false,
          allowCrossTenantReplication: false,
          supportsHttpsTrafficOnly: true,
          minimumTlsVersion: 'TLS1_2',
          allowSharedKeyAccess: false,
          defaultToOAuthAuthentication: true,
          publicNetworkAccess: 'Enabled',
          encryption: {
            keySource: 'Microsoft.Storage',
            requireInfrastructureEncryption: true,
            services: { blob: { enabled: true } },
          },
        },
      }),
      resource('Microsoft.Storage/storageAccounts/blobServices', call('concat', name, text('/default')), {
        dependsOn: [expression(resourceId(account, name))],
        properties: {
          isVersioningEnabled: true,
          changeFeed: { enabled: true },
          deleteRetentionPolicy: { enabled: true, days: undoneDays },
          containerDeleteRetentionPolicy: { enabled: true, days: undoneDays },
        },
      }),
      ...Object.values(containers).map((container) =>
        resource('Microsoft.Storage/storageAccounts/blobServices/containers', call('concat', name, text(`/default/${container}`)), {
          dependsOn: [expression(blobs)],
          properties: { publicAccess: 'None' },
        }),
      ),
      resource('Microsoft.Authorization/locks', text('terraform-states'), {
        scope: expression(resourceId(account, name)),
        dependsOn: Object.values(containers).map((container) =>
          expression(resourceId('Microsoft.Storage/storageAccounts/blobServices/containers', name, text('default'), text(container))),
        ),
        properties: {
          level: 'CanNotDelete',
          notes: 'States of Terraform: without them nobody knows what belongs to the hub. Remove this lock first to delete the account.',
        },
      }),
      resource('Microsoft.Authorization/roleAssignments', call('guid', 'resourceGroup().id', param('principalId'), role), {
        properties: {
          roleDefinitionId: expression(role),
          principalId: expression(param('principalId')),
          principalType: 'ServicePrincipal',
          description: 'Whoever deploys reads and writes states.',
          ...(assignsAcrossTenants ? { delegatedManagedIdentityResourceId: expression(param('identityId')) } : {}),
        },
      }),
    ],
    outputs: {},
  };
}
