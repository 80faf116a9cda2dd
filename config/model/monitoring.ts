import type { HubSize } from '../schema/hub';
import type { WorkbenchConfig } from '../schema/workbench';
import { collectsAudit } from './audit/place';
import { hostsOf } from './hosts';
import { logsInObjects, shipsLogs } from './log-places';

/** Names, Services and ports of what watches the hub (charts kube-prometheus-stack, loki, tempo of the pinned versions). */
export const monitoring = {
  release: 'monitoring',
  /** Kinds of the Prometheus operator, in a release of their own: so that an upgrade brings new ones along. */
  kinds: 'monitoring-kinds',
  prometheus: { service: 'monitoring-prometheus', port: 9090 },
  alertmanager: { service: 'monitoring-alertmanager', port: 9093 },
  grafana: { service: 'monitoring-grafana', port: 80, client: 'grafana', loginPath: '/login/generic_oauth' },
  logs: { release: 'logs', service: 'logs', port: 3100 },
  traces: { release: 'traces', service: 'traces', port: 3200, otlpPort: 4317 },
  /** Reads logs of its node and takes in traces: one pod on each. */
  agents: { release: 'node-agents', service: 'node-agents', otlpPort: 4317 },
} as const;

/** ConfigMaps with this label are dashboards of Grafana (sidecar of its chart). */
export const dashboardLabel = { grafana_dashboard: '1' } as const;

export const runsMonitoring = ({ monitoring: section }: Pick<WorkbenchConfig, 'monitoring'>): boolean => section.enabled;

export const grafanaHost = (config: WorkbenchConfig): string => hostsOf(config).grafana;

/** What one Prometheus needs: millicores, MiB, and its volume. */
export interface PrometheusSize {
  readonly cpu: number;
  readonly memory: number;
  readonly storage: string;
}

/**
 * About 3 KiB of memory a series and 1.5 bytes a sample on disk (prometheus.io, storage: needed disk space); a hub of size lab has some 80,000 series,
 * a large one about a million. Starting points: `prometheus_tsdb_head_series` tells the truth.
 */
export const prometheusSizes = {
  lab: { cpu: 200, memory: 1024, storage: '10Gi' },
  small: { cpu: 500, memory: 2048, storage: '60Gi' },
  medium: { cpu: 1000, memory: 4096, storage: '150Gi' },
  large: { cpu: 2000, memory: 8192, storage: '400Gi' },
} as const satisfies Record<HubSize, PrometheusSize>;

export const prometheusSize = ({ hub, monitoring: { metrics } }: WorkbenchConfig): PrometheusSize => {
  const size = prometheusSizes[hub.size];
  return metrics.storage === undefined ? size : { ...size, storage: metrics.storage };
};

/** What Loki and Tempo need: millicores, MiB, and their volumes. Logs of one transfer are about 20 KiB at level info, packed to a tenth. */
export const storedSizes = {
  lab: { logs: { cpu: 100, memory: 512, storage: '10Gi' }, traces: { cpu: 50, memory: 384, storage: '5Gi' } },
  small: { logs: { cpu: 250, memory: 1024, storage: '100Gi' }, traces: { cpu: 100, memory: 768, storage: '20Gi' } },
  medium: { logs: { cpu: 500, memory: 2048, storage: '300Gi' }, traces: { cpu: 250, memory: 1536, storage: '50Gi' } },
  large: { logs: { cpu: 1000, memory: 4096, storage: '1Ti' }, traces: { cpu: 500, memory: 3072, storage: '150Gi' } },
} as const satisfies Record<HubSize, Record<'logs' | 'traces', PrometheusSize>>;

/** What is not yet in the bucket, and what was read of it lately. */
const besideObjects = '10Gi';

export const storedSize = (config: WorkbenchConfig, what: 'logs' | 'traces'): PrometheusSize => {
  const { hub, monitoring: section } = config;
  const size = storedSizes[hub.size][what];
  const own = what === 'logs' && logsInObjects(config) ? besideObjects : size.storage;
  return { ...size, storage: section[what].storage ?? own };
};

/** Loki runs here. */
export const keepsLogs = ({ monitoring: section }: Pick<WorkbenchConfig, 'monitoring'>): boolean =>
  section.enabled && section.logs.store === 'loki';
export const keepsTraces = ({ monitoring: section }: Pick<WorkbenchConfig, 'monitoring'>): boolean =>
  section.enabled && section.traces.store === 'tempo';
/** Something on each node reads logs, those of the audit too, or takes traces in. */
export const runsAgents = (config: WorkbenchConfig): boolean => shipsLogs(config) || keepsTraces(config) || collectsAudit(config);

/** Of two one works while the other is away; both watch everything. */
export const monitoringReplicas = ({ profile }: Pick<WorkbenchConfig, 'profile'>): number => (profile === 'production' ? 2 : 1);
