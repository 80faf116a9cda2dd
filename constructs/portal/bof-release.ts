import type { EnvironmentModel } from '../../config/environment';
import { chartVersion } from '../../config/model/charts';
import { ory, portalReleases } from '../../config/model/portal/portal';
import type { ReleaseSpec, Values } from '../in-cluster/release-spec';

/** Keto by its addresses inside the namespace of the portal. */
export const ketoAddresses = {
  readURL: `http://${ory.ketoRead.service}:80`,
  writeURL: `http://${ory.ketoWrite.service}:80`,
} as const satisfies Values;
export const operatorService = 'security-role-perm-operator-svc';

/**
 * The operator that writes roles and exclusions into Keto, with their kinds. It reads them all again when it starts, so one pod is enough: while it is
 * away, roles stay as they are.
 */
export function bofRelease({ config }: EnvironmentModel): ReleaseSpec {
  return {
    id: 'bof',
    name: portalReleases.operator,
    namespace: config.portal.namespace,
    chart: 'bof',
    version: chartVersion(config, 'bof'),
    secretValues: [],
    values: {
      global: { keto: ketoAddresses },
      [operatorService]: {
        enabled: true,
        replicaCount: 1,
        ...(config.charts.images === undefined ? {} : { image: { registry: config.charts.images } }),
        ingress: { enabled: false },
      },
    },
  };
}
