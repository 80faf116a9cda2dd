import type { EnvironmentModel } from '../../config/environment';
import { runsConnectionManager } from '../../config/model/connection-manager';
import { runsKeycloak } from '../../config/model/identity';
import { hasInnerBalancer, innerHosts } from '../../config/model/inner-balancer';
import type { Route } from '../../config/model/routes';
import type { GraphEdge, GraphNode } from './graph';
import { groupIds } from './topology-parts';

export const operatorsGatewayNode = 'operators-gateway';

/** The gateway that leads to what is for an audience. */
export const gatewayOf = ({ config }: EnvironmentModel, audience: Route['audience']): string =>
  audience === 'operator' && hasInnerBalancer(config) ? operatorsGatewayNode : 'gateway';

/** The gateway that answers for a name. */
export const gatewayOfHost = ({ config, hosts }: EnvironmentModel, host: string): string =>
  innerHosts(config, hosts).includes(host) ? operatorsGatewayNode : 'gateway';

/** The gateway of operators, where they have one inside the network; its balancer is drawn with it. */
export const operatorsGateway = ({ config }: EnvironmentModel): GraphNode[] =>
  hasInnerBalancer(config)
    ? [
        {
          id: operatorsGatewayNode,
          kind: 'gateway',
          title: 'Gateway of operators',
          details: ['balancer inside the network'],
          group: groupIds.cluster,
          namespace: config.gateway.namespace,
          column: 1,
        },
      ]
    : [];

/** How people come in: to what is theirs, and to what they share with participants. */
export function peopleEdges({ config }: EnvironmentModel, entrance: string): GraphEdge[] {
  const from = 'people';
  const label = 'HTTPS 443';
  if (!hasInnerBalancer(config)) return [{ from, to: entrance, label, why: 'consoles, tools and administration' }];
  const shared = runsKeycloak(config) || runsConnectionManager(config);
  return [
    { from, to: operatorsGatewayNode, label, why: 'consoles, tools and administration, by a line or a VPN' },
    ...(shared ? [{ from, to: entrance, label, why: 'logins and the connection manager, which participants use too' }] : []),
  ];
}
