import { type Database, databasesOf } from './model/databases';
import { type Demand, environmentDemand } from './model/demand';
import { type LogicalService, logicalServices } from './model/endpoints';
import { type Features, resolveFeatures } from './model/features';
import { type Flow, flowsOf } from './model/flows';
import { type Hosts, hostsOf } from './model/hosts';
import { type Namespace, namespacesOf } from './model/namespaces';
import { type SecretEntry, secretMap } from './model/secret-map';
import { type HubService, servicesOf } from './model/services';
import { type Topic, topicsOf } from './model/topics';
import { type Layout, layoutOf } from './releases/versions';
import type { WorkbenchConfig } from './schema/workbench';

/**
 * Everything the stacks need to know, as plain frozen data: the settings with their defaults,
 * and the tables that follow from them. No tokens, no input from outside.
 */
export interface EnvironmentModel {
  readonly config: WorkbenchConfig;
  readonly layout: Layout;
  readonly features: Features;
  readonly hosts: Hosts;
  readonly namespaces: readonly Namespace[];
  readonly databases: readonly Database[];
  readonly logicalServices: readonly LogicalService[];
  readonly topics: readonly Topic[];
  readonly secrets: readonly SecretEntry[];
  readonly flows: readonly Flow[];
  readonly services: readonly HubService[];
  readonly demand: Demand;
}

/** Works out the model of a workbench file that has been read and found valid. Pure: the same file gives the same model. */
export function resolveEnvironment(config: WorkbenchConfig): EnvironmentModel {
  const features = resolveFeatures(config);
  const databases = databasesOf(config, features);
  const services = servicesOf(config, features);
  return deepFreeze({
    config,
    layout: layoutOf(config.hub.release),
    features,
    hosts: hostsOf(config),
    namespaces: namespacesOf(config),
    databases,
    logicalServices: logicalServices(config, features, databases),
    topics: topicsOf(config, features),
    secrets: secretMap(config, features, databases),
    flows: flowsOf(config, features),
    services,
    demand: environmentDemand(config, services),
  });
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}
