import type { EnvironmentModel } from '../../config/environment';
import { frontedHosts } from '../../config/model/front';
import { type ManagerCertificate, managerCertificates } from '../../config/model/gateway-certificates';
import { gatewayProxies } from '../../config/model/gateway-proxies';
import { hasInnerBalancer, innerHosts } from '../../config/model/inner-balancer';
import { runsMonitoring } from '../../config/model/monitoring';
import { asksForCertificate, participantHost } from '../../config/model/published-apis';
import type { Route, RouteRule } from '../../config/model/routes';
import { envoyProxy } from './envoy-proxy';
import { audienceLabel, operatorAnswers, operatorPolicy, operatorsGateway } from './gateway-targets';
import { gatewayTelemetry } from './gateway-telemetry';
import type { KubernetesObject, WaitCondition } from './objects';
import { mirroredProxy } from './platform-images';
import type { Values } from './release-spec';
import { revocationListeners } from './revocation-listener';

const api = 'gateway.networking.k8s.io/v1';
export const gatewayName = 'hub';
export const gatewayCertificate = 'gateway-tls';
/** Listeners of the gateway: that of participants asks for a client certificate, so no route of another host may be behind it, and none of its own behind the other. */
export const listeners = { participants: 'participants', others: 'https' } as const;
/** Listener by which the hub calls back payment managers in another cluster. */
export const callbackListener = 'callbacks';

const annotated = (annotations: Readonly<Record<string, string>>): Values =>
  Object.keys(annotations).length > 0 ? { annotations: { ...annotations } } : {};

/** What every proxy has: its image, where that comes from a mirror, and what it tells of requests. */
export function proxyNeeds({ config }: EnvironmentModel): { readonly image?: string; readonly telemetry?: Values } {
  const image = mirroredProxy(config);
  return { ...(image ? { image } : {}), ...(runsMonitoring(config) ? { telemetry: gatewayTelemetry(config) } : {}) };
}

/** The class, the gateway of the hub with TLS, and the certificate for every host of the environment. */
export function gatewayObjects(model: EnvironmentModel, service: Readonly<Record<string, string>> = {}): KubernetesObject[] {
  const { gateway } = model.config;
  const { base } = model.hosts;
  const managers = managerCertificates(model.config).map(({ name }) => name);
  const shared: KubernetesObject[] = [
    {
      apiVersion: api,
      kind: 'Gateway',
      metadata: { name: gatewayName, namespace: gateway.namespace },
      spec: {
        gatewayClassName: gateway.className,
        listeners: [
          listener(
            model,
            listeners.participants,
            { from: 'Selector', namespace: model.config.hub.namespace },
            participantHost(model.hosts),
          ),
          listener(model, listeners.others, { from: 'Selector' }, undefined, [gatewayCertificate, ...managers]),
          ...revocationListeners(model),
        ],
      },
    },
    certificate(model, gatewayCertificate, [base, `*.${base}`], `*.${base}`),
  ];
  return [...controllerObjects(model, service), ...shared];
}

/** The class of our gateways and how their proxies are made; nothing for a controller that is there already. `watched`: something is there that they tell of requests. */
export function controllerObjects(
  model: EnvironmentModel,
  service: Readonly<Record<string, string>> = {},
  watched = true,
): KubernetesObject[] {
  const { gateway } = model.config;
  if (gateway.controller === 'existing') return [];
  const proxies = { name: gateway.className, namespace: gateway.namespace };
  const count = gatewayProxies(model.config);
  const gatewayClass: KubernetesObject = {
    apiVersion: api,
    kind: 'GatewayClass',
    metadata: { name: gateway.className },
    spec: {
      controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
      parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', ...proxies },
    },
  };
  const { telemetry, ...needs } = proxyNeeds(model);
  const told = watched && telemetry ? { telemetry } : {};
  return [gatewayClass, envoyProxy(proxies, { gateway: gatewayName, service: annotated(service), count, ...needs, ...told })];
}

const certificate = ({ config }: EnvironmentModel, name: string, dnsNames: readonly string[], commonName: string): KubernetesObject => {
  const { certificates, gateway } = config;
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace: gateway.namespace },
    spec: {
      secretName: name,
      dnsNames: [...dnsNames],
      ...(certificates.issuer === 'vault' ? { commonName } : {}),
      duration: `${certificates.validityHours}h`,
      renewBefore: `${Math.floor(certificates.validityHours / 3)}h`,
      issuerRef: { name: certificates.issuerName, kind: 'ClusterIssuer' },
    },
  };
};

/** Certificates for hosts of payment managers. They stand before the gateway names them: a listener that misses one takes no connection at all. */
export const managerCertificateObjects = (model: EnvironmentModel): KubernetesObject[] =>
  managerCertificates(model.config).map((each) => managerCertificate(model, each));

export const managerCertificate = (model: EnvironmentModel, { name, dnsNames }: ManagerCertificate): KubernetesObject =>
  certificate(model, name, dnsNames, shortest(dnsNames));

/** A common name has 64 characters at most, and the names of a certificate are its alternative names in any case. */
const shortest = ([first, ...others]: ManagerCertificate['dnsNames']): string =>
  others.reduce((best, name) => (name.length < best.length ? name : best), first);

/** A listener by TLS. That of participants takes routes of the hub's namespace alone: the policies that guard them are there. */
export const listener = (
  { config: { environment } }: EnvironmentModel,
  name: string,
  { from, namespace }: { readonly from: 'Selector'; readonly namespace?: string },
  hostname?: string,
  certificates: readonly string[] = [gatewayCertificate],
  port = 443,
) => ({
  name,
  protocol: 'HTTPS',
  port,
  ...(hostname ? { hostname } : {}),
  tls: { mode: 'Terminate', certificateRefs: certificates.map((secret) => ({ name: secret })) },
  allowedRoutes: {
    namespaces: {
      from,
      selector: {
        matchLabels: {
          'workbench.mojaloop.io/environment': environment,
          ...(namespace ? { 'kubernetes.io/metadata.name': namespace } : {}),
        },
      },
    },
  },
});

/** Certificates of the gateway have been signed: its own, unless others are named. */
export const gatewayReady = ({ config }: EnvironmentModel, names: readonly string[] = [gatewayCertificate]): WaitCondition => ({
  namespace: config.gateway.namespace,
  group: 'cert-manager.io',
  resource: 'certificates',
  names,
  for: 'condition=Ready',
});

/** With another word than its own external-dns leaves an object alone (external-dns, annotations: controller). */
const recordElsewhere = { 'external-dns.alpha.kubernetes.io/controller': 'front' } as const;

const rewriteOf = (path: string, exact?: boolean): Values =>
  exact ? { type: 'ReplaceFullPath', replaceFullPath: path } : { type: 'ReplacePrefixMatch', replacePrefixMatch: path };

function ruleObject({ pathPrefix, rewritePrefix, exact, method, service, namespace, port }: RouteRule): Values {
  return {
    matches: [{ path: { type: exact ? 'Exact' : 'PathPrefix', value: pathPrefix }, ...(method ? { method } : {}) }],
    ...(rewritePrefix === undefined ? {} : { filters: [{ type: 'URLRewrite', urlRewrite: { path: rewriteOf(rewritePrefix, exact) } }] }),
    backendRefs: [{ name: service, ...(namespace ? { namespace } : {}), port }],
  };
}

/** A route in the namespace of the service it leads to. */
export function routeObject(model: EnvironmentModel, namespace: string, route: Route): KubernetesObject {
  const { gateway } = model.config;
  const sectionName = route.listener ?? (asksForCertificate(model.hosts, route.host) ? listeners.participants : listeners.others);
  const inside =
    route.audience === 'operator' && hasInnerBalancer(model.config) && innerHosts(model.config, model.hosts).includes(route.host);
  return {
    apiVersion: api,
    kind: 'HTTPRoute',
    metadata: {
      name: route.name,
      namespace,
      labels: { [audienceLabel]: route.audience },
      // A name that leads to what stands before the gateway has its record from there.
      ...(frontedHosts(model.config, model.hosts).includes(route.host) ? { annotations: recordElsewhere } : {}),
    },
    spec: {
      hostnames: [route.host],
      parentRefs: [{ name: inside ? operatorsGateway : gatewayName, namespace: gateway.namespace, sectionName }],
      rules: route.rules.map(ruleObject),
    },
  };
}

/** The routes of a namespace with what guards those of operators. Those of participants are guarded before them, by the stack `edge`. */
export function routeObjects(model: EnvironmentModel, namespace: string, routes: readonly Route[]): KubernetesObject[] {
  const guarded = model.config.gateway.controller === 'envoy-gateway' && routes.some(({ audience }) => audience === 'operator');
  // Of a payment manager only pages for people are there, and those understand plain text.
  const answers = namespace === model.config.hub.namespace ? [operatorAnswers(namespace)] : [];
  return [
    ...(guarded ? [operatorPolicy(model, namespace), ...answers] : []),
    ...routes.map((route) => routeObject(model, namespace, route)),
  ];
}
