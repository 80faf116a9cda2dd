import type { EnvironmentModel } from '../../config/environment';
import { portalReleases, portalSecrets } from '../../config/model/portal/portal';
import type { ReleaseSpec } from '../in-cluster/release-spec';
import { oryRelease, oryResources } from './ory-release';

/** Kinds of things that Keto relates: people are members of roles and participants, roles are granted permissions. */
export const ketoNamespaces = ['role', 'permission', 'participant'] as const;

/** Who may do what. It is asked before every request to an API of the portal; without it nobody may do anything. */
export const ketoRelease = (model: EnvironmentModel): ReleaseSpec =>
  oryRelease(model, {
    name: portalReleases.keto,
    chart: 'keto',
    image: 'keto',
    disruption: true,
    values: {
      secret: { enabled: false, nameOverride: portalSecrets.keto },
      keto: {
        automigration: { enabled: true, type: 'initContainer' },
        config: {
          serve: { read: { port: 4466 }, write: { port: 4467 }, metrics: { port: 4468 } },
          namespaces: ketoNamespaces.map((name, id) => ({ id, name })),
        },
      },
      deployment: { resources: oryResources, automountServiceAccountToken: false },
    },
  });
