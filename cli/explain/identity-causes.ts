/** What the identity provider and the connection manager are made of, by address (see causes.ts). */
const vaultOfManager = ['connectionManager.enabled', 'connectionManager.namespace', 'secrets.pkiMount', 'secrets.pm4mlMount'];

export const identityCauseRows = [
  {
    address: /^helm_release\.identity-secrets$/,
    settings: ['identity.provider', 'identity.operators', 'connectionManager.enabled', 'portal.enabled', 'participants', 'secrets.kvMount'],
  },
  {
    address: /^helm_release\.keycloak$/,
    settings: [
      'identity.provider',
      'identity.namespace',
      'identity.replicas',
      'identity.tokenMinutes',
      'identity.sessionHours',
      'identity.operators',
      'portal.enabled',
      'participants',
      'domain',
      'profile',
    ],
  },
  { address: /^helm_release\.keycloak-routes$/, settings: ['identity.provider', 'environment', 'domain', 'gateway.operatorAddresses'] },
  {
    address: /^helm_release\.connection-manager-trust$/,
    settings: ['connectionManager.enabled', 'secrets.vault.address', 'certificates.validityHours'],
  },
  {
    address: /^helm_release\.connection-manager-routes$/,
    settings: ['connectionManager.enabled', 'identity.*', 'environment', 'domain', 'gateway.operatorAddresses'],
  },
  {
    address: /^helm_release\.connection-manager$/,
    settings: ['connectionManager.enabled', 'connectionManager.namespace', 'hub.release', 'domain', 'certificates.validityHours'],
  },
  { address: /^vault_.*connection-manager-vault-/, settings: [...vaultOfManager, 'participants'] },
] as const;
