import type { EnvironmentModel } from '../../config/environment';
import { chartVersion } from '../../config/model/charts';
import { portalReleases } from '../../config/model/portal/portal';
import type { ReleaseSpec } from '../in-cluster/release-spec';
import { portalValues } from './portal-values';

/** The portal of 16 and newer: APIs, pages, what keeps the events of the hub. */
export const financePortalRelease = (model: EnvironmentModel): ReleaseSpec => ({
  id: 'finance-portal',
  name: portalReleases.portal,
  namespace: model.config.portal.namespace,
  chart: 'finance-portal',
  version: chartVersion(model.config, 'finance-portal'),
  secretValues: [],
  values: portalValues(model),
});
