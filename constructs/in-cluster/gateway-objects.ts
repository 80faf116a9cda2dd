import type { EnvironmentModel } from '../../config/environment';
import type { Route } from '../../config/model/routes';
import type { KubernetesObject, WaitCondition } from './objects';
import { mirroredProxy } from './platform-images';

const api = 'gateway.networking.k8s.io/v1';
export const gatewayName = 'hub';
export const gatewayCertificate = 'gateway-tls';

/** The class, the gateway of the hub with TLS, and the certificate for every host of the environment. */
export function gatewayObjects(model: EnvironmentModel, service: Readonly<Record<string, string>> = {}): KubernetesObject[] {
  const { gateway, certificates } = model.config;
  const { base } = model.hosts;
  const hosts = [base, `*.${base}`];
  const shared: KubernetesObject[] = [
    {
      apiVersion: api,
      kind: 'Gateway',
      metadata: { name: gatewayName, namespace: gateway.namespace },
      spec: {
        gatewayClassName: gateway.className,
        listeners: [
          {
            name: 'https',
            protocol: 'HTTPS',
            port: 443,
            tls: { mode: 'Terminate', certificateRefs: [{ name: gatewayCertificate }] },
            allowedRoutes: {
              namespaces: {
                from: 'Selector',
                selector: { matchLabels: { 'workbench.mojaloop.io/environment': model.config.environment } },
              },
            },
          },
        ],
      },
    },
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: gatewayCertificate, namespace: gateway.namespace },
      spec: {
        secretName: gatewayCertificate,
        dnsNames: hosts,
        ...(certificates.issuer === 'vault' ? { commonName: hosts[1] ?? base } : {}),
        duration: `${certificates.validityHours}h`,
        renewBefore: `${Math.floor(certificates.validityHours / 3)}h`,
        issuerRef: { name: certificates.issuerName, kind: 'ClusterIssuer' },
      },
    },
  ];
  if (gateway.controller === 'existing') return shared;
  const proxyImage = mirroredProxy(model.config);
  const ofProxies = { ...(proxyImage ? { image: proxyImage } : {}), ...(Object.keys(service).length > 0 ? { service } : {}) };
  const told = Object.keys(ofProxies).length > 0;
  const proxies = { name: gateway.className, namespace: gateway.namespace };
  const gatewayClass: KubernetesObject = {
    apiVersion: api,
    kind: 'GatewayClass',
    metadata: { name: gateway.className },
    spec: {
      controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
      ...(told ? { parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', ...proxies } } : {}),
    },
  };
  return [gatewayClass, ...(told ? [envoyProxy(proxies, ofProxies)] : []), ...shared];
}

/** The gateway's certificate has been signed. */
export const gatewayReady = ({ config }: EnvironmentModel): WaitCondition => ({
  namespace: config.gateway.namespace,
  group: 'cert-manager.io',
  resource: 'certificates',
  names: [gatewayCertificate],
  for: 'condition=Ready',
});

interface Proxies {
  /** Where their image comes from, when from a mirror. */
  readonly image?: string;
  /** Annotations of the Service that leads to them. */
  readonly service?: Readonly<Record<string, string>>;
}

/** Tells Envoy Gateway how it makes its proxies and the Service in front of them. */
function envoyProxy(metadata: { readonly name: string; readonly namespace: string }, { image, service }: Proxies): KubernetesObject {
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'EnvoyProxy',
    metadata,
    spec: {
      provider: {
        type: 'Kubernetes',
        kubernetes: {
          ...(image ? { envoyDeployment: { container: { image } } } : {}),
          ...(service ? { envoyService: { annotations: service, externalTrafficPolicy: 'Local' } } : {}),
        },
      },
    },
  };
}

/** A route in the namespace of the service it leads to. */
export function routeObject(model: EnvironmentModel, namespace: string, route: Route): KubernetesObject {
  const { gateway } = model.config;
  return {
    apiVersion: api,
    kind: 'HTTPRoute',
    metadata: { name: route.name, namespace, labels: { 'workbench.mojaloop.io/audience': route.audience } },
    spec: {
      hostnames: [route.host],
      parentRefs: [{ name: gatewayName, namespace: gateway.namespace }],
      rules: route.rules.map((rule) => ({
        matches: [{ path: { type: 'PathPrefix', value: rule.pathPrefix } }],
        ...(rule.rewritePrefix === undefined
          ? {}
          : {
              filters: [
                { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: rule.rewritePrefix } } },
              ],
            }),
        backendRefs: [{ name: rule.service, port: rule.port }],
      })),
    },
  };
}
