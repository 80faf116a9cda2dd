import type { WorkbenchConfig } from '../schema/workbench';
import { storeService } from './store-services';
import type { Topic } from './topics';

/** Tiers of Event Hubs that the file may name. */
export type EventHubsTier = WorkbenchConfig['stores']['kafka']['tier'];

/** What one tier holds. A topic of Kafka is a hub there. */
export interface TierLimits {
  /** As people say it. */
  readonly title: string;
  readonly unit: string;
  /** Units that can be had, smallest first. */
  readonly units: readonly number[];
  /** Most hubs of a namespace, by the number of its units. */
  readonly hubs: (units: number) => number;
  /** Most partitions of all hubs of a namespace together, by the number of its units. */
  readonly partitions: (units: number) => number;
  readonly partitionsOfOneHub: number;
  readonly retentionHours: number;
  /** Where the numbers come from. */
  readonly source: string;
}

const days = (count: number) => count * 24;
const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);
const quotas = 'learn.microsoft.com, Event Hubs quotas and limits: basic versus standard versus premium versus dedicated';

/**
 * Limits by tier. Basic is left out: it has no Kafka endpoint. Dedicated takes up to 20 units, and the provider makes clusters of one
 * (`Dedicated_1` is the only value it knows); that one holds 2000 partitions.
 */
export const tierLimits = {
  standard: {
    title: 'Standard',
    unit: 'throughput unit',
    units: range(1, 40),
    hubs: () => 10,
    partitions: () => 10 * 32,
    partitionsOfOneHub: 32,
    retentionHours: days(7),
    source: quotas,
  },
  premium: {
    title: 'Premium',
    unit: 'processing unit',
    units: [1, 2, 4, 6, 8, 10, 12, 16],
    hubs: (units) => 100 * units,
    partitions: (units) => 200 * units,
    partitionsOfOneHub: 100,
    retentionHours: days(90),
    source: `${quotas}; Event Hubs Premium, processing units`,
  },
  dedicated: {
    title: 'Dedicated',
    unit: 'capacity unit',
    units: [1],
    hubs: () => 1000,
    partitions: (units) => 2000 * units,
    partitionsOfOneHub: 1024,
    retentionHours: days(90),
    source: `${quotas}; registry.terraform.io, azurerm_eventhub_cluster 4.55.0`,
  },
} as const satisfies Record<EventHubsTier, TierLimits>;

/** Commits of offsets that one partition takes in a second. Source: learn.microsoft.com, Event Hubs for Kafka, troubleshooting guide: limits. */
export const commitsPerPartition = 4;

/** What the topics of a hub ask of a namespace. */
export interface EventHubsDemand {
  readonly hubs: number;
  readonly partitions: number;
  /** Partitions of the topic that has most. */
  readonly widest: number;
}

export function eventHubsDemand(topics: readonly Pick<Topic, 'partitions'>[]): EventHubsDemand {
  return {
    hubs: topics.length,
    partitions: topics.reduce((sum, topic) => sum + topic.partitions, 0),
    widest: Math.max(0, ...topics.map((topic) => topic.partitions)),
  };
}

/** Whether a number of units holds the hubs and all their partitions. */
export function holds(tier: EventHubsTier, units: number, { hubs, partitions }: EventHubsDemand): boolean {
  const limits: TierLimits = tierLimits[tier];
  return hubs <= limits.hubs(units) && partitions <= limits.partitions(units);
}

/** The fewest units of a tier that hold the demand; undefined when none of them does. */
export function unitsFor(tier: EventHubsTier, demand: EventHubsDemand): number | undefined {
  const { units }: TierLimits = tierLimits[tier];
  return units.find((count) => holds(tier, count, demand));
}

/** The namespace that Azure makes: what the file says, else the fewest units that hold the topics. */
export interface EventHubsPlan {
  readonly tier: EventHubsTier;
  readonly units: number;
  readonly demand: EventHubsDemand;
}

/** @throws when no number of units holds the topics, which the rules refuse before anything is made */
export function eventHubsPlan(config: WorkbenchConfig, topics: readonly Topic[]): EventHubsPlan {
  const { tier, units: chosen } = config.stores.kafka;
  const demand = eventHubsDemand(topics);
  const units = chosen ?? unitsFor(tier, demand);
  if (units === undefined) throw new Error(`no number of units of Event Hubs ${tier} holds ${demand.partitions} partitions`);
  return { tier, units, demand };
}

export const onEventHubs = (config: WorkbenchConfig): boolean => storeService(config, 'kafka') === 'event-hubs';
