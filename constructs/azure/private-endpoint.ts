import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Network, Place } from '../contracts';
import { first } from '../terraform/first';
import { type PrivateZonePurpose, zonePurpose } from './private-zones';

export interface PrivateEndpointProps {
  readonly config: WorkbenchConfig;
  readonly place: Place;
  readonly network: Network;
  /** What is reached, in its name. */
  readonly part: string;
  readonly target: string;
  /** Word of Azure for the part of the service, such as `vault` or `blob`. */
  readonly service: string;
  readonly zone: PrivateZonePurpose;
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** An address of the network that leads to one service of Azure, with its name in the private zone. About 7 USD a month and 0.01 USD a GB. */
export function privateEndpoint(scope: Construct, id: string, props: PrivateEndpointProps): PrivateEndpoint {
  const { config, place, network, part, target, service, zone, dependsOn } = props;
  const name = nameOf(config, 'network', `${part}-endpoint`);
  return new PrivateEndpoint(scope, id, {
    name,
    resourceGroupName: place.group,
    location: place.region,
    subnetId: first(network.endpointSubnets),
    privateServiceConnection: {
      name,
      privateConnectionResourceId: target,
      subresourceNames: [service],
      isManualConnection: false,
    },
    privateDnsZoneGroup: { name: 'default', privateDnsZoneIds: [network.purposes[zonePurpose(zone)] ?? ''] },
    tags: tagsOf(config),
    ...(dependsOn ? { dependsOn: [...dependsOn] } : {}),
  });
}
