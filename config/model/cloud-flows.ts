import { offerOf } from '../capabilities';
import type { Platform } from '../schema/platform';
import type { WorkbenchConfig } from '../schema/workbench';
import { storesOutside } from './backup/outside';
import type { Flow, Peer } from './flows';
import { logsGoTo, logsInObjects, metricsGoToCloud } from './log-places';
import { operatorsNamespace } from './namespaces';
import { sealOf } from './seal';

/** Where pods of a cluster on each cloud get their identity from, beside the cloud's own API: EKS has an agent on every node, Azure none. */
const identityAgents: Readonly<Partial<Record<Platform, { readonly cidr: string; readonly port: number; readonly why: string }>>> = {
  aws: { cidr: '169.254.170.23/32', port: 80, why: 'the agent of EKS Pod Identity gives out the identity of pods' },
};

/**
 * Where webhooks are called from on a cloud whose API server reaches pods through agents in the cluster: the overlay of Azure CNI gives pods addresses
 * that only nodes know (github.com/Azure/AKS/issues/4119). Cilium of AKS never takes a pod for an address, so a row for addresses does not let them in.
 */
const apiAgents: Readonly<Partial<Record<Platform, Peer>>> = { azure: { namespace: 'kube-system' } };

/** What pods need of the cloud whose cluster carries them; nothing on a cluster that exists already. */
export function cloudFlows(config: WorkbenchConfig): Flow[] {
  const { platform, secrets, certificates, stores, monitoring } = config;
  if (!offerOf(platform, 'workloadIdentity').offered) return [];
  const ns = (namespace: string): Peer => ({ namespace });
  const vault = !secrets.vault.address && sealOf(config) !== 'shamir';
  const dnsSolver = certificates.issuer === 'acme';
  const withIdentity = [
    operatorsNamespace,
    stores.namespace,
    ...(vault || storesOutside(config).includes('vault') ? [secrets.vault.namespace] : []),
    ...(dnsSolver ? [certificates.namespace] : []),
    ...(logsInObjects(config) || metricsGoToCloud(config) ? [monitoring.namespace] : []),
    ...(logsGoTo(config, 'cloudwatch') ? [monitoring.agentsNamespace] : []),
  ];
  const agent = identityAgents[platform.provider];
  const apiAgent = apiAgents[platform.provider];
  return [
    ...(apiAgent
      ? ([
          {
            from: apiAgent,
            to: ns(operatorsNamespace),
            ports: [443, 8443, 9443],
            why: 'webhooks of the operators, by way of Konnectivity',
          },
          { from: apiAgent, to: ns(certificates.namespace), ports: [443, 10250], why: 'webhook of cert-manager, by way of Konnectivity' },
        ] satisfies Flow[])
      : []),
    ...(agent ? withIdentity.map((name): Flow => ({ from: ns(name), to: { cidr: agent.cidr }, ports: [agent.port], why: agent.why })) : []),
    {
      from: ns(operatorsNamespace),
      to: { cidr: '0.0.0.0/0' },
      ports: [443],
      why: 'DNS records and the balancer of the gateway, at the API of the cloud',
    },
    { from: ns(stores.namespace), to: { cidr: '0.0.0.0/0' }, ports: [443], why: 'backups go to object storage' },
    ...(vault
      ? [
          {
            from: ns(secrets.vault.namespace),
            to: { cidr: '0.0.0.0/0' },
            ports: [443],
            why: 'the key service of the cloud opens Vault',
          } satisfies Flow,
        ]
      : []),
  ];
}
