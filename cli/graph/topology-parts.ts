import type { EnvironmentModel } from '../../config/environment';
import type { Component } from './components';
import type { ParticipantBox } from './participant-nodes';
import type { StoreNode } from './store-nodes';

/** Boxes of the picture that do not depend on the environment. */
export const groupIds = {
  cloud: 'cloud',
  network: 'network',
  cluster: 'cluster',
  hub: 'hub',
  stores: 'stores',
  operators: 'operators',
  managedStores: 'managed-stores',
  services: 'cloud-services',
} as const;
export const componentId = (id: string) => `hub-${id}`;

/** What the arrows are drawn between. */
export interface TopologyParts {
  readonly model: EnvironmentModel;
  readonly components: readonly Component[];
  readonly stores: readonly StoreNode[];
  readonly boxes: readonly ParticipantBox[];
  /** Stores that operators run in this cluster. */
  readonly operated: readonly StoreNode[];
  /** Ids of everything that is drawn as one node. */
  readonly nodes: ReadonlySet<string>;
}
