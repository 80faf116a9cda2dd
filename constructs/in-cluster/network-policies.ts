import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import { Construct } from 'constructs';
import type { Flow, Peer } from '../../config/model/flows';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { roleLabels } from './labels';

export interface NetworkPoliciesProps {
  readonly namespace: string;
  /** The whole table; only rows that touch the namespace are used. */
  readonly flows: readonly Flow[];
  readonly config: WorkbenchConfig;
}

/** Whether a flow ends at the pods that one policy is for: all of a namespace, or those with one name. */
const ends = (peer: Peer, namespace: string, app: string | undefined) =>
  'namespace' in peer && peer.namespace === namespace && peer.app === app;
const byName = (app: string | undefined) => (app ? { 'app.kubernetes.io/name': app } : undefined);

/**
 * Refuses every connection of a namespace but those of the flow table (and the cluster DNS).
 * Has an effect only where the cluster's network plug-in knows network policies.
 */
export class NetworkPolicies extends Construct {
  constructor(scope: Construct, id: string, { namespace, flows, config }: NetworkPoliciesProps) {
    super(scope, id);
    const { network } = config;
    const select = (matchLabels: Record<string, string>) => ({ namespaceSelector: { matchLabels } });
    const peer = (end: Peer) =>
      'namespace' in end
        ? {
            ...select({ 'kubernetes.io/metadata.name': end.namespace }),
            ...(end.app ? { podSelector: { matchLabels: byName(end.app) } } : {}),
          }
        : 'participants' in end
          ? select(roleLabels(config, 'participant'))
          : // Pod selectors do not match the API server: it is reached, and comes, by address.
            { ipBlock: { cidr: 'cidr' in end ? end.cidr : (network.apiServer ?? '0.0.0.0/0') } };
    // Names are asked by UDP first.
    const protocols = (port: number) => (port === 53 ? ['UDP', 'TCP'] : ['TCP']);
    const ports = (flow: Flow) => flow.ports.flatMap((port) => protocols(port).map((protocol) => ({ port: String(port), protocol })));
    const metadata = (name: string) => ({ name, namespace });

    new NetworkPolicyV1(this, 'default-deny', {
      metadata: metadata('default-deny'),
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    const dns = {
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': network.dnsNamespace } } }],
      ports: ['UDP', 'TCP'].map((protocol) => ({ port: '53', protocol })),
    };
    const ingress = (app?: string) =>
      flows.filter((flow) => ends(flow.to, namespace, app)).map((flow) => ({ from: [peer(flow.from)], ports: ports(flow) }));
    const egress = (app?: string) =>
      flows.filter((flow) => ends(flow.from, namespace, app)).map((flow) => ({ to: [peer(flow.to)], ports: ports(flow) }));
    new NetworkPolicyV1(this, 'allowed-flows', {
      metadata: metadata('allowed-flows'),
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: ingress(), egress: [dns, ...egress()] },
    });
    // What only some pods may do stands in a policy of their own: policies add up.
    const apps = flows.flatMap(({ from, to }) =>
      [from, to].flatMap((end) => ('namespace' in end && end.namespace === namespace && end.app ? [end.app] : [])),
    );
    for (const app of new Set(apps))
      new NetworkPolicyV1(this, `allowed-flows-${app}`, {
        metadata: metadata(`allowed-flows-${app}`),
        spec: { podSelector: { matchLabels: byName(app) }, policyTypes: ['Ingress', 'Egress'], ingress: ingress(app), egress: egress(app) },
      });
  }
}
