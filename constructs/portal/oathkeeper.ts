import type { EnvironmentModel } from '../../config/environment';
import { portalDemand } from '../../config/model/portal/demand';
import { ory, portalReleases } from '../../config/model/portal/portal';
import { catalogue } from '../../config/releases/catalogue';
import { pulled } from '../in-cluster/images';
import type { ReleaseSpec, Values } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';

/** How it learns who somebody is, and what it tells the services behind it. The rules (access-rules.ts) say what a request needs. */
const settings = (): Values => ({
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
      config: {
        remote: `http://${ory.ketoRead.service}/relation-tuples/check`,
        payload: '{"namespace":"permission","object":"none","relation":"granted","subject_id":"{{ print .Subject }}"}',
      },
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
export function oathkeeperRelease({ config }: EnvironmentModel): ReleaseSpec {
  const { namespace, replicas } = config.portal;
  const { chart, version } = catalogue[config.hub.release].companions.oathkeeper!;
  const resources = requests(portalDemand.ory.cpu, portalDemand.ory.memory);
  const mirrored = config.charts.images !== undefined;
  return {
    id: 'oathkeeper',
    name: portalReleases.oathkeeper,
    namespace,
    chart,
    version: config.charts.versions[chart] ?? version,
    secretValues: [],
    values: {
      global: { ory: { oathkeeper: { maester: { mode: 'controller' } } } },
      replicaCount: replicas,
      ...(mirrored ? { image: { repository: pulled(config, 'oryd/oathkeeper') } } : {}),
      // Rules come from objects, by the controller beside it: it looks at no other namespace, and finds Oathkeeper by the name of the release.
      oathkeeper: { config: settings(), managedAccessRules: false },
      maester: { enabled: true },
      'oathkeeper-maester': {
        singleNamespaceMode: true,
        ...(mirrored ? { image: { repository: pulled(config, 'oryd/oathkeeper-maester') } } : {}),
        deployment: { resources, envs: [{ name: 'authorizersAvailable', value: 'remote_json' }] },
      },
      deployment: { resources, automountServiceAccountToken: false },
      ...(replicas > 1 ? { pdb: { enabled: true, spec: { maxUnavailable: 1 } } } : {}),
    },
  };
}
