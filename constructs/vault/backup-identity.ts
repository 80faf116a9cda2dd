import { backupAccount } from '../../config/model/backup/outside';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { identityName, type VaultIdentity } from './policies';

/** Takes snapshots of Vault, and can neither read nor change anything else in it. What it takes opens only with the seal of this Vault. */
export const backupIdentity = (config: WorkbenchConfig): VaultIdentity => ({
  name: identityName(config, 'backup'),
  namespace: config.secrets.vault.namespace,
  serviceAccount: backupAccount,
  rules: [{ path: 'sys/storage/raft/snapshot', capabilities: ['read'] }],
});
