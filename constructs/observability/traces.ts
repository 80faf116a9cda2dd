import type { EnvironmentModel } from '../../config/environment';
import { chartVersion } from '../../config/model/charts';
import { monitoring, storedSize } from '../../config/model/monitoring';
import { platformImages } from '../in-cluster/platform-images';
import { priorityName } from '../in-cluster/priorities';
import type { ReleaseSpec } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';

/** Tempo as one program with a volume: the way of single requests. Without it traces are lost and nothing else. */
export function tracesRelease(model: EnvironmentModel): ReleaseSpec {
  const { config } = model;
  const { release, otlpPort } = monitoring.traces;
  const { cpu, memory, storage } = storedSize(config, 'traces');
  const { storageClass } = config.cluster;
  return {
    id: release,
    name: release,
    namespace: config.monitoring.namespace,
    chart: 'tempo',
    version: chartVersion(config, 'tempo'),
    secretValues: [],
    values: {
      fullnameOverride: release,
      ...platformImages(config, 'tempo'),
      tempo: {
        retention: `${config.monitoring.traces.retentionHours}h`,
        reportingEnabled: false,
        receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${otlpPort}` } } } },
        resources: requests(cpu, memory),
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
      },
      serviceAccount: { automountServiceAccountToken: false },
      persistence: { enabled: true, size: storage, ...(storageClass ? { storageClassName: storageClass } : {}) },
      priorityClassName: priorityName(config, 'tools'),
    },
  };
}
