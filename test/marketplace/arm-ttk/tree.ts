import { callsOf, isExpression } from '../expression';

export type Json = unknown;
export type Section = Readonly<Record<string, Json>>;
export const isSection = (value: Json): value is Section => typeof value === 'object' && value !== null && !Array.isArray(value);
export const section = (value: Json): Section => (isSection(value) ? value : {});
export const list = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);

/** A value somewhere in a file. */
export interface Place {
  readonly path: readonly string[];
  readonly key: string;
  readonly value: Json;
  /** The section that it is a member of. */
  readonly parent: Section;
}

/** Every value of a file with the keys that lead to it, sections and lists among them. */
export function placesOf(tree: Json, path: readonly string[] = [], parent: Section = {}): Place[] {
  const self: Place[] = path.length > 0 ? [{ path, key: path.at(-1) ?? '', value: tree, parent }] : [];
  if (Array.isArray(tree)) return [...self, ...tree.flatMap((item, at) => placesOf(item, [...path, String(at)], parent))];
  if (!isSection(tree)) return self;
  return [...self, ...Object.entries(tree).flatMap(([key, value]) => placesOf(value, [...path, key], tree))];
}

export interface Call {
  readonly name: string;
  readonly args: ReturnType<typeof callsOf>[number]['args'];
  readonly where: string;
}

/** Every call of every expression, with where it stands. Keys may be expressions too. */
export const allCalls = (tree: Json): Call[] =>
  placesOf(tree).flatMap(({ path, key, value }) =>
    [key, value]
      .filter((text, at, both) => isExpression(text) && both.indexOf(text) === at)
      .flatMap((text) => callsOf(String(text)).map((call) => ({ ...call, where: path.join('.') }))),
  );

/** Names that one function is called with, such as those of `parameters`. */
export const namesOf = (tree: Json, called: string): Set<string> =>
  new Set(
    allCalls(tree)
      .filter(({ name }) => name === called)
      .flatMap(({ args: [first] }) => (first?.kind === 'literal' ? [String(first.value)] : [])),
  );

const deploymentType = 'Microsoft.Resources/deployments';

export interface OneTemplate {
  readonly name: string;
  readonly isMain: boolean;
  /** Templates inside of it are taken out: they are looked at by themselves. */
  readonly template: Section;
  /** As it was, with everything inside. */
  readonly whole: Section;
}

/** A template and all that are nested in it with a scope of their own. */
export function templatesOf(whole: Section, name = 'main'): OneTemplate[] {
  const inner: OneTemplate[] = [];
  const resources = list(whole.resources).map((one) => {
    const resource = section(one);
    const properties = section(resource.properties);
    if (resource.type !== deploymentType || section(properties.expressionEvaluationOptions).scope !== 'inner') return one;
    inner.push(...templatesOf(section(properties.template), String(resource.name)).map((found) => ({ ...found, isMain: false })));
    return { ...resource, properties: { ...properties, template: {} } };
  });
  return [{ name, isMain: name === 'main', template: { ...whole, resources }, whole }, ...inner];
}
