import type { WorkbenchConfig } from '../schema/workbench';
import type { Flow, Peer } from './flows';
import { type Namespace, operatorsNamespace, systemNamespace } from './namespaces';
import { clusterCallbackPort, clusterVaultAddress, type ParticipantCluster } from './participant-clusters';

const ns = (namespace: string): Peer => ({ namespace });
const anywhere: Peer = { cidr: '0.0.0.0/0' };
const api: Peer = { kubernetesApi: true };
const apiPorts = [443, 6443];

/** Port at which that cluster reaches Vault. */
const vaultPort = (config: WorkbenchConfig, cluster: ParticipantCluster): number => {
  const { port, protocol } = new URL(clusterVaultAddress(config, cluster));
  return Number(port || (protocol === 'http:' ? 80 : 443));
};

/** The settings as they hold in that cluster: its own API server and storage class. */
export const settingsThere = (config: WorkbenchConfig, { apiServer, storageClass }: ParticipantCluster): WorkbenchConfig => ({
  ...config,
  network: { ...config.network, apiServer },
  cluster: { ...config.cluster, storageClass },
});

/** Namespaces of a cluster that carries payment managers, by the names they have in that of the hub. Those of payment managers come with them. */
export const clusterNamespaces = ({ certificates, gateway }: WorkbenchConfig): Namespace[] => [
  { name: systemNamespace, role: 'system', podSecurity: 'restricted' },
  { name: certificates.namespace, role: 'certificates', podSecurity: 'restricted' },
  { name: operatorsNamespace, role: 'operators', podSecurity: 'baseline' },
  { name: gateway.namespace, role: 'gateway', podSecurity: 'baseline' },
];

/** Who talks to whom in those namespaces. */
export function clusterFlows(config: WorkbenchConfig, cluster: ParticipantCluster): Flow[] {
  const { gateway, certificates } = config;
  const vault = [vaultPort(config, cluster)];
  return [
    { from: ns(systemNamespace), to: api, ports: apiPorts, why: 'Jobs wait for the Secrets of a release' },
    // Envoy Gateway's proxies listen 10,000 above a privileged port, and policies judge what a Service has been turned into.
    { from: anywhere, to: ns(gateway.namespace), ports: [443, clusterCallbackPort, 10443], why: 'the way in' },
    { from: ns(gateway.namespace), to: ns(gateway.namespace), ports: [], why: 'controller and proxies' },
    { from: ns(gateway.namespace), to: api, ports: apiPorts, why: 'the gateway controller watches routes' },
    { from: ns(gateway.namespace), to: { participants: true }, ports: [], why: 'callbacks of the hub and portals of payment managers' },
    { from: ns(operatorsNamespace), to: api, ports: apiPorts, why: 'operators watch their objects' },
    { from: ns(operatorsNamespace), to: anywhere, ports: vault, why: 'vault-config-operator delivers secrets from the Vault of the hub' },
    { from: api, to: ns(operatorsNamespace), ports: [443, 8443, 9443], why: 'webhooks of the operators' },
    { from: api, to: ns(certificates.namespace), ports: [443, 10250], why: 'webhook of cert-manager' },
    { from: ns(certificates.namespace), to: api, ports: apiPorts, why: 'cert-manager watches certificates' },
    { from: ns(certificates.namespace), to: anywhere, ports: vault, why: 'certificates from the PKI in the Vault of the hub' },
  ];
}

/** Connections of one payment manager there. */
export function participantFlowsThere(config: WorkbenchConfig, cluster: ParticipantCluster, id: string): Flow[] {
  const { gateway, network } = config;
  return [
    { from: ns(id), to: ns(id), ports: [], why: 'parts of the payment manager' },
    { from: ns(id), to: anywhere, ports: [443], why: 'hub, tokens and connection manager by their public names; tests of a toolkit' },
    { from: ns(gateway.namespace), to: ns(id), ports: [], why: 'callbacks of the hub and the portal' },
    { from: ns(id), to: anywhere, ports: [vaultPort(config, cluster)], why: 'its certificates' },
    { from: ns(id), to: api, ports: apiPorts, why: 'the management API renews its certificate' },
    ...network.egress
      .filter((row) => row.namespace === id)
      .map((row): Flow => ({ from: ns(id), to: { cidr: row.to }, ports: [row.port], why: row.why })),
  ];
}
