import type { WorkbenchConfig } from '../schema/workbench';
import { connectionManager, runsConnectionManager } from './connection-manager';
import { keycloak, runsKeycloak } from './identity';
import { loginProviders } from './portal/login-providers';
import { directoryAccount, portalClient, portalSecrets, runsPortal } from './portal/portal';
import type { Delivery, SecretEntry } from './secret-map';

/** Secret that the gateway reads the client secret of a login from; Envoy Gateway wants this key. */
export const loginClientKey = 'client-secret';
/** Secret with the password of Keycloak's own administrator. */
export const administratorSecret = { name: 'keycloak-admin', key: 'password' } as const;
export const clientSecretKey = 'secret';

export const firstPassword = (username: string) => `operator-${username}`;

const born = (id: string, path: string, purpose: string, deliveries: readonly Delivery[]): SecretEntry => ({
  id,
  kind: 'password',
  path: `generated/identity/${path}`,
  field: 'password',
  purpose,
  deliveries,
  owner: 'edge',
});

/** Where Keycloak gets a client secret or a first password from; nowhere when the issuer is somebody else's. */
const toKeycloak = (config: WorkbenchConfig, id: string): Delivery[] =>
  runsKeycloak(config) ? [{ namespace: config.identity.namespace, secretName: id, key: clientSecretKey }] : [];

/** Secrets of the identity provider and of the connection manager. */
export function identitySecrets(config: WorkbenchConfig): SecretEntry[] {
  const { identity, connectionManager: mcm } = config;
  const { client } = connectionManager;
  return [
    ...(runsKeycloak(config)
      ? [
          born(administratorSecret.name, 'admin', `account ${keycloak.administrator} of Keycloak`, [
            { namespace: identity.namespace, secretName: administratorSecret.name, key: administratorSecret.key },
          ]),
          ...identity.operators.map(({ username }) =>
            born(
              firstPassword(username),
              `operators/${username}`,
              `first password of ${username}, who must change it`,
              toKeycloak(config, firstPassword(username)),
            ),
          ),
        ]
      : []),
    ...(runsConnectionManager(config)
      ? [
          born(`${client}-client`, `${client}-client`, 'OIDC client of the connection manager', [
            ...toKeycloak(config, `${client}-client`),
            { namespace: mcm.namespace, secretName: `${client}-login`, key: loginClientKey },
          ]),
        ]
      : []),
    ...(runsPortal(config)
      ? [
          born(`${portalClient}-client`, `${portalClient}-client`, 'OIDC client of the portal', [
            ...toKeycloak(config, `${portalClient}-client`),
            {
              namespace: config.portal.namespace,
              secretName: portalSecrets.providers,
              key: 'value',
              template: loginProviders(config),
            },
          ]),
          ...(runsKeycloak(config)
            ? [
                born(directoryAccount, directoryAccount, 'account with which the portal reads who is there', [
                  ...toKeycloak(config, directoryAccount),
                  { namespace: config.portal.namespace, secretName: portalSecrets.directory, key: clientSecretKey },
                ]),
              ]
            : []),
        ]
      : []),
  ];
}

/** The secret of a participant's client, delivered to Keycloak besides. */
export const knownToKeycloak = (config: WorkbenchConfig, entry: SecretEntry): SecretEntry =>
  entry.owner === 'edge' ? { ...entry, deliveries: [...entry.deliveries, ...toKeycloak(config, entry.id)] } : entry;
