import type { EnvironmentModel } from '../../config/environment';
import { portalDemand } from '../../config/model/portal/demand';
import { portalReleases, portalSecrets } from '../../config/model/portal/portal';
import { catalogue } from '../../config/releases/catalogue';
import { pulled } from '../in-cluster/images';
import type { ReleaseSpec } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';

/** Kinds of things that Keto relates: people are members of roles and participants, roles are granted permissions. */
export const ketoNamespaces = ['role', 'permission', 'participant'] as const;

/** Who may do what. It is asked before every request to an API of the portal; without it nobody may do anything. */
export function ketoRelease({ config }: EnvironmentModel): ReleaseSpec {
  const { namespace, replicas } = config.portal;
  const { chart, version } = catalogue[config.hub.release].companions.keto!;
  return {
    id: 'keto',
    name: portalReleases.keto,
    namespace,
    chart,
    version: config.charts.versions[chart] ?? version,
    secretValues: [],
    values: {
      replicaCount: replicas,
      ...(config.charts.images === undefined ? {} : { image: { repository: pulled(config, 'oryd/keto') } }),
      secret: { enabled: false, nameOverride: portalSecrets.keto },
      keto: {
        automigration: { enabled: true, type: 'initContainer' },
        config: {
          serve: { read: { port: 4466 }, write: { port: 4467 }, metrics: { port: 4468 } },
          namespaces: ketoNamespaces.map((name, id) => ({ id, name })),
        },
      },
      deployment: { resources: requests(portalDemand.ory.cpu, portalDemand.ory.memory), automountServiceAccountToken: false },
      ...(replicas > 1 ? { pdb: { enabled: true, spec: { maxUnavailable: 1 } } } : {}),
    },
  };
}
