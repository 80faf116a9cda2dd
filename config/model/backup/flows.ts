import type { WorkbenchConfig } from '../../schema/workbench';
import type { Flow, Peer } from '../flows';
import { managedReach, rangesOf } from '../managed-stores';
import { backupName, storesOutside } from './outside';

/** Port of object storage: that of its address, else that of every cloud. */
export const storePort = (endpoint: string | undefined): number => {
  if (endpoint === undefined) return 443;
  const { port, protocol } = new URL(endpoint);
  return Number(port || (protocol === 'http:' ? 80 : 443));
};

/** Ways of the Jobs that bring backups outside: only their pods are let out, and only the one of MySQL to a managed server. */
export function backupFlows(config: WorkbenchConfig): Flow[] {
  const port = storePort(config.operations.backups.store?.endpoint);
  return storesOutside(config).flatMap((store): Flow[] => {
    const namespace = store === 'vault' ? config.secrets.vault.namespace : config.stores.namespace;
    const from: Peer = { namespace, app: backupName(store) };
    const reach = store === 'mysql' ? managedReach(config, 'mysql') : undefined;
    return [
      { from, to: { cidr: '0.0.0.0/0' }, ports: [port], why: `backups of ${store} go to their place` },
      ...(reach
        ? rangesOf(config, reach).map((cidr): Flow => ({ from, to: { cidr }, ports: [reach.port], why: 'backups of the managed mysql' }))
        : []),
    ];
  });
}
