import type { EnvironmentModel } from '../../config/environment';
import { type KetoApi, portalLayout } from '../../config/model/portal/layouts';
import { portalReleases, portalSecrets } from '../../config/model/portal/portal';
import type { ReleaseSpec, Values } from '../in-cluster/release-spec';
import { oryRelease, oryResources } from './ory-release';

/** Kinds of things that Keto relates: people are members of roles and participants, roles are granted permissions. */
export const ketoNamespaces = ['role', 'permission', 'participant'] as const;

const namespaces = ketoNamespaces.map((name, id) => ({ id, name }));
const serve = { read: { port: 4466 }, write: { port: 4467 } } as const;

/** Settings of its two charts, by the API that the Keto of each has. The older one migrates its tables by a Job before everything else. */
const settings: Readonly<Record<KetoApi['subject'], (replicas: number) => Values>> = {
  subject: (replicas) => ({
    keto: { autoMigrate: true, config: { serve, namespaces } },
    resources: oryResources,
    automountServiceAccountToken: false,
    // Its chart writes what is allowed to be away on one line: there is room for one word.
    ...(replicas > 1 ? { pdb: { enabled: true, spec: { minAvailable: replicas - 1 } } } : {}),
  }),
  subject_id: (replicas) => ({
    keto: {
      automigration: { enabled: true, type: 'initContainer' },
      config: { serve: { ...serve, metrics: { port: 4468 } }, namespaces },
    },
    deployment: { resources: oryResources, automountServiceAccountToken: false },
    ...(replicas > 1 ? { pdb: { enabled: true, spec: { maxUnavailable: 1 } } } : {}),
  }),
};

/** Who may do what. It is asked before every request to an API of the portal; without it nobody may do anything. */
export const ketoRelease = (model: EnvironmentModel): ReleaseSpec =>
  oryRelease(model, {
    name: portalReleases.keto,
    chart: 'keto',
    image: 'keto',
    disruption: false,
    values: {
      secret: { enabled: false, nameOverride: portalSecrets.keto },
      ...settings[portalLayout(model.config).keto.subject](model.config.portal.replicas),
    },
  });
