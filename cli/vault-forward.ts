import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProblemError, problem } from '../config/problems';
import { ask, type ClusterAccess, loadKubeConfig } from './run/kubeconfig';
import { portForward } from './run/port-forward';
import type { StackPreparation } from './run/request';

/** CA of the Vault that the platform stack deployed: a public certificate, read from beside its key without the key leaving the cluster. */
async function certificateAuthority(access: ClusterAccess, namespace: string): Promise<string> {
  const config = await loadKubeConfig(access);
  const answer = await ask(access, config, { method: 'GET', path: `/api/v1/namespaces/${namespace}/secrets/vault-tls` });
  const data = answer.status === 200 ? (JSON.parse(answer.body) as { data?: Record<string, string> }).data : undefined;
  const ca = data?.['ca.crt'];
  if (!ca)
    throw new ProblemError([
      problem(
        'RUN-VAULT-CA',
        `Secret vault-tls in namespace ${namespace} has no ca.crt`,
        'wait until cert-manager has signed it, then run the same command',
      ),
    ]);
  return Buffer.from(ca, 'base64').toString('utf8');
}

/** Opens a way to the Vault in the cluster for one stack: VAULT_ADDR and VAULT_CACERT are set while it is open. */
export async function openVaultForward(access: ClusterAccess, namespace: string): Promise<StackPreparation> {
  const ca = await certificateAuthority(access, namespace);
  const forward = await portForward(access, namespace, 'vault-active', 8200);
  const folder = mkdtempSync(join(tmpdir(), 'workbench-vault-'));
  const file = join(folder, 'ca.crt');
  writeFileSync(file, ca);
  return {
    env: { VAULT_ADDR: `https://${forward.host}:${forward.port}`, VAULT_CACERT: file },
    close: async () => {
      await forward.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
