import type { EnvironmentModel } from '../../config/environment';
import { vaultAddress } from '../../config/model/vault-address';
import { identityName, type VaultIdentity } from '../vault/policies';
import { gatewayName } from './gateway-objects';
import type { KubernetesObject } from './objects';
import type { Values } from './release-spec';

export const issuerAccount = 'vault-issuer';
const acmeDirectory = 'https://acme-v02.api.letsencrypt.org/directory';

/** What cert-manager may do in Vault: sign server certificates, nothing else. */
export function issuerIdentity(model: EnvironmentModel): VaultIdentity {
  const { config } = model;
  return {
    name: identityName(config, 'issuer'),
    namespace: config.certificates.namespace,
    serviceAccount: issuerAccount,
    // cert-manager asks for tokens with this audience (its documentation, Vault issuer).
    audience: `vault://${config.certificates.issuerName}`,
    rules: [{ path: `${config.secrets.pkiMount}/sign/server-cert-role`, capabilities: ['create', 'update'] }],
  };
}

/** The ClusterIssuer of the environment. cert-manager asks for tokens of its own account, so no secret is stored. */
export function issuerObjects(model: EnvironmentModel, dnsSolver?: Values): KubernetesObject[] {
  const { certificates, secrets, gateway } = model.config;
  const metadata = { name: certificates.issuerName };
  const issuer = (spec: Record<string, never> | object): KubernetesObject => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata,
    spec: spec as never,
  });
  const server = vaultAddress(model.config);
  const account = { name: issuerAccount, namespace: certificates.namespace };
  const tokenRequest: KubernetesObject[] = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: account },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: account,
      rules: [{ apiGroups: [''], resources: ['serviceaccounts/token'], resourceNames: [issuerAccount], verbs: ['create'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: account,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: issuerAccount },
      subjects: [{ kind: 'ServiceAccount', name: 'cert-manager', namespace: certificates.namespace }],
    },
  ];
  const byKind = {
    existing: () => [],
    vault: () => [
      ...tokenRequest,
      issuer({
        vault: {
          server,
          path: `${secrets.pkiMount}/sign/server-cert-role`,
          ...(secrets.vault.address ? {} : { caBundleSecretRef: { name: 'vault-ca', key: 'ca.crt' } }),
          auth: {
            kubernetes: {
              role: issuerIdentity(model).name,
              mountPath: `/v1/auth/${secrets.kubernetesAuthPath}`,
              serviceAccountRef: { name: issuerAccount },
            },
          },
        },
      }),
    ],
    acme: () => [
      issuer({
        acme: {
          server: acmeDirectory,
          email: certificates.email,
          privateKeySecretRef: { name: `${certificates.issuerName}-acme-account` },
          // Only by DNS can an authority sign wildcards, which the gateway's certificate has.
          solvers: [dnsSolver ?? { http01: { gatewayHTTPRoute: { parentRefs: [{ name: gatewayName, namespace: gateway.namespace }] } } }],
        },
      }),
    ],
  } satisfies Record<typeof certificates.issuer, () => KubernetesObject[]>;
  return byKind[certificates.issuer]();
}
