import type { WorkbenchConfig } from '../../config/schema/workbench';
import { zonesSpanned } from './zones';

/**
 * How many copies there are and where. A copy in the other region of the pair, which Azure chooses, is for production that no country binds:
 * it may lie in another one. About 1.3 (zones), 2 (regions) and 2.5 (both) times the price of one zone.
 */
export function replication(config: WorkbenchConfig): 'LRS' | 'ZRS' | 'GRS' | 'GZRS' {
  const zones = zonesSpanned(config) !== undefined;
  const elsewhere = config.profile === 'production' && !config.residency.country;
  if (elsewhere) return zones ? 'GZRS' : 'GRS';
  return zones ? 'ZRS' : 'LRS';
}
