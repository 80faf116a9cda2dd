import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { dumpScripts } from '../../config/model/backup/scripts';
import { dumpOf } from '../../constructs/in-cluster/backup-dumps';
import { backupIdentity } from '../../constructs/vault/backup-identity';
import { policyText } from '../../constructs/vault/policies';
import { must } from './client';
import type { Lab } from './lab';
import type { OwnVault } from './own-vault';

/** What `vault` prints with these arguments. @throws Error with what it says when it fails */
export const vaultSays = ({ client }: OwnVault, token: string, args: readonly string[], input = ''): string =>
  execFileSync('vault', args, { encoding: 'utf8', env: { ...client, VAULT_TOKEN: token }, input, stdio: 'pipe' });

/** A token of the owner, made from the unseal key: the way back of docs/backup.md. */
export function ownerToken(vault: OwnVault): string {
  const json = (args: readonly string[], input = '') =>
    JSON.parse(vaultSays(vault, '', ['operator', 'generate-root', '-format=json', ...args], input)) as Record<string, string>;
  const { nonce, otp } = json(['-init']);
  const { encoded_token: encoded } = json([`-nonce=${nonce}`, '-'], readFileSync(vault.keyFile, 'utf8'));
  return vaultSays(vault, '', ['operator', 'generate-root', `-decode=${encoded}`, `-otp=${otp}`]).trim();
}

/**
 * Lets the account of the backups into a Vault as the stack `secrets` does. Vault has no account of its own in the lab, so this one may ask who a token
 * belongs to, and asks it of its own.
 * @returns the token of the account at the API server
 */
export async function letBackupsIn({ kube }: Lab, { config }: EnvironmentModel, vault: OwnVault, owner: string): Promise<string> {
  const { name, namespace, serviceAccount, rules } = backupIdentity(config);
  const say = (args: readonly string[], input?: string) => vaultSays(vault, owner, args, input);
  say(['policy', 'write', name, '-'], policyText(rules));
  const bound = [`bound_service_account_names=${serviceAccount}`, `bound_service_account_namespaces=${namespace}`];
  say(['write', `auth/${config.secrets.kubernetesAuthPath}/role/${name}`, ...bound, `token_policies=${name}`, 'token_ttl=600']);
  const meta = (own: string) => ({ metadata: { name: own } });
  await must(kube, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', ...meta(namespace) }, [409]);
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  await must(kube, 'POST', accounts, { apiVersion: 'v1', kind: 'ServiceAccount', ...meta(serviceAccount) }, [409]);
  await must(kube, 'POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    ...meta('backups-ask'),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
  });
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } };
  const { status } = await must<{ status: { token: string } }>(kube, 'POST', `${accounts}/${serviceAccount}/token`, request);
  return status.token;
}

/** Runs the dump of the Job as it is, in a folder. @returns the files that it left, by the end of their names */
export function dumpVault(folder: string, model: EnvironmentModel, vault: OwnVault, account: string): Readonly<Record<string, string>> {
  const work = join(folder, 'work');
  mkdirSync(work);
  writeFileSync(join(folder, 'account'), account, { mode: 0o600 });
  const own = Object.fromEntries(
    (dumpOf(model, 'vault', undefined).env as readonly { name: string; value: string }[]).map(({ name, value }) => [name, value]),
  );
  const files = { WORK: work, STORE: 'vault', ACCOUNT_FILE: join(folder, 'account'), UNSEAL_FILE: vault.keyFile };
  const env = { ...own, ...vault.client, ...files };
  const { status, stderr } = spawnSync('sh', ['-c', dumpScripts.vault], { encoding: 'utf8', env });
  if (status !== 0) throw new Error(stderr);
  const plain = join(work, 'plain');
  return Object.fromEntries(readdirSync(plain).map((name) => [name.replace(/^[^.]*\./, ''), join(plain, name)]));
}
