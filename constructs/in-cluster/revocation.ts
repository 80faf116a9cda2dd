import type { EnvironmentModel } from '../../config/environment';
import { strippedHeaders } from '../../config/model/edge';
import { revocationLimits, revocationPaths } from '../../config/model/revocation';
import { vaultTls } from '../vault/server';
import { gatewayName } from './gateway-objects';
import { gateway as policyGroup } from './gateway-targets';
import type { KubernetesObject } from './objects';
import type { Json, Values } from './release-spec';
import { revocation } from './revocation-listener';

/** Service of the chart that leads to the member of Vault that is active. */
export const vaultService = { name: 'vault-active', port: 8200 } as const;

/** Headers by which a client could be somebody at Vault, or tell it how to answer (developer.hashicorp.com, HTTP API). Nobody is, by this way. */
export const vaultHeaders = [
  'authorization',
  'cookie',
  'x-vault-token',
  'x-vault-namespace',
  'x-vault-wrap-ttl',
  'x-vault-request',
  'x-vault-forward',
  'x-vault-index',
  'x-vault-inconsistent',
  'x-vault-no-request-forwarding',
  'x-vault-mfa',
  'x-vault-policy-override',
] as const;

const target = (kind: string, name: string, group = 'gateway.networking.k8s.io'): Json => ({ group, kind, name });

/** The route: a match for each thing that is published. */
function route({ config, hosts }: EnvironmentModel): KubernetesObject {
  const matches = revocationPaths(config).map(({ method, path, pattern }) => ({
    method,
    path: path === undefined ? { type: 'RegularExpression', value: pattern ?? '' } : { type: 'Exact', value: path },
  }));
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: revocation, namespace: config.secrets.vault.namespace },
    spec: {
      hostnames: [hosts.pki],
      parentRefs: [{ name: gatewayName, namespace: config.gateway.namespace, sectionName: revocation }],
      rules: [{ matches, timeouts: { request: '10s' }, backendRefs: [vaultService] }],
    },
  };
}

/** How connections are taken: what a client says of itself is thrown away, and base64 with its slashes reaches Vault as it was sent. */
const connections = ({ config }: EnvironmentModel): KubernetesObject => ({
  apiVersion: policyGroup.apiVersion,
  kind: 'ClientTrafficPolicy',
  metadata: { name: revocation, namespace: config.gateway.namespace },
  spec: {
    targetRefs: [{ ...(target('Gateway', gatewayName) as Values), sectionName: revocation }],
    headers: {
      earlyRequestHeaders: { remove: [...strippedHeaders, ...vaultHeaders] },
      withUnderscoresAction: 'RejectRequest',
    },
    path: { escapedSlashesAction: 'KeepUnchanged' },
    // OpenSSL, and whatever is built on it, asks by HTTP/1.0, which proxies refuse by default; older ones do not even say whom they ask.
    http1: { http10: { useDefaultHost: true } },
  },
});

/** Each address has so many questions a second at each proxy: Vault signs every answer anew. */
function limits({ config }: EnvironmentModel): KubernetesObject {
  const { requestsPerSecond, payloadBytes } = revocationLimits;
  const rules = ['0.0.0.0/0', '::/0'].map((value) => ({
    clientSelectors: [{ sourceCIDR: { type: 'Distinct', value } }],
    limit: { requests: requestsPerSecond, unit: 'Second' },
  }));
  return {
    apiVersion: policyGroup.apiVersion,
    kind: 'BackendTrafficPolicy',
    metadata: { name: revocation, namespace: config.secrets.vault.namespace },
    spec: {
      targetRefs: [target('HTTPRoute', revocation)],
      requestBuffer: { limit: String(payloadBytes) },
      rateLimit: { type: 'Local', local: { rules } },
    },
  };
}

/** The gateway speaks TLS to Vault, and to nobody who only calls himself that. */
export const towardsVault = ({ config }: EnvironmentModel): KubernetesObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1alpha3',
  kind: 'BackendTLSPolicy',
  metadata: { name: revocation, namespace: config.secrets.vault.namespace },
  spec: {
    targetRefs: [target('Service', vaultService.name, '')],
    validation: {
      caCertificateRefs: [target('Secret', vaultTls.secret, '')],
      hostname: `${vaultService.name}.${config.secrets.vault.namespace}.svc`,
    },
  },
});

/**
 * What the gateway publishes of Vault: lists of revoked certificates, answers about single ones, and the certificates of authorities, at a name of their own by
 * plain HTTP. All of it is signed by the authority itself. No other path of Vault has a route, and a token that somebody sends is taken away.
 */
export const revocationObjects = (model: EnvironmentModel): KubernetesObject[] => [
  towardsVault(model),
  connections(model),
  limits(model),
  route(model),
];
