import { atLeast } from '../../releases/versions';
import type { WorkbenchConfig } from '../../schema/workbench';
import type { HubService } from '../services';
import { portalLayout } from './layouts';
import { runsPortal } from './portal';

/** Events of single messages, which the portal shows below a transfer: a program beside each service that tells of one brings them to Kafka. */
export const messageEvents = {
  /** The chain was tried with the programs of 17 (event-sdk 14.6.1, event-sidecar 14.2.0, reporting-events-processor-svc 3.5.1), and with no others. */
  since: '17.0.0',
  /** What event-sidecar writes all events to. The portal of 16 and newer reads another topic by default, to which only event-sdk itself would write. */
  topic: 'topic-event',
  /** Services whose events the portal keeps (reporting-events-processor-svc 3.5.1, src/constants): transfers, quotes and settlement. */
  services: [
    'ml-api-adapter-service',
    'ml-api-adapter-handler-notification',
    'quoting-service',
    'quoting-service-handler',
    'centralsettlement-service',
  ],
  /** Requests of the program beside a service, 170 MiB of which it was seen to use. Its charts have no place for them: the namespace gives them. */
  cpu: 25,
  memory: 192,
} as const;

/** Whether the hub tells the portal of single messages. */
export const keepsEvents = (config: Pick<WorkbenchConfig, 'portal' | 'hub'>): boolean =>
  runsPortal(config) && config.portal.events && atLeast(config.hub.release, messageEvents.since);

/** Whether a service has that program beside it. */
export const tellsEvents = (config: Pick<WorkbenchConfig, 'portal' | 'hub'>, name: string): boolean =>
  keepsEvents(config) && (messageEvents.services as readonly string[]).includes(name);

/** Topic that the portal reads events from. */
export const eventsTopic = (config: Pick<WorkbenchConfig, 'portal' | 'hub'>): string =>
  keepsEvents(config) ? messageEvents.topic : portalLayout(config).events;

/**
 * What a container of the hub requests that says nothing of it: without it no service with that program beside it would be scaled, because Kubernetes measures a
 * pod against the requests of all its containers. Undefined where nothing has to be said.
 */
export const eventsRequest = (config: WorkbenchConfig, namespace: string) =>
  namespace === config.hub.namespace && keepsEvents(config) ? { cpu: messageEvents.cpu, memory: messageEvents.memory } : undefined;

/** What those programs request beside the services, at the smallest number of pods or the largest. */
export function eventsDemand(config: WorkbenchConfig, services: readonly HubService[], at: 'replicas' | 'maxReplicas') {
  const pods = services.filter(({ name }) => tellsEvents(config, name)).reduce((sum, service) => sum + service[at], 0);
  return { cpu: pods * messageEvents.cpu, memory: pods * messageEvents.memory };
}
