import type { WorkbenchConfig } from '../schema/workbench';
import { addressRange, addressText, isPrivate } from './address-ranges';
import { operatorHosts } from './front';
import { type Hosts, hostsOf, participantHosts } from './hosts';
import { networkPlan } from './network-plan';
import { isInCluster } from './participants';
import { runsPortal } from './portal/portal';

/** Operators have a gateway and a balancer of their own, inside the network. */
export const hasInnerBalancer = ({ gateway }: Pick<WorkbenchConfig, 'gateway'>): boolean => gateway.operators.balancer === 'internal';

/**
 * Names that lead to the balancer of operators: those behind which nothing is for participants. Keycloak and the connection manager have something for both under
 * one name and stay where participants come in; there the addresses of operators keep everybody else from what is theirs.
 */
export function innerHosts(config: WorkbenchConfig, hosts: Hosts = hostsOf(config)): string[] {
  if (!hasInnerBalancer(config)) return [];
  const toolkits = config.participants
    .filter((participant) => isInCluster(participant) && !participant.retired && participant.testingToolkit)
    .map((participant) => participantHosts(config, participant).testingToolkit);
  return [hosts.administration, ...operatorHosts(config, hosts), ...(runsPortal(config) ? [hosts.portal] : []), ...toolkits];
}

/**
 * Address of that balancer on Azure: the last but one that can be used in the first subnet of nodes, unless the file names another. Nodes get theirs from the
 * beginning, and the last one is that of what stands before the gateway (config/model/front.ts).
 */
export function innerOperatorsAddress(config: WorkbenchConfig): string {
  const range = addressRange(networkPlan(config).cluster[0] ?? config.network.addressSpace);
  return config.gateway.operators.address ?? (range ? addressText(range.last - 2) : '');
}

/** Ranges of IPv4 that the balancer itself lets in: a balancer with an address of IPv4 refuses others in its list. None lets the gateway decide alone. */
export const innerSources = (addresses: readonly string[]): string[] => addresses.filter((range) => addressRange(range) !== undefined);

/** Addresses of operators that are reached over the internet. */
export const publicSources = ({ gateway }: WorkbenchConfig): string[] =>
  gateway.operatorAddresses.filter((range) => {
    const known = addressRange(range);
    return known !== undefined && !isPrivate(known);
  });
