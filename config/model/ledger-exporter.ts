import type { WorkbenchConfig } from '../schema/workbench';
import { runsMonitoring } from './monitoring';
import { storeService } from './store-services';

/** Asks the ledger for what no service shows: positions, what is stuck, whether the books agree. Its account may read and nothing else. */
export const ledgerExporter = {
  name: 'ledger-exporter',
  user: 'ledger_exporter',
  /** Id of its password in the secret map, and name of the Secret: as those of all users of MySQL. */
  secret: 'mysql-ledger-exporter',
  database: 'central-ledger-db',
  schema: 'central_ledger',
  port: 9399,
} as const;

/** Where the workbench makes users of the ledger's database: in the cluster, on a managed server, and on one elsewhere with an administrator's login. */
export function runsLedgerExporter(config: WorkbenchConfig): boolean {
  const { mysql } = config.stores;
  const ours = storeService(config, 'mysql') === 'operator' || mysql.external === undefined || mysql.external.credentials !== undefined;
  return runsMonitoring(config) && ours && mysql.databases[ledgerExporter.database] === undefined;
}
