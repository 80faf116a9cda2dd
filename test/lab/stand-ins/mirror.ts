import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { indexOf } from '../../../config/releases/index-files';
import type { ChartFiles } from './chart-files';
import { definitionOf, platformKinds, releaseKinds } from './kinds';
import { platformChart } from './platform-chart';
import { releaseChart } from './release-chart';
import { simpleChart } from './simple-chart';

export interface ChartName {
  readonly chart: string;
  readonly version: string;
}

function filesOf({ chart, version }: ChartName): ChartFiles {
  if (platformKinds[chart]) return platformChart(chart, version);
  const index = indexOf(chart, version);
  const files = index ? releaseChart(chart, version, index) : simpleChart(chart, version);
  const definitions = (releaseKinds[chart] ?? []).map(definitionOf);
  return new Map([
    ...files,
    ...definitions.map((definition) => [`crds/${definition.metadata.name}.yaml`, `${JSON.stringify(definition)}\n`] as const),
  ]);
}

/**
 * Writes a stand-in for each chart, as a package, into a folder that `charts.mirror` can name. One that is there already stays:
 * so published packages may be put beside them.
 */
export function writeMirror(folder: string, charts: readonly ChartName[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { chart, version } of charts) {
    const target = join(folder, `${chart}-${version}.tgz`);
    if (existsSync(target)) continue;
    const work = mkdtempSync(join(folder, '.work-'));
    try {
      for (const [path, content] of filesOf({ chart, version })) {
        const file = join(work, chart, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
      execFileSync('tar', ['-czf', target, '-C', work, chart]);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
}
