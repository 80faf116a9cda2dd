import { secretKeys } from '../../config/model/secret-map';
import type { MysqlTls } from '../../config/model/store-trust';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { images, pulled } from '../in-cluster/images';
import { confined } from '../in-cluster/kafka-proxy-login';
import type { Json } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';

/** Where the image of the client keeps the public authorities. */
const publicRoots = '/etc/pki/tls/certs/ca-bundle.crt';

/** What Keycloak needs of its schema; `general` is what MySQL itself pairs with it, and what statements without a collation get. */
const wanted = 'character set utf8mb3 collate utf8mb3_general_ci';

/**
 * Settles how the schema of Keycloak keeps text, before its first table is made, on whatever server it lies. A MySQL 8 makes schemas in utf8mb4, and in that
 * a row of Keycloak's table REALM is longer than the 65,535 bytes that MySQL allows: its tables would never be made (Keycloak's guide to databases:
 * "utf8mb4 is not supported"; keycloak/keycloak#5201). As the owner of its schema it may say so itself. Where there are tables nothing is changed.
 */
export function characterSetStep(
  config: WorkbenchConfig,
  database: { readonly host: string; readonly port: number; readonly tls: MysqlTls | undefined; readonly secret: string },
  /** Root certificates of a managed server, mounted. */
  trust: { readonly file: string; readonly mounts: readonly Json[] },
): Json {
  const { host, port, tls, secret } = database;
  const checked = tls ? ` --ssl-mode=VERIFY_CA --ssl-ca=${tls.ownRoots ? trust.file : publicRoots}` : '';
  const script = [
    `ask() { mysql --host=${host} --port=${port} --user=keycloak${checked} --silent --skip-column-names --execute="$1"; }`,
    `tables="$(ask "select count(*) from information_schema.tables where table_schema = 'keycloak'")"`,
    `if [ "$tables" = 0 ]; then ask 'alter database keycloak ${wanted}'; fi`,
  ].join('\n');
  return {
    name: 'character-set',
    image: pulled(config, images.mysqlClient),
    command: ['/bin/sh', '-euc', script],
    env: [{ name: 'MYSQL_PWD', valueFrom: { secretKeyRef: { name: secret, key: secretKeys.mysql } } }],
    ...(trust.mounts.length > 0 ? { volumeMounts: [...trust.mounts] } : {}),
    resources: requests(50, 128),
    securityContext: confined,
  };
}
