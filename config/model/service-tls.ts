import type { WorkbenchConfig } from '../schema/workbench';
import { isManaged } from './store-services';
import { type MysqlTls, mysqlCertificates } from './store-trust';

/**
 * TLS to MySQL of what speaks it whatever the Mojaloop release: Keycloak and the connection manager. Undefined: a server in the cluster, which both reach
 * inside the namespaces of the environment, or one elsewhere of which the file says nothing.
 */
export function serviceMysqlTls(config: WorkbenchConfig, database: string): MysqlTls | undefined {
  const { external, databases } = config.stores.mysql;
  const elsewhere = databases[database] ?? external;
  if (elsewhere) return elsewhere.tls ? { ownRoots: false } : undefined;
  return isManaged(config, 'mysql') ? { ownRoots: mysqlCertificates(config) !== undefined } : undefined;
}
