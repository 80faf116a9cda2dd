import type { EnvironmentModel } from '../../config/environment';
import { secretKeys } from '../../config/model/secret-map';
import { mysqlTls, mysqlTrust } from '../../config/model/store-trust';
import { sdkTopics } from '../../config/model/topics';
import type { Layout } from '../../config/releases/versions';
import { image, images } from '../in-cluster/images';
import type { Json } from '../in-cluster/release-spec';
import { topicStep } from '../in-cluster/topics-job';
import { type Component, databaseOf, type FoundDatabase, type LeafRule, type LeafType, nameOf } from './chart-leaves';
import { kafkaOf, redisOf } from './store-rules';

/** Services that make their own tables before they start: how each is told its password, and where its configuration is mounted. */
interface Migration {
  readonly password: string;
  readonly env: Readonly<Record<string, string>>;
  readonly volume: (release: string) => string;
  readonly mountPath: string;
  readonly subPath?: string;
  /** Variable that takes root certificates as text. */
  readonly roots?: string;
}

const library = (name: string, variable: string): Migration => ({
  password: `${variable}_DATABASE__PASSWORD`,
  env: { [`${variable}_MIGRATIONS__RUN_DATA_MIGRATIONS`]: 'true' },
  volume: (release) => `${release}-${name}-config-volume`,
  mountPath: '/opt/app/config',
  roots: `${variable}_DATABASE__ADDITIONAL_CONNECTION_OPTIONS__ssl__ca`,
});
const compiled = (name: string, password: string, subPath: string, roots?: string): Migration => ({
  password,
  env: { NODE_ENV: 'production' },
  volume: () => `${name}-config-volume`,
  mountPath: `/opt/app/dist/config/${subPath}`,
  subPath,
  roots,
});

const migrations: Readonly<Record<string, Migration>> = {
  'centralledger-service': library('centralledger-service', 'CLEDG'),
  'account-lookup-service-admin': library('account-lookup-service-admin', 'ALS'),
  'als-msisdn-oracle': compiled(
    'als-msisdn-oracle',
    'ALS_MSISDN_ORACLE_DATABASE_PASSWORD',
    'default.json',
    'ALS_MSISDN_ORACLE_DATABASE_SSL_CA',
  ),
  'auth-svc': compiled('auth-svc', 'DB_CONNECTION_PASSWORD', 'production.json'),
  'consent-oracle': compiled('consent-oracle', 'ALS_CO_DATABASE_PASSWORD', 'default.json'),
};

/** From 17 on the ledger's tables are made by a Job before everything else. */
const migrates = (layout: Layout, name: string) => (layout === 'v17' && name === 'centralledger-service' ? undefined : migrations[name]);

const own = '{{ .Values.image.repository }}:{{ .Values.image.tag }}';
const resources: Json = { requests: { cpu: '10m', memory: '64Mi' } };
const container = (name: string, from: string, script: string, more: Readonly<Record<string, Json>> = {}): Json => ({
  name,
  image: from,
  command: ['sh', '-c', script],
  resources,
  ...more,
});
const until = (test: string, what: string) => `until ${test}; do echo waiting for ${what}; sleep 2; done`;
const fromSecret = (name: string, { user }: FoundDatabase): Json => ({
  name,
  valueFrom: { secretKeyRef: { name: user.secret, key: secretKeys.mysql } },
});

const rootsFromSecret = (name: string): Json => ({ name, valueFrom: { secretKeyRef: { ...mysqlTrust } } });

/** The client's own way to check the server, where the services check it: by the chain, because they come by a logical name. */
function clientTls(
  { config }: EnvironmentModel,
  { database }: FoundDatabase,
): { readonly before: string; readonly options: string; readonly env: Json[] } {
  if (!mysqlTls(config, database.name)?.ownRoots) return { before: '', options: '', env: [] };
  const file = '/tmp/mysql-ca.pem';
  return {
    before: `printf "%s" "$MYSQL_ROOTS" > ${file}; `,
    options: ` --ssl-mode=VERIFY_CA --ssl-ca=${file}`,
    env: [rootsFromSecret('MYSQL_ROOTS')],
  };
}

/** Waits until the database lets the component in and, unless it makes the tables itself, until nobody changes them. */
function waitForMysql(model: EnvironmentModel, found: FoundDatabase, own: boolean, name = 'wait-for-mysql'): Json {
  const { host, port, user, database } = found;
  const tls = clientTls(model, found);
  const ask = (query: string) =>
    `mysql --host=${host} --port=${port} --user=${user.name}${tls.options} --silent --skip-column-names --execute='${query}' ${database.schema}`;
  const script = own
    ? until(ask('select 1'), 'MySQL')
    : until(`[ "$(${ask('select coalesce(max(is_locked), 1) from migration_lock')})" = 0 ]`, 'the tables');
  return container(name, image(model.config, images.mysqlClient), tls.before + script, {
    env: [fromSecret('MYSQL_PWD', found), ...tls.env],
  });
}

const waitForPort = (model: EnvironmentModel, name: string, { host, port }: { readonly host: string; readonly port: number }): Json =>
  container(`wait-for-${name}`, image(model.config, images.shell), until(`nc -z -w 2 ${host} ${port}`, name));

/** Topics of one SDK, with as many replicas as those of the hub. */
function simulatorTopics(model: EnvironmentModel, component: Component): Json {
  const [, simulator = ''] = /^mojaloop-ttk-sim(\d)-svc$/.exec(component[1] ?? '') ?? [];
  const { host, port } = kafkaOf(model);
  const replicas = Math.min(model.config.stores.kafka.replicas, 3);
  const create = sdkTopics(`ttksim${simulator}`).map((name) =>
    until(topicStep(model.config, `${host}:${port}`, { name, partitions: 1, replicas }), 'Kafka'),
  );
  return container('topics', image(model.config, images.kafka), create.join('; '));
}

/** The oracle of Pathfinder adds a table to the ledger and enters itself into account lookup; its image brings both scripts. */
function pathfinderSteps(model: EnvironmentModel, component: Component): Json[] {
  const { releaseName } = model.config.hub;
  return ['central-ledger', 'account-lookup'].flatMap((name) => {
    const found = databaseOf(model, component, 'mysql', `${name}-db`);
    if (!found) return [];
    const { host, port, user, database } = found;
    const script = `mysql -h ${host} -P ${port} -u ${user.name} ${database.schema} -e "SET @service_name='${releaseName}-als-oracle-pathfinder'; source /opt/app/init-${name}.sql;"`;
    return [
      waitForMysql(model, found, false, `wait-for-${name}`),
      container(`init-${name}`, own, script, { env: [fromSecret('MYSQL_PWD', found)] }),
    ];
  });
}

function steps(model: EnvironmentModel, component: Component, typeOf: LeafType): Json[] {
  const name = nameOf(component);
  if (name === 'als-oracle-pathfinder') return pathfinderSteps(model, component);
  const has = (leaf: string) => typeOf(leaf) !== undefined;
  const mysql = has('config/db_host') ? databaseOf(model, component, 'mysql') : undefined;
  const mongodb = has('config/mongo_host') || has('config/mongodb/host') ? databaseOf(model, component, 'mongodb') : undefined;
  const redis = has('config/redis_host') || has('redis/host') ? redisOf(model, component) : undefined;
  const migration = mysql && migrates(model.layout, name);
  const makesTables = migration !== undefined || name === 'centralledger-service';
  return [
    ...(mysql ? [waitForMysql(model, mysql, makesTables)] : []),
    ...(mongodb ? [waitForPort(model, 'mongodb', mongodb)] : []),
    ...(has('config/kafka_host') || has('kafka/host') ? [waitForPort(model, 'kafka', kafkaOf(model))] : []),
    ...(redis ? [waitForPort(model, 'redis', redis)] : []),
    ...(name.startsWith('sdk-scheme-adapter-') ? [simulatorTopics(model, component)] : []),
    ...(mysql && migration
      ? [
          container('run-migration', own, 'npm run migrate', {
            env: [
              fromSecret(migration.password, mysql),
              ...Object.entries(migration.env).map(([variable, value]) => ({ name: variable, value })),
              ...tlsEnv(model, mysql, migration),
            ],
            volumeMounts: [
              {
                name: migration.volume(model.config.hub.releaseName),
                mountPath: migration.mountPath,
                ...(migration.subPath ? { subPath: migration.subPath } : {}),
              },
            ],
          }),
        ]
      : []),
  ];
}

/**
 * Services that read their settings by `rc` take the check of the server's certificate by this variable; the oracle has it in the file that is
 * mounted.
 */
function tlsEnv({ config }: EnvironmentModel, { database }: FoundDatabase, { password, roots }: Migration): Json[] {
  const tls = mysqlTls(config, database.name);
  if (!tls) return [];
  const variable = password.replace(/PASSWORD$/, 'ADDITIONAL_CONNECTION_OPTIONS__ssl__rejectUnauthorized');
  return [
    ...(password.endsWith('__PASSWORD') ? [{ name: variable, value: 'true' }] : []),
    ...(tls.ownRoots && roots ? [rootsFromSecret(roots)] : []),
  ];
}

/**
 * What a component does before it starts. The charts' own steps use images that can no longer be pulled (`bitnami/…`),
 * or that no mirror carries because their names stand inside a text; so every chart that has such a text gets ours.
 * It is rendered as a template, and JSON is YAML.
 */
export const initContainers: LeafRule = (model, component, typeOf) => {
  // Some charts have their steps as a list; an empty one says that there is nothing to wait for.
  if (typeOf('initContainers') !== 'string' && !nameOf(component).startsWith('ml-api-adapter-')) return undefined;
  const found = steps(model, component, typeOf);
  return found.length > 0 ? JSON.stringify(found) : undefined;
};
