/** What guards the way in, by address (see causes.ts). */
export const edgeCauseRows = [
  {
    address: /^helm_release\.gateway-certificates$/,
    settings: [
      'participants',
      'gateway.namespace',
      'certificates.issuer',
      'certificates.issuerName',
      'certificates.validityHours',
      'environment',
      'domain',
    ],
  },
  {
    address: /^helm_release\.participants-gate$/,
    settings: [
      'participants',
      'gateway.requestsPerSecond',
      'gateway.payloadKiB',
      'gateway.clusterAddresses',
      'gateway.revokedCertificates',
      'gateway.front',
      'gateway.controller',
      'network.podRange',
      'hub.namespace',
    ],
  },
  {
    address: /^helm_release\.participants-listener$/,
    settings: [
      'gateway.controller',
      'gateway.namespace',
      'gateway.front',
      'gateway.operators.balancer',
      'certificates.generation',
      'certificates.trustedFrom',
      'identity.*',
      'environment',
      'domain',
    ],
  },
  {
    address: /^helm_release\.revocation$/,
    settings: [
      'certificates.publishRevocation',
      'certificates.revocationAddress',
      'gateway.controller',
      'gateway.namespace',
      'secrets.vault.address',
      'secrets.vault.namespace',
      'secrets.pkiMount',
      'environment',
      'domain',
    ],
  },
  {
    address: /^vault_(?:policy|kubernetes_auth_backend_role)\.identity-.+-participants-ca-(?:policy|role)$/,
    settings: [
      'gateway.controller',
      'gateway.namespace',
      'secrets.pkiMount',
      'certificates.generation',
      'certificates.trustedFrom',
      'environment',
    ],
  },
] as const;
