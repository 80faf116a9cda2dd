import type { WorkbenchConfig } from '../schema/workbench';
import { connectionManager, runsConnectionManager } from './connection-manager';
import type { Flow, Peer } from './flows';
import { keycloak, runsKeycloak } from './identity';
import { managedReach, rangesOf } from './managed-stores';

const ns = (namespace: string): Peer => ({ namespace });
const anywhere: Peer = { cidr: '0.0.0.0/0' };

/** A database of a namespace that is not the hub's: in the cluster, elsewhere, or run by the cloud. */
function toDatabase(config: WorkbenchConfig, from: Peer, database: string, what: string): Flow[] {
  const { stores } = config;
  const elsewhere = stores.mysql.databases[database] ?? stores.mysql.external;
  const why = `database of ${what}`;
  if (elsewhere) return [{ from, to: anywhere, ports: [elsewhere.port ?? 3306], why }];
  const managed = managedReach(config, 'mysql');
  if (managed) return rangesOf(config, managed).map((cidr): Flow => ({ from, to: { cidr }, ports: [managed.port], why }));
  return [{ from, to: ns(stores.namespace), ports: [3306], why }];
}

/** Connections of the identity provider and of the connection manager. */
export function identityFlows(config: WorkbenchConfig): Flow[] {
  const { identity, connectionManager: mcm, gateway, secrets } = config;
  const vault = secrets.vault.address ? anywhere : ns(secrets.vault.namespace);
  const vaultPort = secrets.vault.address ? Number(new URL(secrets.vault.inClusterAddress ?? secrets.vault.address).port || 443) : 8200;
  return [
    ...(runsKeycloak(config)
      ? ([
          {
            from: ns(identity.namespace),
            to: ns(identity.namespace),
            ports: [],
            why: 'Keycloak pods share sessions; its Job writes the realms',
          },
          { from: ns(gateway.namespace), to: ns(identity.namespace), ports: [keycloak.port], why: 'logins, tokens and public keys' },
          ...toDatabase(config, ns(identity.namespace), 'keycloak-db', 'Keycloak'),
        ] satisfies Flow[])
      : []),
    ...(runsConnectionManager(config)
      ? ([
          {
            from: ns(gateway.namespace),
            to: ns(mcm.namespace),
            ports: [connectionManager.api.port, connectionManager.ui.port],
            why: 'participants and operators at the connection manager',
          },
          { from: ns(mcm.namespace), to: vault, ports: [vaultPort], why: 'certificates and keys of the connection manager' },
          ...toDatabase(config, ns(mcm.namespace), 'connection-manager-db', 'the connection manager'),
        ] satisfies Flow[])
      : []),
  ];
}
