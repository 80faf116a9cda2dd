import { offerOf } from '../../capabilities';
import type { StoreKind } from '../../schema/stores';
import type { WorkbenchConfig } from '../../schema/workbench';
import { databasesOf } from '../databases';
import { resolveFeatures } from '../features';
import { storeService } from '../store-services';
import { ageKeyBytes } from './recipient';
import type { BackedUp } from './scripts';

/** Service account of the Jobs that make and keep backups, in the namespace of the stores and in that of Vault. */
export const backupAccount = 'backups';
/** Secret with the login of a store of backups whose cloud gives pods no identity. */
export const backupLogin = 'backup-store';
/** Label `app.kubernetes.io/name` of a pod that dumps a store, and name of its CronJob. */
export const backupName = (store: BackedUp) => `backup-${store}`;

/** ConfigMap beside the stores that a drill leaves which went well: its age is that of the last drill. */
export const drillMark = 'restore-drill';

/** Public keys of the recipients as the program in the pod takes them. */
export const recipientsHex = ({ operations }: WorkbenchConfig): string =>
  operations.backups.recipients
    .flatMap((recipient) => {
      const bytes = ageKeyBytes(recipient, 'age');
      return bytes ? [Buffer.from(bytes).toString('hex')] : [];
    })
    .join(',');

/** Backups leave the cluster: there is a place for them, and a key that is not here. */
export const leavesCluster = ({ operations: { backups }, platform }: WorkbenchConfig): boolean =>
  backups.recipients.length > 0 && (backups.store !== undefined || offerOf(platform, 'objectStore').offered);

/** Fields of the login in Vault, and the variable of rclone that each one is. */
export const loginFields = {
  s3: { accessKeyId: 'RCLONE_CONFIG_OUTSIDE_ACCESS_KEY_ID', secretAccessKey: 'RCLONE_CONFIG_OUTSIDE_SECRET_ACCESS_KEY' },
  'azure-blob': { accountKey: 'RCLONE_CONFIG_OUTSIDE_KEY' },
} as const;

/** Vault of the environment is its own: its snapshots are ours to take. */
const ownVault = ({ secrets }: WorkbenchConfig) => secrets.vault.address === undefined;

/** Stores of which the Jobs bring a backup outside. One that exists elsewhere, without an administrator in Vault, is backed up by whoever runs it. */
export function storesOutside(config: WorkbenchConfig): readonly BackedUp[] {
  if (!leavesCluster(config)) return [];
  const databases = databasesOf(config, resolveFeatures(config));
  const used = (engine: 'mysql' | 'mongodb') =>
    databases.some((database) => database.engine === engine && !config.stores[engine].databases[database.name]);
  const here = (kind: StoreKind) => storeService(config, kind) === 'operator';
  return [
    ...(used('mysql') && (!config.stores.mysql.external || config.stores.mysql.external.credentials) ? (['mysql'] as const) : []),
    ...(used('mongodb') && here('mongodb') ? (['mongodb'] as const) : []),
    ...(here('kafka') ? (['kafka'] as const) : []),
    ...(ownVault(config) ? (['vault'] as const) : []),
  ];
}

/** When a store is dumped and how many days its backups are kept: its own settings, or those of the environment. */
export function backupTimes(
  { operations, stores }: WorkbenchConfig,
  store: BackedUp,
): { readonly schedule: string; readonly days: number } {
  const own = store === 'vault' ? undefined : stores[store].backup;
  return { schedule: own?.schedule ?? operations.backupSchedule, days: own?.retentionDays ?? operations.backupRetentionDays };
}
