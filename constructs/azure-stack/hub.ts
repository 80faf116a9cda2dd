import { DnsZone } from '@cdktf/provider-azurestack/lib/dns-zone';
import { NetworkSecurityGroup } from '@cdktf/provider-azurestack/lib/network-security-group';
import { AzurestackProvider } from '@cdktf/provider-azurestack/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurestack/lib/resource-group';
import { VirtualNetwork } from '@cdktf/provider-azurestack/lib/virtual-network';
import type { Construct } from 'constructs';
import { hubCapabilities } from '../../config/capabilities';
import { nameOf } from '../../config/model/names';
import { networkPlan } from '../../config/model/network-plan';
import { publishesRevocation, revocationPort } from '../../config/model/revocation';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Capabilities, DnsZones, Network, PlatformKit } from '../contracts';
import { nothing } from '../hand-on';
import { existingCluster } from '../kubernetes/platform';

/**
 * Lets the resources of a stack reach the resource manager of the stamp. The login comes from the environment (ARM_CLIENT_ID, ARM_CLIENT_SECRET,
 * ARM_TENANT_ID): Azure Stack Hub knows neither tokens of pipelines nor managed identities.
 */
function useHub(scope: Construct, { platform }: WorkbenchConfig): void {
  new AzurestackProvider(scope, 'azurestack', {
    metadataHost: new URL(platform.azureStack?.armEndpoint ?? 'https://unset').host,
    subscriptionId: platform.account,
    tenantId: platform.directory,
    features: { resourceGroup: { preventDeletionIfContainsResources: true } },
  });
}

const place: PlatformKit['place'] = (scope, { config }, stack) => {
  const group = new ResourceGroup(scope, 'group', {
    name: nameOf(config, 'resourceGroup', stack),
    location: config.platform.region ?? '',
    tags: tagsOf(config),
  });
  return { group: group.name, region: group.location };
};

const letIn = (name: string, description: string, priority: number, port: number) => ({
  name,
  description,
  priority,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: String(port),
});

/**
 * The network that `aks-engine-azurestack` is told to put the cluster into: one subnet for nodes, and a security group that lets in TLS, and by plain HTTP what
 * the gateway publishes of revoked certificates.
 */
const network: Capabilities['network'] = (scope, { config }, { place: { group, region } }): Network => {
  const tags = tagsOf(config);
  const guard = new NetworkSecurityGroup(scope, 'guard', {
    name: nameOf(config, 'network', 'nodes'),
    resourceGroupName: group,
    location: region,
    securityRule: [
      letIn('gateway', 'The gateway of the hub, by TLS', 100, 443),
      ...(publishesRevocation(config) ? [letIn('revocation', 'Lists of revoked certificates', 110, revocationPort)] : []),
    ],
    tags,
  });
  const [range = ''] = networkPlan(config).cluster;
  const made = new VirtualNetwork(scope, 'network', {
    name: nameOf(config, 'network'),
    resourceGroupName: group,
    location: region,
    addressSpace: [config.network.addressSpace],
    subnet: [{ name: 'nodes', addressPrefix: range, securityGroup: guard.id }],
    tags,
  });
  return { ...nothing('network'), id: made.id, clusterSubnets: [`${made.id}/subnets/nodes`] };
};

/** The zone of the environment in the DNS of the stamp. Whoever runs the parent zone delegates to it by hand. */
const dnsZones: Capabilities['dnsZones'] = (scope, { config, hosts }, { place: { group } }): DnsZones => {
  const zone = new DnsZone(scope, 'public', { name: hosts.base, resourceGroupName: group, tags: tagsOf(config) });
  return { ...nothing('dnsZones'), publicZone: zone.id, nameServers: zone.nameServers };
};

/**
 * Azure Stack Hub: what its provider has is made (network, DNS zone), the cluster is one that exists. Storage accounts would be there too, but the provider
 * reads their keys into the state.
 */
export const hubKit: PlatformKit = {
  ...existingCluster,
  capabilities: { ...hubCapabilities, network, dnsZones },
  useCloud: useHub,
  place,
};
