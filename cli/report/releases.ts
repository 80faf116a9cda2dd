import { lockedChart } from '../../config/releases/lock';
import type { WorkbenchStack } from '../../stacks/workbench-stack';

/** A chart version with every release of it in this environment. */
export interface ReleaseRow {
  readonly chart: string;
  readonly version: string;
  /** Null for the chart that is part of this project. */
  readonly repository: string | null;
  /** sha256 of the package; null where nobody has pinned it. */
  readonly digest: string | null;
  /** It comes with this project and is fetched from nowhere. */
  readonly own: boolean;
  readonly releases: readonly { readonly name: string; readonly namespace: string; readonly stack: string }[];
}

/** The charts of an environment in the order they are first installed. */
export function releaseRows(stacks: readonly WorkbenchStack[]): ReleaseRow[] {
  const rows = new Map<string, { row: Omit<ReleaseRow, 'releases'>; releases: ReleaseRow['releases'][number][] }>();
  for (const { stackId, releases } of stacks) {
    for (const { chart, version, name, namespace } of releases) {
      const key = `${chart} ${version}`;
      const own = chart === 'workbench-objects';
      const locked = own ? undefined : lockedChart(chart, version);
      const row = { chart, version, repository: locked?.repository ?? null, digest: locked?.digest ?? null, own };
      const entry = rows.get(key) ?? { row, releases: [] };
      entry.releases.push({ name, namespace, stack: stackId });
      rows.set(key, entry);
    }
  }
  return [...rows.values()].map(({ row, releases }) => ({ ...row, releases }));
}
