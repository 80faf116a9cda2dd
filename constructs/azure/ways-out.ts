import { NatGateway } from '@cdktf/provider-azurerm/lib/nat-gateway';
import { NatGatewayPublicIpAssociation } from '@cdktf/provider-azurerm/lib/nat-gateway-public-ip-association';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import type { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNatGatewayAssociation } from '@cdktf/provider-azurerm/lib/subnet-nat-gateway-association';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Place } from '../contracts';
import { zonesSpanned } from './zones';

/** A public address that never changes: Basic addresses are retired, and only Standard ones are closed by default. About 4 USD a month. */
export function fixedAddress(
  scope: Construct,
  id: string,
  config: WorkbenchConfig,
  place: Place,
  part: string,
  zones?: string[],
): PublicIp {
  return new PublicIp(scope, id, {
    name: nameOf(config, 'network', part),
    resourceGroupName: place.group,
    location: place.region,
    allocationMethod: 'Static',
    sku: 'Standard',
    zones,
    tags: tagsOf(config),
  });
}

/**
 * NAT gateways of the subnets of the cluster: one, or one a zone (`network.nat`), pinned to the zone of its subnet, because a NAT gateway of the
 * Standard kind lives in one zone and provider 4.55 knows no other. About 33 USD a month each and 0.045 USD a GB.
 * Their addresses are those that participants allow.
 */
export function waysOut(scope: Construct, config: WorkbenchConfig, place: Place, subnets: readonly Subnet[]): readonly PublicIp[] {
  const zones = zonesSpanned(config);
  const one = config.network.nat === 'one';
  const made = subnets.slice(0, one ? 1 : undefined).map((_, at) => {
    const zone = zones?.[at];
    const pinned = one || !zone ? undefined : [zone];
    // The address of the only gateway outlives a zone, should the gateway have to be made again in another.
    const address = fixedAddress(scope, `nat-address-${at + 1}`, config, place, `nat-${at + 1}`, one ? zones : pinned);
    const gateway = new NatGateway(scope, `nat-${at + 1}`, {
      name: nameOf(config, 'network', `nat-${at + 1}`),
      resourceGroupName: place.group,
      location: place.region,
      skuName: 'Standard',
      zones: pinned,
      // Callbacks of participants may take their time; 4 minutes, the default, is also what balancers of Azure keep.
      idleTimeoutInMinutes: 10,
      tags: tagsOf(config),
    });
    const bound = new NatGatewayPublicIpAssociation(scope, `nat-${at + 1}-address`, {
      natGatewayId: gateway.id,
      publicIpAddressId: address.id,
    });
    return { address, gateway, bound };
  });
  subnets.forEach((subnet, at) => {
    const way = made[at] ?? made[0];
    if (!way) return;
    new SubnetNatGatewayAssociation(scope, `cluster-${at + 1}-nat`, {
      subnetId: subnet.id,
      natGatewayId: way.gateway.id,
      dependsOn: [way.bound],
    });
  });
  return made.map(({ address }) => address);
}
