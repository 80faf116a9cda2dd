import type { WorkbenchConfig } from '../schema/workbench';
import { cloudPlan } from './network-plan';

/**
 * Ranges that requests of payment managers in this cluster come from, as the gateway sees them. The Service of the proxies has `externalTrafficPolicy: Local`,
 * with which kube-proxy leads a pod that asks for the balancer's address to a proxy without changing its own address (kubernetes.io, virtual IPs). On AWS
 * pods have addresses of the subnets of nodes. Whoever is in the cluster has such an address, so it tells them from the outside, not from one another:
 * that is what certificate, token and `FSPIOP-Source` do.
 */
export function clusterRanges(config: WorkbenchConfig): readonly string[] {
  const { gateway, network, platform } = config;
  if (gateway.clusterAddresses) return gateway.clusterAddresses;
  return platform.provider === 'aws' ? cloudPlan(config).cluster : [network.podRange];
}
