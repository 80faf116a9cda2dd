import type { EnvironmentModel } from '../../config/environment';
import { portalDemand } from '../../config/model/portal/demand';
import { ory, portalAddresses, portalReleases, portalSecrets } from '../../config/model/portal/portal';
import { catalogue } from '../../config/releases/catalogue';
import { pulled } from '../in-cluster/images';
import type { ReleaseSpec } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';

/** The page with the one button that leads to the issuer of operators. It keeps nothing. */
export function loginPageRelease(model: EnvironmentModel): ReleaseSpec {
  const { config, hosts } = model;
  const { namespace, replicas } = config.portal;
  const { chart, version } = catalogue[config.hub.release].companions.kratosLogin!;
  return {
    id: 'kratos-login',
    name: portalReleases.login,
    namespace,
    chart,
    version: config.charts.versions[chart] ?? version,
    secretValues: [],
    values: {
      replicaCount: replicas,
      ...(config.charts.images === undefined ? {} : { image: { repository: pulled(config, 'oryd/kratos-selfservice-ui-node') } }),
      config: { csrfCookieName: `__HOST-${hosts.portal}-x-csrf-token` },
      secret: { enabled: false, nameOverride: portalSecrets.kratos },
      deployment: { resources: requests(portalDemand.ory.cpu, portalDemand.ory.memory) },
      kratosAdminUrl: `http://${ory.kratosAdmin.service}`,
      kratosPublicUrl: `http://${ory.kratosPublic.service}`,
      kratosBrowserUrl: portalAddresses(hosts).kratos.replace(/\/$/, ''),
      basePath: '/auth',
      projectName: `${config.tenant} ${config.environment}`,
    },
  };
}
