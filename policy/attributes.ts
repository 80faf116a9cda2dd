import type { Attributes, Resource, Synthesised } from './policy';

/** A block of a resource: Terraform's JSON has one as an object or as a list of one. */
export function block(attributes: Attributes, ...path: readonly string[]): Attributes | undefined {
  let at: unknown = attributes;
  for (const key of path) {
    const inner = Array.isArray(at) ? at[0] : at;
    at = typeof inner === 'object' && inner !== null ? (inner as Attributes)[key] : undefined;
  }
  const found = Array.isArray(at) ? at[0] : at;
  return typeof found === 'object' && found !== null ? (found as Attributes) : undefined;
}

/** Every block of a name, however Terraform's JSON writes them. */
export function blocks(attributes: Attributes, name: string): readonly Attributes[] {
  const found = attributes[name];
  if (found === undefined || found === null) return [];
  return (Array.isArray(found) ? found : [found]) as Attributes[];
}

/** The resource of a type that refers to another one, such as the versioning of a bucket. */
export function companions(all: Synthesised, of: Resource, type: string): readonly Resource[] {
  const reference = `\${${of.address}.`;
  return all.resources.filter(
    (resource) => resource.type === type && resource.stack === of.stack && JSON.stringify(resource.attributes).includes(reference),
  );
}

/** True for `true` and for its text. A reference is not judged: its value comes from elsewhere. */
export const isOn = (value: unknown): boolean => value === true || value === 'true';
export const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
export const isReference = (value: unknown): boolean => typeof value === 'string' && value.includes('${');

/** The whole internet, in one range or in a list of them. */
export const isWorld = (value: unknown): boolean => [value].flat().some((range) => range === '0.0.0.0/0' || range === '::/0');
