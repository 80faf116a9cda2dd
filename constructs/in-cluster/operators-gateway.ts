import type { EnvironmentModel } from '../../config/environment';
import { managerCertificates } from '../../config/model/gateway-certificates';
import { operatorProxies } from '../../config/model/gateway-proxies';
import { hasInnerBalancer, innerSources } from '../../config/model/inner-balancer';
import { envoyProxy } from './envoy-proxy';
import { gatewayCertificate, listener, listeners, proxyNeeds } from './gateway-objects';
import { operatorAddresses, operatorsGateway } from './gateway-targets';
import type { KubernetesObject } from './objects';
import type { Values } from './release-spec';

/**
 * The Service before the proxies of operators. What the file says of it stands above what the platform does; on a cloud the address is an annotation. The
 * addresses of operators are a list of the balancer too: who has another gets no connection, not even a page that refuses.
 */
function service({ config }: EnvironmentModel, addresses: readonly string[], ofPlatform: Readonly<Record<string, string>>): Values {
  const { address, annotations, loadBalancerClass } = config.gateway.operators;
  const all = { ...ofPlatform, ...annotations };
  const sources = innerSources(addresses);
  const byField = Object.keys(ofPlatform).length === 0;
  return {
    ...(Object.keys(all).length > 0 ? { annotations: all } : {}),
    ...(loadBalancerClass ? { loadBalancerClass } : {}),
    ...(address && byField ? { loadBalancerIP: address } : {}),
    ...(sources.length > 0 ? { loadBalancerSourceRanges: sources } : {}),
  };
}

/**
 * The gateway of operators with proxies and a balancer of its own (`gateway.operators.balancer: internal`): what it serves has no way in from the internet, not
 * even a closed one. It shows the certificates that the gateway of the hub shows; policies of routes hold here as there.
 */
export function operatorsGatewayObjects(model: EnvironmentModel, ofPlatform: Readonly<Record<string, string>>): KubernetesObject[] {
  const { config } = model;
  if (!hasInnerBalancer(config)) return [];
  const { className, namespace } = config.gateway;
  const metadata = { name: operatorsGateway, namespace };
  const certificates = managerCertificates(config).map(({ name }) => name);
  return [
    envoyProxy(metadata, {
      gateway: operatorsGateway,
      service: service(model, operatorAddresses(model), ofPlatform),
      count: operatorProxies(config),
      ...proxyNeeds(model),
    }),
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata,
      spec: {
        gatewayClassName: className,
        infrastructure: { parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: operatorsGateway } },
        listeners: [listener(model, listeners.others, { from: 'Selector' }, undefined, [gatewayCertificate, ...certificates])],
      },
    },
  ];
}
