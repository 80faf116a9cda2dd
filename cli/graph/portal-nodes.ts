import type { EnvironmentModel } from '../../config/environment';
import { keycloak, runsKeycloak } from '../../config/model/identity';
import { partsOf, runsPortal } from '../../config/model/portal/portal';
import { counted, type GraphEdge, type GraphNode } from './graph';
import { gatewayOf } from './operators-gateway';
import { type StoreNode, storeTitles } from './store-nodes';
import { componentId, groupIds, type TopologyParts } from './topology-parts';

export const portalNode = 'portal';

/** The operations portal, drawn as one: its sessions, permissions, APIs and pages. */
export function portalNodes({ config }: EnvironmentModel): GraphNode[] {
  if (!runsPortal(config)) return [];
  const details = [`sessions, permissions, ${counted(partsOf(config).length, 'API and page', 'APIs and pages')}`];
  return [
    {
      kind: 'operator',
      group: groupIds.operators,
      column: 2,
      id: portalNode,
      title: 'Portal',
      details,
      namespace: config.portal.namespace,
    },
  ];
}

/** Who the portal talks to. */
export function portalEdges({ model, stores, components }: TopologyParts): GraphEdge[] {
  const { config } = model;
  if (!runsPortal(config)) return [];
  const used = new Map<StoreNode, string[]>();
  for (const database of model.databases) {
    const users = database.users.filter((user) => (user.namespace ?? database.namespace) === config.portal.namespace);
    const store = stores.find(({ names }) => names.includes(database.name));
    if (!store || users.length === 0) continue;
    const why = `${database.schema} as ${users.map(({ name }) => name).join(', ')}`;
    used.set(store, [...(used.get(store) ?? []), why]);
  }
  const kafka = stores.find(({ store }) => store === 'kafka');
  if (kafka) used.set(kafka, ['events of the hub']);
  const ledger = components.filter(({ id }) => id === 'transfers' || id === 'settlement');
  return [
    {
      from: gatewayOf(model, 'operator'),
      to: portalNode,
      label: 'HTTP',
      why: 'pages and APIs for operators, each request judged by Oathkeeper',
    },
    ...(runsKeycloak(config)
      ? [{ from: portalNode, to: keycloak.name, label: `HTTP ${keycloak.port}`, why: 'names of people to whom roles are given' }]
      : []),
    ...ledger.map(({ id }) => ({
      from: portalNode,
      to: componentId(id),
      label: 'HTTP 80',
      why: id === 'settlement' ? 'settlement windows and settlements' : 'participants and positions',
    })),
    ...[...used].map(([store, why]) => ({
      from: portalNode,
      to: store.id,
      label: `${storeTitles[store.store]} ${store.port}`,
      why: why.join('; '),
    })),
  ];
}
