import { hasManagedGrafana, logPlaceOf, managedPrometheus, metricsGoToAzure } from '../model/log-places';
import { serviceSpans } from '../model/service-spans';
import { atLeast } from '../releases/versions';
import type { WorkbenchConfig } from '../schema/workbench';
import { always, inProduction, type Rule, when } from './rule';

const managedGrafanaAsked = ({ monitoring }: WorkbenchConfig): boolean => monitoring.grafana.managed;

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
    code: 'MON-SPANS-RELEASE',
    severity: 'error',
    title: 'Services send spans only in a release that hands traces on through Kafka',
    appliesWhen: ({ monitoring }) => monitoring.traces.services,
    check: ({ hub }) =>
      when(!atLeast(hub.release, serviceSpans.since), () => ({
        path: ['monitoring', 'traces', 'services'],
        message: `services of ${hub.release} do not hand a trace on with messages of Kafka: with spans of their own callbacks would carry another trace than the gateway began`,
        hint: `remove it until the hub has release ${serviceSpans.since}: the trace of the gateway goes through as it is`,
      })),
  },
  {
    code: 'MON-SPANS-STORE',
    severity: 'warning',
    title: 'Spans of services have a place to go to',
    appliesWhen: ({ monitoring }) => monitoring.traces.services,
    check: ({ monitoring }) =>
      when(!monitoring.enabled || monitoring.traces.store === 'none', () => ({
        path: ['monitoring', 'traces', 'services'],
        message: 'services send no spans: no traces are taken in here',
        hint: 'write store: tempo, or remove it',
      })),
  },
  {
    code: 'MON-MANAGED',
    severity: 'error',
    title: 'Metrics go to a managed Prometheus where the platform has one to send to',
    appliesWhen: ({ monitoring }) => monitoring.metrics.managed,
    check: ({ platform }) =>
      when(managedPrometheus[platform.provider] === undefined, () => ({
        path: ['monitoring', 'metrics', 'managed'],
        message: `a managed Prometheus is a service of ${Object.keys(managedPrometheus).join(' and ')}, and this environment is on ${platform.provider}`,
        hint: 'remove it: metrics are kept in the cluster',
      })),
  },
  {
    code: 'MON-GRAFANA',
    severity: 'error',
    title: 'A managed Grafana is where the platform has one',
    appliesWhen: managedGrafanaAsked,
    check: ({ platform }) =>
      when(platform.provider !== 'azure', () => ({
        path: ['monitoring', 'grafana', 'managed'],
        message: `Azure Managed Grafana is a service of azure, and this environment is on ${platform.provider}`,
        hint: 'remove it: Grafana in the cluster shows everything',
      })),
  },
  {
    code: 'MON-GRAFANA-METRICS',
    severity: 'error',
    title: 'A managed Grafana has metrics to show',
    appliesWhen: (config) => managedGrafanaAsked(config) && config.platform.provider === 'azure',
    check: (config) =>
      when(!metricsGoToAzure(config), () => ({
        path: ['monitoring', 'grafana', 'managed'],
        message: config.monitoring.enabled
          ? 'it has nothing to show: no metrics are sent to Azure'
          : 'it has nothing to show: monitoring is off',
        hint: config.monitoring.enabled
          ? 'write metrics: { managed: true }, or remove it'
          : 'write monitoring: { enabled: true }, or remove it',
      })),
  },
  {
    code: 'MON-GRAFANA-COUNTRY',
    severity: 'error',
    title: 'Telemetry is shown by a managed Grafana only where it may leave the country',
    appliesWhen: managedGrafanaAsked,
    check: ({ residency }) =>
      when(residency.country !== undefined && !residency.telemetry, () => ({
        path: ['monitoring', 'grafana', 'managed'],
        message: 'its makers do not say that all it keeps stays in its region, and telemetry may not leave this country',
        hint: 'remove it, or write residency: { telemetry: true }; what metrics: { managed: true } sends stays in its region',
      })),
  },
  {
    code: 'MON-GRAFANA-PUBLIC',
    severity: 'warning',
    title: 'In production the managed Grafana has no public address',
    appliesWhen: (config) => inProduction(config) && hasManagedGrafana(config),
    check: (config) =>
      when(config.monitoring.grafana.public, () => ({
        path: ['monitoring', 'grafana', 'public'],
        message: 'anybody reaches its page, and nothing but the login of Entra ID keeps people out',
        hint: 'leave it out: then it is reached from inside the network or by a VPN',
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
