import { ArcKubernetesProvisionedCluster } from '@cdktf/provider-azurerm/lib/arc-kubernetes-provisioned-cluster';
import { ResourceGroupTemplateDeployment } from '@cdktf/provider-azurerm/lib/resource-group-template-deployment';
import { nameOf } from '../../config/model/names';
import { nodePools } from '../../config/model/node-pools';
import { tagsOf } from '../../config/model/tags';
import type { Capabilities, Cluster } from '../contracts';
import { loadBalancer } from './load-balancer';
import { type ClusterParameters, clusterTemplate, parametersOf } from './provisioned-cluster';
import { agentPool, settingsOf } from './settings';

/** Machines of the Kubernetes API: three survive the loss of one (learn.microsoft.com, "AKS on Azure Local, scale requirements"). */
const controlPlanes = { sandbox: { count: 1, size: 'Standard_A4_v2' }, production: { count: 3, size: 'Standard_A4_v2' } } as const;

/**
 * AKS enabled by Azure Arc, on the machines of an Azure Local instance: about half an hour. Only what Azure needs to know of the cluster leaves the building; the
 * hub and its stores do not. The address of its API, its network and the range of pods can never be changed: another value makes a new cluster. A higher
 * Kubernetes version is an upgrade in place. The deployment is of the kind `Incremental`: what is not in the template is left alone.
 */
export const cluster: Capabilities['cluster'] = (scope, model, { place, network }): Cluster => {
  const { config } = model;
  const settings = settingsOf(config);
  const { count, size } = controlPlanes[config.profile];
  const [system] = nodePools(config, model.services);
  if (!system) throw new Error('a cluster has at least its system pool');
  const name = nameOf(config, 'cluster');
  const arc = new ArcKubernetesProvisionedCluster(scope, 'arc', {
    name,
    resourceGroupName: place.group,
    location: place.region,
    identity: { type: 'SystemAssigned' },
    // People log in with their own account of Entra, whose groups administer; there is no shared certificate.
    azureActiveDirectory: {
      azureRbacEnabled: true,
      adminGroupObjectIds: [...config.cluster.administrators],
      tenantId: config.platform.directory ?? '',
    },
    arcAgentAutoUpgradeEnabled: true,
    tags: tagsOf(config),
  });
  const values: ClusterParameters = {
    name: arc.name,
    customLocation: settings.customLocation,
    logicalNetwork: network.id,
    kubernetesVersion: settings.kubernetesPatch,
    sshPublicKey: settings.sshPublicKey,
    controlPlaneCount: count,
    controlPlaneSize: size,
    controlPlaneAddress: settings.controlPlaneAddress,
    podRange: config.network.podRange,
    pools: [agentPool(system)],
  };
  const made = new ResourceGroupTemplateDeployment(scope, 'deployment', {
    name,
    resourceGroupName: place.group,
    deploymentMode: 'Incremental',
    templateContent: clusterTemplate(),
    parametersContent: parametersOf(values),
    tags: tagsOf(config),
    timeouts: { create: '2h', update: '2h', delete: '1h' },
  });
  loadBalancer(scope, model, { place, cluster: arc, instance: made });
  return {
    // That of the deployment, so that whoever uses the name waits until there is a cluster, and goes before it does.
    name: made.name,
    endpoint: `https://${settings.controlPlaneAddress}:6443`,
    // The resource manager does not tell it: the kubeconfig is fetched by `az aksarc get-credentials`, which the command runs.
    certificateAuthority: '',
    identityIssuer: '',
    nodes: place.group,
  };
};
