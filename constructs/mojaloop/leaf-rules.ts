import type { EnvironmentModel } from '../../config/environment';
import { endpoint, redisNames } from '../../config/model/endpoints';
import { jwsSecret, secretKeys } from '../../config/model/secret-map';
import type { Json } from '../kubernetes/release-spec';

/** A component of the umbrella chart: `['centralledger', 'centralledger-service']`. */
export type Component = readonly string[];

const nameOf = (component: Component) => component[component.length - 1] ?? '';

/** The database user of a component: the one whose list of users names it, or its group. */
export function databaseOf(model: EnvironmentModel, component: Component, engine: 'mysql' | 'mongodb') {
  const names = [...component].reverse();
  for (const name of names) {
    for (const database of model.databases.filter((d) => d.engine === engine)) {
      const user = database.users.find((u) => u.usedBy.some((group) => name === group || name.startsWith(`${group}-`)));
      if (user) return { database, user, ...endpoint(model.logicalServices, database.name) };
    }
  }
  return undefined;
}

/** What a leaf of a component is set to; undefined leaves the chart's default. */
export type LeafRule = (model: EnvironmentModel, component: Component) => Json | undefined;

const mysql =
  (pick: (found: NonNullable<ReturnType<typeof databaseOf>>) => Json): LeafRule =>
  (model, component) => {
    const found = databaseOf(model, component, 'mysql');
    return found && pick(found);
  };
const mongo =
  (pick: (found: NonNullable<ReturnType<typeof databaseOf>>) => Json): LeafRule =>
  (model, component) => {
    const found = databaseOf(model, component, 'mongodb');
    return found && pick(found);
  };
const kafka = (model: EnvironmentModel) => endpoint(model.logicalServices, 'mojaloop-kafka');
const redis = (model: EnvironmentModel, component: Component) => {
  const name = component.includes('mojaloop-ttk-simulators') ? redisNames.ttkSimulators : redisNames.thirdParty;
  return model.logicalServices.some((service) => service.name === name) ? endpoint(model.logicalServices, name) : undefined;
};
const size = (model: EnvironmentModel, component: Component) => model.services.find((service) => service.name === nameOf(component));
const secretSupport = (model: EnvironmentModel) => model.layout !== 'v14';

/** Before 17 the notes of the bulk adapter refuse to render without its Ingress: it stays, in a class that nobody serves. */
const keepsIngress = (model: EnvironmentModel, component: Component) =>
  model.layout < 'v17' && nameOf(component).startsWith('bulk-api-adapter-');

/** From 16 on every component is told whether to sign, but only these are given a key; the others then refuse to render. */
const signers = /^(account-lookup-service|account-lookup-service-handler-timeout|quoting-service-handler|.*-handler-notification)$/;
const signs = (model: EnvironmentModel, component: Component) => model.layout < 'v16' || signers.test(nameOf(component));

/**
 * What is written for each kind of leaf, wherever a chart has it. Components differ in where they are, not in how they are set:
 * so the writers are the same for 14 to 17, and a path that a release does not know is never written.
 */
export const leafRules: Readonly<Record<string, LeafRule>> = {
  'config/db_host': mysql(({ host }) => host),
  'config/db_port': mysql(({ port }) => port),
  'config/db_database': mysql(({ database }) => database.schema),
  'config/db_user': mysql(({ user }) => user.name),
  'config/db_password': (model, component) => (secretSupport(model) && databaseOf(model, component, 'mysql') ? '' : undefined),
  'config/db_secret/name': mysql(({ user }) => user.secret),
  'config/db_secret/key': mysql(() => secretKeys.mysql),
  'config/mongo_host': mongo(({ host }) => host),
  'config/mongo_port': mongo(({ port }) => port),
  'config/mongo_user': mongo(({ user }) => user.name),
  'config/mongo_database': mongo(({ database }) => database.schema),
  'config/mongo_password': (model, component) => (secretSupport(model) && databaseOf(model, component, 'mongodb') ? '' : undefined),
  'config/mongo_secret/name': mongo(({ user }) => user.secret),
  'config/mongo_secret/key': mongo(() => secretKeys.mongodb),
  'config/mongodb/host': mongo(({ host }) => host),
  'config/mongodb/port': mongo(({ port }) => String(port)),
  'config/mongodb/user': mongo(({ user }) => user.name),
  'config/mongodb/database': mongo(({ database }) => database.schema),
  'config/mongodb/password': (model, component) => (secretSupport(model) && databaseOf(model, component, 'mongodb') ? '' : undefined),
  'config/mongodb/secret/name': mongo(({ user }) => user.secret),
  'config/mongodb/secret/key': mongo(() => secretKeys.mongodb),
  'config/kafka_host': (model) => kafka(model).host,
  'config/kafka_port': (model) => kafka(model).port,
  'kafka/host': (model) => kafka(model).host,
  'kafka/port': (model) => kafka(model).port,
  'config/redis_host': (model, component) => redis(model, component)?.host,
  'config/redis_port': (model, component) => redis(model, component)?.port,
  'redis/host': (model, component) => redis(model, component)?.host,
  'redis/port': (model, component) => redis(model, component)?.port,
  'config/endpointSecurity/jwsSign': (model, component) => model.features.jws && signs(model, component),
  'config/endpointSecurity/jwsSigningKeySecret': (model) => (model.features.jws ? { ...jwsSecret } : undefined),
  // The charts bring a signing key that everybody knows: it must never be used. Null takes it away.
  'config/endpointSecurity/jwsSigningKey': (model) => (model.features.jws && model.layout < 'v16' ? undefined : null),
  'config/hub_participant/name': (model) => model.config.hub.name,
  'config/simple_routing_mode_enabled': (model) => model.features.simpleRouting,
  'config/enable_on_us_transfers': (model) => model.features.onUsTransfers,
  'config/featureEnableExtendedPartyIdType': (model) => model.features.thirdParty,
  'config/api_type': (model) => model.config.hub.apiType,
  'config/log_level': (model) => model.config.hub.logLevel,
  'config/log_transport': (model) => model.config.hub.logTransport,
  'config/proxy_cache/enabled': (model) => model.features.interScheme,
  'config/proxy_cache/proxyConfig/cluster': (model) =>
    model.features.interScheme ? [{ ...endpoint(model.logicalServices, redisNames.proxyCache) }] : undefined,
  // Routes are made by the Gateway API; the charts' own for handlers share hosts.
  'ingress/enabled': keepsIngress,
  'ingress/className': (model, component) => (keepsIngress(model, component) ? 'unused' : undefined),
  'sidecar/enabled': () => false,
  'metrics/enabled': (model) => model.config.hub.metrics,
  // Disruption budgets are made beside the release, the same for every layout: two for one pod stop every eviction.
  'pdb/enabled': () => false,
  replicaCount: (model, component) => size(model, component)?.replicas,
  resources: (model, component) => {
    const own = size(model, component);
    // The template of the old simulator writes resources in the wrong place (14 to 16.0.4).
    if (nameOf(component) === 'simulator') return undefined;
    return own && { requests: { cpu: `${own.cpu}m`, memory: `${own.memory}Mi` }, limits: { memory: `${own.memory}Mi` } };
  },
};
