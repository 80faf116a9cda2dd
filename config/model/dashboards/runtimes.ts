import type { EnvironmentModel } from '../../environment';
import { line, type Page, rateBy } from './panel';

/** What runs the services: Node.js, and Java in Keycloak. */
export const runtimes = ({ config }: EnvironmentModel): Page => ({
  name: 'runtimes',
  title: 'Node.js and Java',
  panels: [
    {
      title: 'Node.js: lag of the event loop, p99',
      kind: 'timeseries',
      unit: 's',
      queries: [line('max by (serviceName) (moja_nodejs_eventloop_lag_p99_seconds)', '{{serviceName}}')],
      thresholds: [0.1, 0.5],
      description: 'A service whose loop lags answers late, whatever its processor use.',
    },
    {
      title: 'Node.js: processors',
      kind: 'timeseries',
      unit: 'cores',
      queries: [line(rateBy('moja_process_cpu_seconds_total', 'serviceName'), '{{serviceName}}')],
      description: 'Node.js uses one processor a process: at 1 a pod is at its end.',
    },
    {
      title: 'Node.js: heap',
      kind: 'timeseries',
      unit: 'bytes',
      queries: [line('sum by (serviceName) (moja_nodejs_heap_size_used_bytes)', '{{serviceName}}')],
      description: 'A line that only grows is a leak.',
    },
    {
      title: 'Node.js: time for collecting garbage',
      kind: 'timeseries',
      unit: 'percentunit',
      queries: [line(rateBy('moja_nodejs_gc_duration_seconds_sum', 'serviceName'), '{{serviceName}}')],
      description: 'Part of a second spent on it, over all pods of a service.',
    },
    {
      title: 'Java (Keycloak): memory',
      kind: 'timeseries',
      unit: 'bytes',
      queries: [line(`sum by (pod, area) (jvm_memory_used_bytes{namespace="${config.identity.namespace}"})`, '{{pod}} {{area}}')],
      description: 'Heap and the rest.',
    },
    {
      title: 'Java (Keycloak): time for collecting garbage',
      kind: 'timeseries',
      unit: 'percentunit',
      queries: [line(rateBy('jvm_gc_pause_seconds_sum', 'pod', `namespace="${config.identity.namespace}"`), '{{pod}}')],
      description: 'Logins wait meanwhile.',
    },
  ],
});
