import type { Platform } from '../schema/platform';
import { type StoreKind, type StoreService, storeServices } from '../schema/stores';
import type { WorkbenchConfig } from '../schema/workbench';

/** The cloud that has each managed service. */
export const serviceOwners = {
  rds: 'aws',
  aurora: 'aws',
  documentdb: 'aws',
  msk: 'aws',
  elasticache: 'aws',
  'flexible-server': 'azure',
  'cosmos-db': 'azure',
  'event-hubs': 'azure',
  hdinsight: 'azure',
  'azure-cache': 'azure',
} as const satisfies Record<Exclude<StoreService, 'operator'>, Platform>;
export type ManagedService = keyof typeof serviceOwners;

/** What production takes where the file is silent. MySQL holds the ledger: a managed one has backups and failover that somebody else wakes up for. */
const productionDefaults: Readonly<Partial<Record<Platform, Partial<{ [Kind in StoreKind]: StoreService<Kind> }>>>> = {
  aws: { mysql: 'rds' },
  azure: { mysql: 'flexible-server' },
};

/** Who runs a store: what the file says, else what the platform and the profile choose. A store that exists elsewhere is run by nobody here. */
export function storeService<Kind extends StoreKind>(config: WorkbenchConfig, kind: Kind): StoreService<Kind> | 'external' {
  const section = config.stores[kind];
  if (section.external) return 'external';
  const chosen = config.profile === 'production' ? productionDefaults[config.platform.provider]?.[kind] : undefined;
  return (section.service ?? chosen ?? 'operator') as StoreService<Kind>;
}

export const storeKinds = Object.keys(storeServices) as StoreKind[];

/** The cloud runs it: the stack `managed-stores` makes it. */
export function isManaged(config: WorkbenchConfig, kind: StoreKind): boolean {
  const service = storeService(config, kind);
  return service !== 'operator' && service !== 'external';
}
