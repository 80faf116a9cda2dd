import type { KubernetesObject } from './objects';
import type { Values } from './release-spec';

export interface Proxies {
  /** Name of the gateway that they are of. */
  readonly gateway: string;
  /** Where their image comes from, when from a mirror. */
  readonly image?: string;
  /** What the Service that leads to them has besides: annotations, addresses, class. */
  readonly service: Values;
  readonly count: number;
  /** What they tell of requests. */
  readonly telemetry?: Values;
}

/**
 * Tells Envoy Gateway how it makes its proxies and the Service in front of them. `externalTrafficPolicy: Local`: otherwise the node that a request comes to
 * would put its own address in place of the sender's, and no list of addresses could be held.
 */
export function envoyProxy(
  metadata: { readonly name: string; readonly namespace: string },
  { gateway, image, service, count, telemetry }: Proxies,
): KubernetesObject {
  /** Label that Envoy Gateway gives its proxies. */
  const labelSelector = { matchLabels: { 'gateway.envoyproxy.io/owning-gateway-name': gateway } };
  const spread = {
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
      { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
    ],
  };
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'EnvoyProxy',
    metadata,
    spec: {
      provider: {
        type: 'Kubernetes',
        kubernetes: {
          envoyDeployment: { replicas: count, ...(count > 1 ? { pod: spread } : {}), ...(image ? { container: { image } } : {}) },
          ...(count > 1 ? { envoyPDB: { minAvailable: 1 } } : {}),
          envoyService: { externalTrafficPolicy: 'Local', ...service },
        },
      },
      ...(telemetry ? { telemetry } : {}),
    },
  };
}
