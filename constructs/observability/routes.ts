import type { EnvironmentModel } from '../../config/environment';
import { grafanaHost, monitoring } from '../../config/model/monitoring';
import type { Route } from '../../config/model/routes';
import { routeObject } from '../in-cluster/gateway-objects';
import { gateway, operatorAddresses } from '../in-cluster/gateway-targets';
import type { KubernetesObject } from '../in-cluster/objects';

/** The way to Grafana: of what watches the hub it is the only thing that can be reached from outside. */
export const monitoringRoutes = ({ config }: EnvironmentModel): Route[] => [
  {
    name: 'grafana',
    host: grafanaHost(config),
    audience: 'operator',
    rules: [{ pathPrefix: '/', service: monitoring.grafana.service, port: monitoring.grafana.port }],
  },
];

/** The route with who may come by it: the addresses of `monitoring.grafanaAddresses`, or those of operators. A gateway that is not ours has its own guard. */
export function monitoringRouteObjects(model: EnvironmentModel): KubernetesObject[] {
  const { config } = model;
  const { namespace, grafanaAddresses } = config.monitoring;
  const addresses = grafanaAddresses.length > 0 ? grafanaAddresses : operatorAddresses(model);
  const rules = addresses.length > 0 ? [{ name: 'operators', action: 'Allow', principal: { clientCIDRs: [...addresses] } }] : [];
  const policy: KubernetesObject = {
    apiVersion: gateway.apiVersion,
    kind: 'SecurityPolicy',
    metadata: { name: 'grafana', namespace },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'grafana' }],
      authorization: { defaultAction: 'Deny', ...(rules.length > 0 ? { rules } : {}) },
    },
  };
  return [
    ...(config.gateway.controller === 'envoy-gateway' ? [policy] : []),
    ...monitoringRoutes(model).map((route) => routeObject(model, namespace, route)),
  ];
}
