import type { WorkbenchConfig } from '../schema/workbench';
import type { Flow } from './flows';
import { hostsOf } from './hosts';
import { vaultAddress } from './vault-address';

/** How much of Vault anybody may ask by the gateway: requests a second of one address, and the largest question (OCSP). */
export const revocationLimits = { requestsPerSecond: 20, payloadBytes: 16_384 } as const;

/** Port at which it is asked: plain HTTP, because who checks a certificate can't be made to check another one first (RFC 5280, 8; CA/B baseline requirements, 7.1.2.11). */
export const revocationPort = 80;

/** Both ends are ours: Envoy Gateway, which can be told to speak TLS to Vault, and a Vault in this cluster. */
export const canPublishRevocation = ({ gateway, secrets }: WorkbenchConfig): boolean =>
  gateway.controller === 'envoy-gateway' && secrets.vault.address === undefined;

/** The gateway shows the world what Vault tells of revoked certificates, unless the file says that somebody else does, or nobody. */
export const publishesRevocation = (config: WorkbenchConfig): boolean =>
  canPublishRevocation(config) && (config.certificates.publishRevocation ?? config.certificates.revocationAddress === undefined);

/** What stands before `/v1/<mount>/…` in the addresses that certificates carry. */
export const revocationAddress = (config: WorkbenchConfig): string =>
  config.certificates.revocationAddress ?? (publishesRevocation(config) ? `http://${hostsOf(config).pki}` : vaultAddress(config));

/** A certificate that carries it can be checked from outside of the cluster. */
export const revocationIsPublic = (config: WorkbenchConfig): boolean =>
  config.certificates.revocationAddress !== undefined || publishesRevocation(config);

export interface RevocationPath {
  readonly method: 'GET' | 'POST';
  /** Exactly this path. */
  readonly path?: string;
  /** The whole path, as a regular expression (RE2). */
  readonly pattern?: string;
}

/**
 * All of Vault that is published: authorities, lists and answers about single certificates. None of it needs a token (developer.hashicorp.com, PKI API,
 * unauthenticated paths), and nothing else has a route. Answers by OCSP come by both methods of RFC 6960; a question by GET is base64 and nothing
 * else, so that no path can be hidden in it.
 */
export function revocationPaths({ secrets }: Pick<WorkbenchConfig, 'secrets'>): readonly RevocationPath[] {
  const mount = `/v1/${secrets.pkiMount}`;
  const got = (path: string): RevocationPath => ({ method: 'GET', path: `${mount}/${path}` });
  return [
    ...['ca', 'ca/pem', 'ca_chain', 'crl', 'crl/pem', 'crl/delta', 'crl/delta/pem'].map(got),
    { method: 'GET', pattern: `${mount}/issuer/[A-Za-z0-9-]+/(der|pem|crl/der|crl/pem|crl/delta/der|crl/delta/pem)` },
    { method: 'GET', pattern: `${mount}/ocsp/([A-Za-z0-9+/=]|%2[BbFf]|%3[Dd])+` },
    { method: 'POST', path: `${mount}/ocsp` },
  ];
}

/** Pods of the proxies, by the name that Envoy Gateway gives them: neither its controller nor the proxy of callbacks reaches Vault. */
export const gatewayProxyApp = 'envoy';

/** The one connection from the gateway to Vault. */
export const revocationFlows = (config: WorkbenchConfig): Flow[] =>
  publishesRevocation(config)
    ? [
        {
          from: { namespace: config.gateway.namespace, app: gatewayProxyApp },
          to: { namespace: config.secrets.vault.namespace },
          ports: [8200],
          why: 'lists of revoked certificates, published by the gateway',
        },
      ]
    : [];
