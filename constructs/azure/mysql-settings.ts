import type {
  MysqlFlexibleServerHighAvailability,
  MysqlFlexibleServerMaintenanceWindow,
  MysqlFlexibleServerStorage,
} from '@cdktf/provider-azurerm/lib/mysql-flexible-server';
import { azureRegions } from '../../config/model/azure-regions';
import { mebibytes } from '../../config/model/services';
import type { ReleaseLimits } from '../../config/releases/catalogue';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { zonesSpanned } from './zones';

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const inProduction = ({ profile }: WorkbenchConfig) => profile === 'production';

/** Machines that save credits while idle: no standby, no keys of one's own. */
export const isBurstable = (machine: string): boolean => machine.startsWith('B_');

/**
 * 8.4 has `mysql_native_password` switched off, so it is for releases whose drivers do without. It can be raised later, never lowered.
 * Source: learn.microsoft.com, MySQL flexible server, supported versions.
 */
export const serverVersion = ({ mysqlNativePassword }: Pick<ReleaseLimits, 'mysqlNativePassword'>): '8.0.21' | '8.4' =>
  mysqlNativePassword ? '8.0.21' : '8.4';

/** A standby in another zone, or in the same one where the environment has one zone. It doubles the price; a failover takes one to two minutes. */
export function highAvailability(config: WorkbenchConfig, machine: string): MysqlFlexibleServerHighAvailability | undefined {
  if (!inProduction(config) || isBurstable(machine)) return undefined;
  const [, standby] = zonesSpanned(config) ?? [];
  return standby ? { mode: 'ZoneRedundant', standbyAvailabilityZone: standby } : { mode: 'SameZone' };
}

/**
 * Whether backups are copied to the other region of the pair too, which Azure chooses: in production, where there is such a region and data may lie
 * in it. Can only be chosen when the server is made; about the price of the backups once more.
 */
export function geoRedundant(config: WorkbenchConfig): boolean {
  const { platform, residency } = config;
  const pair = azureRegions[platform.region ?? '']?.pair;
  if (!inProduction(config) || pair === undefined) return false;
  return residency.country === undefined || residency.allowedRegions.includes(pair);
}

/**
 * Azure takes whole GiB from 20 to 16384. It grows by itself before it is full, and never shrinks. Operations a second follow the load in production
 * and are paid by use; elsewhere they are those that come with the size.
 */
export function storage(config: WorkbenchConfig): MysqlFlexibleServerStorage {
  const wanted = Math.ceil(mebibytes(config.stores.mysql.size) / 1024);
  return {
    sizeGb: Math.min(Math.max(wanted, 20), 16_384),
    autoGrowEnabled: true,
    ioScalingEnabled: inProduction(config),
    // Slow statements go to the log workspace; on the disk they would only take room of the data.
    logOnDiskEnabled: false,
  };
}

/** Azure counts days from Sunday; the window lasts one hour and begins where that of the cluster does. */
export const maintenanceWindow = ({ cluster: { upgrades } }: WorkbenchConfig): MysqlFlexibleServerMaintenanceWindow => ({
  dayOfWeek: days.indexOf(upgrades.day),
  startHour: upgrades.hour,
  startMinute: 0,
});
