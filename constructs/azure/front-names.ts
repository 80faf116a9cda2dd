import { DnsARecord } from '@cdktf/provider-azurerm/lib/dns-a-record';
import { PrivateDnsARecord } from '@cdktf/provider-azurerm/lib/private-dns-a-record';
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import type { Construct } from 'constructs';
import type { EnvironmentModel } from '../../config/environment';
import { innerGatewayAddress } from '../../config/model/front';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { FrontNeeds } from '../contracts';
import { groupNameOf } from './ids';

/**
 * One name, two answers: for the world the name of the interoperability API is the service, inside the network it is the gateway in the cluster, which has the
 * certificate of that name and judges pods of participants in it by itself. A zone for this one name hides no other name of the environment.
 */
export function frontNames(scope: Construct, { config, hosts }: EnvironmentModel, { place, network }: FrontNeeds, address: string): void {
  const tags = tagsOf(config);
  new DnsARecord(scope, 'public-name', {
    name: hosts.interopSwitch.slice(0, -hosts.base.length - 1),
    zoneName: hosts.base,
    // The zone is of the foundation.
    resourceGroupName: groupNameOf(network.id),
    ttl: 300,
    records: [address],
    tags,
  });
  const zone = new PrivateDnsZone(scope, 'inner-zone', { name: hosts.interopSwitch, resourceGroupName: place.group, tags });
  new PrivateDnsZoneVirtualNetworkLink(scope, 'inner-zone-link', {
    name: nameOf(config, 'network'),
    resourceGroupName: place.group,
    privateDnsZoneName: zone.name,
    virtualNetworkId: network.id,
    registrationEnabled: false,
    tags,
  });
  new PrivateDnsARecord(scope, 'inner-name', {
    name: '@',
    zoneName: zone.name,
    resourceGroupName: place.group,
    ttl: 300,
    records: [innerGatewayAddress(config)],
    tags,
  });
}
