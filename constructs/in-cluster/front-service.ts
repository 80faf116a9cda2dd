import type { WorkbenchConfig } from '../../config/schema/workbench';
import { gatewayName } from './gateway-objects';
import type { KubernetesObject } from './objects';
import type { Values } from './release-spec';

/** Port at which the proxies of Envoy Gateway listen for the listener of port 443: 10,000 above it. */
export const proxyPort = 10443;

/** A Service of our own before the proxies of the gateway, for what a cloud puts before them: that of Envoy Gateway is the public way in. */
export const frontService = (
  { gateway, environment }: WorkbenchConfig,
  name: string,
  spec: Values,
  annotations: Readonly<Record<string, string>> = {},
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: gateway.namespace, labels: { 'workbench.mojaloop.io/environment': environment }, annotations },
  spec: {
    // Labels that Envoy Gateway gives the pods of a gateway (gateway.envoyproxy.io, internals of the infrastructure).
    selector: {
      'app.kubernetes.io/managed-by': 'envoy-gateway',
      'gateway.envoyproxy.io/owning-gateway-name': gatewayName,
      'gateway.envoyproxy.io/owning-gateway-namespace': gateway.namespace,
    },
    ports: [{ name: 'https', port: 443, targetPort: proxyPort, protocol: 'TCP' }],
    ...spec,
  },
});
