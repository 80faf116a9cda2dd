import type { EnvironmentModel } from '../../config/environment';
import { chartVersion } from '../../config/model/charts';
import { type PortalLayout, portalLayout } from '../../config/model/portal/layouts';
import { portalReleases } from '../../config/model/portal/portal';
import { mergeValues, type ReleaseSpec, type Values } from '../in-cluster/release-spec';
import { ketoAddresses, operatorService } from './keto-addresses';
import { portalValues } from './portal-values';

/** What is in the chart besides the operator: up to 15 all the portal, with a page of the login that belongs to a Kratos of 2020 and an image without version. */
const besides: Readonly<Record<PortalLayout['chart'], (model: EnvironmentModel) => Values>> = {
  bof: (model) => mergeValues(portalValues(model), { 'security-hub-bop-kratos-ui': { enabled: false } }),
  'finance-portal': () => ({}),
};

/**
 * The operator that writes roles and exclusions into Keto, with their kinds; for 14 and 15 with all the portal. It reads them all again when it starts, so
 * one pod is enough: while it is away, roles stay as they are.
 */
export function bofRelease(model: EnvironmentModel): ReleaseSpec {
  const { config } = model;
  return {
    id: 'bof',
    name: portalReleases.operator,
    namespace: config.portal.namespace,
    chart: 'bof',
    version: chartVersion(config, 'bof'),
    secretValues: [],
    values: mergeValues(besides[portalLayout(config).chart](model), {
      global: { keto: ketoAddresses },
      [operatorService]: {
        enabled: true,
        replicaCount: 1,
        ...(config.charts.images === undefined ? {} : { image: { registry: config.charts.images } }),
        ingress: { enabled: false },
      },
    }),
  };
}
