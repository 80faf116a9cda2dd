import { logPlaceOf } from '../model/log-places';
import { always, inProduction, type Rule, when } from './rule';

/** What watches the hub. */
export const monitoringRules: readonly Rule[] = [
  {
    code: 'MON-OFF',
    severity: 'warning',
    title: 'In production the hub is watched',
    appliesWhen: inProduction,
    check: ({ monitoring }) =>
      when(!monitoring.enabled, () => ({
        path: ['monitoring', 'enabled'],
        message: 'nothing here watches the hub: nobody learns that payments are stuck before participants call',
        hint: 'leave it out, or watch it with what you have',
      })),
  },
  {
    code: 'MON-LOG-PLACE',
    severity: 'error',
    title: 'Logs go to a place that the platform has',
    appliesWhen: always,
    check: (config) => {
      const { only, title } = logPlaceOf(config);
      return when(only !== undefined && only !== config.platform.provider, () => ({
        path: ['monitoring', 'logs', 'store'],
        message: `${title} is a service of ${only}, and this environment is on ${config.platform.provider}`,
        hint: 'write loki, or elastic with the address of a server of yours',
      }));
    },
  },
  {
    code: 'MON-LOG-SERVER',
    severity: 'error',
    title: 'Logs that go to a server elsewhere have its address',
    appliesWhen: always,
    check: ({ monitoring: { logs } }) =>
      when(logs.store === 'elastic' && logs.elastic === undefined, () => ({
        path: ['monitoring', 'logs', 'elastic'],
        message: 'logs go to a server elsewhere, and nobody says to which',
        hint: 'write elastic: { address: https://logs.example.org:9200, username: hub, secret: monitoring/elastic }',
      })),
  },
  {
    code: 'MON-INSIGHTS',
    severity: 'error',
    title: 'Traces leave for Application Insights only where telemetry may leave, and from where traces are taken in',
    appliesWhen: ({ monitoring }) => monitoring.traces.applicationInsights !== undefined,
    check: (config) => {
      const { residency, monitoring } = config;
      const kept = residency.country !== undefined && !residency.telemetry;
      return when(kept || monitoring.traces.store === 'none', () => ({
        path: ['monitoring', 'traces', 'applicationInsights'],
        message: kept
          ? 'Application Insights may keep traces in another country, and telemetry may not leave this one'
          : 'no traces are taken in: there is nothing to send',
        hint: kept ? 'remove it, or write residency: { telemetry: true }' : 'write store: tempo, or remove it',
      }));
    },
  },
  {
    code: 'MON-MANAGED',
    severity: 'error',
    title: 'Metrics go to a managed Prometheus where the platform has one to send to',
    appliesWhen: ({ monitoring }) => monitoring.metrics.managed,
    check: ({ platform }) =>
      when(platform.provider !== 'aws', () => ({
        path: ['monitoring', 'metrics', 'managed'],
        message: `Amazon Managed Prometheus is a service of aws, and this environment is on ${platform.provider}`,
        hint: 'remove it: metrics are kept in the cluster, on Azure in its managed Prometheus too',
      })),
  },
  {
    code: 'MON-LOG-UNUSED',
    severity: 'warning',
    title: 'A server for logs is used',
    appliesWhen: always,
    check: ({ monitoring: { logs } }) =>
      when(logs.store !== 'elastic' && logs.elastic !== undefined, () => ({
        path: ['monitoring', 'logs', 'elastic'],
        message: `the server is not used: logs go to ${logs.store}`,
        hint: 'write store: elastic, or remove it',
      })),
  },
];
