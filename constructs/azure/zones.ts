import { zonesOf } from '../../config/model/network-plan';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/**
 * Zones that a zone-redundant thing spans; undefined with one zone, where Azure chooses the place: so an environment of one zone also works in
 * the regions that have no zones at all.
 */
export function zonesSpanned(config: WorkbenchConfig): string[] | undefined {
  const zones = zonesOf(config);
  return zones.length > 1 ? zones : undefined;
}
