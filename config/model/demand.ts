import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { callbackProxy } from './callbacks';
import { runsConnectionManager } from './connection-manager';
import { gatewayProxies, operatorProxies } from './gateway-proxies';
import { runsKeycloak } from './identity';
import { hasInnerBalancer } from './inner-balancer';
import { kafkaProxy } from './managed-stores';
import { monitoringDemand } from './monitoring-demand';
import { localParticipants } from './namespaces';
import { portalPodsDemand } from './portal/demand';
import { eventsDemand } from './portal/events';
import type { HubService } from './services';
import { isManaged, storeService } from './store-services';
import { testsEnabled } from './test-plan';

/** What an environment asks of its cluster. */
export interface Demand {
  /** Millicores requested. */
  readonly cpu: number;
  /** MiB requested. */
  readonly memory: number;
}

/** Requests of one payment manager: SDK, management and experience API, portal, Redis, simulator. */
export const participantDemand: Demand = { cpu: 500, memory: 1536 };
const toolkitDemand: Demand = { cpu: 100, memory: 512 };
const bulkDemand: Demand = { cpu: 200, memory: 512 };

/** Requests of one payment manager with the parts it has switched on. */
export function paymentManagerDemand(p: ParticipantConfig): Demand {
  return sum([participantDemand, ...(p.testingToolkit ? [toolkitDemand] : []), ...(p.sdkBulk ? [bulkDemand] : [])]);
}

/** Requests of one member of each store (Percona and Strimzi sizes of the stores stack). */
export const storeDemand = {
  mysql: { cpu: 600, memory: 1536 },
  mongodb: { cpu: 300, memory: 1024 },
  kafka: { cpu: 500, memory: 2048 },
} as const;

/** Requests of one pod of the proxy before a managed Kafka: it copies bytes and encrypts them. */
export const proxyDemand: Demand = { cpu: 100, memory: 128 };

/** Requests of the pod that runs collections of the testing toolkit: its command holds the whole report in memory, and so does what prints it. */
export const testDemand: Demand = { cpu: 100, memory: 1024 };

/** One-offs of the platform: certificate manager, controller of the gateway, operators. */
export const platformDemand: Demand = { cpu: 1000, memory: 2048 };

/** Requests of one pod of Keycloak: Java with a heap of 70 % of its memory. In a sandbox nobody waits for the second login. */
export const keycloakDemand = {
  sandbox: { cpu: 100, memory: 768 },
  production: { cpu: 500, memory: 1536 },
} as const satisfies Record<WorkbenchConfig['profile'], Demand>;
/** What the two pods of the connection manager use; its chart asks for nothing. */
export const connectionManagerDemand: Demand = { cpu: 50, memory: 256 };

/** Requests of one proxy of the gateway (Envoy Gateway 1.5.0, DefaultDeploymentCPU and DefaultDeploymentMemory of its API). */
const gatewayProxyDemand: Demand = { cpu: 100, memory: 512 };

const sum = (parts: readonly Demand[]): Demand => ({
  cpu: parts.reduce((n, p) => n + p.cpu, 0),
  memory: parts.reduce((n, p) => n + p.memory, 0),
});
const times = (n: number, d: Demand): Demand => ({ cpu: n * d.cpu, memory: n * d.memory });

/** Demand of one namespace of the hub, at the smallest number of pods (`replicas`) or the largest (`maxReplicas`). */
export function hubDemand(services: readonly HubService[], at: 'replicas' | 'maxReplicas'): Demand {
  return sum(services.map((s) => times(s[at], { cpu: s.cpu, memory: s.memory })));
}

/** Kinds of store whose members run in the cluster. */
const kindsInCluster = (config: WorkbenchConfig) =>
  (['mysql', 'mongodb', 'kafka'] as const).filter((kind) => storeService(config, kind) === 'operator');

/** What the stores request of the cluster: members of those that run in it, and the proxy before a Kafka that does not. */
export function storesDemand(config: WorkbenchConfig): Demand {
  return sum([
    ...kindsInCluster(config).map((kind) => times(config.stores[kind].replicas, storeDemand[kind])),
    ...(isManaged(config, 'kafka') ? [times(kafkaProxy.replicas, proxyDemand)] : []),
  ]);
}

/** Demand of the identity provider and of the connection manager, where they run here. */
export function identityDemand(config: WorkbenchConfig): Demand {
  return sum([
    ...(runsKeycloak(config) ? [times(config.identity.replicas, keycloakDemand[config.profile])] : []),
    ...(runsConnectionManager(config) ? [connectionManagerDemand] : []),
  ]);
}

/** Demand of the way in and of the way out for callbacks. Proxies of a gateway that is there already are not ours to count. */
export function edgeDemand(config: WorkbenchConfig): Demand {
  const { cpu, memory, replicas } = callbackProxy;
  return sum([
    times(replicas[config.profile], { cpu, memory }),
    ...(config.gateway.controller === 'envoy-gateway'
      ? [times(gatewayProxies(config) + (hasInnerBalancer(config) ? operatorProxies(config) : 0), gatewayProxyDemand)]
      : []),
  ]);
}

/** Demand of the whole environment in its cluster, before autoscaling grows it. */
export function environmentDemand(config: WorkbenchConfig, services: readonly HubService[]): Demand {
  return sum([
    platformDemand,
    hubDemand(services, 'replicas'),
    eventsDemand(config, services, 'replicas'),
    storesDemand(config),
    identityDemand(config),
    portalPodsDemand(config),
    ...(testsEnabled(config) ? [testDemand] : []),
    edgeDemand(config),
    monitoringDemand(config),
    ...localParticipants(config).map((p) =>
      sum([participantDemand, ...(p.testingToolkit ? [toolkitDemand] : []), ...(p.sdkBulk ? [bulkDemand] : [])]),
    ),
  ]);
}

/** How far above its largest size a namespace may go: rolling updates and Jobs run beside the old pods. */
const headroom = 1.25;

/**
 * Most a namespace may request, from what lives in it at its largest size. Nothing where `cluster.quota` is not given,
 * and nothing for namespaces of the platform, whose charts do not all state what they need.
 */
export function namespaceQuota(config: WorkbenchConfig, services: readonly HubService[], namespace: string): Demand | undefined {
  const { hub, stores } = config;
  if (!config.cluster.quota.cpu && !config.cluster.quota.memory) return undefined;
  const participant = config.participants.find((p) => p.id === namespace);
  const demand: Readonly<Record<string, Demand>> = {
    [hub.namespace]: sum([
      hubDemand(services, 'maxReplicas'),
      eventsDemand(config, services, 'maxReplicas'),
      ...(testsEnabled(config) ? [testDemand] : []),
    ]),
    [stores.namespace]: storesDemand(config),
    ...(participant ? { [namespace]: paymentManagerDemand(participant) } : {}),
  };
  const own = demand[namespace];
  return own && { cpu: Math.ceil(own.cpu * headroom), memory: Math.ceil(own.memory * headroom) };
}
