import type { EnvironmentModel } from '../../config/environment';
import { endpoint } from '../../config/model/endpoints';
import type { ValueType } from '../../config/releases/value-index';
import type { Json } from '../in-cluster/release-spec';

/** A component of the umbrella chart: `['centralledger', 'centralledger-service']`. */
export type Component = readonly string[];

/** Type of the default of a leaf below the component; undefined where its chart has none such. */
export type LeafType = (leaf: string) => ValueType | undefined;

/** What a leaf of a component is set to; undefined leaves the chart's default. */
export type LeafRule = (model: EnvironmentModel, component: Component, typeOf: LeafType) => Json | undefined;

export type LeafRules = Readonly<Record<string, LeafRule>>;

export const nameOf = (component: Component) => component[component.length - 1] ?? '';

/** The database user of a component: the one whose list of users names it, or its group; in one database where that is asked for. */
export function databaseOf(model: EnvironmentModel, component: Component, engine: 'mysql' | 'mongodb', only?: string) {
  const names = [...component].reverse();
  for (const name of names) {
    for (const database of model.databases.filter((d) => d.engine === engine && (only === undefined || d.name === only))) {
      const user = database.users.find((u) => u.usedBy.some((group) => name === group || name.startsWith(`${group}-`)));
      if (user) return { database, user, ...endpoint(model.logicalServices, database.name) };
    }
  }
  return undefined;
}

export type FoundDatabase = NonNullable<ReturnType<typeof databaseOf>>;
