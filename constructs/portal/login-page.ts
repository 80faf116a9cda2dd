import type { EnvironmentModel } from '../../config/environment';
import { ory, portalAddresses, portalReleases, portalSecrets } from '../../config/model/portal/portal';
import type { ReleaseSpec } from '../in-cluster/release-spec';
import { oryRelease, oryResources } from './ory-release';

/** The page with the one button that leads to the issuer of operators. It keeps nothing. */
export function loginPageRelease(model: EnvironmentModel): ReleaseSpec {
  const { config, hosts } = model;
  return oryRelease(model, {
    name: portalReleases.login,
    chart: 'kratos-selfservice-ui-node',
    image: 'kratos-selfservice-ui-node',
    disruption: false,
    values: {
      config: { csrfCookieName: `__HOST-${hosts.portal}-x-csrf-token` },
      secret: { enabled: false, nameOverride: portalSecrets.kratos },
      deployment: { resources: oryResources },
      kratosAdminUrl: `http://${ory.kratosAdmin.service}`,
      kratosPublicUrl: `http://${ory.kratosPublic.service}`,
      kratosBrowserUrl: portalAddresses(hosts).kratos.replace(/\/$/, ''),
      basePath: '/auth',
      projectName: `${config.tenant} ${config.environment}`,
    },
  });
}
