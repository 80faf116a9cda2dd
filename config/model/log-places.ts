import { offerOf } from '../capabilities';
import type { LogStore } from '../schema/monitoring';
import type { Platform } from '../schema/platform';
import type { WorkbenchConfig } from '../schema/workbench';

/** How logs of pods come to a place. `agents`: the collector on every node. `cloud`: what the cloud put into its cluster. */
interface LogPlace {
  readonly by: 'agents' | 'cloud' | 'nobody';
  /** The one platform that has it; every one where left out. */
  readonly only?: Platform;
  /** In words, for messages and pages. */
  readonly title: string;
}

/**
 * Azure is fed by Container Insights and not by the collector: that is in every cluster of AKS already and proves who it is by an identity, while the
 * collector's exporter for Azure Monitor knows a connection string alone, which our Application Insights refuses
 * (github.com/open-telemetry/opentelemetry-collector-contrib/issues/32163).
 */
export const logPlaces = {
  loki: { by: 'agents', title: 'Loki' },
  elastic: { by: 'agents', title: 'Elasticsearch or OpenSearch' },
  cloudwatch: { by: 'agents', only: 'aws', title: 'CloudWatch Logs' },
  azure: { by: 'cloud', only: 'azure', title: 'Log Analytics' },
  none: { by: 'nobody', title: 'nowhere' },
} as const satisfies Record<LogStore, LogPlace>;

export const logPlaceOf = ({ monitoring: { logs } }: Pick<WorkbenchConfig, 'monitoring'>): LogPlace => logPlaces[logs.store];

/** Whether the collector on every node reads logs of pods. */
export const shipsLogs = (config: Pick<WorkbenchConfig, 'monitoring'>): boolean =>
  config.monitoring.enabled && logPlaceOf(config).by === 'agents';

/** Whether logs of pods go to this place, whoever brings them. */
export const logsGoTo = ({ monitoring }: Pick<WorkbenchConfig, 'monitoring'>, place: LogStore): boolean =>
  monitoring.enabled && monitoring.logs.store === place;

/** Platforms where Loki writes into object storage that the foundation has made, by an identity of its pod. */
const withObjects: readonly Platform[] = ['aws', 'azure'];

/** Loki keeps logs in a bucket: they outlive its volume, and grow without anybody enlarging it. */
export const logsInObjects = ({ platform, monitoring }: Pick<WorkbenchConfig, 'platform' | 'monitoring'>): boolean =>
  monitoring.enabled &&
  monitoring.logs.store === 'loki' &&
  monitoring.logs.objectStorage &&
  withObjects.includes(platform.provider) &&
  offerOf(platform, 'objectStore').offered;

/** Group at CloudWatch Logs that logs of pods go to. */
export const podLogGroup = ({ tenant, environment }: Pick<WorkbenchConfig, 'tenant' | 'environment'>): string =>
  `/${tenant}/${environment}/pods`;

type Watched = Pick<WorkbenchConfig, 'platform' | 'monitoring'>;

/** What Prometheus sends to besides, by the cloud that has it. */
export const managedPrometheus: Readonly<Partial<Record<Platform, string>>> = {
  aws: 'Amazon Managed Prometheus',
  azure: 'an Azure Monitor workspace',
};

/** Prometheus sends what it measures to a managed one of its cloud as well. */
export const metricsGoToCloud = ({ platform, monitoring }: Watched): boolean =>
  monitoring.enabled && monitoring.metrics.managed && managedPrometheus[platform.provider] !== undefined;

/** Prometheus sends what it measures to Amazon Managed Prometheus as well. */
export const metricsGoToAws = (config: Watched): boolean => metricsGoToCloud(config) && config.platform.provider === 'aws';

/** Prometheus sends what it measures to an Azure Monitor workspace as well. */
export const metricsGoToAzure = (config: Watched): boolean => metricsGoToCloud(config) && config.platform.provider === 'azure';

/** Azure Managed Grafana shows what the workspace keeps. */
export const hasManagedGrafana = (config: Watched): boolean => metricsGoToAzure(config) && config.monitoring.grafana.managed;

/** It is reached from inside the network alone. */
export const managedGrafanaIsPrivate = (config: Watched): boolean => hasManagedGrafana(config) && !config.monitoring.grafana.public;

/** Traces go to Application Insights beside Tempo, where somebody put its connection string into Vault. */
export const tracesGoToInsights = ({ monitoring: { enabled, traces } }: Pick<WorkbenchConfig, 'monitoring'>): boolean =>
  enabled && traces.store === 'tempo' && traces.applicationInsights !== undefined;

/** Secret in the namespace of the agents with the connection string of Application Insights. */
export const insightsLogin = { secret: 'application-insights', key: 'connectionString' } as const;

/** Secret in the namespace of the agents with the login at the server of `monitoring.logs.elastic`. */
export const elasticLogin = { secret: 'elastic-login', password: 'password', authority: 'ca.crt' } as const;
