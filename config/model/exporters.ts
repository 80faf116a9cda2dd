import type { StoreKind } from '../schema/stores';
import type { WorkbenchConfig } from '../schema/workbench';
import { type LogicalService, redisNames } from './endpoints';
import { runsMonitoring } from './monitoring';
import { isManaged, storeService } from './store-services';

/** A program that asks a store how it is and says it to Prometheus. It runs beside the stores and is known to network policies by its name. */
export interface Exporter {
  readonly name: string;
  readonly kind: StoreKind;
  /** Port of its metrics (that of its makers). */
  readonly port: number;
  /** Where it asks. */
  readonly host: string;
  readonly storePort: number;
  /** A cache in several parts answers only clients that know of parts. */
  readonly cluster?: boolean;
}

export const exporterPorts = { mysql: 9104, mongodb: 9216, kafka: 9308, redis: 9121 } as const satisfies Record<StoreKind, number>;

/** Account with which a managed MySQL is asked: it sees numbers, and no row of any table of the hub. */
export const mysqlExporter = { user: 'exporter', secret: 'mysql-exporter', connections: 3 } as const;

/**
 * Whether a store is asked from here. A server elsewhere is watched by its owner, as no account for it is known; Kafka and Redis ask for none.
 * DocumentDB and Cosmos DB answer few of the questions, and their clouds measure them.
 */
const asked: Readonly<Record<StoreKind, (config: WorkbenchConfig) => boolean>> = {
  mysql: (config) => storeService(config, 'mysql') === 'operator' || isManaged(config, 'mysql'),
  mongodb: (config) => storeService(config, 'mongodb') === 'operator',
  kafka: () => true,
  redis: () => true,
};

/** Exporters of an environment: one for MySQL, MongoDB and Kafka, and one for each cache. */
export function exportersOf(config: WorkbenchConfig, services: readonly LogicalService[]): Exporter[] {
  if (!runsMonitoring(config)) return [];
  const kindOf = ({ name }: LogicalService): StoreKind =>
    name.endsWith('-mongodb') ? 'mongodb' : name.endsWith('-redis') ? 'redis' : name === 'mojaloop-kafka' ? 'kafka' : 'mysql';
  // A database elsewhere has its own owner; of all others one name leads to the server of them all.
  const own = services.filter((service) => {
    const kind = kindOf(service);
    const elsewhere = kind === 'mysql' || kind === 'mongodb' ? config.stores[kind].databases[service.name] : undefined;
    return asked[kind](config) && elsewhere === undefined;
  });
  const first = (kind: StoreKind) => own.filter((service) => kindOf(service) === kind).slice(0, 1);
  const exporter = (kind: StoreKind, { host, port }: LogicalService, name: string): Exporter => ({
    name,
    kind,
    port: exporterPorts[kind],
    host,
    storePort: port,
  });
  return [
    ...(['mysql', 'mongodb', 'kafka'] as const).flatMap((kind) =>
      first(kind).map((service) => exporter(kind, service, `${kind}-exporter`)),
    ),
    ...own
      .filter((service) => kindOf(service) === 'redis')
      .map((service) => ({
        ...exporter('redis', service, `${service.name}-exporter`),
        ...(service.name === redisNames.proxyCache ? { cluster: true } : {}),
      })),
  ];
}
