import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { didYouMean, type Problem, ProblemError, problem } from '../problems';
import type { WorkbenchConfig } from '../schema/workbench';
import { lockedChart, verifyDigest } from './lock';

/** What Helm is given to find a chart. */
export interface ChartPlace {
  readonly chart: string;
  readonly repository?: string;
  readonly version?: string;
}

const isFolder = (mirror: string) => !/^(https?|oci):\/\//.test(mirror);

/** The folder that `charts.mirror` names; undefined where it is a repository or a registry. */
export const mirrorFolder = (mirror: string) => (isFolder(mirror) ? resolve(mirror.replace(/^~(?=\/)/, homedir())) : undefined);

/**
 * Says where each chart comes from: its own repository, or `charts.mirror` — a folder of packages, a chart repository, or an OCI registry.
 * A package that the folder lacks, or whose digest is not the locked one, is a problem with the way out.
 * @throws ProblemError
 */
export function chartSource(config: WorkbenchConfig): (name: string, version: string) => ChartPlace {
  const { mirror } = config.charts;
  const problems: Problem[] = [];
  return (name, version) => {
    const locked = lockedChart(name, version);
    if (mirror === undefined) return remote(name, version, locked?.repository ?? '');
    const folder = mirrorFolder(mirror);
    if (folder === undefined) return remote(name, version, mirror);
    const file = join(folder, `${name}-${version}.tgz`);
    if (!existsSync(file)) problems.push(missing(folder, name, version));
    else if (locked && config.charts.verify) problems.push(...verifyDigest(file, locked));
    if (problems.length > 0) throw new ProblemError(problems);
    return { chart: file };
  };
}

function remote(name: string, version: string, repository: string): ChartPlace {
  return repository.startsWith('oci://')
    ? { chart: `${repository.replace(/\/$/, '')}/${name}`, version }
    : { chart: name, repository, version };
}

function missing(folder: string, name: string, version: string): Problem {
  const wanted = `${name}-${version}.tgz`;
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    return problem(
      'SYN-MIRROR-MISSING',
      `charts.mirror names ${folder}, which is no folder`,
      'put the chart packages there, or mend charts.mirror',
      { path: 'charts.mirror' },
    );
  const packages = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  return problem(
    'SYN-CHART-MISSING',
    `the mirror ${folder} has no ${wanted}`,
    didYouMean(wanted, packages) ?? `helm pull ${name} --version ${version}, then copy the package there`,
    { path: 'charts.mirror' },
  );
}
