import type { EnvironmentModel } from '../../config/environment';
import { connectionManager, runsConnectionManager } from '../../config/model/connection-manager';
import { keycloak, runsKeycloak } from '../../config/model/identity';
import { counted, type GraphEdge, type GraphNode } from './graph';
import { type StoreNode, storeTitles } from './store-nodes';
import { groupIds } from './topology-parts';

/** Who tells who somebody is, and where certificates are exchanged. */
export function identityNodes({ config }: EnvironmentModel): GraphNode[] {
  const { identity, connectionManager: mcm } = config;
  const common = { kind: 'operator', group: groupIds.operators, column: 2 } as const;
  return [
    ...(runsKeycloak(config)
      ? [
          {
            ...common,
            id: keycloak.name,
            title: 'Keycloak',
            details: [`logins and tokens, ${counted(identity.replicas, 'pod')}`],
            namespace: identity.namespace,
          },
        ]
      : []),
    ...(runsConnectionManager(config)
      ? [
          {
            ...common,
            id: connectionManager.release,
            title: 'Connection manager',
            details: ['certificates of participants'],
            namespace: mcm.namespace,
          },
        ]
      : []),
  ];
}

export function identityEdges(model: EnvironmentModel, stores: readonly StoreNode[], vaultLabel: string): GraphEdge[] {
  const { config } = model;
  const database = (from: string, name: string): GraphEdge[] => {
    const store = stores.find(({ names }) => names.includes(name));
    const found = model.databases.find((each) => each.name === name);
    if (!store || !found) return [];
    const why = `${found.schema} as ${found.users.map((user) => user.name).join(', ')}`;
    return [{ from, to: store.id, label: `${storeTitles[store.store]} ${store.port}`, why }];
  };
  return [
    ...(runsKeycloak(config)
      ? [
          {
            from: 'gateway',
            to: keycloak.name,
            label: `HTTP ${keycloak.port}`,
            why: 'logins, tokens and the keys that tokens are verified with',
          },
          ...database(keycloak.name, 'keycloak-db'),
        ]
      : []),
    ...(runsConnectionManager(config)
      ? [
          {
            from: 'gateway',
            to: connectionManager.release,
            label: `HTTP ${connectionManager.api.port}, ${connectionManager.ui.port}`,
            why: 'participants by their tokens, operators by their login',
          },
          { from: connectionManager.release, to: 'vault', label: vaultLabel, why: 'keys, and certificates that it has signed' },
          ...database(connectionManager.release, 'connection-manager-db'),
        ]
      : []),
  ];
}
