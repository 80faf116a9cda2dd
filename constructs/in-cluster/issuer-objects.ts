import type { EnvironmentModel } from '../../config/environment';
import { hubClientIssuer, hubClientRole } from '../../config/model/callbacks';
import { vaultAddress } from '../../config/model/vault-address';
import type { WorkbenchConfig } from '../../config/schema/workbench';
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

/** What cert-manager may do in Vault for the hub's own client certificate: have it signed, for one name. */
export function hubClientIdentity(model: EnvironmentModel): VaultIdentity {
  const { config } = model;
  return {
    ...issuerIdentity(model),
    name: identityName(config, hubClientRole),
    audience: `vault://${hubClientIssuer(config)}`,
    rules: [{ path: `${config.secrets.pkiMount}/sign/${hubClientRole}`, capabilities: ['create', 'update'] }],
  };
}

/** How cert-manager reaches Vault, and how it knows it. */
export interface VaultWay {
  readonly address: string;
  /** Mount of the auth method. */
  readonly authPath: string;
  /** Members of the issuer that name who signed Vault's certificate; none for a public authority. */
  readonly trust: Values;
}

/** In the cluster of the hub. */
const hubWay = (config: WorkbenchConfig): VaultWay => ({
  address: vaultAddress(config),
  authPath: config.secrets.kubernetesAuthPath,
  trust: config.secrets.vault.address ? {} : { caBundleSecretRef: { name: 'vault-ca', key: 'ca.crt' } },
});

/** An issuer by a role of the PKI in Vault. cert-manager asks for tokens of its own account, so no secret is stored. */
function vaultIssuer(
  { config }: EnvironmentModel,
  name: string,
  role: string,
  identity: VaultIdentity,
  way: VaultWay = hubWay(config),
): KubernetesObject {
  const { secrets } = config;
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name },
    spec: {
      vault: {
        server: way.address,
        path: `${secrets.pkiMount}/sign/${role}`,
        ...way.trust,
        auth: {
          kubernetes: {
            role: identity.name,
            mountPath: `/v1/auth/${way.authPath}`,
            serviceAccountRef: { name: issuerAccount },
          },
        },
      },
    },
  };
}

/** The ClusterIssuers of the environment: whoever signs certificates of servers, and the PKI in Vault for the one with which the hub calls participants back. */
export function issuerObjects(model: EnvironmentModel, dnsSolver?: Values): KubernetesObject[] {
  const { certificates, gateway } = model.config;
  const byKind = {
    existing: () => [],
    vault: () => [vaultIssuer(model, certificates.issuerName, 'server-cert-role', issuerIdentity(model))],
    acme: () => [
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'ClusterIssuer',
        metadata: { name: certificates.issuerName },
        spec: {
          acme: {
            server: acmeDirectory,
            email: certificates.email,
            privateKeySecretRef: { name: `${certificates.issuerName}-acme-account` },
            // Only by DNS can an authority sign wildcards, which the gateway's certificate has.
            solvers: [dnsSolver ?? { http01: { gatewayHTTPRoute: { parentRefs: [{ name: gatewayName, namespace: gateway.namespace }] } } }],
          },
        } as never,
      },
    ],
  } satisfies Record<typeof certificates.issuer, () => KubernetesObject[]>;
  return [
    ...tokenRequest(certificates.namespace),
    ...byKind[certificates.issuer](),
    vaultIssuer(model, hubClientIssuer(model.config), hubClientRole, hubClientIdentity(model)),
  ];
}

/** In another cluster: certificates of servers by a role of its own in the PKI of the environment, whoever signs those of the hub. */
export const clusterIssuerObjects = (model: EnvironmentModel, identity: VaultIdentity, role: string, way: VaultWay): KubernetesObject[] => [
  ...tokenRequest(model.config.certificates.namespace),
  vaultIssuer(model, model.config.certificates.issuerName, role, identity, way),
];

/** The account as which cert-manager comes to Vault, and its right to ask for tokens of it. */
function tokenRequest(namespace: string): KubernetesObject[] {
  const account = { name: issuerAccount, namespace };
  return [
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
      subjects: [{ kind: 'ServiceAccount', name: 'cert-manager', namespace }],
    },
  ];
}
