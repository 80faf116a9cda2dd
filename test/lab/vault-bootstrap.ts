import { systemNamespace } from '../../config/model/namespaces';
import { deployer } from '../../constructs/vault/access';
import { policyText, type VaultRule } from '../../constructs/vault/policies';
import type { Ask } from './client';
import { must } from './client';

export interface ClusterFacts {
  /** Address of the API server as Vault sees it. */
  readonly kubernetesHost: string;
  /** Certificate authority of the API server (PEM). */
  readonly kubernetesCa: string;
  /** Token of an account bound to the cluster role system:auth-delegator. */
  readonly reviewerToken: string;
}

/** Mount path of the Kubernetes auth method in the lab's Vault. */
export const authPath = 'kubernetes';

/** Lets pods of the lab's cluster log in to its Vault; what they may do there is said later. @throws Error with Vault's answer when a call is refused */
export async function trustCluster(vault: Ask, { kubernetesHost, kubernetesCa, reviewerToken }: ClusterFacts): Promise<void> {
  await must(vault, 'POST', `/v1/sys/auth/${authPath}`, { type: 'kubernetes' });
  await must(vault, 'POST', `/v1/auth/${authPath}/config`, {
    kubernetes_host: kubernetesHost,
    kubernetes_ca_cert: kubernetesCa,
    token_reviewer_jwt: reviewerToken,
    disable_iss_validation: true,
    disable_local_ca_jwt: true,
  });
}

/**
 * Lets the deployer of several environments in, each rule once. For a single environment `workbench render` writes a script that does the same;
 * the tests run that.
 */
export async function letDeployerIn(vault: Ask, rules: readonly VaultRule[]): Promise<void> {
  const byPath = [...new Map(rules.map((rule) => [rule.path, rule])).values()];
  await must(vault, 'PUT', `/v1/sys/policies/acl/${deployer.role}`, { policy: policyText(byPath) });
  await must(vault, 'POST', `/v1/auth/${authPath}/role/${deployer.role}`, {
    bound_service_account_names: [deployer.serviceAccount],
    bound_service_account_namespaces: [systemNamespace],
    audience: deployer.audience,
    token_policies: [deployer.role],
    token_ttl: '1h',
    token_max_ttl: '2h',
  });
}
