import type { EnvironmentModel } from '../../config/environment';
import { type KetoApi, portalLayout } from '../../config/model/portal/layouts';
import { accessRules } from '../../config/model/portal/permissions';
import { ory } from '../../config/model/portal/portal';
import type { KubernetesObject } from '../in-cluster/objects';

/** The question Oathkeeper puts to Keto: whether a person has a permission by any of their roles. */
export const question = ({ subject }: KetoApi, permission: string): string =>
  `{"namespace":"permission","object":"${permission}","relation":"granted","${subject}":"{{ print .Subject }}"}`;

/** Where Oathkeeper asks it. */
export const asked = ({ check }: KetoApi): string => `http://${ory.ketoRead.service}${check}`;

/**
 * What a request to an API of the portal needs: a session of its host, and a permission. A request that fits no rule is refused. Addresses carry http or
 * https: the gateway ends TLS before it asks.
 */
export function accessRuleObjects({ config, hosts }: EnvironmentModel): KubernetesObject[] {
  const { keto } = portalLayout(config);
  return accessRules.map(({ name, path, methods, permission }) => ({
    apiVersion: 'oathkeeper.ory.sh/v1alpha1',
    kind: 'Rule',
    metadata: { name, namespace: config.portal.namespace },
    spec: {
      match: { url: `<https?>://${hosts.portal}${path}`, methods: [...methods] },
      authenticators: [{ handler: 'cookie_session' }],
      authorizer: {
        handler: 'remote_json',
        config: { remote: asked(keto), payload: question(keto, permission) },
      },
      mutators: [{ handler: 'header' }],
    },
  }));
}
