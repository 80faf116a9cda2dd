import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { catalogue } from '../releases/catalogue';
import { releasesFolder } from '../releases/folder';
import type { WorkbenchConfig } from '../schema/workbench';
import { isManaged } from './store-services';

/** Secret with the root certificates of a managed MySQL, in the namespaces that verify it. Public, but the charts read it from Secrets only. */
export const mysqlTrust = { name: 'mysql-ca', key: 'ca.pem' } as const;

const blocks = /^# ([a-z0-9-]+), until [\d-]+\n(-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----)$/gm;
const read = (file: string) => readFileSync(join(dirname(releasesFolder()), 'certificates', file), 'utf8');

let regions: ReadonlyMap<string, string> | undefined;
const ofAws = (region: string | undefined): string | undefined => {
  regions ??= new Map([...read('rds.pem').matchAll(blocks)].map(([, name = '', pem = '']) => [name, pem]));
  return regions.get(region ?? '');
};

/**
 * Root certificates (PEM) that the server of a managed MySQL is verified with. Undefined where there is no managed MySQL, and in the few regions of AWS
 * whose certificate is not in config/certificates: there every connection is refused, because nobody can say whom it reaches. A server must present the chain `rds-ca-rsa2048-g1` on AWS; on Azure those of Microsoft's own list, which are public authorities.
 */
export function mysqlCertificates(config: WorkbenchConfig): string | undefined {
  if (!isManaged(config, 'mysql')) return undefined;
  const { provider, region } = config.platform;
  return provider === 'aws'
    ? ofAws(region)
    : read('azure-mysql.pem')
        .replace(/^#.*\n/gm, '')
        .trim();
}

/**
 * How the services of the hub speak TLS to one of their MySQL databases. They always check whom they speak to, by the chain of the certificate;
 * mysql2 does not compare the name in it, so a logical name will do.
 */
export interface MysqlTls {
  /** Root certificates from the Secret `mysqlTrust`; those of Node otherwise. */
  readonly ownRoots: boolean;
}

/** Databases whose services speak no TLS to MySQL in any release: those of third-party payments. */
const clearDatabases: readonly string[] = ['thirdparty-auth-db', 'consent-oracle-db'];

/** The users of a database of a managed server log in by TLS or not at all (`REQUIRE SSL`), also where the server must let others in without it. */
export const insistsOnTls = (config: WorkbenchConfig, database: string): boolean =>
  isManaged(config, 'mysql') && catalogue[config.hub.release].limits.mysqlTls && !clearDatabases.includes(database);

/** Every service that uses the managed MySQL speaks TLS, so the server refuses everybody else. */
export function everyServiceSpeaksTls({ hub, stores }: WorkbenchConfig): boolean {
  const clear = hub.thirdParty && clearDatabases.some((name) => stores.mysql.databases[name] === undefined);
  return catalogue[hub.release].limits.mysqlTls && !clear;
}

/**
 * TLS of a database of the hub: undefined where nothing asks for it, or the release speaks none (before 17.1.0; then a managed server lets
 * plaintext in, inside its subnets). An existing server is verified against what Node trusts, a managed one against the certificates of its cloud.
 */
export function mysqlTls(config: WorkbenchConfig, database: string): MysqlTls | undefined {
  if (!catalogue[config.hub.release].limits.mysqlTls) return undefined;
  const { external, databases } = config.stores.mysql;
  const elsewhere = databases[database] ?? external;
  if (elsewhere) return elsewhere.tls ? { ownRoots: false } : undefined;
  if (!isManaged(config, 'mysql')) return undefined;
  return { ownRoots: mysqlCertificates(config) !== undefined };
}
