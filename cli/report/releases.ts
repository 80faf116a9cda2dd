import { lockedChart, lockedCharts } from '../../config/releases/lock';
import { atLeast } from '../../config/releases/versions';
import type { WorkbenchStack } from '../../stacks/workbench-stack';

/** A chart version with every release of it in this environment. */
export interface ReleaseRow {
  readonly chart: string;
  readonly version: string;
  /** The newest version that this workbench has pinned, which it can write values for; null where it has pinned none. */
  readonly newest: string | null;
  /** Null for the chart that is part of this project. */
  readonly repository: string | null;
  /** sha256 of the package; null where nobody has pinned it. */
  readonly digest: string | null;
  /** It comes with this project and is fetched from nowhere. */
  readonly own: boolean;
  readonly releases: readonly { readonly name: string; readonly namespace: string; readonly stack: string }[];
}

const plain = (version: string) => version.replace(/^v/, '').replace(/[-+].*$/, '');

/** Newest of what is pinned: nobody is asked, so that the same workbench always says the same. */
const newestOf = (chart: string): string | null =>
  lockedCharts
    .filter(({ name }) => name === chart)
    .map(({ version }) => version)
    .reduce<string | null>((best, version) => (best === null || !atLeast(plain(best), plain(version)) ? version : best), null);

/** The charts of an environment in the order they are first installed. */
export function releaseRows(stacks: readonly WorkbenchStack[]): ReleaseRow[] {
  const rows = new Map<string, { row: Omit<ReleaseRow, 'releases'>; releases: ReleaseRow['releases'][number][] }>();
  for (const { stackId, releases } of stacks) {
    for (const { chart, version, name, namespace } of releases) {
      const key = `${chart} ${version}`;
      const own = chart === 'workbench-objects';
      const locked = own ? undefined : lockedChart(chart, version);
      const row = {
        chart,
        version,
        newest: own ? null : newestOf(chart),
        repository: locked?.repository ?? null,
        digest: locked?.digest ?? null,
        own,
      };
      const entry = rows.get(key) ?? { row, releases: [] };
      entry.releases.push({ name, namespace, stack: stackId });
      rows.set(key, entry);
    }
  }
  return [...rows.values()].map(({ row, releases }) => ({ ...row, releases }));
}
