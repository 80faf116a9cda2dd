import { catalogue } from '../releases/catalogue';
import type { WorkbenchConfig } from '../schema/workbench';

/** Version of a chart: what the catalogue pairs with the release, unless the workbench file asks for another. */
export function chartVersion(config: WorkbenchConfig, chart: string): string {
  const companions: Readonly<Record<string, { readonly chart: string; readonly version: string }>> =
    catalogue[config.hub.release].companions;
  const paired = Object.values(companions).find((companion) => companion.chart === chart);
  const version = config.charts.versions[chart] ?? paired?.version;
  if (version === undefined) throw new Error(`the catalogue pairs no ${chart} with Mojaloop ${config.hub.release}`);
  return version;
}
