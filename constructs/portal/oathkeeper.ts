import type { EnvironmentModel } from '../../config/environment';
import { type KetoApi, portalLayout } from '../../config/model/portal/layouts';
import { ory, portalReleases } from '../../config/model/portal/portal';
import type { ReleaseSpec, Values } from '../in-cluster/release-spec';
import { asked, question } from './access-rules';
import { oryImage, oryRelease, oryResources } from './ory-release';

/** How it learns who somebody is, and what it tells the services behind it. The rules (access-rules.ts) say what a request needs. */
const settings = (keto: KetoApi): Values => ({
  log: { level: 'info', format: 'json', leak_sensitive_values: false },
  access_rules: { matching_strategy: 'regexp', repositories: ['file:///etc/rules/access-rules.json'] },
  authenticators: {
    cookie_session: {
      enabled: true,
      config: {
        check_session_url: `http://${ory.kratosPublic.service}/sessions/whoami`,
        preserve_path: true,
        extra_from: '@this',
        subject_from: 'identity.traits.subject',
        only: ['ory_kratos_session'],
      },
    },
  },
  authorizers: {
    remote_json: {
      enabled: true,
      // Every rule brings a question of its own; one that forgot it would ask for a permission that nobody has.
      config: { remote: asked(keto), payload: question(keto, 'none') },
    },
  },
  mutators: {
    header: {
      enabled: true,
      config: { headers: { 'X-User': '{{ print .Subject }}', 'X-Email': '{{ print (((.Extra.identity).traits).email) }}' } },
    },
  },
  errors: { fallback: ['json'], handlers: { json: { enabled: true, config: { verbose: false } } } },
  serve: { proxy: { port: 4455 }, api: { port: ory.oathkeeperApi.port }, prometheus: { port: 9000 } },
});

/** Judges every request to an API of the portal: the gateway asks it and lets nothing through that it does not allow. */
export const oathkeeperRelease = (model: EnvironmentModel): ReleaseSpec =>
  oryRelease(model, {
    name: portalReleases.oathkeeper,
    chart: 'oathkeeper',
    image: 'oathkeeper',
    disruption: true,
    values: {
      global: { ory: { oathkeeper: { maester: { mode: 'controller' } } } },
      // Rules come from objects, by the controller beside it: it looks at no other namespace, and finds Oathkeeper by the name of the release.
      oathkeeper: { config: settings(portalLayout(model.config).keto), managedAccessRules: false },
      maester: { enabled: true },
      'oathkeeper-maester': {
        singleNamespaceMode: true,
        ...oryImage(model, 'oathkeeper-maester'),
        deployment: { resources: oryResources, envs: [{ name: 'authorizersAvailable', value: 'remote_json' }] },
      },
      deployment: { resources: oryResources, automountServiceAccountToken: false },
    },
  });
