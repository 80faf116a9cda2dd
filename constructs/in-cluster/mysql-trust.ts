import { runsConnectionManager } from '../../config/model/connection-manager';
import { runsKeycloak } from '../../config/model/identity';
import { runsPortal } from '../../config/model/portal/portal';
import { mysqlCertificates, mysqlTrust } from '../../config/model/store-trust';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { KubernetesObject } from './objects';

/**
 * The root certificates of a managed MySQL, where they are read: by the Job that prepares it, and by the services of the hub. Nothing in them is
 * secret; they lie in Secrets because the charts read them from nothing else.
 */
export function mysqlTrustObjects(config: WorkbenchConfig): KubernetesObject[] {
  const certificates = mysqlCertificates(config);
  if (certificates === undefined) return [];
  const namespaces = [
    config.stores.namespace,
    config.hub.namespace,
    ...(runsKeycloak(config) ? [config.identity.namespace] : []),
    ...(runsConnectionManager(config) ? [config.connectionManager.namespace] : []),
    ...(runsPortal(config) ? [config.portal.namespace] : []),
  ];
  return namespaces.map((namespace) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: mysqlTrust.name,
      namespace,
      annotations: { 'workbench.mojaloop.io/why': 'public certificates: the charts read them from Secrets only' },
    },
    stringData: { [mysqlTrust.key]: `${certificates}\n` },
  }));
}
