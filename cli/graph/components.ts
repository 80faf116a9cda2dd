import type { EnvironmentModel } from '../../config/environment';
import { redisNames } from '../../config/model/endpoints';
import type { HubService } from '../../config/model/services';

/** A part of the hub that is drawn as one: the services behind one function. */
export interface Component {
  readonly id: string;
  readonly title: string;
  readonly services: readonly HubService[];
  /** It reads or writes topics. */
  readonly kafka: boolean;
  /** Logical names of its Redis caches. */
  readonly caches: readonly string[];
}

interface ComponentRow {
  readonly id: string;
  readonly title: string;
  /** Beginnings of the names of its services, in the charts and in the tables of the model. */
  readonly names: readonly string[];
  /** Beginning of the names of its topics. */
  readonly topics?: string;
  readonly caches?: readonly string[];
}

const rows: readonly ComponentRow[] = [
  { id: 'lookup', title: 'Account lookup', names: ['account-lookup-service'], caches: [redisNames.proxyCache] },
  { id: 'oracles', title: 'Oracles', names: ['als-', 'consent-oracle'] },
  { id: 'quotes', title: 'Quotes', names: ['quoting-service'], topics: 'topic-quotes', caches: [redisNames.proxyCache] },
  {
    id: 'transfers',
    title: 'Transfers and ledger',
    names: ['ml-api-adapter', 'centralledger'],
    topics: 'topic-transfer',
    caches: [redisNames.proxyCache],
  },
  { id: 'settlement', title: 'Settlement', names: ['centralsettlement'], topics: 'topic-deferredsettlement' },
  { id: 'requests', title: 'Transaction requests', names: ['transaction-requests-service'] },
  { id: 'bulk', title: 'Bulk transfers', names: ['bulk-', 'cl-handler-bulk'], topics: 'topic-bulk-' },
  { id: 'third-party', title: 'Third party (PISP)', names: ['tp-api-svc', 'auth-svc'], caches: [redisNames.thirdParty] },
  { id: 'inter-scheme', title: 'Inter-scheme proxy', names: ['inter-scheme-proxy-adapter'], caches: [redisNames.proxyCache] },
  { id: 'events', title: 'Event processor', names: ['centraleventprocessor'], topics: 'topic-event' },
  { id: 'toolkit', title: 'Testing toolkit', names: ['ml-testing-toolkit'] },
  { id: 'simulators', title: 'Simulators', names: ['simulator', 'mojaloop-simulator'] },
  // Their SDKs do bulk, and that goes over Kafka.
  {
    id: 'ttk-simulators',
    title: 'Toolkit simulators',
    names: ['mojaloop-ttk-simulators'],
    topics: 'topic-',
    caches: [redisNames.ttkSimulators],
  },
];

/** Id of the component a service belongs to, by the longest beginning that fits its name; undefined for a service nobody has placed. */
export function componentOf(service: string): string | undefined {
  const fitting = rows.flatMap(({ id, names }) => names.filter((name) => service.startsWith(name)).map((name) => ({ id, name })));
  return fitting.sort((a, b) => b.name.length - a.name.length)[0]?.id;
}

/** The parts of this hub, in the order of the table: only those that have a service here. */
export function componentsOf(model: EnvironmentModel): Component[] {
  const placed = rows.map(({ id, title, topics, caches = [] }) => ({
    id,
    title,
    services: model.services.filter((service) => componentOf(service.name) === id),
    kafka: topics !== undefined && model.topics.some((topic) => topic.name.startsWith(topics)),
    caches: caches.filter((name) => model.logicalServices.some((service) => service.name === name)),
  }));
  const others = model.services.filter((service) => componentOf(service.name) === undefined);
  return [...placed, { id: 'others', title: 'Other services', services: others, kafka: false, caches: [] }].filter(
    ({ services }) => services.length > 0,
  );
}
