import { escapeKey, separator, type ValueType } from '../../config/releases/value-index';
import type { Chart, Dependency } from './chart';
import { refuse } from './chart-problem';
import type { Tree } from './yaml-tree';

type Branch = Map<string, unknown>;

/** More paths than any chart has (mojaloop 17: 13,000): what goes on longer was made to. */
const mostPaths = 500_000;
const deepest = 64;

/**
 * Every value path a chart knows, with the type of its default: its own values and those of all sub charts under their keys, the parent's
 * word before the child's. Sub charts count whether they are on or not, since a value may switch them on.
 * What only Chart.yaml tells (switches and tags of sub charts) is there too.
 */
export function valueTable(chart: Chart, file: string): [path: string, type: ValueType][] {
  const rows = new Map<string, ValueType>();
  const add = (path: string, value: unknown, depth: number): void => {
    if (rows.size > mostPaths || depth > deepest)
      refuse('CHART-SIZE', file, `has more than ${mostPaths} values, or values nested without end`);
    if (value instanceof Map && value.size > 0)
      for (const [key, child] of value) add(`${path}${separator}${escapeKey(key)}`, child, depth + 1);
    else rows.set(path, typeOf(value));
  };
  const { values, switches } = effective(chart, new Map());
  for (const [key, value] of values) add(escapeKey(key), value, 1);
  const beginnings = prefixes(rows.keys());
  for (const path of switches) if (!beginnings.has(path)) rows.set(path, 'bool');
  return [...rows].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function prefixes(paths: Iterable<string>): Set<string> {
  const found = new Set<string>();
  for (const path of paths) {
    let end = path.length;
    while (end > 0 && !found.has(path.slice(0, end))) {
      found.add(path.slice(0, end));
      end = path.lastIndexOf(separator, end - 1);
    }
  }
  return found;
}

const types = { string: 'string', number: 'number', bigint: 'number', boolean: 'bool' } as const satisfies Record<string, ValueType>;

function typeOf(value: unknown): ValueType {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  // What stands there as !!binary is text to Helm.
  if (value instanceof Uint8Array) return 'string';
  return types[typeof value as keyof typeof types] ?? 'map';
}

interface Effective {
  readonly values: Branch;
  /** Paths that Chart.yaml names as switches. */
  readonly switches: readonly string[];
}

/** Values as Helm makes them of a chart, `given` being what the parent says. */
function effective(chart: Chart, given: Tree): Effective {
  const values = over(given, new Map([...chart.values].filter(([key]) => !chart.anchorsOnly.has(key))));
  const switches = chart.dependencies.flatMap(({ conditions, tags }) => [
    ...conditions.map(slashed),
    ...tags.map((tag) => `tags${separator}${tag}`),
  ]);
  const imported: Branch[] = [];
  for (const { key, chart: child, dependency } of children(chart)) {
    const own = values.get(key);
    const below = effective(child, own instanceof Map ? own : new Map());
    if (below.values.size > 0 || own instanceof Map) values.set(key, below.values);
    for (const path of below.switches) if (!path.startsWith(`tags${separator}`)) switches.push(`${key}${separator}${path}`);
    for (const { child: from, parent: to } of dependency?.importValues ?? []) imported.push(nest(to, at(below.values, from)));
  }
  return { values: imported.reduce(over, values), switches };
}

const slashed = (path: string) => path.replaceAll('.', separator);

/** Sub charts under every key they go by; one that no list names goes by its own name, as in Helm. */
function children(chart: Chart): { key: string; chart: Chart; dependency?: Dependency }[] {
  const named = new Set(chart.dependencies.map(({ name }) => name));
  return [
    ...chart.subCharts.filter(({ name }) => !named.has(name)).map((child) => ({ key: child.name, chart: child })),
    ...chart.dependencies.flatMap((dependency) => {
      const candidates = chart.subCharts.filter(({ name }) => name === dependency.name);
      // Two versions of one chart may lie side by side under two aliases.
      const child = candidates.find(({ version }) => version === dependency.version) ?? candidates[0];
      return child ? [{ key: dependency.key, chart: child, dependency }] : [];
    }),
  ];
}

/** One tree over another. What the upper one sets to null keeps the name, and any type may be put there. */
function over(upper: Tree, lower: Tree): Branch {
  const result: Branch = new Map(upper);
  for (const [key, value] of lower) {
    const own = result.get(key);
    if (!result.has(key)) result.set(key, value);
    else if (own instanceof Map && value instanceof Map) result.set(key, over(own, value));
  }
  return result;
}

function at(tree: Tree, path: string): Tree {
  let found: unknown = tree;
  for (const key of path.split('.')) found = found instanceof Map ? found.get(key) : undefined;
  return found instanceof Map ? found : new Map();
}

const nest = (path: string, tree: Tree): Branch =>
  path === '' ? new Map(tree) : (path.split('.').reduceRight<Tree>((inner, key) => new Map([[key, inner]]), tree) as Branch);
