import { KubernetesAuthBackendRole } from '@cdktf/provider-vault/lib/kubernetes-auth-backend-role';
import { Policy } from '@cdktf/provider-vault/lib/policy';
import { Construct } from 'constructs';
import { policyText, type VaultIdentity } from './policies';

/** A Vault policy and the Kubernetes auth role of the one service account in one namespace that gets it. */
export class KubernetesIdentity extends Construct {
  constructor(scope: Construct, { name, namespace, serviceAccount, audience, rules }: VaultIdentity, authPath: string) {
    super(scope, `identity-${name}`);
    const policy = new Policy(this, 'policy', { name, policy: policyText(rules) });
    new KubernetesAuthBackendRole(this, 'role', {
      backend: authPath,
      roleName: name,
      boundServiceAccountNames: [serviceAccount],
      boundServiceAccountNamespaces: [namespace],
      ...(audience ? { audience } : {}),
      tokenPolicies: [policy.name],
      tokenTtl: 600,
      tokenMaxTtl: 1200,
    });
  }
}
