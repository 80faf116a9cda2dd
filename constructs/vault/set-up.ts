import { systemNamespace } from '../../config/model/namespaces';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { deployer } from './access';
import { deployerRules } from './deployer-policy';
import { policyText } from './policies';

const script = (authPath: string) => `#!/bin/sh
# Run once by whoever owns the Vault, before the first deploy; it may be run again at any time.
# It lets the deployer's service account log in and do what deployer-policy.hcl says, and nothing more.
#   VAULT_ADDR, VAULT_TOKEN          of the owner
#   KUBERNETES_HOST                  API server as Vault reaches it, such as https://10.0.0.1:6443
#   KUBERNETES_CA_FILE               its CA (PEM): kubectl get configmap kube-root-ca.crt -n kube-system -o jsonpath='{.data.ca\\.crt}'
#   REVIEWER_TOKEN_FILE              token of an account bound to the cluster role system:auth-delegator; left out when Vault runs in that cluster
# Leave KUBERNETES_HOST out where auth/${authPath} is configured already.
set -eu
cd "$(dirname "$0")"
vault auth list -format=json | grep -q '"${authPath}/"' || vault auth enable -path=${authPath} kubernetes
if [ -n "\${KUBERNETES_HOST:-}" ]; then
  set -- kubernetes_host="$KUBERNETES_HOST" disable_iss_validation=true
  if [ -n "\${KUBERNETES_CA_FILE:-}" ]; then set -- "$@" kubernetes_ca_cert=@"$KUBERNETES_CA_FILE"; fi
  if [ -n "\${REVIEWER_TOKEN_FILE:-}" ]; then set -- "$@" token_reviewer_jwt=@"$REVIEWER_TOKEN_FILE" disable_local_ca_jwt=true; fi
  vault write auth/${authPath}/config "$@"
fi
vault policy write ${deployer.role} deployer-policy.hcl
vault write auth/${authPath}/role/${deployer.role} bound_service_account_names=${deployer.serviceAccount} \\
  bound_service_account_namespaces=${systemNamespace} audience=${deployer.audience} token_policies=${deployer.role} token_ttl=1h token_max_ttl=2h
`;

/**
 * What the owner of an existing Vault needs to let an environment in, by file name: a policy and a script. Nothing in them is secret.
 * Empty when Vault is deployed with the environment: its bootstrap Job does the same inside the cluster.
 */
export function vaultSetUp(config: WorkbenchConfig): Readonly<Record<string, string>> {
  if (!config.secrets.vault.address) return {};
  return { 'deployer-policy.hcl': policyText(deployerRules(config)), 'set-up.sh': script(config.secrets.kubernetesAuthPath) };
}
