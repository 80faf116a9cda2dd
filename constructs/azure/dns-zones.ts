import { DataAzurermDnsZone } from '@cdktf/provider-azurerm/lib/data-azurerm-dns-zone';
import { DnsNsRecord } from '@cdktf/provider-azurerm/lib/dns-ns-record';
import { DnsZone } from '@cdktf/provider-azurerm/lib/dns-zone';
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { Capabilities, DnsZones } from '../contracts';

/**
 * The public zone `<environment>.<domain>` with its delegation in `network.parentZone`, and the private zone `internal.<environment>.<domain>` of the
 * network: a private zone of the same name would hide every public record from the hub itself. About 0.50 USD a month each. A zone that is
 * made again gets other name servers: whoever delegates by hand must change them. Azure DNS signs nothing here (no DNSSEC in this provider).
 */
export const dnsZones: Capabilities['dnsZones'] = (scope, { config, hosts }, { place, network }): DnsZones => {
  const tags = tagsOf(config);
  const resourceGroupName = place.group;
  const zone = new DnsZone(scope, 'public', { name: hosts.base, resourceGroupName, tags });
  const inside = new PrivateDnsZone(scope, 'private', { name: `internal.${hosts.base}`, resourceGroupName, tags });
  new PrivateDnsZoneVirtualNetworkLink(scope, 'private-link', {
    name: nameOf(config, 'network'),
    resourceGroupName,
    privateDnsZoneName: inside.name,
    virtualNetworkId: network.id,
    registrationEnabled: false,
    tags,
  });
  const { parentZone } = config.network;
  if (parentZone) {
    const parent = new DataAzurermDnsZone(scope, 'parent', { name: parentZone });
    new DnsNsRecord(scope, 'delegation', {
      // Relative to the parent, which may be any number of labels above.
      name: hosts.base.endsWith(`.${parentZone}`) ? hosts.base.slice(0, -parentZone.length - 1) : hosts.base,
      zoneName: parent.name,
      resourceGroupName: parent.resourceGroupName,
      // An hour: a resolver may not ask again sooner after a zone was made anew.
      ttl: 3600,
      records: zone.nameServers,
      tags,
    });
  }
  return { publicZone: zone.id, privateZone: inside.id, nameServers: zone.nameServers, certificate: '' };
};
