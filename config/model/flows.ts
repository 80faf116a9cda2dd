import type { WorkbenchConfig } from '../schema/workbench';
import { backupFlows } from './backup/flows';
import { callbackFlows } from './callback-flows';
import { cloudFlows } from './cloud-flows';
import type { Features } from './features';
import { identityFlows } from './identity-flows';
import { managedBulkFlows, managedFlows } from './managed-flows';
import { monitoringFlows } from './monitoring-flows';
import { operatorsNamespace, systemNamespace } from './namespaces';
import { portalFlows } from './portal/flows';
import { revocationFlows } from './revocation';
import { testFlows } from './test-flows';
import { vaultWayFlows } from './vault-ways';

/** One end of an allowed connection. */
export type Peer =
  /** A namespace; with `app` only its pods with that `app.kubernetes.io/name`. */
  | { readonly namespace: string; readonly app?: string }
  /** Namespaces of all payment managers, by their label: a new one changes no policy but its own. */
  | { readonly participants: true }
  | { readonly cidr: string }
  | { readonly kubernetesApi: true };

/** An allowed connection: everything that is not in the table is refused. */
export interface Flow {
  readonly from: Peer;
  readonly to: Peer;
  /** Empty: every port. */
  readonly ports: readonly number[];
  readonly why: string;
}

const ns = (namespace: string): Peer => ({ namespace });
const anywhere: Peer = { cidr: '0.0.0.0/0' };
const api: Peer = { kubernetesApi: true };
const participants: Peer = { participants: true };

const storePorts = { mysql: [3306], mongodb: [27017], kafka: [9092, 9093], redis: [6379] } as const;

/** Who talks to whom in the namespaces that the platform makes. */
export function flowsOf(config: WorkbenchConfig, features: Features): Flow[] {
  const { hub, stores, gateway, secrets, certificates, network } = config;
  const vault = secrets.vault.address ? anywhere : ns(secrets.vault.namespace);
  const vaultPort = secrets.vault.address ? Number(new URL(secrets.vault.inClusterAddress ?? secrets.vault.address).port || 443) : 8200;
  const external = (['mysql', 'mongodb', 'kafka', 'redis'] as const).filter((kind) => stores[kind].external);
  return [
    { from: ns(hub.namespace), to: ns(hub.namespace), ports: [], why: 'services of the hub among themselves' },
    { from: ns(hub.namespace), to: ns(stores.namespace), ports: [3306, 27017, 9092, 6379], why: 'the hub uses its stores' },
    ...external.map(
      (kind): Flow => ({
        from: ns(hub.namespace),
        to: anywhere,
        ports: [stores[kind].external?.port ?? storePorts[kind][0]],
        why: `existing ${kind} outside the cluster`,
      }),
    ),
    ...external.map(
      (kind): Flow => ({
        from: ns(stores.namespace),
        to: anywhere,
        ports: [stores[kind].external?.port ?? storePorts[kind][0]],
        why: `preparing the existing ${kind}`,
      }),
    ),
    ...elsewhereFlows(config),
    // Envoy Gateway's proxies listen 10,000 above a privileged port, and policies judge what a Service has been turned into.
    { from: ns(hub.namespace), to: ns(gateway.namespace), ports: [443, 8443, 10443], why: 'callbacks leave through the gateway' },
    { from: ns(systemNamespace), to: api, ports: [443, 6443], why: 'Jobs wait for the Secrets of a release' },
    { from: ns(gateway.namespace), to: ns(hub.namespace), ports: [], why: 'requests of participants and operators' },
    { from: anywhere, to: ns(gateway.namespace), ports: [80, 443, 8080, 8443, 10080, 10443], why: 'the way in' },
    { from: ns(gateway.namespace), to: ns(gateway.namespace), ports: [], why: 'controller and proxies' },
    { from: ns(gateway.namespace), to: api, ports: [443, 6443], why: 'the gateway controller watches routes' },
    ...testFlows(config, features),
    { from: ns(stores.namespace), to: ns(stores.namespace), ports: [], why: 'members of the stores' },
    { from: ns(stores.namespace), to: api, ports: [443, 6443], why: 'members of the stores learn their role' },
    { from: ns(operatorsNamespace), to: ns(stores.namespace), ports: [], why: 'operators run the stores' },
    { from: ns(operatorsNamespace), to: api, ports: [443, 6443], why: 'operators watch their objects' },
    { from: ns(operatorsNamespace), to: vault, ports: [vaultPort], why: 'vault-config-operator delivers secrets' },
    { from: api, to: ns(operatorsNamespace), ports: [443, 8443, 9443], why: 'webhooks of the operators' },
    { from: api, to: ns(certificates.namespace), ports: [443, 10250], why: 'webhook of cert-manager' },
    { from: ns(certificates.namespace), to: api, ports: [443, 6443], why: 'cert-manager watches certificates' },
    { from: ns(certificates.namespace), to: vault, ports: [vaultPort], why: 'certificates from the PKI' },
    ...(certificates.issuer === 'acme'
      ? [{ from: ns(certificates.namespace), to: anywhere, ports: [443, 53], why: 'the ACME authority' } satisfies Flow]
      : []),
    ...(secrets.vault.address
      ? []
      : [
          { from: ns(secrets.vault.namespace), to: ns(secrets.vault.namespace), ports: [8200, 8201], why: 'members of Vault' },
          { from: ns(secrets.vault.namespace), to: api, ports: [443, 6443], why: 'Vault asks who a token belongs to' },
          { from: api, to: ns(secrets.vault.namespace), ports: [8200], why: 'port-forward of the command' },
        ]),
    {
      from: participants,
      to: ns(gateway.namespace),
      ports: [443, 8443, 10443],
      why: 'payment managers call the hub, as any participant does',
    },
    { from: ns(gateway.namespace), to: participants, ports: [], why: 'callbacks of the hub and portals of payment managers' },
    ...(secrets.vault.address
      ? []
      : [{ from: participants, to: vault, ports: [vaultPort], why: 'certificates of payment managers' } satisfies Flow]),
    { from: participants, to: ns(stores.namespace), ports: [9092], why: 'SDK bulk on Kafka' },
    ...(features.testingToolkit
      ? [{ from: ns(hub.namespace), to: participants, ports: [4000, 4001, 5050], why: 'tests reach payment managers' } satisfies Flow]
      : []),
    ...revocationFlows(config),
    ...vaultWayFlows(config),
    ...identityFlows(config),
    ...portalFlows(config),
    ...cloudFlows(config),
    ...managedFlows(config),
    ...monitoringFlows(config, features),
    ...backupFlows(config),
    ...network.egress.map((row): Flow => ({ from: ns(row.namespace), to: { cidr: row.to }, ports: [row.port], why: row.why })),
  ];
}

/** What the hub reaches outside of the cluster: single databases elsewhere, external oracles, and external participants, which it calls back by its proxy. */
function elsewhereFlows(config: WorkbenchConfig): Flow[] {
  const { hub, stores } = config;
  const databases = (['mysql', 'mongodb'] as const).flatMap((kind) =>
    Object.entries(stores[kind].databases).map(
      ([name, { port }]): Flow => ({
        from: ns(hub.namespace),
        to: anywhere,
        ports: [port ?? storePorts[kind][0]],
        why: `existing database ${name}`,
      }),
    ),
  );
  const oracles = hub.oracles.external.map(
    ({ type, endpoint }): Flow => ({
      from: ns(hub.namespace),
      to: anywhere,
      ports: [Number(new URL(endpoint).port || (endpoint.startsWith('http:') ? 80 : 443))],
      why: `oracle of ${type}`,
    }),
  );
  return [...databases, ...oracles, ...callbackFlows(config)];
}

/** Connections of one payment manager in this cluster. */
export function participantFlows(config: WorkbenchConfig, id: string, sdkBulk: boolean): Flow[] {
  const { gateway, secrets, stores, hub, network } = config;
  const vault = secrets.vault.address ? anywhere : ns(secrets.vault.namespace);
  const vaultPort = secrets.vault.address ? Number(new URL(secrets.vault.inClusterAddress ?? secrets.vault.address).port || 443) : 8200;
  return [
    { from: ns(id), to: ns(id), ports: [], why: 'parts of the payment manager' },
    { from: ns(id), to: ns(gateway.namespace), ports: [443, 8443, 10443], why: 'requests to the hub, as any participant makes them' },
    { from: ns(id), to: anywhere, ports: [443], why: 'hub, tokens and connection manager by their public names; tests of a toolkit' },
    { from: ns(gateway.namespace), to: ns(id), ports: [], why: 'callbacks of the hub and the portal' },
    { from: ns(id), to: vault, ports: [vaultPort], why: 'its certificates' },
    { from: ns(id), to: api, ports: [443, 6443], why: 'the management API renews its certificate' },
    ...(sdkBulk ? [{ from: ns(id), to: ns(stores.namespace), ports: [9092], why: 'SDK bulk on Kafka' } satisfies Flow] : []),
    ...(sdkBulk && stores.kafka.external
      ? [
          {
            from: ns(id),
            to: anywhere,
            ports: [stores.kafka.external.port ?? storePorts.kafka[0]],
            why: 'existing kafka outside the cluster',
          } satisfies Flow,
        ]
      : []),
    ...(sdkBulk ? managedBulkFlows(config, id) : []),
    ...network.egress
      .filter((row) => row.namespace === id)
      .map((row): Flow => ({ from: ns(id), to: { cidr: row.to }, ports: [row.port], why: row.why })),
    ...(config.hub.testingToolkit
      ? [{ from: ns(hub.namespace), to: ns(id), ports: [4000, 4001, 5050], why: 'tests reach the payment manager' } satisfies Flow]
      : []),
  ];
}
