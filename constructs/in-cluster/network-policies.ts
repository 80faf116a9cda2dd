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

const isNamespace = (peer: Peer, name: string) => 'namespace' in peer && peer.namespace === name;

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
        ? select({ 'kubernetes.io/metadata.name': end.namespace })
        : 'participants' in end
          ? select(roleLabels(config, 'participant'))
          : // Pod selectors do not match the API server: it is reached, and comes, by address.
            { ipBlock: { cidr: 'cidr' in end ? end.cidr : (network.apiServer ?? '0.0.0.0/0') } };
    const ports = (flow: Flow) => flow.ports.map((port) => ({ port: String(port), protocol: 'TCP' }));
    const metadata = (name: string) => ({ name, namespace });

    new NetworkPolicyV1(this, 'default-deny', {
      metadata: metadata('default-deny'),
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    const dns = {
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': network.dnsNamespace } } }],
      ports: ['UDP', 'TCP'].map((protocol) => ({ port: '53', protocol })),
    };
    new NetworkPolicyV1(this, 'allowed-flows', {
      metadata: metadata('allowed-flows'),
      spec: {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        ingress: flows.filter((flow) => isNamespace(flow.to, namespace)).map((flow) => ({ from: [peer(flow.from)], ports: ports(flow) })),
        egress: [
          dns,
          ...flows.filter((flow) => isNamespace(flow.from, namespace)).map((flow) => ({ to: [peer(flow.to)], ports: ports(flow) })),
        ],
      },
    });
  }
}
