import { databaseNames, databasesOf } from '../model/databases';
import { resolveFeatures } from '../model/features';
import { serviceOwners, storeKinds, storeService } from '../model/store-services';
import { didYouMean } from '../problems';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate/path';
import { usableServices } from './refused-stores';
import { always, type Finding, type Rule, when } from './rule';

type Engine = keyof typeof databaseNames;
type Store = 'mysql' | 'mongodb' | 'kafka' | 'redis';
type External = NonNullable<WorkbenchConfig['stores']['mysql']['external']>;

const engines = ['mysql', 'mongodb'] as const satisfies readonly Engine[];
const storeNames = { mysql: 'MySQL', mongodb: 'MongoDB', kafka: 'Kafka', redis: 'Redis' } as const satisfies Record<Store, string>;

/** Existing servers and databases of one kind of store, with their places. */
export function externals(config: WorkbenchConfig, store: Store): { path: Path; external: External }[] {
  const section = config.stores[store];
  const databases = 'databases' in section ? Object.entries(section.databases) : [];
  return [
    ...(section.external ? [{ path: ['stores', store, 'external'], external: section.external }] : []),
    ...databases.map(([name, external]) => ({ path: ['stores', store, 'databases', name], external })),
  ];
}

const withoutTls = {
  mongodb: [
    'the charts of bulk transfers speak no TLS to MongoDB',
    'leave MongoDB to the operator in the cluster, or reach the server through a TLS proxy in it',
  ],
  kafka: [
    'no Mojaloop chart speaks TLS or SASL to Kafka',
    'name a plaintext listener in a private network, or a proxy in the cluster that adds TLS and the login',
  ],
  redis: ['the services speak no TLS to Redis', 'leave Redis to the operator in the cluster'],
} as const satisfies Partial<Record<Store, readonly [reason: string, instead: string]>>;

/** TLS to MySQL depends on the release; its rule is with the releases. */
const tlsRule = (store: keyof typeof withoutTls, code: string): Rule => ({
  code,
  severity: 'error',
  title: `${storeNames[store]} outside the cluster is reached without TLS, as the charts do`,
  appliesWhen: always,
  check: (config) => {
    const [reason, hint] = withoutTls[store];
    return externals(config, store).flatMap(({ path, external }) =>
      when(external.tls, () => ({ path: [...path, 'tls'], message: reason, hint })),
    );
  },
});

export const storeRules: readonly Rule[] = [
  {
    code: 'STO-SERVICE',
    severity: 'error',
    title: 'A managed store is one that the platform has',
    appliesWhen: always,
    check: (config) =>
      storeKinds.flatMap((kind) => {
        const service = storeService(config, kind);
        if (service === 'operator' || service === 'external' || serviceOwners[service] === config.platform.provider) return [];
        return [
          {
            path: ['stores', kind, 'service'],
            message: `${service} is a service of ${serviceOwners[service]}, and the platform is ${config.platform.provider}`,
            hint: `write ${usableServices(config.platform.provider, kind).join(' or ')}`,
          },
        ];
      }),
  },
  {
    code: 'STO-SERVICE-UNUSED',
    severity: 'warning',
    title: 'A store that exists elsewhere is run by nobody here',
    appliesWhen: always,
    check: ({ stores }) =>
      storeKinds.flatMap((kind) =>
        when(stores[kind].external !== undefined && stores[kind].service !== undefined, () => ({
          path: ['stores', kind, 'service'],
          message: `service has no effect beside stores.${kind}.external`,
          hint: 'remove one of the two',
        })),
      ),
  },
  {
    code: 'STO-CREDENTIALS',
    severity: 'error',
    title: 'Existing databases come with the Vault path of their login',
    appliesWhen: always,
    check: (config) =>
      engines.flatMap((engine) =>
        externals(config, engine).flatMap(({ path, external }) =>
          when(external.credentials === undefined, () => ({
            path: [...path, 'credentials'],
            message: `the existing ${storeNames[engine]} at ${external.host} has no login`,
            hint: `put username and password into Vault, then name the path: credentials: hub/external/${engine}`,
          })),
        ),
      ),
  },
  {
    code: 'STO-CREDENTIALS-UNUSED',
    severity: 'error',
    title: 'Existing Kafka and Redis need no login, as the charts know none',
    appliesWhen: always,
    check: (config) =>
      (['kafka', 'redis'] as const).flatMap((store) =>
        externals(config, store).flatMap(({ path, external }) =>
          when(external.credentials !== undefined, () => ({
            path: [...path, 'credentials'],
            message: `the charts cannot log in to ${storeNames[store]}`,
            hint: 'name a listener without a login in a private network, and remove credentials',
          })),
        ),
      ),
  },
  tlsRule('mongodb', 'STO-MONGODB-TLS'),
  tlsRule('kafka', 'STO-KAFKA-TLS'),
  tlsRule('redis', 'STO-REDIS-TLS'),
  {
    code: 'STO-DATABASE-UNKNOWN',
    severity: 'error',
    title: 'Databases that live elsewhere have a name the hub knows',
    appliesWhen: always,
    check: ({ stores }) =>
      engines.flatMap((engine) =>
        Object.keys(stores[engine].databases)
          .filter((name) => !databaseNames[engine].includes(name))
          .map((name) => ({
            path: ['stores', engine, 'databases', name],
            message: `the hub knows no ${storeNames[engine]} database ${name}`,
            hint: didYouMean(name, databaseNames[engine]) ?? `known: ${databaseNames[engine].join(', ')}`,
          })),
      ),
  },
  {
    code: 'STO-DATABASE-UNUSED',
    severity: 'warning',
    title: 'Databases that live elsewhere are used',
    appliesWhen: ({ stores }) => engines.some((engine) => Object.keys(stores[engine].databases).length > 0),
    check: (config) => {
      const used = new Set(databasesOf(config, resolveFeatures(config)).map(({ name }) => name));
      return engines.flatMap((engine) =>
        Object.keys(config.stores[engine].databases)
          .filter((name) => databaseNames[engine].includes(name) && !used.has(name))
          .map(
            (name): Finding => ({
              path: ['stores', engine, 'databases', name],
              message: `nothing that is switched on uses ${name}`,
              hint: 'remove it, or switch on what uses it',
            }),
          ),
      );
    },
  },
  {
    code: 'STO-EVEN',
    severity: 'warning',
    title: 'Stores in the cluster have an odd number of members',
    appliesWhen: always,
    check: ({ stores }) =>
      (['mysql', 'mongodb', 'kafka'] as const).flatMap((store) => {
        const { replicas, external } = stores[store];
        return when(!external && replicas % 2 === 0, () => ({
          path: ['stores', store, 'replicas'],
          message: `${replicas} members of ${storeNames[store]} bear no more losses than ${replicas - 1}`,
          hint: `write ${replicas - 1} or ${replicas + 1}`,
        }));
      }),
  },
];
