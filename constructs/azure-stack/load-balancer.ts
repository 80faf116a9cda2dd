import { ResourceGroupTemplateDeployment } from '@cdktf/provider-azurerm/lib/resource-group-template-deployment';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { EnvironmentModel } from '../../config/environment';
import { tagsOf } from '../../config/model/tags';
import type { Place } from '../contracts';
import { parametersOf } from './provisioned-cluster';
import { settingsOf } from './settings';

interface LoadBalancerProps {
  readonly place: Place;
  readonly cluster: string;
  readonly dependsOn: ITerraformDependable;
}

const scopeOfCluster = "[format('Microsoft.Kubernetes/connectedClusters/{0}', parameters('cluster'))]";

/** MetalLB as an extension of Arc, and the addresses it may give out. Source: learn.microsoft.com, "MetalLB for Arc-enabled Kubernetes". */
const template = JSON.stringify({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { cluster: { type: 'string' }, addresses: { type: 'string' } },
  resources: [
    {
      type: 'Microsoft.KubernetesConfiguration/extensions',
      apiVersion: '2023-05-01',
      name: 'arcnetworking',
      scope: scopeOfCluster,
      identity: { type: 'SystemAssigned' },
      properties: { extensionType: 'microsoft.arcnetworking', autoUpgradeMinorVersion: true },
    },
    {
      type: 'Microsoft.KubernetesRuntime/loadBalancers',
      apiVersion: '2024-03-01',
      name: 'services',
      scope: scopeOfCluster,
      dependsOn: [
        "[extensionResourceId(resourceId('Microsoft.Kubernetes/connectedClusters', parameters('cluster')), 'Microsoft.KubernetesConfiguration/extensions', 'arcnetworking')]",
      ],
      properties: { addresses: ["[parameters('addresses')]"], advertiseMode: 'ARP' },
    },
  ],
});

/** Gives the gateway its address: nothing else hands out addresses in the building. */
export function loadBalancer(scope: Construct, { config }: EnvironmentModel, { place, cluster, dependsOn }: LoadBalancerProps): void {
  const { start, end } = settingsOf(config).serviceAddresses;
  new ResourceGroupTemplateDeployment(scope, 'load-balancer', {
    name: `${cluster}-load-balancer`,
    resourceGroupName: place.group,
    deploymentMode: 'Incremental',
    templateContent: template,
    parametersContent: parametersOf({ cluster, addresses: `${start}-${end}` }),
    tags: tagsOf(config),
    dependsOn: [dependsOn],
    timeouts: { create: '1h', update: '1h', delete: '1h' },
  });
}
