import type { HubSize } from '../schema/hub';

/** How one kind of service is laid out at one size. */
export interface ServiceSize {
  readonly replicas: number;
  /** CPU request in millicores. */
  readonly cpu: number;
  /** Memory request and limit in MiB. */
  readonly memory: number;
  /** Largest number of pods; the same as `replicas` means no autoscaling. */
  readonly maxReplicas: number;
}

/** Kinds of service by their load: one transfer passes every `path` service once, a `handler` consumes a topic. */
export type ServiceClass = 'path' | 'handler' | 'singleton' | 'tool';

export interface HubSizing {
  /** Transfers a second that the layout is made for, end to end with discovery and quote. */
  readonly transfersPerSecond: number;
  readonly partitions: number;
  readonly classes: Readonly<Record<ServiceClass, ServiceSize>>;
}

const one = (cpu: number, memory: number): ServiceSize => ({ replicas: 1, cpu, memory, maxReplicas: 1 });

/**
 * Starting points, not promises: they scale the community's published performance layouts
 * (12 partitions and about 12 handlers for several hundred transfers a second) down and up in proportion.
 * A handler never gets more pods than its topic has partitions: the rest would idle.
 */
export const sizes = {
  lab: {
    transfersPerSecond: 5,
    partitions: 1,
    classes: { path: one(50, 256), handler: one(50, 256), singleton: one(50, 256), tool: one(50, 384) },
  },
  small: {
    transfersPerSecond: 50,
    partitions: 6,
    classes: {
      path: { replicas: 3, cpu: 250, memory: 384, maxReplicas: 6 },
      handler: { replicas: 3, cpu: 250, memory: 384, maxReplicas: 6 },
      singleton: one(100, 384),
      tool: one(100, 512),
    },
  },
  medium: {
    transfersPerSecond: 200,
    partitions: 12,
    classes: {
      path: { replicas: 4, cpu: 500, memory: 512, maxReplicas: 12 },
      handler: { replicas: 6, cpu: 500, memory: 512, maxReplicas: 12 },
      singleton: one(250, 512),
      tool: one(100, 512),
    },
  },
  large: {
    transfersPerSecond: 800,
    partitions: 36,
    classes: {
      path: { replicas: 12, cpu: 1000, memory: 768, maxReplicas: 36 },
      handler: { replicas: 18, cpu: 1000, memory: 768, maxReplicas: 36 },
      singleton: one(500, 768),
      tool: one(100, 512),
    },
  },
} as const satisfies Record<HubSize, HubSizing>;
