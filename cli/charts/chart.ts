import { refuse } from './chart-problem';
import { type Budget, limits, type PackageFiles, readPackage } from './read-package';
import { readTree, type Tree } from './yaml-tree';

/** A sub chart as its parent asks for it. */
export interface Dependency {
  readonly name: string;
  /** Name its values go by: the alias where there is one. */
  readonly key: string;
  readonly version?: string;
  /** Value paths that switch it, with dots; the first one that is there counts. */
  readonly conditions: readonly string[];
  readonly tags: readonly string[];
  readonly importValues: readonly ImportValues[];
}

/** Defaults of a sub chart that its parent takes over: `child` path to `parent` path, '' for the top. */
export interface ImportValues {
  readonly child: string;
  readonly parent: string;
}

/** A chart with everything that is inside its package. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  readonly values: Tree;
  /** Values at the top that define anchors for the rest of values.yaml and that no template reads: to set one has no effect. */
  readonly anchorsOnly: ReadonlySet<string>;
  /** Names at the top of the values that the templates of the chart and of its sub charts read. */
  readonly reads: ReadonlySet<string>;
  readonly dependencies: readonly Dependency[];
  readonly subCharts: readonly Chart[];
}

const deepest = 10;
/** What Helm takes for names and versions. They become file names here, so nothing else may pass. */
const namePattern = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const versionPattern = /^v?\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** Reads a package with its sub charts, folders and packages alike. @throws ProblemError when anything in it is no chart */
export async function readChart(bytes: Buffer, file: string, budget: Budget = { left: limits.chart }, depth = 0): Promise<Chart> {
  if (depth > deepest) refuse('CHART-SIZE', file, `has charts inside charts more than ${deepest} deep`);
  return chartFrom(await readPackage(bytes, file, budget), file, budget, depth);
}

async function chartFrom(files: PackageFiles, file: string, budget: Budget, depth: number): Promise<Chart> {
  const inside = (name: string) => `${file}!${name}`;
  const bytes = files.get('Chart.yaml');
  if (!bytes)
    refuse('CHART-NONE', file, 'is no chart: it has no Chart.yaml', 'only chart packages belong here, as helm package makes them');
  const about = readTree(bytes, inside('Chart.yaml')).tree;
  const requirements = files.get('requirements.yaml');
  const listed =
    about.get('dependencies') ?? (requirements && readTree(requirements, inside('requirements.yaml')).tree.get('dependencies'));
  const bytesOfValues = files.get('values.yaml');
  const values = bytesOfValues && readTree(bytesOfValues, inside('values.yaml'));
  const inner = await subCharts(files, file, budget, depth);
  const reads = namesRead(files, inner);
  const dependencies = (Array.isArray(listed) ? listed : []).filter((item): item is Tree => item instanceof Map).map(dependency);
  const ofHelm = new Set([
    'global',
    'tags',
    ...inner.map(({ name }) => name),
    ...dependencies.flatMap(({ key, conditions }) => [key, ...conditions.map(firstKey)]),
  ]);
  return {
    name: word(about, 'name', namePattern, inside('Chart.yaml')),
    version: word(about, 'version', versionPattern, inside('Chart.yaml')),
    values: values?.tree ?? new Map(),
    anchorsOnly: new Set([...(values?.anchored ?? [])].filter((key) => !reads.has(key) && !ofHelm.has(key))),
    reads,
    dependencies,
    subCharts: inner,
  };
}

/** A template of a sub chart may be included with the values of the parent, so what any of them reads counts. */
function namesRead(files: PackageFiles, inner: readonly Chart[]): ReadonlySet<string> {
  const names = new Set(inner.flatMap(({ reads }) => [...reads]));
  for (const [path, bytes] of files) {
    if (!path.startsWith('templates/')) continue;
    const text = bytes.toString('utf8');
    for (const [, name] of text.matchAll(/Values\.([\w-]+)/g)) names.add(name ?? '');
    for (const [, name] of text.matchAll(/(?:index|get|hasKey|dig)\s[^}]*?"([^"]+)"/g)) names.add(name ?? '');
  }
  return names;
}

const firstKey = (path: string) => path.split('.')[0] ?? '';

function word(about: Tree, key: string, pattern: RegExp, file: string): string {
  const value = about.get(key);
  if (typeof value === 'string' && pattern.test(value)) return value;
  if (value === undefined) refuse('CHART-NONE', file, `is no chart: it has no ${key}`);
  return refuse('CHART-NONE', file, `has a ${key} that Helm does not take: ${JSON.stringify(value)}`);
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((item) => text(item) ?? []) : []);

/** Lists in Chart.yaml are plain lists, but their maps come as they were read. */
function dependency(row: ReadonlyMap<unknown, unknown>): Dependency {
  const name = text(row.get('name')) ?? '';
  const version = text(row.get('version'));
  const imports = row.get('import-values');
  return {
    name,
    key: text(row.get('alias')) ?? name,
    ...(version === undefined ? {} : { version }),
    conditions: (text(row.get('condition')) ?? '')
      .split(',')
      .map((path) => path.trim())
      .filter((path) => path !== ''),
    tags: texts(row.get('tags')),
    importValues: (Array.isArray(imports) ? imports : []).flatMap((item): ImportValues[] => {
      if (typeof item === 'string') return [{ child: `exports.${item}`, parent: '' }];
      const child = item instanceof Map ? text(item.get('child')) : undefined;
      const parent = item instanceof Map ? text(item.get('parent')) : undefined;
      return child === undefined || parent === undefined ? [] : [{ child, parent: parent === '.' ? '' : parent }];
    }),
  };
}

/** What lies in `charts/`; names that begin with a dot or an underscore are left out, as Helm does. */
async function subCharts(files: PackageFiles, file: string, budget: Budget, depth: number): Promise<Chart[]> {
  const folders = new Map<string, Map<string, Buffer>>();
  const packages: [string, Buffer][] = [];
  for (const [path, bytes] of files) {
    const [first, name = '', ...rest] = path.split('/');
    if (first !== 'charts' || /^[._]/.test(name)) continue;
    if (rest.length > 0) folders.set(name, (folders.get(name) ?? new Map()).set(rest.join('/'), bytes));
    else if (name.endsWith('.tgz')) packages.push([name, bytes]);
  }
  const found: Chart[] = [];
  // A folder of loose files (a README of charts/) is none.
  for (const [name, inner] of folders)
    if (inner.has('Chart.yaml')) found.push(await chartFrom(inner, `${file}!charts/${name}`, budget, depth + 1));
  for (const [name, bytes] of packages) found.push(await readChart(bytes, `${file}!charts/${name}`, budget, depth + 1));
  return found;
}
