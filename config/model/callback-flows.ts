import type { WorkbenchConfig } from '../schema/workbench';
import { callbackProxy, callbackTargets } from './callbacks';
import type { Flow, Peer } from './flows';
import { clusterCallbackPort, participantClusters } from './participant-clusters';

/** Callbacks leave the hub by the proxy that knows its participants, and only that proxy leaves the cluster for them. */
export function callbackFlows(config: WorkbenchConfig): Flow[] {
  const { hub, gateway } = config;
  const proxy: Peer = { namespace: gateway.namespace, app: callbackProxy.name };
  // 443 always, and that of a cluster with it: a first participant outside would otherwise change the policies of the platform, not only its own stack.
  const always = participantClusters(config).length > 0 ? [443, clusterCallbackPort] : [443];
  const ports = [...new Set([...always, ...callbackTargets(config).map(({ port }) => port)])].sort((a, b) => a - b);
  return [
    { from: { namespace: hub.namespace }, to: proxy, ports: [callbackProxy.port], why: 'callbacks to participants' },
    { from: proxy, to: { cidr: '0.0.0.0/0' }, ports, why: 'callbacks to participants outside of the cluster' },
  ];
}
