import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { Subnet, type SubnetDelegation } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { nameOf } from '../../config/model/names';
import { networkPlan } from '../../config/model/network-plan';
import { tagsOf } from '../../config/model/tags';
import type { Capabilities, Network } from '../contracts';
import { type SubnetPurpose, subnetRules } from './network-rules';
import { privateZones } from './private-zones';
import { fixedAddress, waysOut } from './ways-out';
import { zonesSpanned } from './zones';

const join = 'Microsoft.Network/virtualNetworks/subnets/join/action';

/** Services that a subnet is given to; nothing else can be put there. */
const delegations: Readonly<Partial<Record<SubnetPurpose, SubnetDelegation>>> = {
  'api-server': { name: 'aks', serviceDelegation: { name: 'Microsoft.ContainerService/managedClusters', actions: [join] } },
  data: { name: 'mysql', serviceDelegation: { name: 'Microsoft.DBforMySQL/flexibleServers', actions: [join] } },
};

/** Key of the subnet of the API server in `Network.purposes`. */
export const apiServerSubnet = 'subnet-api-server';

/**
 * A virtual network with a subnet of nodes a zone, and one each for the API server, for MySQL with private access, for private endpoints and for what
 * faces the internet. Each has a security group that refuses what is not listed, in both directions, and no way out but the NAT gateways.
 * The address space and the subnets of the API server and of MySQL can never be changed. DDoS Network Protection is left out: it costs about
 * 2,900 USD a month for a whole tenant, so whoever has a plan attaches it; Azure's basic protection is always there.
 */
export const network: Capabilities['network'] = (scope, model, { place }): Network => {
  const { config } = model;
  const plan = networkPlan(config);
  const tags = tagsOf(config);
  const named = (part?: string) => ({ name: nameOf(config, 'network', part), resourceGroupName: place.group });
  const virtualNetwork = new VirtualNetwork(scope, 'virtual', {
    ...named(),
    location: place.region,
    addressSpace: [config.network.addressSpace],
    tags,
  });

  const subnets = (purpose: SubnetPurpose, ranges: readonly string[]) => {
    const group = new NetworkSecurityGroup(scope, `${purpose}-rules`, {
      ...named(`${purpose}-rules`),
      location: place.region,
      securityRule: subnetRules(model, purpose),
      tags,
    });
    const delegation = delegations[purpose];
    return ranges.map((range, at) => {
      const id = ranges.length === 1 && purpose !== 'cluster' ? purpose : `${purpose}-${at + 1}`;
      const subnet = new Subnet(scope, id, {
        ...named(id),
        virtualNetworkName: virtualNetwork.name,
        addressPrefixes: [range],
        // Azure would otherwise give each machine a way out with an address that nobody knows. Subnets that belong to a service have no machines of
        // ours: Azure decides there, and the setting does not apply (learn.microsoft.com, default outbound access, limitations).
        ...(delegation ? { delegation: [delegation] } : { defaultOutboundAccessEnabled: false }),
        // Without it security groups do not judge what goes to private endpoints.
        privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled',
      });
      new SubnetNetworkSecurityGroupAssociation(scope, `${id}-guard`, { subnetId: subnet.id, networkSecurityGroupId: group.id });
      return subnet;
    });
  };
  const clusterSubnets = subnets('cluster', plan.cluster);
  const [apiServer] = subnets('api-server', [plan.apiServer]);
  const dataSubnets = subnets('data', plan.data.slice(0, 1));
  const endpointSubnets = subnets('endpoints', plan.endpoints.slice(0, 1));
  const gatewaySubnets = subnets('gateway', [plan.gateway]);
  const egress = waysOut(scope, config, place, clusterSubnets);
  // Fixed as long as the environment lives: participants allow it, and a new cluster takes it over.
  const ingress = fixedAddress(scope, 'ingress-address', config, place, 'ingress', zonesSpanned(config));

  const ids = (list: readonly Subnet[]) => list.map(({ id }) => id);
  return {
    id: virtualNetwork.id,
    clusterSubnets: ids(clusterSubnets),
    dataSubnets: ids(dataSubnets),
    publicSubnets: ids(gatewaySubnets),
    endpointSubnets: ids(endpointSubnets),
    egressAddresses: egress.map(({ ipAddress }) => ipAddress),
    ingressAddresses: ingress.name,
    purposes: {
      ...privateZones(scope, config, place, virtualNetwork.id),
      ...(apiServer ? { [apiServerSubnet]: apiServer.id } : {}),
    },
  };
};
