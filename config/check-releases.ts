import { type Problem, problem } from './problems';
import { indexOf } from './releases/index-files';
import { checkValues } from './releases/value-paths';
import type { WorkbenchConfig } from './schema/workbench';

/** What is checked of a Helm release. */
export interface CheckedRelease {
  readonly name: string;
  readonly chart: string;
  readonly version: string;
  readonly values: { readonly [key: string]: unknown };
  readonly secretValues: readonly { readonly path: string }[];
}

/**
 * Holds every value of every release against the paths its chart knows: Helm itself would ignore a wrong one silently.
 * A chart without an index is reported once, as a warning: its values go unchecked.
 */
export function checkReleases(config: WorkbenchConfig, releases: readonly CheckedRelease[]): Problem[] {
  const unchecked = new Set<string>();
  return releases.flatMap((release) => {
    if (release.chart === 'workbench-objects') return [];
    const index = indexOf(release.chart, release.version);
    if (!index) {
      const chart = `${release.chart} ${release.version}`;
      if (unchecked.has(chart)) return [];
      unchecked.add(chart);
      // Charts of the platform have few values, all ours; a version or a value of somebody else's choice is another matter.
      const asked = config.charts.versions[release.chart] !== undefined;
      if (!asked && config.overrides.values[release.name] === undefined) return [];
      return [
        {
          ...problem(
            'SYN-NO-INDEX',
            `there is no value index of ${chart}: its values are not checked`,
            asked ? 'workbench charts lock <folder with the package>' : undefined,
            asked ? { path: `charts.versions.${release.chart}` } : {},
          ),
          severity: 'warning' as const,
        },
      ];
    }
    return checkValues(index, release.values).map((found) =>
      problem(found.code, `release ${release.name} (${release.chart} ${release.version}): ${found.message}`, found.hint, {
        path: `${release.name}:${found.path}`,
      }),
    );
  });
}
