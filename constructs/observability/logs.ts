import type { EnvironmentModel } from '../../config/environment';
import { chartVersion } from '../../config/model/charts';
import { logsInObjects } from '../../config/model/log-places';
import { monitoring, storedSize } from '../../config/model/monitoring';
import type { Platform } from '../../config/schema/platform';
import type { ObjectStore, PodIdentity } from '../contracts';
import { platformImages } from '../in-cluster/platform-images';
import { priorityName } from '../in-cluster/priorities';
import type { ReleaseSpec, Values } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';

/** Day from which logs are written in the one layout there is; a new layout would be a row more, with its own day. */
const since = '2025-01-01';
const unused = ['gateway', 'lokiCanary', 'test', 'chunksCache', 'resultsCache'] as const;
/** Parts of the other layouts of the chart. */
const otherLayouts = ['read', 'write', 'backend'] as const;

/** Object storage of a cloud, and who Loki is there. */
export interface LogObjects {
  readonly store: ObjectStore;
  readonly identity: PodIdentity;
}

/** What of the chart says where logs are; `type` is also the name of the store in the layout of logs. */
type Place = Values & { readonly type: string };

/** Object storage of each platform in the words of the chart; Loki proves who it is by its service account, so no key is in it. */
const objectPlaces: Readonly<Partial<Record<Platform, (store: ObjectStore, region: string) => Place>>> = {
  aws: (_, region) => ({ type: 's3', s3: { region } }),
  azure: ({ account }) => ({ type: 'azure', azure: { accountName: account, useFederatedToken: true } }),
};

/** Where Loki keeps logs: a bucket (AWS), a container (Azure), or its volume. */
function placeOf({ config }: EnvironmentModel, objects: LogObjects | undefined): Place {
  const place = objectPlaces[config.platform.provider];
  if (!objects || !place || !logsInObjects(config)) return { type: 'filesystem' };
  const { logs } = objects.store;
  return { bucketNames: { chunks: logs, ruler: logs }, ...place(objects.store, config.platform.region ?? '') };
}

/**
 * Loki as one program: logs of pods, searched by Grafana. It keeps them in object storage of the cloud, with a small volume for what is not there yet, or
 * on its volume, which goes with the release. While its pod is away agents keep what they could not bring and bring it later. Logs of an audit belong
 * elsewhere. Retention is `monitoring.logs.retentionDays`. Whoever changes the place leaves the logs of before where they are.
 */
export function logsRelease(model: EnvironmentModel, objects?: LogObjects): ReleaseSpec {
  const { config } = model;
  const place = placeOf(model, objects);
  const { type } = place;
  const { annotations = {}, podLabels = {} } = objects?.identity ?? {};
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
      ...(Object.keys(annotations).length > 0 ? { serviceAccount: { annotations } } : {}),
      sidecar: { rules: { enabled: false } },
      loki: {
        // One hub, one tenant: who may search is decided by Grafana, and nobody else gets there.
        auth_enabled: false,
        commonConfig: { replication_factor: 1 },
        storage: place,
        schemaConfig: {
          configs: [{ from: since, store: 'tsdb', object_store: type, schema: 'v13', index: { prefix: 'index_', period: '24h' } }],
        },
        limits_config: { retention_period: `${config.monitoring.logs.retentionDays * 24}h`, allow_structured_metadata: true },
        compactor: { retention_enabled: true, delete_request_store: type, working_directory: '/var/loki/compactor' },
        analytics: { reporting_enabled: false },
      },
      singleBinary: {
        replicas: 1,
        ...(Object.keys(podLabels).length > 0 ? { podLabels } : {}),
        resources: requests(cpu, memory),
        priorityClassName: priorityName(config, 'tools'),
        persistence: { size: storage, ...(config.cluster.storageClass ? { storageClass: config.cluster.storageClass } : {}) },
      },
    },
  };
}
