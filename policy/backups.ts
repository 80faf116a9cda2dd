import { backupName } from '../config/model/backup/outside';
import { block } from './attributes';
import type { Policy } from './policy';

/** Whether the ledger outlives the loss of its environment. */
export const backupPolicies: readonly Policy[] = [
  {
    id: 'K8S-BACKUP-OUTSIDE',
    severity: 'high',
    title: 'In production the ledger is brought outside, encrypted for keys that are not in the environment',
    why: 'whoever takes the environment over, or removes it, would take its backups along',
    references: ['docs/decisions/0029-backups-encrypted-for-people.md', 'CIS Controls 11.4', 'NIST SP 800-34'],
    reads: ['kind:PerconaXtraDBCluster', 'aws_db_instance', 'aws_rds_cluster', 'azurerm_mysql_flexible_server'],
    check: (_attributes, _resource, { config, resources }) => {
      if (config.profile !== 'production') return undefined;
      const job = resources.find(
        ({ type, attributes }) => type === 'kind:CronJob' && block(attributes, 'metadata')?.name === backupName('mysql'),
      );
      if (!job) return 'is dumped nowhere outside: operations.backups names no recipients, or no place';
      return JSON.stringify(job.attributes).includes('"RECIPIENTS"') ? undefined : 'leaves the cluster unencrypted';
    },
  },
];
