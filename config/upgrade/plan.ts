import type { EnvironmentModel } from '../environment';
import { type Problem, problem } from '../problems';
import { catalogue } from '../releases/catalogue';
import { indexOf } from '../releases/index-files';
import { checkValues } from '../releases/value-paths';
import { atLeast } from '../releases/versions';
import { migrationsBetween, newer } from './jumps';
import { type Difference, type DifferenceKind, modelChanges } from './model-changes';
import { applications, type Migration, type ReleaseNote, releaseNotes } from './release-facts';
import { type UpgradeStep, upgradeSteps } from './steps';
import { type ValueMoves, valueMoves } from './value-moves';
import { type WayBack, wayBack } from './way-back';

/** A Helm release, as far as an upgrade looks at it. */
export interface PlannedRelease {
  readonly name: string;
  readonly chart: string;
  readonly version: string;
}

/** An environment as it is, or as it is to be. */
export interface UpgradeSide {
  readonly model: EnvironmentModel;
  readonly releases: readonly PlannedRelease[];
  readonly stacks: readonly string[];
}

interface Change {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Everything that changes with an upgrade of one environment. */
export interface UpgradePlan extends WayBack {
  readonly environment: string;
  readonly from: string;
  readonly to: string;
  readonly charts: readonly (Change & { readonly releases: readonly string[] })[];
  readonly applications: readonly Change[];
  /** Values the charts know, by chart, where there is an index of both versions. */
  readonly values: readonly (ValueMoves & { readonly chart: string })[];
  readonly changes: Readonly<Record<DifferenceKind, Difference>>;
  readonly migrations: readonly Migration[];
  readonly kubernetes: { readonly version: string; readonly oldest: string; readonly newest: string };
  readonly mysql: { readonly driver: string; readonly tls: boolean };
  readonly notes: readonly ReleaseNote[];
  readonly steps: readonly UpgradeStep[];
}

function chartChanges(before: UpgradeSide, after: UpgradeSide): UpgradePlan['charts'] {
  const now = new Map(after.releases.map((release) => [release.name, release]));
  const changes = new Map<string, Change & { releases: string[] }>();
  for (const { name, chart, version } of before.releases) {
    const to = now.get(name);
    if (!to || to.chart !== chart || to.version === version) continue;
    const key = `${chart} ${version} ${to.version}`;
    const change = changes.get(key) ?? { name: chart, from: version, to: to.version, releases: [] };
    change.releases.push(name);
    changes.set(key, change);
  }
  return [...changes.values()];
}

/** Paths of the values in a tree, with dots. */
const leaves = (tree: unknown, path = ''): string[] =>
  typeof tree === 'object' && tree !== null && !Array.isArray(tree)
    ? Object.entries(tree).flatMap(([key, value]) => leaves(value, path === '' ? key : `${path}.${key}`))
    : [path];

/** Values of a file's own that the new chart does not know: Helm would ignore them silently. */
function lostOverrides({ model, releases }: UpgradeSide, values: UpgradePlan['values']): Problem[] {
  return Object.entries(model.config.overrides.values).flatMap(([name, own]) => {
    const release = releases.find((each) => each.name === name);
    const index = release && indexOf(release.chart, release.version);
    if (!release || !index) return [];
    const moved = new Map(values.find(({ chart }) => chart === release.chart)?.gone.map(({ path, to }) => [path, to]));
    return checkValues(index, own).map(({ path, message, hint }) => {
      const to = leaves(own)
        .filter((leaf) => leaf === path || leaf.startsWith(`${path}.`))
        .flatMap((leaf) => moved.get(leaf) ?? []);
      return problem(
        'UPGRADE-OVERRIDE',
        `${release.chart} ${release.version}: ${message}`,
        to.length > 0 ? `it is now ${to.slice(0, 3).join(', ')}` : (hint ?? 'take it out of the file'),
        { path: `overrides.values.${name}` },
      );
    });
  });
}

/** Charts that the file holds at a version although the new release goes with another. */
function pinnedCharts({ model }: UpgradeSide, asked: string | undefined): Problem[] {
  const paired = new Map(Object.values(catalogue[model.config.hub.release].companions).map(({ chart, version }) => [chart, version]));
  return Object.entries(model.config.charts.versions)
    .filter(([chart, version]) => paired.has(chart) && paired.get(chart) !== version && version !== asked)
    .map(([chart, version]) => ({
      ...problem(
        'UPGRADE-PINNED',
        `charts.versions holds ${chart} at ${version}, and ${paired.get(chart)} goes with Mojaloop ${model.config.hub.release}`,
        `take charts.versions.${chart} out, unless that is meant`,
        { path: `charts.versions.${chart}` },
      ),
      severity: 'warning' as const,
    }));
}

/**
 * What changes between an environment as it is and as it is to be. Pure: looks at the catalogue, the indexes and the two models, never at a cluster.
 * @param asked how the change is asked for on the command line, and the version of payment managers that was asked for
 */
export function planUpgrade(
  name: string,
  before: UpgradeSide,
  after: UpgradeSide,
  asked: { readonly flags: string; readonly manager?: string },
): { readonly plan: UpgradePlan; readonly problems: readonly Problem[] } {
  const [from, to] = [before.model.config.hub.release, after.model.config.hub.release];
  const charts = chartChanges(before, after);
  const values = charts.flatMap(({ name: chart, from: old, to: now }) => {
    const [index, next] = [indexOf(chart, old), indexOf(chart, now)];
    return index && next ? [{ chart, ...valueMoves(index, next) }] : [];
  });
  const migrations = migrationsBetween(from, to);
  const { kubernetes, mysqlDriver, mysqlTls } = catalogue[to].limits;
  const plan: UpgradePlan = {
    environment: before.model.config.environment,
    from,
    to,
    charts,
    applications: Object.entries(applications).flatMap(([application, { versions, when }]) => {
      const [old, now] = [versions[from], versions[to]];
      return old && now && old !== now && (when?.(after.model.features) ?? true) ? [{ name: application, from: old, to: now }] : [];
    }),
    values,
    changes: modelChanges(before.model, after.model),
    migrations,
    kubernetes: { version: after.model.config.cluster.kubernetesVersion, ...kubernetes },
    mysql: { driver: mysqlDriver, tls: mysqlTls },
    notes: releaseNotes.filter(({ release }) => newer(release, from) && atLeast(to, release)),
    steps: upgradeSteps({ name, flags: asked.flags, before: before.model, after: after.model, stacks: after.stacks, migrations }),
    ...wayBack(name, before.model, after.model, migrations),
  };
  return { plan, problems: [...lostOverrides(after, values), ...pinnedCharts(after, asked.manager)] };
}
