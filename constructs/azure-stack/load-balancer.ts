import { ArcKubernetesClusterExtension } from '@cdktf/provider-azurerm/lib/arc-kubernetes-cluster-extension';
import type { ArcKubernetesProvisionedCluster } from '@cdktf/provider-azurerm/lib/arc-kubernetes-provisioned-cluster';
import { ResourceGroupTemplateDeployment } from '@cdktf/provider-azurerm/lib/resource-group-template-deployment';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { EnvironmentModel } from '../../config/environment';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { Place } from '../contracts';
import { parametersOf } from './provisioned-cluster';
import { settingsOf } from './settings';

interface LoadBalancerProps {
  readonly place: Place;
  readonly cluster: ArcKubernetesProvisionedCluster;
  /** What runs the cluster: until then there is nobody to install anything. */
  readonly instance: ITerraformDependable;
}

/** The addresses that MetalLB may give out. Source: learn.microsoft.com, "MetalLB for Arc-enabled Kubernetes". */
const template = JSON.stringify({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { cluster: { type: 'string' }, addresses: { type: 'string' } },
  resources: [
    {
      type: 'Microsoft.KubernetesRuntime/loadBalancers',
      apiVersion: '2024-03-01',
      name: 'services',
      scope: "[format('Microsoft.Kubernetes/connectedClusters/{0}', parameters('cluster'))]",
      properties: { addresses: ["[parameters('addresses')]"], advertiseMode: 'ARP' },
    },
  ],
});

/**
 * Gives the gateway its address: nothing else hands out addresses in the building. MetalLB comes as an extension of Arc, and the service that
 * configures it from Azure gets its rights in the cluster by the object id that its application has in the tenant.
 */
export function loadBalancer(scope: Construct, { config }: EnvironmentModel, { place, cluster, instance }: LoadBalancerProps): void {
  const { serviceAddresses, kubernetesRuntime } = settingsOf(config);
  const extension = new ArcKubernetesClusterExtension(scope, 'load-balancer-extension', {
    name: 'arcnetworking',
    clusterId: cluster.id,
    extensionType: 'microsoft.arcnetworking',
    identity: { type: 'SystemAssigned' },
    configurationSettings: { k8sRuntimeFpaObjectId: kubernetesRuntime },
    dependsOn: [instance],
    timeouts: { create: '1h', update: '1h', delete: '1h' },
  });
  new ResourceGroupTemplateDeployment(scope, 'load-balancer', {
    name: `${nameOf(config, 'cluster')}-load-balancer`,
    resourceGroupName: place.group,
    deploymentMode: 'Incremental',
    templateContent: template,
    parametersContent: parametersOf({ cluster: cluster.name, addresses: `${serviceAddresses.start}-${serviceAddresses.end}` }),
    tags: tagsOf(config),
    dependsOn: [extension],
    timeouts: { create: '1h', update: '1h', delete: '1h' },
  });
}
