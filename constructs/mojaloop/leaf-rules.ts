import type { EnvironmentModel } from '../../config/environment';
import { endpoint, redisNames } from '../../config/model/endpoints';
import { tellsEvents } from '../../config/model/portal/events';
import { jwsSecret } from '../../config/model/secret-map';
import { sendsSpans, serviceSpans } from '../../config/model/service-spans';
import type { HubService } from '../../config/model/services';
import { atLeast } from '../../config/releases/versions';
import { drawnToPool } from '../in-cluster/placement';
import type { Json } from '../in-cluster/release-spec';
import { type Component, type LeafRules, nameOf } from './chart-leaves';
import { imageRules } from './image-rules';
import { initContainers } from './init-containers';
import { storeRules } from './store-rules';

const size = (model: EnvironmentModel, component: Component) => model.services.find((service) => service.name === nameOf(component));

/** Before 17.1 the notes of the bulk adapter refuse to render without its Ingress: it stays, in a class that nobody serves. */
const keepsIngress = (model: EnvironmentModel, component: Component) =>
  !atLeast(model.config.hub.release, '17.1.0') && nameOf(component).startsWith('bulk-api-adapter-');

/** From 16 on every component is told whether to sign, but only these are given a key; the others then refuse to render. */
const signers = /^(account-lookup-service|account-lookup-service-handler-timeout|quoting-service-handler|.*-handler-notification)$/;
const signs = (model: EnvironmentModel, component: Component) => model.layout < 'v16' || signers.test(nameOf(component));

/**
 * Pods of one service keep apart where they can: in zones where there are several, otherwise on nodes. Where we make the nodes, they are drawn to those of
 * their pool; not every component has a place for tolerations, so nothing keeps others away from it.
 */
function placed(model: EnvironmentModel, component: Component): Json | undefined {
  const { config } = model;
  const own = size(model, component);
  if (!own) return undefined;
  const affinity = { ...drawnToPool(config, own.kind === 'tool' ? 'tools' : 'hub'), ...(own.maxReplicas > 1 ? apart(config, own) : {}) };
  return Object.keys(affinity).length > 0 ? affinity : undefined;
}

function apart(config: EnvironmentModel['config'], own: HubService) {
  const matchLabels = { 'app.kubernetes.io/name': own.label, 'app.kubernetes.io/instance': config.hub.releaseName };
  const topologyKey = config.cluster.zones > 1 ? 'topology.kubernetes.io/zone' : 'kubernetes.io/hostname';
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { topologyKey, labelSelector: { matchLabels } } }],
    },
  };
}

/**
 * What is written for each kind of leaf, wherever a chart has it. Components differ in where they are, not in how they are set:
 * so the writers are the same for 14 to 17, and a path that a release does not know is never written.
 */
export const leafRules: LeafRules = {
  ...storeRules,
  ...imageRules,
  initContainers,
  'config/endpointSecurity/jwsSign': (model, component) => model.features.jws && signs(model, component),
  'config/endpointSecurity/jwsSigningKeySecret': (model) => (model.features.jws ? { ...jwsSecret } : undefined),
  // The charts bring a signing key that everybody knows: it must never be used. Null takes it away.
  'config/endpointSecurity/jwsSigningKey': (model) => (model.features.jws && model.layout < 'v16' ? undefined : null),
  'config/hub_participant/name': (model) => model.config.hub.name,
  'config/simple_routing_mode_enabled': (model) => model.features.simpleRouting,
  'config/enable_on_us_transfers': (model) => model.features.onUsTransfers,
  'config/featureEnableExtendedPartyIdType': (model) => model.features.thirdParty,
  'config/api_type': (model) => model.config.hub.apiType,
  // SDKs of simulators speak what the hub speaks.
  'env/API_TYPE': (model) => model.config.hub.apiType,
  'env/ILP_VERSION': (model) => (model.features.iso20022 ? '4' : '1'),
  // The chart of 17.1 names a Service that is not there.
  'env/FX_TRANSFERS_ENDPOINT': (model) => `${model.config.hub.releaseName}-ml-api-adapter-service`,
  // Known by everybody who has the chart. What the proxy logs in with at a second scheme is the operator's to give.
  'env/OAUTH_CLIENT_SECRET_A': () => '',
  'env/OAUTH_CLIENT_SECRET_B': () => '',
  'config/pathfinder/tls/certs/client_key': () => '',
  'ml-testing-toolkit-frontend/config/API_BASE_URL': (model, component) =>
    component[0] === 'ml-testing-toolkit' && model.features.testingToolkit ? `https://${model.hosts.testingToolkitApi}` : undefined,
  // From 17 on the charts spread pods over nodes themselves; zones they leave to us.
  affinity: placed,
  'config/log_level': (model) => model.config.hub.logLevel,
  'config/log_transport': (model) => model.config.hub.logTransport,
  'config/proxy_cache/enabled': (model) => model.features.interScheme,
  'config/proxy_cache/proxyConfig/cluster': (model) =>
    model.features.interScheme ? [{ ...endpoint(model.logicalServices, redisNames.proxyCache) }] : undefined,
  // Routes are made by the Gateway API; the charts' own for handlers share hosts.
  'ingress/enabled': keepsIngress,
  'ingress/className': (model, component) => (keepsIngress(model, component) ? 'unused' : undefined),
  // Only where the portal is told of messages, and then no service waits for it: with the charts' own setting a message would fail while it is away.
  'sidecar/enabled': (model, component) => tellsEvents(model.config, nameOf(component)),
  'config/event_async_override': (model, component) => (tellsEvents(model.config, nameOf(component)) ? 'log,trace,audit' : undefined),
  'metrics/enabled': (model) => model.config.hub.metrics,
  // Disruption budgets are made beside the release, the same for every layout: two for one pod stop every eviction.
  'pdb/enabled': () => false,
  // With it a switch of this setting changes the template of the pods, so they are restarted by the same deployment.
  podAnnotations: (model, component) => {
    const own = size(model, component);
    return own && sendsSpans(model.config, own) ? { [serviceSpans.annotation]: 'true' } : undefined;
  },
  replicaCount: (model, component) => size(model, component)?.replicas,
  resources: (model, component) => {
    const own = size(model, component);
    // The template of the old simulator writes resources in the wrong place (14 to 16.0.4).
    if (nameOf(component) === 'simulator') return undefined;
    return own && { requests: { cpu: `${own.cpu}m`, memory: `${own.memory}Mi` }, limits: { memory: `${own.memory}Mi` } };
  },
};
