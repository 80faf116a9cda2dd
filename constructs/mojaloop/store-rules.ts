import type { EnvironmentModel } from '../../config/environment';
import { endpoint, redisNames } from '../../config/model/endpoints';
import { secretKeys } from '../../config/model/secret-map';
import { type MysqlTls, mysqlTls, mysqlTrust } from '../../config/model/store-trust';
import { atLeast } from '../../config/releases/versions';
import type { Json } from '../in-cluster/release-spec';
import { type Component, databaseOf, type FoundDatabase, type LeafRule, type LeafRules } from './chart-leaves';

type Pick = (found: FoundDatabase, model: EnvironmentModel) => Json | undefined;

const of =
  (engine: 'mysql' | 'mongodb', only?: string) =>
  (pick: Pick): LeafRule =>
  (model, component) => {
    const found = databaseOf(model, component, engine, only);
    return found && pick(found, model);
  };
const mysql = of('mysql');
const mongo = of('mongodb');

export const kafkaOf = (model: EnvironmentModel) => endpoint(model.logicalServices, 'mojaloop-kafka');

/** The Redis of a component, where the hub has it. */
export function redisOf(model: EnvironmentModel, component: Component) {
  const name = component.includes('mojaloop-ttk-simulators') ? redisNames.ttkSimulators : redisNames.thirdParty;
  return model.logicalServices.some((service) => service.name === name) ? endpoint(model.logicalServices, name) : undefined;
}

const secretSupport = (model: EnvironmentModel) => model.layout !== 'v14';
/** Where a chart takes its password from a Secret, the text beside it is emptied: the charts bring one that everybody knows. */
const noText: Pick = (_, model) => (secretSupport(model) ? '' : undefined);

/** Only 17.1 speaks TLS to MySQL; older charts know no value for it. */
const tls =
  (pick: (tls: MysqlTls | undefined) => Json | undefined): Pick =>
  ({ database }, { config }) =>
    atLeast(config.hub.release, '17.1.0') ? pick(mysqlTls(config, database.name)) : undefined;

/** The oracle of Pathfinder works in two databases of others, and its chart names each. */
function pathfinder(group: 'central_ledger' | 'account_lookup', database: string): LeafRules {
  const found = of('mysql', database);
  return {
    [`config/db/${group}/host`]: found(({ host }) => host),
    [`config/db/${group}/port`]: found(({ port }) => port),
    [`config/db/${group}/database`]: found(({ database: { schema } }) => schema),
    [`config/db/${group}/user`]: found(({ user }) => user.name),
    [`config/db/${group}/password`]: found(noText),
    [`config/db/${group}/secret`]: found(({ user }, model) =>
      secretSupport(model) ? { name: user.secret, key: secretKeys.mysql } : undefined,
    ),
  };
}

/** How each component reaches its databases, its queue and its cache. */
export const storeRules: LeafRules = {
  'config/db_host': mysql(({ host }) => host),
  'config/db_port': mysql(({ port }) => port),
  'config/db_database': mysql(({ database }) => database.schema),
  'config/db_user': mysql(({ user }) => user.name),
  'config/db_password': mysql(noText),
  'config/db_secret/name': mysql(({ user }) => user.secret),
  'config/db_secret/key': mysql(() => secretKeys.mysql),
  'config/db_ssl_enabled': mysql(tls((found) => found !== undefined)),
  'config/db_ssl_verify': mysql(tls((found) => found !== undefined)),
  'config/db_ssl_ca_secret': mysql(tls((found) => (found?.ownRoots ? { ...mysqlTrust } : undefined))),
  ...pathfinder('central_ledger', 'central-ledger-db'),
  ...pathfinder('account_lookup', 'account-lookup-db'),
  // Third party of 14.x: the configuration file of each service stands in the values.
  'config/production.json/DATABASE/connection/host': mysql(({ host }) => host),
  'config/production.json/DATABASE/connection/port': mysql(({ port }) => port),
  'config/production.json/DATABASE/connection/database': mysql(({ database }) => database.schema),
  'config/production.json/DATABASE/connection/user': mysql(({ user }) => user.name),
  'config/production.json/REDIS/HOST': (model, component) => redisOf(model, component)?.host,
  'config/production.json/REDIS/PORT': (model, component) => redisOf(model, component)?.port,
  'config/default.json/DATABASE/HOST': mysql(({ host }) => host),
  'config/default.json/DATABASE/PORT': mysql(({ port }) => port),
  'config/default.json/DATABASE/DATABASE': mysql(({ database }) => database.schema),
  'config/default.json/DATABASE/USER': mysql(({ user }) => user.name),
  'config/mongo_host': mongo(({ host }) => host),
  'config/mongo_port': mongo(({ port }) => port),
  'config/mongo_user': mongo(({ user }) => user.name),
  'config/mongo_database': mongo(({ database }) => database.schema),
  'config/mongo_password': mongo(noText),
  'config/mongo_secret/name': mongo(({ user }) => user.secret),
  'config/mongo_secret/key': mongo(() => secretKeys.mongodb),
  'config/mongodb/host': mongo(({ host }) => host),
  'config/mongodb/port': mongo(({ port }) => String(port)),
  'config/mongodb/user': mongo(({ user }) => user.name),
  'config/mongodb/database': mongo(({ database }) => database.schema),
  'config/mongodb/password': mongo(noText),
  'config/mongodb/secret/name': mongo(({ user }) => user.secret),
  'config/mongodb/secret/key': mongo(() => secretKeys.mongodb),
  // The toolkit of 14.x: its address stands here, its login in the address of `DB.URI` (secret-exceptions.ts).
  'dependencies/mongodb/host': mongo(({ host }) => host),
  'dependencies/mongodb/port': mongo(({ port }) => String(port)),
  'config/kafka_host': (model) => kafkaOf(model).host,
  'config/kafka_port': (model) => kafkaOf(model).port,
  'kafka/host': (model) => kafkaOf(model).host,
  'kafka/port': (model) => kafkaOf(model).port,
  'config/redis_host': (model, component) => redisOf(model, component)?.host,
  'config/redis_port': (model, component) => redisOf(model, component)?.port,
  'redis/host': (model, component) => redisOf(model, component)?.host,
  'redis/port': (model, component) => redisOf(model, component)?.port,
};
