import { companions } from './attributes';
import type { Attributes, Policy } from './policy';

/** Asked in production only. */
export const inProduction =
  (check: Policy['check']): Policy['check'] =>
  (attributes, resource, all) =>
    all.config.profile === 'production' ? check(attributes, resource, all) : undefined;

/** A resource has a companion of a type that holds something: a bucket its versioning, a server its lock. */
export const withCompanion =
  (type: string, missing: string, holds: (attributes: Attributes) => boolean = () => true): Policy['check'] =>
  (_attributes, resource, all) =>
    companions(all, resource, type).some(({ attributes }) => holds(attributes)) ? undefined : missing;
