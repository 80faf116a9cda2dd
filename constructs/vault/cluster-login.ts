import { JwtAuthBackend } from '@cdktf/provider-vault/lib/jwt-auth-backend';
import { JwtAuthBackendRole } from '@cdktf/provider-vault/lib/jwt-auth-backend-role';
import { Policy } from '@cdktf/provider-vault/lib/policy';
import { Construct } from 'constructs';
import { clusterAuthPath, type ParticipantCluster, publicKeyPem, tokenAudiences } from '../../config/model/participant-clusters';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { policyText, type VaultIdentity } from './policies';

/**
 * Lets accounts of another cluster log in at Vault by the tokens that its API server signs. Vault holds their public keys only: it needs no account there, keeps
 * no secret of that cluster, and has to reach nothing of it where the file holds the keys. What it cannot see is that an account was deleted: a token is good
 * until it ends. Taking it away logs out that whole cluster, and nobody else.
 */
export class ClusterLogin extends Construct {
  constructor(scope: Construct, id: string, config: WorkbenchConfig, cluster: ParticipantCluster) {
    super(scope, id);
    const keys = cluster.jwks?.keys.flatMap((key) => publicKeyPem(key) ?? []);
    new JwtAuthBackend(this, 'mount', {
      type: 'jwt',
      path: clusterAuthPath(config, cluster),
      description: `payment managers of ${config.environment} in cluster ${cluster.name}`,
      boundIssuer: cluster.issuer,
      ...(keys ? { jwtValidationPubkeys: keys } : { oidcDiscoveryUrl: cluster.issuer }),
    });
  }
}

/** A Vault policy and the role of the one service account in one namespace of another cluster that gets it. */
export class ClusterIdentity extends Construct {
  constructor(scope: Construct, who: VaultIdentity, config: WorkbenchConfig, cluster: ParticipantCluster) {
    super(scope, `identity-${who.name}`);
    const policy = new Policy(this, 'policy', { name: who.name, policy: policyText(who.rules) });
    new JwtAuthBackendRole(this, 'role', {
      backend: clusterAuthPath(config, cluster),
      roleName: who.name,
      roleType: 'jwt',
      userClaim: 'sub',
      boundSubject: `system:serviceaccount:${who.namespace}:${who.serviceAccount}`,
      boundAudiences: who.audience ? [who.audience] : [...tokenAudiences(cluster)],
      tokenPolicies: [policy.name],
      tokenTtl: 600,
      tokenMaxTtl: 1200,
    });
  }
}
