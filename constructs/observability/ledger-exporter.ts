import { createHash } from 'node:crypto';
import type { EnvironmentModel } from '../../config/environment';
import { ledgerExporterConfig } from '../../config/model/alerts/ledger-queries';
import { ledgerExporter, runsLedgerExporter } from '../../config/model/ledger-exporter';
import { secretKeys } from '../../config/model/secret-map';
import { isManaged } from '../../config/model/store-services';
import { mysqlCertificates, mysqlTrust } from '../../config/model/store-trust';
import { images } from '../in-cluster/images';
import type { KubernetesObject } from '../in-cluster/objects';
import { exporterPodObjects, trustFolder } from './exporter-pod';

const configFolder = '/etc/ledger-exporter';

/** Where it asks: in the clear in the cluster, by TLS with its name held against the certificate where the server is managed. */
function address({ config, logicalServices }: EnvironmentModel, managedMysql?: string): string {
  const service = logicalServices.find(({ name }) => name === ledgerExporter.database);
  const host = managedMysql ?? service?.host ?? ledgerExporter.database;
  const tls =
    managedMysql === undefined
      ? ''
      : mysqlCertificates(config) === undefined
        ? '?tls=true'
        : `?tls=custom&tls-ca=${trustFolder}/${mysqlTrust.key}`;
  // Passwords hold nothing that an address would have to spell in another way (secrets.specialCharacters adds _ and - alone).
  return `mysql://${ledgerExporter.user}:$(PASSWORD)@${host}:${service?.port ?? 3306}/${ledgerExporter.schema}${tls}`;
}

/**
 * sql_exporter with the queries of the workbench: one pod beside the stores, an account that may read the ledger and nothing else, one connection, one look
 * a minute. Without it positions, stuck transfers and differences have no alerts; payments do not need it. `managedMysql`: host of a MySQL that the cloud runs.
 */
export function ledgerExporterObjects(model: EnvironmentModel, managedMysql?: string): KubernetesObject[] {
  const { config } = model;
  if (!runsLedgerExporter(config)) return [];
  const { name, port, secret } = ledgerExporter;
  const queries = JSON.stringify(ledgerExporterConfig(config));
  return exporterPodObjects(config, {
    name,
    port,
    image: images.ledgerExporter,
    args: [`-config.file=${configFolder}/sql_exporter.yml`],
    env: [
      { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: secret, key: secretKeys.mysql } } },
      { name: 'SQLEXPORTER_TARGET_DSN', value: address(model, managedMysql) },
    ],
    file: { volume: 'queries', folder: configFolder, name: 'sql_exporter.yml', text: queries },
    trust: isManaged(config, 'mysql') && mysqlCertificates(config) !== undefined,
    // It reads its file once: other queries need another pod.
    annotations: { 'workbench.mojaloop.io/queries': createHash('sha256').update(queries).digest('hex').slice(0, 16) },
  });
}
