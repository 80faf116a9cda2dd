import type { WorkbenchConfig } from '../schema/workbench';
import { resolveFeatures } from './features';
import { localParticipants } from './namespaces';
import { mostZones } from './network-plan';
import { nodePools } from './node-pools';
import { servicesOf } from './services';

/** Nodes that may be there at once, and the addresses they take. */
export interface AddressDemand {
  /** Nodes of every pool at its largest. */
  readonly nodes: number;
  /** Nodes beside them while a pool is upgraded: one a zone on AWS, a third of a pool on Azure (max surge 33 %), at least one. */
  readonly surge: number;
  /** Addresses of a node in the subnet of its zone, its pods counted where they have addresses of the network. */
  readonly perNode: number;
  /** Addresses that one subnet of nodes must have. */
  readonly perSubnet: number;
  readonly subnets: number;
}

/** Blocks of 16 addresses that the network plug-in of AWS takes for a node of 110 pods: seven, and one that is kept warm. And its own address. */
const awsPerNode = 8 * 16 + 1;

/** What the nodes of a cluster take of its subnets; pods of Azure have a range of their own. */
export function addressDemand(config: WorkbenchConfig): AddressDemand {
  const pools = nodePools(config, servicesOf(config, resolveFeatures(config)));
  const aws = config.platform.provider === 'aws';
  const zones = Math.min(config.cluster.zones, mostZones);
  const nodes = pools.reduce((sum, { max }) => sum + max, 0);
  const surge = pools.reduce((sum, { max }) => sum + (aws ? zones : Math.ceil(max / 3)), 0);
  const perNode = aws ? awsPerNode : 1;
  // Azure puts all nodes into the first subnet of the plan; on AWS they are spread over the zones.
  const subnets = aws ? zones : 1;
  return { nodes, surge, perNode, perSubnet: Math.ceil((nodes + surge) / subnets) * perNode, subnets };
}

/** Kubernetes Services: those of platform and hub (about 120 with every part on), and about 15 of a payment manager. */
export const serviceDemand = (config: WorkbenchConfig): number => 120 + 15 * localParticipants(config).length;
