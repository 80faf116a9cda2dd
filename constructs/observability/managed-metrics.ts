import { monitoringReplicas } from '../../config/model/monitoring';
import type { Platform } from '../../config/schema/platform';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { PodIdentity } from '../contracts';
import type { Values } from '../in-cluster/release-spec';

/** The managed Prometheus of a cloud, and who ours is there. */
export interface ManagedMetrics {
  /** Remote write. */
  readonly url: string;
  readonly identity: PodIdentity;
}

/**
 * How Prometheus proves who it is, by cloud; no key is in it. AWS: requests are signed with the role of its service account. Azure: the SDK takes the
 * token that AKS gives the pod (Prometheus 2.52 and newer), and asks for one of the directory that the file names.
 */
const logins: Readonly<Partial<Record<Platform, (platform: WorkbenchConfig['platform']) => Values>>> = {
  aws: ({ region }) => ({ sigv4: { region: region ?? '' } }),
  azure: ({ directory }) => {
    const sdk: Values = directory ? { tenantId: directory } : {};
    return { azureAd: { cloud: 'AzurePublic', sdk } };
  },
};

/** External labels that tell one Prometheus from the other of the same cluster; the operator puts them on. */
const replica = 'prometheus_replica';

/**
 * What the first of them measures is sent, and nothing of the second: both look at the same, so each sample would be there twice and paid for twice. While the
 * first is away, such as when its node is replaced, there is a gap of some minutes over there; here there is none.
 */
export const sending = (config: WorkbenchConfig, { url, identity }: ManagedMetrics): Values => ({
  remoteWrite: [
    {
      url,
      ...logins[config.platform.provider]?.(config.platform),
      writeRelabelConfigs: [
        ...(monitoringReplicas(config) > 1 ? [{ sourceLabels: [replica], regex: '.*-0', action: 'keep' }] : []),
        { regex: replica, action: 'labeldrop' },
      ],
    },
  ],
  ...(Object.keys(identity.podLabels).length > 0 ? { podMetadata: { labels: identity.podLabels } } : {}),
});
