/** What lets another cluster of payment managers in, and what it gets, by address (see causes.ts). */
export const participantClusterCauseRows = [
  {
    address: /^helm_release\.vault-ways$/,
    settings: [
      'participantClusters',
      'gateway.controller',
      'gateway.namespace',
      'secrets.vault.address',
      'secrets.vault.namespace',
      'secrets.kvMount',
      'secrets.pm4mlMount',
      'secrets.pkiMount',
      'environment',
      'domain',
    ],
  },
  { address: /^vault_jwt_auth_backend\.login-mount$/, settings: ['participantClusters', 'environment'] },
  {
    address: /^vault_(?:policy|jwt_auth_backend_role)\.identity-.+-(?:issuer|participants-ca)-[a-z0-9]+-(?:policy|role)$/,
    settings: ['participantClusters', 'secrets.pkiMount', 'certificates.issuerName', 'certificates.generation', 'certificates.trustedFrom'],
  },
  {
    address: /^vault_pki_secret_backend_role\.authority-server$/,
    settings: [
      'participantClusters',
      'participants',
      'secrets.pkiMount',
      'certificates.validityHours',
      'certificates.generation',
      'domain',
    ],
  },
  {
    address: /^helm_release\.vault-authority$/,
    settings: ['participantClusters', 'certificates.issuer', 'certificates.generation', 'secrets.vault.address'],
  },
] as const;
