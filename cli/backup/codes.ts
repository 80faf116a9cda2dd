/** Codes of `backup` and `restore`, and what each says. */
export const backupCodes = {
  'BACKUP-NONE': 'The environment makes no backups outside of its cluster',
  'BACKUP-STORE': 'There is no such store, or none of its backups leaves the cluster',
  'BACKUP-NOT-DEPLOYED': 'The Jobs of the backups are not in the cluster',
  'BACKUP-JOB': 'A Job of a backup did not end well',
  'BACKUP-CLOUD': "The cloud's own program could not make a snapshot",
  'BACKUP-LOG': 'What a Job of a backup printed can not be read, or is not whole',
  'BACKUP-EMPTY': 'There is no backup of a store',
  'BACKUP-LATE': 'The newest backup of a store is older than its schedule allows',
  'BACKUP-CHANGED': 'What lies at the place of the backups is not what was brought there',
  'BACKUP-UNKNOWN': 'There is no backup of that name',
  'BACKUP-KEY': 'The private key of a restore is none, or opens this backup not',
  'BACKUP-INTO': 'A backup can not be restored into that namespace',
  'BACKUP-BOOKS': 'The books of a restored ledger are not sound',
  'BACKUP-REFUSED': 'The API server refuses an object of a restore',
} as const satisfies Readonly<Record<string, string>>;
