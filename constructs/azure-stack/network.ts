import { StackHciLogicalNetwork } from '@cdktf/provider-azurerm/lib/stack-hci-logical-network';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { Capabilities, Network } from '../contracts';
import { nothing } from '../hand-on';
import { settingsOf } from './settings';

/**
 * A logical network of Azure Local: addresses for the nodes on a virtual switch that is there, in the VLAN of the operator. Nothing of it can be changed:
 * another range is another network, and another cluster. Costs nothing beside the building.
 */
export const network: Capabilities['network'] = (scope, { config }, { place }): Network => {
  const { customLocation, virtualSwitch, addressPrefix, gateway, dnsServers, nodeAddresses, vlan } = settingsOf(config);
  const made = new StackHciLogicalNetwork(scope, 'logical', {
    name: nameOf(config, 'network'),
    resourceGroupName: place.group,
    location: place.region,
    customLocationId: customLocation,
    virtualSwitchName: virtualSwitch,
    dnsServers: [...dnsServers],
    subnet: {
      ipAllocationMethod: 'Static',
      addressPrefix,
      ipPool: [{ start: nodeAddresses.start, end: nodeAddresses.end }],
      route: { name: 'default', addressPrefix: '0.0.0.0/0', nextHopIpAddress: gateway },
      ...(vlan === undefined ? {} : { vlanId: vlan }),
    },
    tags: tagsOf(config),
  });
  return { ...nothing('network'), id: made.id, clusterSubnets: [made.id] };
};
