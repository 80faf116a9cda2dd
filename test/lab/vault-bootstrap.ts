import type { Ask } from './client';
import { must } from './client';

/** Who the deployer is: its service account, and the role and audience it logs in to Vault with. */
export const deployerLogin = {
  namespace: 'workbench-system',
  serviceAccount: 'workbench-deployer',
  role: 'workbench-deployer',
  audience: 'vault',
} as const;

export interface BootstrapFacts {
  /** Address of the API server as Vault sees it. */
  readonly kubernetesHost: string;
  /** Certificate authority of the API server (PEM). */
  readonly kubernetesCa: string;
  /** Token of an account bound to the cluster role system:auth-delegator. */
  readonly reviewerToken: string;
  /** Mount path of the auth method. */
  readonly authPath: string;
  /** What the deployer may do, in Vault's policy language. */
  readonly policy: string;
}

/** One call of Vault's HTTP API. */
export interface VaultCall {
  readonly why: string;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: object;
}

/**
 * What the deployer needs for any environment: mounts, policies, password policies, roles and auth methods, audit devices, PKI and KV.
 * `sudo` stands only where Vault itself demands it: for auth mounts and audit devices. It can read no generated secret by name alone:
 * KV data is write-and-read under `generated/` only, where the deployer keeps the signing key.
 */
export const deployerPolicy = (
  [
    ['sys/mounts', 'read', 'list'],
    ['sys/mounts/*', 'create', 'read', 'update', 'delete', 'list'],
    ['sys/auth', 'read', 'list'],
    ['sys/auth/*', 'create', 'read', 'update', 'delete', 'list', 'sudo'],
    ['sys/audit', 'read', 'list', 'sudo'],
    ['sys/audit/*', 'create', 'read', 'update', 'delete', 'sudo'],
    ['sys/policies/acl/*', 'create', 'read', 'update', 'delete', 'list'],
    ['sys/policies/password/*', 'create', 'read', 'update', 'delete', 'list'],
    ['auth/+/role/*', 'create', 'read', 'update', 'delete', 'list'],
    ['auth/+/config', 'create', 'read', 'update'],
    ['auth/token/lookup-self', 'read'],
    ['+/config', 'create', 'read', 'update'],
    ['+/data/generated/*', 'create', 'read', 'update'],
    ['+/metadata/generated/*', 'read', 'list', 'delete'],
    ['pki*', 'create', 'read', 'update', 'delete', 'list'],
  ] as const
)
  .map(([path, ...capabilities]) => `path "${path}" {\n  capabilities = ${JSON.stringify(capabilities)}\n}\n`)
  .join('\n');

/**
 * What the lab does to its Vault so that any environment can be deployed with it, in order. For one environment `workbench render`
 * writes a script that does the same with a narrower policy; the tests run it.
 */
export const bootstrapCalls = ({ kubernetesHost, kubernetesCa, reviewerToken, authPath, policy }: BootstrapFacts): readonly VaultCall[] => [
  {
    why: 'lets pods and the deployer log in with tokens of the cluster',
    method: 'POST',
    path: `/v1/sys/auth/${authPath}`,
    body: { type: 'kubernetes' },
  },
  {
    why: 'tells Vault which cluster that is, and how it asks whether a token is good',
    method: 'POST',
    path: `/v1/auth/${authPath}/config`,
    body: {
      kubernetes_host: kubernetesHost,
      kubernetes_ca_cert: kubernetesCa,
      token_reviewer_jwt: reviewerToken,
      disable_iss_validation: true,
      disable_local_ca_jwt: true,
    },
  },
  {
    why: 'what the deployer may do',
    method: 'PUT',
    path: `/v1/sys/policies/acl/${deployerLogin.role}`,
    body: { policy },
  },
  {
    why: 'gives that to one service account in one namespace, for an hour at a time',
    method: 'POST',
    path: `/v1/auth/${authPath}/role/${deployerLogin.role}`,
    body: {
      bound_service_account_names: [deployerLogin.serviceAccount],
      bound_service_account_namespaces: [deployerLogin.namespace],
      audience: deployerLogin.audience,
      token_policies: [deployerLogin.role],
      token_ttl: '1h',
      token_max_ttl: '2h',
    },
  },
];

/** Makes an initialised, open Vault ready for the deployer. @throws Error with Vault's answer when a call is refused */
export async function bootstrapVault(vault: Ask, facts: BootstrapFacts): Promise<void> {
  for (const { method, path, body } of bootstrapCalls(facts)) await must(vault, method, path, body);
}
