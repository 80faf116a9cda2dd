import { unprotect } from './guarded';

export interface KnownError {
  readonly code: string;
  readonly match: RegExp;
  readonly hint: string;
}

/** What Terraform and its providers say, and the way out. The first row that matches is taken; all else keeps Terraform's own words. */
export const knownErrors: readonly KnownError[] = [
  {
    code: 'RUN-DISK-FULL',
    match: /no space left on device|disk quota exceeded/i,
    hint: 'free some space and run the same command again: it carries on',
  },
  { code: 'RUN-VAULT-SEALED', match: /Vault is sealed/i, hint: 'unseal Vault, then run the same command' },
  {
    code: 'RUN-BACKEND-CHANGED',
    match: /Backend configuration changed|Backend type changed/i,
    hint: 'put the old state settings back, or move the state yourself with terraform init -migrate-state',
  },
  {
    code: 'RUN-PROVIDER-CHECKSUM',
    match: /checksum|doesn't match any of the checksums/i,
    hint: "the provider differs from the one that was used before: check the mirror, then remove the stack's .terraform.lock.hcl",
  },
  {
    code: 'RUN-PROVIDER-MISSING',
    match:
      /Failed to query available provider packages|no available releases match|provider registry .* does not have a provider|Failed to install provider|Could not retrieve the list of available versions/i,
    hint: 'let Terraform reach its registry, or name a mirror that has this version in its CLI configuration',
  },
  {
    // In the words of the AWS provider 5.100 and of the resource manager of Azure.
    code: 'RUN-ACCOUNT',
    match: /AWS account ID not allowed|SubscriptionNotFound|InvalidSubscriptionId|subscription .{0,60}(was|could) not (be )?found/i,
    hint: 'the login leads to another account than platform.account: choose the profile, role or subscription of that account',
  },
  {
    code: 'RUN-CREDENTIALS',
    match:
      /No valid credential sources|ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|failed to get shared config profile|SSO session has expired|could not configure AzureCli|AADSTS|unable to build authorizer|please run 'az login'/i,
    hint: 'log in to the platform again',
  },
  {
    // Key Vault: the firewall, and a vault without a public address.
    code: 'RUN-KEY-VAULT-CLOSED',
    match: /ForbiddenByFirewall|ForbiddenByConnection|Client address is not authorized|nor via an approved private link/i,
    hint: 'a key vault lets in the network and cluster.api.allowedAddresses alone: add the address that you deploy from, or deploy from inside the network',
  },
  {
    code: 'RUN-AZURE-FEATURE',
    match: /EncryptionAtHost/i,
    hint: 'once a subscription: az feature register --namespace Microsoft.Compute --name EncryptionAtHost; when az feature show says Registered, az provider register --namespace Microsoft.Compute; then run the same command',
  },
  {
    code: 'RUN-AZURE-LOCKED',
    match: /ScopeLocked/i,
    hint: 'somebody put a lock of the resource manager on it, or on what it lies in: the log names the lock; whoever set it must take it away',
  },
  {
    code: 'RUN-AZURE-RIGHT',
    match:
      /ForbiddenByRbac|AuthorizationFailed|LinkedAuthorizationFailed|KeyVaultAuthenticationFailure|Caller is not authorized to perform/i,
    hint: 'a right that was given a moment ago takes some minutes until all of Azure knows it: run the same command again; if it stays, the log names the right that is missing',
  },
  {
    // RDS, DocumentDB; balancers say it in the second way.
    code: 'RUN-PROTECTED',
    match: /Cannot delete protected|deletion protection|DeletionProtection/i,
    hint: unprotect,
  },
  {
    code: 'RUN-HELM-PENDING',
    match: /another operation \(install\/upgrade\/rollback\) is in progress/i,
    hint: 'somebody else works on this release: wait, then run the same command',
  },
  {
    code: 'RUN-HELM-NAME',
    match: /cannot re-use a name that is still in use/i,
    hint: 'a release of that name is there and in no state: remove it with helm uninstall, or run deploy again if a run of ours made it',
  },
  {
    code: 'RUN-EXISTS',
    match: /\balready (exists|in use)\b/i,
    hint: 'somebody else made it: remove it or choose another name; where it is of this environment, take it over by terraform import in the folder of the stack',
  },
  {
    code: 'RUN-CHART-MISSING',
    match:
      /could not download chart|locating chart|not a valid chart repository|failed to (download|fetch)|chart .* not found|Chart\.yaml file is missing/i,
    hint: 'check the chart mirror: workbench charts verify',
  },
  {
    // Both providers, on an answer of 401: the cloud knows who logs in, the cluster does not.
    code: 'RUN-CLUSTER-LOGIN',
    match: /the server has asked for the client to provide credentials|^Unauthorized\b/i,
    hint: 'log in again; where a cloud makes the cluster, whoever deploys has to be among cluster.administrators: add them, deploy the stack cluster, then run the same command',
  },
  {
    code: 'RUN-CLUSTER-UNREACHABLE',
    match: /Kubernetes cluster unreachable|dial tcp .*:(6443|443|8443)\b.*(refused|timeout|no route)/i,
    hint: 'start the cluster, or check the network and the kubeconfig',
  },
  {
    // The words of the backends s3 and azurerm.
    code: 'RUN-STATE-ABSENT',
    match: /S3 bucket "\S+" does not exist|NoSuchBucket|ContainerNotFound|The specified container does not exist/i,
    hint: 'make it: workbench state init; or mend state.bucket in the workbench file',
  },
  {
    code: 'RUN-STATE-UNREACHABLE',
    match: /error loading state|Failed to (get|load|persist|save) (existing )?(workspaces|state)|Error refreshing state/i,
    hint: 'check that the place of the state can be reached and written, then run the same command',
  },
];
