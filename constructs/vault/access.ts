import type { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import type { Construct } from 'constructs';
import { systemNamespace } from '../../config/model/namespaces';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { Ephemeral } from '../terraform/ephemeral';

/** Service account and Vault role the deployer logs in with. */
export const deployer = { serviceAccount: 'workbench-deployer', role: 'workbench-deployer', audience: 'vault' } as const;

/**
 * Lets the resources of a stack reach Vault: by its Kubernetes auth method, with a token of the deployer's service account
 * that is asked for when Terraform runs and never stored. Without `secrets.vault.address` the address, and the file with the
 * CA, come from VAULT_ADDR and VAULT_CACERT, which the command sets while its port-forward is open.
 * A stack of another cluster names the provider of the hub's, where the deployer's account is.
 */
export function useVault(scope: Construct, config: WorkbenchConfig, hub?: KubernetesProvider): void {
  // More than one part of a stack may need it.
  if (scope.node.tryFindChild('vault')) return;
  const token = new Ephemeral(scope, 'deployer', 'kubernetes_token_request_v1', {
    ...(hub ? { provider: hub.fqn } : {}),
    metadata: { name: deployer.serviceAccount, namespace: systemNamespace },
    spec: { audiences: [deployer.audience], expiration_seconds: 3600 },
  });
  const { address, caFile } = config.secrets.vault;
  new VaultProvider(scope, 'vault', {
    ...(address ? { address } : {}),
    ...(caFile ? { caCertFile: caFile } : {}),
    skipChildToken: true,
    authLogin: [{ path: `auth/${config.secrets.kubernetesAuthPath}/login`, parameters: { role: deployer.role, jwt: token.attr('token') } }],
  });
}
