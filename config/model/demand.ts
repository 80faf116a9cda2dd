import type { WorkbenchConfig } from '../schema/workbench';
import { localParticipants } from './namespaces';
import type { HubService } from './services';

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

/** Requests of one member of each store (Percona and Strimzi sizes of the stores stack). */
export const storeDemand = {
  mysql: { cpu: 600, memory: 1536 },
  mongodb: { cpu: 300, memory: 1024 },
  kafka: { cpu: 500, memory: 2048 },
} as const;

/** One-offs of the platform: certificate manager, gateway, operators. */
const platformDemand: Demand = { cpu: 1000, memory: 2048 };

const sum = (parts: readonly Demand[]): Demand => ({
  cpu: parts.reduce((n, p) => n + p.cpu, 0),
  memory: parts.reduce((n, p) => n + p.memory, 0),
});
const times = (n: number, d: Demand): Demand => ({ cpu: n * d.cpu, memory: n * d.memory });

/** Demand of one namespace of the hub, at the smallest number of pods (`replicas`) or the largest (`maxReplicas`). */
export function hubDemand(services: readonly HubService[], at: 'replicas' | 'maxReplicas'): Demand {
  return sum(services.map((s) => times(s[at], { cpu: s.cpu, memory: s.memory })));
}

/** Demand of the whole environment in its cluster, before autoscaling grows it. */
export function environmentDemand(config: WorkbenchConfig, services: readonly HubService[]): Demand {
  const { stores } = config;
  const kinds = (['mysql', 'mongodb', 'kafka'] as const).filter((kind) => !stores[kind].external);
  return sum([
    platformDemand,
    hubDemand(services, 'replicas'),
    ...kinds.map((kind) => times(stores[kind].replicas, storeDemand[kind])),
    ...localParticipants(config).map((p) =>
      sum([participantDemand, ...(p.testingToolkit ? [toolkitDemand] : []), ...(p.sdkBulk ? [bulkDemand] : [])]),
    ),
  ]);
}
