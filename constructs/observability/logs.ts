import type { EnvironmentModel } from '../../config/environment';
import { chartVersion } from '../../config/model/charts';
import { monitoring, storedSize } from '../../config/model/monitoring';
import { platformImages } from '../in-cluster/platform-images';
import { priorityName } from '../in-cluster/priorities';
import type { ReleaseSpec } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';

/** Day from which logs are written in the one layout there is; a new layout would be a row more, with its own day. */
const since = '2025-01-01';
const unused = ['gateway', 'lokiCanary', 'test', 'chunksCache', 'resultsCache'] as const;
/** Parts of the other layouts of the chart. */
const otherLayouts = ['read', 'write', 'backend'] as const;

/**
 * Loki as one program with a volume: logs of pods, searched by Grafana. While its pod is away agents keep what they could not bring and bring it later;
 * its volume goes with the release, and logs of an audit belong elsewhere. Retention is `monitoring.logs.retentionDays`.
 */
export function logsRelease(model: EnvironmentModel): ReleaseSpec {
  const { config } = model;
  const { release } = monitoring.logs;
  const { cpu, memory, storage } = storedSize(config, 'logs');
  return {
    id: release,
    name: release,
    namespace: config.monitoring.namespace,
    chart: 'loki',
    version: chartVersion(config, 'loki'),
    secretValues: [],
    values: {
      fullnameOverride: release,
      ...platformImages(config, 'loki'),
      deploymentMode: 'Monolithic',
      ...Object.fromEntries(otherLayouts.map((part) => [part, { replicas: 0 }])),
      ...Object.fromEntries(unused.map((part) => [part, { enabled: false }])),
      // Nothing it reads is in other namespaces.
      rbac: { namespaced: true },
      sidecar: { rules: { enabled: false } },
      loki: {
        // One hub, one tenant: who may search is decided by Grafana, and nobody else gets there.
        auth_enabled: false,
        commonConfig: { replication_factor: 1 },
        storage: { type: 'filesystem' },
        schemaConfig: {
          configs: [{ from: since, store: 'tsdb', object_store: 'filesystem', schema: 'v13', index: { prefix: 'index_', period: '24h' } }],
        },
        limits_config: { retention_period: `${config.monitoring.logs.retentionDays * 24}h`, allow_structured_metadata: true },
        compactor: { retention_enabled: true, delete_request_store: 'filesystem', working_directory: '/var/loki/compactor' },
        analytics: { reporting_enabled: false },
      },
      singleBinary: {
        replicas: 1,
        resources: requests(cpu, memory),
        priorityClassName: priorityName(config, 'tools'),
        persistence: { size: storage, ...(config.cluster.storageClass ? { storageClass: config.cluster.storageClass } : {}) },
      },
    },
  };
}
