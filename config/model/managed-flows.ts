import type { WorkbenchConfig } from '../schema/workbench';
import type { Flow, Peer } from './flows';
import { type DirectStore, kafkaProxy, managedReach, proxyLogin, proxyPorts, rangesOf } from './managed-stores';

/** Label `app.kubernetes.io/name` of the Job that prepares a managed database. */
export const bootstrapName = (engine: 'mysql' | 'mongodb') => `${engine}-bootstrap`;

const direct = ['mysql', 'mongodb', 'redis'] as const satisfies readonly DirectStore[];

/**
 * Connections to stores that the cloud runs: to the ranges they lie in and to their port, never anywhere. Databases are reached by the hub and by
 * the Job that prepares them; Kafka by the proxy alone, which the hub and payment managers with bulk reach.
 */
export function managedFlows(config: WorkbenchConfig): Flow[] {
  const { hub, stores } = config;
  const inRanges = (from: Peer, kind: DirectStore | 'kafka', why: string): Flow[] => {
    const reach = managedReach(config, kind);
    return reach ? rangesOf(config, reach).map((cidr) => ({ from, to: { cidr }, ports: [reach.port], why })) : [];
  };
  const proxy: Peer = { namespace: stores.namespace, app: kafkaProxy.name };
  const ports = proxyPorts(config);
  return [
    ...direct.flatMap((kind) => inRanges({ namespace: hub.namespace }, kind, `managed ${kind} of the hub`)),
    ...(['mysql', 'mongodb'] as const).flatMap((kind) =>
      inRanges({ namespace: stores.namespace, app: bootstrapName(kind) }, kind, `preparing the managed ${kind}`),
    ),
    ...inRanges(proxy, 'kafka', 'the proxy logs in at the managed Kafka'),
    ...(proxyLogin(config) === 'identity'
      ? [{ from: proxy, to: { cidr: '0.0.0.0/0' }, ports: [443], why: 'tokens of the workload identity of the proxy' } satisfies Flow]
      : []),
    ...(ports.length > 0
      ? ([
          { from: { namespace: hub.namespace }, to: proxy, ports, why: 'messages of the hub, through the proxy' },
          { from: { participants: true }, to: proxy, ports, why: 'SDK bulk on Kafka, through the proxy' },
        ] satisfies Flow[])
      : []),
  ];
}

/** What one payment manager with bulk needs besides. */
export function managedBulkFlows(config: WorkbenchConfig, id: string): Flow[] {
  const ports = proxyPorts(config);
  if (ports.length === 0) return [];
  return [
    {
      from: { namespace: id },
      to: { namespace: config.stores.namespace, app: kafkaProxy.name },
      ports,
      why: 'SDK bulk on Kafka, through the proxy',
    },
  ];
}
