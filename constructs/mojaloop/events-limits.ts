import { keepsEvents, messageEvents } from '../../config/model/portal/events';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { KubernetesObject } from '../in-cluster/objects';

/**
 * What the program beside a service asks for, which its charts have no place to say: without it no service of theirs would be scaled, because
 * Kubernetes measures a pod against the requests of all its containers. Empty where the portal is told of no messages.
 */
export const eventsLimits = (config: WorkbenchConfig): KubernetesObject[] =>
  keepsEvents(config)
    ? [
        {
          apiVersion: 'v1',
          kind: 'LimitRange',
          metadata: { name: 'events', namespace: config.hub.namespace },
          spec: {
            limits: [{ type: 'Container', defaultRequest: { cpu: `${messageEvents.cpu}m`, memory: `${messageEvents.memory}Mi` } }],
          },
        },
      ]
    : [];
