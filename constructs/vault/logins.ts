import { JwtAuthBackend } from '@cdktf/provider-vault/lib/jwt-auth-backend';
import { JwtAuthBackendRole } from '@cdktf/provider-vault/lib/jwt-auth-backend-role';
import { Policy } from '@cdktf/provider-vault/lib/policy';
import { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { literal } from '../terraform/literal';
import { deployerRules } from './deployer-policy';
import { identityName, policyText } from './policies';

/**
 * Login of people by OIDC and of pipelines by a signed token, instead of long-lived keys.
 * The client secret of the OIDC login is put into Vault by an operator, once: as an argument it would stay in the state.
 */
export class VaultLogins extends Construct {
  constructor(scope: Construct, id: string, config: WorkbenchConfig) {
    super(scope, id);
    const { people, pipelines, kvMount } = config.secrets;
    if (people) {
      const backend = new JwtAuthBackend(this, 'people', {
        type: 'oidc',
        path: identityName(config, 'people'),
        oidcDiscoveryUrl: people.discoveryUrl,
        defaultRole: identityName(config, 'people'),
        lifecycle: { ignoreChanges: ['oidc_client_id', 'oidc_client_secret'] },
      });
      const policy = new Policy(this, 'people-policy', {
        name: identityName(config, 'people'),
        policy: policyText([
          { path: `${kvMount}/data/*`, capabilities: ['read'] },
          { path: `${kvMount}/metadata/*`, capabilities: ['read', 'list'] },
        ]),
      });
      new JwtAuthBackendRole(this, 'people-role', {
        backend: backend.path,
        roleName: identityName(config, 'people'),
        roleType: 'oidc',
        userClaim: 'sub',
        groupsClaim: people.groupsClaim,
        boundClaims: { [people.groupsClaim]: literal(people.groups.join(',')) },
        allowedRedirectUris: [
          'http://localhost:8250/oidc/callback',
          ...(config.secrets.vault.address
            ? [`${config.secrets.vault.address}/ui/vault/auth/${identityName(config, 'people')}/oidc/callback`]
            : []),
        ],
        tokenPolicies: [policy.name],
        tokenTtl: 3600,
      });
    }
    if (pipelines) {
      const backend = new JwtAuthBackend(this, 'pipelines', {
        type: 'jwt',
        path: identityName(config, 'pipelines'),
        oidcDiscoveryUrl: pipelines.discoveryUrl,
      });
      const policy = new Policy(this, 'pipelines-policy', {
        name: identityName(config, 'pipelines'),
        policy: policyText(deployerRules(config)),
      });
      new JwtAuthBackendRole(this, 'pipelines-role', {
        backend: backend.path,
        roleName: identityName(config, 'pipelines'),
        roleType: 'jwt',
        userClaim: 'sub',
        boundAudiences: [pipelines.audience ?? pipelines.discoveryUrl],
        // Where the branch that deploys is known, no other ref of the project logs in: whoever opens a merge request is not whoever deploys.
        boundClaims: {
          project_path: literal(pipelines.projects.join(',')),
          ...(config.pipeline ? { ref_type: 'branch', ref: literal(config.pipeline.branch) } : {}),
        },
        tokenPolicies: [policy.name],
        tokenTtl: 3600,
      });
    }
  }
}
