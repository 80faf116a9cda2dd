import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import type { Construct } from 'constructs';
import { managedGrafanaIsPrivate } from '../../config/model/log-places';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Place } from '../contracts';

/**
 * Zones in which the network finds services of Azure at their private addresses, by what is in them.
 * Source: learn.microsoft.com, private endpoint DNS zone values, and private AKS clusters, custom private DNS zone; of MySQL with private access the
 * ending is given, the rest is ours.
 */
const zoneNames = (config: WorkbenchConfig) => ({
  mysql: `${nameOf(config, 'network')}.private.mysql.database.azure.com`,
  kafka: 'privatelink.servicebus.windows.net',
  vault: 'privatelink.vaultcore.azure.net',
  blob: 'privatelink.blob.core.windows.net',
  redis: 'privatelink.redis.cache.windows.net',
  mongo: 'privatelink.mongocluster.cosmos.azure.com',
  registry: 'privatelink.azurecr.io',
  // Of an API server in a subnet of the network; `privatelink.` is that of one behind a private endpoint, and is refused here.
  kubernetes: `private.${config.platform.region}.azmk8s.io`,
  // Its only record goes with it: both are in the stack of the network.
  ...(managedGrafanaIsPrivate(config) ? { grafana: 'privatelink.grafana.azure.com' } : {}),
});
export type PrivateZonePurpose = keyof ReturnType<typeof zoneNames>;

/** Key of a zone in `Network.purposes`. */
export const zonePurpose = (purpose: PrivateZonePurpose) => `dns-${purpose}`;

/**
 * The private zones with their links to the network; their ids by `dns-<purpose>`. Half a dollar a month each. All of stores always: the network is
 * deployed before stores are taken away, so a zone that went with its store would still have records.
 */
export function privateZones(scope: Construct, config: WorkbenchConfig, place: Place, network: string): Readonly<Record<string, string>> {
  const made = Object.entries(zoneNames(config)).map(([purpose, name]) => {
    const key = zonePurpose(purpose as PrivateZonePurpose);
    const zone = new PrivateDnsZone(scope, key, { name, resourceGroupName: place.group, tags: tagsOf(config) });
    new PrivateDnsZoneVirtualNetworkLink(scope, `${key}-link`, {
      name: nameOf(config, 'network'),
      resourceGroupName: place.group,
      privateDnsZoneName: zone.name,
      virtualNetworkId: network,
      // Only services write into it, never machines of the network.
      registrationEnabled: false,
      tags: tagsOf(config),
    });
    return [key, zone.id];
  });
  return Object.fromEntries(made);
}
