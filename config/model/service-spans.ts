import { atLeast } from '../releases/versions';
import type { WorkbenchConfig } from '../schema/workbench';
import { keepsTraces } from './monitoring';
import type { HubService } from './services';

/** Spans of the services themselves: who puts the SDK into their pods, and by which word of a pod. */
export const serviceSpans = {
  release: 'opentelemetry-operator',
  /** Pods that carry it get the SDK of Node.js (opentelemetry-operator, README: auto-instrumentation injection). */
  annotation: 'instrumentation.opentelemetry.io/inject-nodejs',
  /**
   * Services hand the trace on through Kafka by central-services-stream 11.5 and newer, first in this release. With the SDK in an older one a trace would
   * end at its first message, and callbacks would carry another than the gateway began.
   */
  since: '17.0.0',
  /** What the SDK takes of each pod beside the service, in MiB, as it was measured with central-ledger 19.5.5. */
  memory: 64,
} as const;

/** Whether services of the hub send spans of their own. */
export const tracesServices = (config: Pick<WorkbenchConfig, 'hub' | 'monitoring'>): boolean =>
  config.monitoring.traces.services && keepsTraces(config) && atLeast(config.hub.release, serviceSpans.since);

/** Whether a workload of the hub sends spans: those that a payment passes. Simulators and the testing toolkit are no part of one. */
export const sendsSpans = (config: WorkbenchConfig, { kind }: Pick<HubService, 'kind'>): boolean =>
  kind !== 'tool' && tracesServices(config);
