/** Values of a chart: plain data, as Helm gets them. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Values = { readonly [key: string]: Json };

/** A value that a chart can take only as text: it goes through Helm's write-only values, never into state, plan or files. */
export interface SecretValue {
  /** Dotted path in the chart's values, with `\.` for a dot inside a key. */
  readonly path: string;
  /** Id in the secret map. */
  readonly secret: string;
  /** Text around the secret where the chart wants a whole address; `{}` stands for the secret. */
  readonly template?: string;
}

/** One Helm release, before it becomes a resource. `workbench render` writes exactly this. */
export interface ReleaseSpec {
  /** Terraform name of the resource: stable, it is part of the state address. */
  readonly id: string;
  /** Helm release name. */
  readonly name: string;
  readonly namespace: string;
  /** Chart name in the lock file. */
  readonly chart: string;
  readonly version: string;
  readonly values: Values;
  readonly secretValues: readonly SecretValue[];
}

/** Merges trees of values, the later one wins; lists are replaced whole, as Helm does. */
export function mergeValues(...trees: readonly Values[]): Values {
  const result: Record<string, Json> = {};
  for (const tree of trees) {
    for (const [key, value] of Object.entries(tree)) {
      const before = result[key];
      result[key] = isTree(before) && isTree(value) ? mergeValues(before, value) : value;
    }
  }
  return result;
}

/** Puts a value at a dotted path: `at('a.b', 1)` is `{ a: { b: 1 } }`. */
export function at(path: string, value: Json): Values {
  const [head, ...rest] = path.split(/(?<!\\)\./).map((part) => part.replaceAll('\\.', '.')) as [string, ...string[]];
  return rest.length === 0 ? { [head]: value } : { [head]: at(rest.map((part) => part.replaceAll('.', '\\.')).join('.'), value) };
}

function isTree(value: Json | undefined): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
