import { joinPath } from '../validate/path';
import { textOf } from './json-node';
import { changed, kept, noEffect, setting, warn } from './outcome';
import { shown } from './redact';
import { misfit, secret } from './rule';
import { dead, externalPath, field, type StoreContext, type StoreRule, storePath } from './store-context';
import { dataOf, membersOf, mostMembers, sizeOf, sizeText } from './store-facts';
import { engineNames, usualPorts } from './store-table';

export const port = field((node, store) => {
  const { row, external } = store;
  const usual = usualPorts[row.engine];
  const given = Number(textOf(node));
  if (external?.port === given) return kept([...externalPath(store), 'port'], 'the port of the existing store');
  if (external) return noEffect('the address of the existing store has a port of its own');
  if (given === usual) return kept(storePath(store), `the usual port of ${engineNames[row.engine]}`);
  return changed(storePath(store), `a store in the cluster listens on the usual port, ${usual}`);
});

const size = field((node, store) => {
  const { engine } = store.row;
  const to = ['stores', engine, 'size'];
  const target = store.facts.stores.sizes[engine];
  const own = sizeOf(node);
  if (own === undefined)
    return warn(
      noEffect('is no size of a volume'),
      'IMP-VALUE',
      `${shown(node)} is no size of a volume`,
      `write ${joinPath(to)} by hand, such as 8Gi`,
    );
  if (store.external || target === undefined) return noEffect('its volume is not in the cluster');
  if (misfit(to, target) !== undefined) return noEffect('is no size of a volume');
  if (sizeText(own) !== target)
    return setting(
      changed(to, `all ${engineNames[engine]} here have one size: the largest that is asked for, or the default of the profile`),
      target,
    );
  return setting(
    textOf(node) === target ? kept(to, 'volume of each member') : changed(to, `volume of each member, written as ${target}`),
    target,
  );
});

const members = field((node, store) => {
  const { engine } = store.row;
  if (engine === 'redis') return noEffect('each Redis has one pod');
  const to = ['stores', 'mysql', 'replicas'];
  const own = membersOf(dataOf(store.section, 'mysql'));
  const target = store.facts.stores.mysqlMembers;
  if (own === undefined || target === undefined)
    return warn(
      noEffect('says nothing of how many members there are'),
      'IMP-VALUE',
      `${shown(node)} cannot be read as a number of replicas`,
    );
  if (own > mostMembers) return setting(changed(to, `a cluster has at most ${mostMembers} members`), target);
  if (own === target) return setting(kept(to, `${own} member${own === 1 ? '' : 's'}, the first among them`), target);
  return setting(changed(to, `all MySQL databases share one cluster of ${target} members`), target);
});

const named = (part: 'schema' | 'user', what: string): StoreRule =>
  field((node, store) => {
    const name = store.row.database?.[part];
    if (name === undefined) return noEffect(`${engineNames[store.row.engine]} has no ${what} here`);
    if (textOf(node) === name) return kept(storePath(store), `the same ${what}`);
    return changed(storePath(store), `the ${what} is ${name} now`);
  });

const password = secret<StoreContext>('passwords are born in Vault, none is taken over');

/** Fields of `mysql_data`, `mongodb_data`, `kafka_data` and `redis_data`. */
export const storeDataFields = {
  'local_resource.mysql_data.is_legacy': dead('there is one kind of MySQL'),
  'local_resource.mysql_data.existing_secret': dead('the Secret is named after the user of the database'),
  'local_resource.mysql_data.root_password': password,
  'local_resource.mysql_data.user': named('user', 'user'),
  'local_resource.mysql_data.user_password': password,
  'local_resource.mysql_data.database_name': named('schema', 'database'),
  'local_resource.mysql_data.storage_size': size,
  'local_resource.mysql_data.architecture': members,
  'local_resource.mysql_data.replica_count': members,
  'local_resource.mysql_data.service_port': port,
  'local_resource.mongodb_data.existing_secret': dead('the Secret is named after the user of the database'),
  'local_resource.mongodb_data.root_password': password,
  'local_resource.mongodb_data.user': named('user', 'user'),
  'local_resource.mongodb_data.user_password': password,
  'local_resource.mongodb_data.database_name': named('schema', 'database'),
  'local_resource.mongodb_data.storage_size': size,
  'local_resource.mongodb_data.service_port': port,
  'local_resource.kafka_data.storage_size': size,
  'local_resource.kafka_data.service_port': port,
  'local_resource.redis_data.auth_enabled': field((node) =>
    /^(?:true|yes|1)$/i.test(node.text)
      ? warn(
          changed(['stores', 'redis'], 'Redis has no password'),
          'IMP-VALUE',
          'Redis had a password and has none',
          'the charts know no Redis password; network policies guard it',
        )
      : kept(['stores', 'redis'], 'Redis has no password'),
  ),
  'local_resource.redis_data.existing_secret': dead('Redis has no password'),
  'local_resource.redis_data.password_secret_key': dead('Redis has no password'),
  'local_resource.redis_data.user': dead('Redis has no users'),
  'local_resource.redis_data.user_password': password,
  'local_resource.redis_data.storage_size': size,
  'local_resource.redis_data.architecture': members,
  'local_resource.redis_data.replica_count': members,
  'local_resource.redis_data.service_port': port,
} as const satisfies Readonly<Record<string, StoreRule>>;
