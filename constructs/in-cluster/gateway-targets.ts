import type { EnvironmentModel } from '../../config/environment';
import type { Route } from '../../config/model/routes';
import type { KubernetesObject } from './objects';
import { operatorScript } from './participant-gate';

export const gateway = { group: 'gateway.envoyproxy.io', apiVersion: 'gateway.envoyproxy.io/v1alpha1' } as const;

/** The gateway of operators, where they have one of their own. */
export const operatorsGateway = 'operators';

/** Label by which policies find the routes they are for. */
export const audienceLabel = 'workbench.mojaloop.io/audience';

export const routesOf = (audience: Route['audience']) => [
  { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', matchLabels: { [audienceLabel]: audience } },
];

/** Whom a sandbox without `gateway.operatorAddresses` lets in: whoever has an address that nobody routes over the internet (RFC 1918, 6598, 4193). */
const privateAddresses = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', 'fc00::/7', '::1/128'];

/** Addresses that operators come from; none is nobody. */
export function operatorAddresses({ config: { gateway, profile } }: EnvironmentModel): readonly string[] {
  if (gateway.operatorAddresses.length > 0) return gateway.operatorAddresses;
  return profile === 'production' ? [] : privateAddresses;
}

/** Refusals of the gateway on the operators' routes of a namespace, as errors of FSPIOP. */
export const operatorAnswers = (namespace: string): KubernetesObject => ({
  apiVersion: gateway.apiVersion,
  kind: 'EnvoyExtensionPolicy',
  metadata: { name: 'operators', namespace },
  spec: { targetSelectors: routesOf('operator'), lua: [{ type: 'Inline', inline: operatorScript() }] },
});

/**
 * Lets nobody but operators come by the operators' routes of a namespace. It takes the place of what the listener asks for (Envoy Gateway: the policy nearest to
 * a route counts), so an operator needs neither certificate nor token of a participant.
 */
export function operatorPolicy(model: EnvironmentModel, namespace: string): KubernetesObject {
  const addresses = operatorAddresses(model);
  const rules = addresses.length > 0 ? [{ name: 'operators', action: 'Allow', principal: { clientCIDRs: [...addresses] } }] : [];
  return {
    apiVersion: gateway.apiVersion,
    kind: 'SecurityPolicy',
    metadata: { name: 'operators', namespace },
    spec: { targetSelectors: routesOf('operator'), authorization: { defaultAction: 'Deny', ...(rules.length > 0 ? { rules } : {}) } },
  };
}
