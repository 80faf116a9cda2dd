import type { EnvironmentModel } from '../../config/environment';
import { callbackProxy } from '../../config/model/callbacks';
import { connectionManager } from '../../config/model/connection-manager';
import { keycloak } from '../../config/model/identity';
import { managedReach, proxyLogin } from '../../config/model/managed-stores';
import { monitoring } from '../../config/model/monitoring';
import { operatorsNamespace } from '../../config/model/namespaces';
import { publishesRevocation, revocationPort } from '../../config/model/revocation';
import { hubRoutes } from '../../constructs/mojaloop/routes';
import { cloudEdges } from './cloud-edges';
import { componentOf } from './components';
import { elsewhereEdges, portOf } from './elsewhere';
import type { GraphEdge } from './graph';
import { identityEdges } from './identity-nodes';
import { dashboardEdges, watchingEdges } from './monitoring-nodes';
import { gatewayOf, gatewayOfHost, peopleEdges } from './operators-gateway';
import { portalEdges, portalNode } from './portal-nodes';
import { type StoreNode, storeTitles } from './store-nodes';
import { componentId, groupIds, type TopologyParts } from './topology-parts';

const edge = (from: string, to: string, label: string, why: string): GraphEdge => ({ from, to, label, why });

/** Every arrow of the topology. Those between namespaces are among the flows that the network policies allow; a test holds that. */
export function topologyEdges(parts: TopologyParts): GraphEdge[] {
  return [
    ...waysIn(parts),
    ...routes(parts),
    ...storeUse(parts),
    ...participantUse(parts),
    ...operatorUse(parts),
    ...kafkaUse(parts),
    ...identityEdges(parts.model, parts.stores, vaultLabel(parts.model.config.secrets.vault)),
    ...portalEdges(parts),
    ...dashboardEdges(watching(parts.model)).map((found) => ({ ...found, from: gatewayOfHost(parts.model, parts.model.hosts.grafana) })),
    ...cloudEdges(parts.model, parts.nodes),
    ...elsewhereEdges(parts.model, (namespace) => ownerOf(parts.model, namespace)),
  ];
}

/** Who asks whom for numbers, and who sends logs and traces where. */
export const watching = (model: EnvironmentModel): GraphEdge[] => watchingEdges(model, (namespace) => ownerOf(model, namespace));

function waysIn({ model, boxes, nodes }: TopologyParts): GraphEdge[] {
  const entrance = nodes.has('balancer') ? 'balancer' : 'gateway';
  return [
    ...peopleEdges(model, entrance),
    ...boxes.map((box) =>
      edge(box.group.id, box.place === 'here' ? 'gateway' : entrance, 'HTTPS 443', 'requests to the hub, as any participant makes them'),
    ),
    ...(entrance === 'balancer' ? [edge(entrance, 'gateway', 'TLS 443', 'passes connections through as they are')] : []),
    ...(publishesRevocation(model.config)
      ? [
          edge('people', entrance, `HTTP ${revocationPort}`, 'whether a certificate is revoked'),
          edge(
            'gateway',
            'vault',
            vaultLabel(model.config.secrets.vault),
            'lists of revoked certificates and OCSP, and nothing else of Vault',
          ),
        ]
      : []),
    edge(groupIds.hub, 'gateway', `HTTP ${callbackProxy.port}`, 'callbacks leave by a proxy that knows the participants of the file'),
    ...boxes
      .filter((box) => box.place !== 'here')
      .map((box) => edge('gateway', box.group.id, 'mutual TLS', 'callbacks of the hub, with its client certificate')),
  ];
}

/** What the gateway lets through to each part of the hub. */
function routes({ model, components }: TopologyParts): GraphEdge[] {
  const prefix = `${model.config.hub.releaseName}-`;
  const rules = hubRoutes(model).flatMap((route) =>
    route.rules.map((rule) => ({ ...rule, component: componentOf(rule.service.slice(prefix.length)), audience: route.audience })),
  );
  return components.flatMap(({ id }) => {
    const own = rules.filter((rule) => rule.component === id);
    const from = [...new Set(own.map(({ audience }) => gatewayOf(model, audience)))];
    return from.map((gateway) => {
      const through = own.filter(({ audience }) => gatewayOf(model, audience) === gateway);
      const ports = [...new Set(through.map(({ port }) => port))].sort((a, b) => a - b);
      const audiences = [...new Set(through.map(({ audience }) => audience))].map((audience) => {
        const paths = through.filter((rule) => rule.audience === audience).map(({ pathPrefix }) => pathPrefix);
        return `${audience}s: ${[...new Set(paths)].join(', ')}`;
      });
      return edge(gateway, componentId(id), `HTTP ${ports.join(', ')}`, audiences.join('; '));
    });
  });
}

/** Which part of the hub keeps what where. */
function storeUse({ model, components, stores }: TopologyParts): GraphEdge[] {
  const behind = (name: string) => stores.find((store) => store.names.includes(name));
  const label = (store: StoreNode) => `${storeTitles[store.store]} ${store.port}`;
  return components.flatMap((component) => {
    const reasons = new Map<StoreNode, string[]>();
    const uses = (store: StoreNode | undefined, why: string) => store && reasons.set(store, [...(reasons.get(store) ?? []), why]);
    for (const database of model.databases) {
      const users = database.users.filter((user) => user.usedBy.some((name) => componentOf(name) === component.id));
      if (users.length > 0) uses(behind(database.name), `${database.schema} as ${users.map(({ name }) => name).join(', ')}`);
    }
    if (component.kafka)
      uses(
        stores.find(({ store }) => store === 'kafka'),
        'messages between the services',
      );
    for (const cache of component.caches) uses(behind(cache), 'cache');
    return [...reasons].map(([store, why]) => edge(componentId(component.id), store.id, label(store), why.join('; ')));
  });
}

function participantUse({ model, boxes, stores, components }: TopologyParts): GraphEdge[] {
  const { config } = model;
  const kafka = stores.find(({ store }) => store === 'kafka');
  return boxes
    .filter((box) => box.place === 'here')
    .flatMap(({ group, participants }) => [
      edge('gateway', group.id, 'HTTP', 'callbacks of the hub and portals of payment managers'),
      edge(group.id, 'vault', vaultLabel(config.secrets.vault), 'certificates of payment managers'),
      ...(kafka && participants.some((p) => p.sdkBulk) ? [edge(group.id, kafka.id, `Kafka ${kafka.port}`, 'SDK bulk on Kafka')] : []),
      ...(components.some(({ id }) => id === 'toolkit')
        ? [edge(componentId('toolkit'), group.id, 'HTTP 4000, 4001, 5050', 'tests reach payment managers')]
        : []),
    ]);
}

/** The proxy logs in at the Kafka of the cloud, which the hub itself could not. */
function kafkaUse({ model }: TopologyParts): GraphEdge[] {
  const reach = managedReach(model.config, 'kafka');
  const login = proxyLogin(model.config);
  if (!reach || !login) return [];
  const how = { password: 'SCRAM with a password from Vault', identity: 'OAUTHBEARER as its workload identity' } as const;
  return [edge('kafka-proxy', 'managed-kafka', `Kafka ${reach.port}`, `logs in over TLS by ${how[login]}`)];
}

function operatorUse({ model, operated }: TopologyParts): GraphEdge[] {
  const { vault } = model.config.secrets;
  return [
    ...(operated.length > 0 ? [edge('store-operators', groupIds.stores, 'TCP', 'operators run the stores')] : []),
    edge('vault-config-operator', 'vault', vaultLabel(vault), 'makes passwords and delivers them to namespaces'),
    edge('cert-manager', 'vault', vaultLabel(vault), 'certificates from the PKI'),
  ];
}

function vaultLabel(vault: { readonly address?: string; readonly inClusterAddress?: string }): string {
  const address = vault.inClusterAddress ?? vault.address;
  return address === undefined ? 'HTTPS 8200' : portOf(address);
}

/** What draws a namespace of the platform: only those may have connections of their own out of the cluster. */
function ownerOf({ config }: EnvironmentModel, namespace: string): string | undefined {
  const owners: Readonly<Record<string, string>> = {
    [config.hub.namespace]: groupIds.hub,
    [config.stores.namespace]: groupIds.stores,
    [config.gateway.namespace]: 'gateway',
    [config.identity.namespace]: keycloak.name,
    [config.connectionManager.namespace]: connectionManager.release,
    [config.portal.namespace]: portalNode,
    [config.certificates.namespace]: 'cert-manager',
    [operatorsNamespace]: groupIds.operators,
    [config.secrets.vault.namespace]: 'vault',
    [config.monitoring.namespace]: monitoring.release,
    [config.monitoring.agentsNamespace]: monitoring.agents.release,
  };
  return owners[namespace];
}
