import { DataAzurermKeyVaultKey } from '@cdktf/provider-azurerm/lib/data-azurerm-key-vault-key';
import { KubernetesCluster, type KubernetesClusterNetworkProfile } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { Fn } from 'cdktf';
import { part } from '../../config/model/address-ranges';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Capabilities, Cluster } from '../contracts';
import { clusterIdentities } from './cluster-identities';
import { clusterMonitoring } from './cluster-monitoring';
import { upgrades } from './cluster-upgrades';
import { nameOfKey, vaultOfKey } from './ids';
import { apiServerSubnet } from './network';
import { aksPools, poolSettings } from './pools';
import { zonePurpose } from './private-zones';
import { clusterViewer, grantDeployers, grantViewers } from './rights';

/** Data plane and policies of pods by `cluster.dataPlane`; both are the overlay of Azure CNI, where pods have a range of their own. */
const dataPlanes: Readonly<
  Record<WorkbenchConfig['cluster']['dataPlane'], Pick<KubernetesClusterNetworkProfile, 'networkDataPlane' | 'networkPolicy'>>
> = {
  cilium: { networkDataPlane: 'cilium', networkPolicy: 'cilium' },
  'azure-overlay': { networkDataPlane: 'azure', networkPolicy: 'azure' },
};

/** Cluster DNS has the tenth address of the range of Services: Kubernetes takes the first for its own API. */
const dnsAddress = (serviceRange: string) => {
  const [, length = '16'] = serviceRange.split('/');
  return part(serviceRange, 32 - Number(length), 10).split('/')[0];
};

/**
 * An AKS cluster. About 73 USD a month in production (with an uptime promise), nothing in a sandbox; nodes come on top. Its API lies in a subnet of the network, so
 * nodes reach it directly; from outside only `cluster.api.allowedAddresses` do, else it has no public address. No local accounts: people and pipelines
 * log in by Entra ID and get their rights by roles of Azure. Secrets are encrypted by a key of ours; with a new version of it, which the next deploy
 * brings, they are written anew once by `kubectl get secrets -A -o json | kubectl replace -f -`.
 * Network, service and pod ranges, public or private, disk encryption and identities can never be changed: another value makes a new cluster.
 * A higher Kubernetes version is an upgrade in place, one minor version at a time, and never goes back.
 * Choices: commands are never run through Azure's API (`run_command`). Microsoft Defender is left out: it costs about 7 USD a core and month and is switched
 * on for a subscription, not here. Files and blobs have no storage drivers: they would need keys of accounts. Secrets come from Vault, so there is no
 * driver for Key Vault. The stack of the hub brings its own gateway, so there is none of Azure. The agents of managed Prometheus are left out: they look
 * at nodes and pods a second time, and at nothing of the hub (docs/decisions/0034-one-prometheus-sends.md).
 */
export const cluster: Capabilities['cluster'] = (scope, model, foundation): Cluster => {
  const { config } = model;
  const { place, network, keys, logWorkspace } = foundation;
  const name = nameOf(config, 'cluster');
  const { api, administrators, dataPlane } = config.cluster;
  const production = config.profile === 'production';
  // Never the whole world, which is what AKS takes an empty list for.
  const open = api.public && api.allowedAddresses.length > 0;
  const { controlPlane, nodes, disks, rights } = clusterIdentities(scope, config, foundation);
  // AKS wants the version of the key, and it changes every year.
  const key = new DataAzurermKeyVaultKey(scope, 'key', { name: nameOfKey(keys.cluster), keyVaultId: vaultOfKey(network, keys.cluster) });
  const [first] = aksPools(model, network);
  if (!first) throw new Error('a cluster on a cloud has at least its system pool');

  const made = new KubernetesCluster(scope, 'cluster', {
    name,
    resourceGroupName: place.group,
    location: place.region,
    nodeResourceGroup: nameOf(config, 'resourceGroup', 'nodes'),
    skuTier: production ? 'Standard' : 'Free',
    supportPlan: 'KubernetesOfficial',
    ...upgrades(config),
    ...(open ? { dnsPrefix: name } : { dnsPrefixPrivateCluster: name, privateDnsZoneId: network.purposes[zonePurpose('kubernetes')] }),
    privateClusterEnabled: !open,
    privateClusterPublicFqdnEnabled: false,
    apiServerAccessProfile: {
      virtualNetworkIntegrationEnabled: true,
      subnetId: network.purposes[apiServerSubnet],
      ...(open ? { authorizedIpRanges: [...api.allowedAddresses] } : {}),
    },
    localAccountDisabled: true,
    roleBasedAccessControlEnabled: true,
    azureActiveDirectoryRoleBasedAccessControl: {
      azureRbacEnabled: true,
      adminGroupObjectIds: [...administrators],
      ...(config.platform.directory ? { tenantId: config.platform.directory } : {}),
    },
    oidcIssuerEnabled: true,
    workloadIdentityEnabled: true,
    runCommandEnabled: false,
    identity: { type: 'UserAssigned', identityIds: [controlPlane.id] },
    kubeletIdentity: { clientId: nodes.clientId, objectId: nodes.principalId, userAssignedIdentityId: nodes.id },
    diskEncryptionSetId: disks.id,
    keyManagementService: { keyVaultKeyId: key.id, keyVaultNetworkAccess: 'Private' },
    networkProfile: {
      networkPlugin: 'azure',
      networkPluginMode: 'overlay',
      ...dataPlanes[dataPlane],
      podCidr: config.network.podRange,
      serviceCidr: config.network.serviceRange,
      dnsServiceIp: dnsAddress(config.network.serviceRange),
      loadBalancerSku: 'standard',
      // The gateways of the foundation: their addresses are what participants allow.
      outboundType: 'userAssignedNATGateway',
    },
    defaultNodePool: {
      ...poolSettings(config, first),
      name: first.name,
      // It takes what has no other place, so it is open to all pods.
      onlyCriticalAddonsEnabled: false,
      tags: tagsOf(config),
    },
    autoScalerProfile: {
      // Pools that have one a zone stay even.
      balanceSimilarNodeGroups: true,
      expander: 'least-waste',
      // Scratch space of pods is no reason to keep a node.
      skipNodesWithLocalStorage: false,
      skipNodesWithSystemPods: true,
    },
    storageProfile: { diskDriverEnabled: true, snapshotControllerEnabled: true, fileDriverEnabled: false, blobDriverEnabled: false },
    azurePolicyEnabled: true,
    imageCleanerEnabled: true,
    // Five days: images that no pod uses any more go, those of the last release are still there for a way back.
    imageCleanerIntervalHours: 120,
    httpApplicationRoutingEnabled: false,
    // Splits the bill by namespace; only clusters that are paid for have it.
    costAnalysisEnabled: production,
    omsAgent: { logAnalyticsWorkspaceId: logWorkspace.id, msiAuthForMonitoringEnabled: true },
    tags: tagsOf(config),
    dependsOn: [...rights],
    timeouts: { create: '2h', update: '3h' },
  });
  grantDeployers(scope, 'administrator', config, 'Azure Kubernetes Service RBAC Cluster Admin', made.id);
  grantViewers(scope, config, made.id, clusterViewer);
  clusterMonitoring(scope, config, foundation, made);
  return {
    name: made.name,
    endpoint: `https://${open ? made.fqdn : made.privateFqdn}:443`,
    // The provider hides all of the kubeconfig; the authority in it is public, and without local accounts there is nothing else in it.
    certificateAuthority: Fn.nonsensitive(made.kubeConfig.get(0).clusterCaCertificate),
    identityIssuer: made.oidcIssuerUrl,
    nodes: made.nodeResourceGroup,
  };
};
