import type { StoreKind } from '../schema/stores';
import type { WorkbenchConfig } from '../schema/workbench';

/** Hours that the cloud may work on a store, as `cluster.upgrades` promises. */
const maintenanceHours = 4;
/** RDS and DocumentDB keep automatic backups for at most 35 days, ElastiCache too; Azure as well. */
export const longestRetention = 35;

/** When the cloud works on a store, in hours of UTC. */
export interface StoreWindows {
  /** Once a week. */
  readonly maintenance: { readonly day: string; readonly from: number; readonly hours: number };
  /** Every day, for one hour. */
  readonly backup: { readonly from: number };
  /** Days that automatic backups are kept, at most 35. */
  readonly retentionDays: number;
}

const shorthands: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
};

/** The first hour that a cron schedule names. Managed stores make one backup a day and keep the log between: a denser schedule loses nothing. */
function firstHour(schedule: string): number {
  const [, hours = '*'] = (shorthands[schedule] ?? schedule).split(/\s+/);
  return Number(/^\d+/.exec(hours)?.[0] ?? 0);
}

/**
 * When the cloud works on a managed store. The daily backup begins where the backup schedule does, and moves behind the weekly maintenance where
 * the two would meet, with an hour between them: RDS and DocumentDB refuse windows that overlap, and a backup may take its time.
 */
export function storeWindows(config: WorkbenchConfig, kind: StoreKind): StoreWindows {
  const { day, hour } = config.cluster.upgrades;
  const backup = kind === 'redis' ? undefined : config.stores[kind].backup;
  const wanted = firstHour(backup?.schedule ?? config.operations.backupSchedule) % 24;
  // Hours are counted from the one before the maintenance, so midnight is no special case; both edges count.
  const near = (wanted - (hour - 1) + 24) % 24 < maintenanceHours + 2;
  return {
    maintenance: { day: day.slice(0, 3).toLowerCase(), from: hour, hours: maintenanceHours },
    backup: { from: near ? (hour + maintenanceHours + 1) % 24 : wanted },
    retentionDays: Math.min(longestRetention, backup?.retentionDays ?? config.operations.backupRetentionDays),
  };
}
