import type { StoreWindows } from '../../config/model/store-windows';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/**
 * Something of a store outlives it: final snapshot, automatic backups, secret. Not `operations.deletionProtection` alone: whoever means to delete a protected
 * store switches that off first, and would then lose the last snapshot with it.
 */
export const keepsRemains = ({ profile, operations }: WorkbenchConfig): boolean =>
  profile === 'production' || operations.deletionProtection;

/**
 * Changes that interrupt (machine, parameters that restart) wait for the weekly window in production, and happen at once in a sandbox.
 * Until the window Terraform shows them as still to be done.
 */
export const appliesAtOnce = ({ profile }: WorkbenchConfig): boolean => profile !== 'production';

const hour = (from: number) => `${String(from % 24).padStart(2, '0')}:00`;
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** `sun:02:00-sun:06:00`, as RDS, DocumentDB and ElastiCache want it, UTC. */
export function maintenanceWindow({ maintenance: { day, from, hours } }: StoreWindows): string {
  const last = days[((days as readonly string[]).indexOf(day) + Math.floor((from + hours) / 24)) % 7];
  return `${day}:${hour(from)}-${last}:${hour(from + hours)}`;
}

/** `06:00-07:00`, UTC. */
export const backupWindow = ({ backup: { from } }: StoreWindows): string => `${hour(from)}-${hour(from + 1)}`;

/** The last snapshot of a store, where something outlives it. */
export const finalSnapshot = (config: WorkbenchConfig, name: string, { versionId }: { readonly versionId: string }) => ({
  skipFinalSnapshot: !keepsRemains(config),
  // The id of the first password is a name that no earlier server of this environment has used, so its snapshot is not in the way.
  ...(keepsRemains(config) ? { finalSnapshotIdentifier: `${name}-final-${versionId}` } : {}),
});
