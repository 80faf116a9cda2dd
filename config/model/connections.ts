import type { WorkbenchConfig } from '../schema/workbench';
import { resolveFeatures } from './features';
import { type HubService, servicesOf } from './services';

/** Services that speak to MySQL, by the beginning of their names. */
const withDatabase = /^(account-lookup|als-msisdn|centralledger|cl-handler|centralsettlement|quoting|auth-svc|consent-oracle)/;

/** Pool of every pod in the charts: connections it keeps open, and the most it opens (`db_connection_pool_min` and `_max`, 14.1.0 to 17.1.0). */
export const connectionPool = { min: 10, max: 30 } as const;

/** Connections of the hub to MySQL when every service has its greatest number of pods. */
export function connectionDemand(config: WorkbenchConfig): { readonly pods: number; readonly kept: number; readonly most: number } {
  const services = servicesOf(config, resolveFeatures(config)).filter(({ name }: HubService) => withDatabase.test(name));
  const pods = services.reduce((sum, { maxReplicas }) => sum + maxReplicas, 0);
  return { pods, kept: pods * connectionPool.min, most: pods * connectionPool.max };
}
