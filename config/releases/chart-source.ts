import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { didYouMean, type Problem, problem } from '../problems';
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

/** Where charts come from, and what is wrong with those that were asked for. */
export interface ChartSource {
  readonly place: (name: string, version: string) => ChartPlace;
  /** Every one that the mirror lacks, or that is not the pinned one; each once. */
  readonly problems: () => readonly Problem[];
}

/**
 * Says where each chart comes from: its own repository, or `charts.mirror` — a folder of packages, a chart repository, or an OCI registry.
 * A package of a folder is looked at once, however many releases are made of it.
 */
export function chartSource(config: WorkbenchConfig): ChartSource {
  const { mirror, verify } = config.charts;
  const folder = mirror === undefined ? undefined : mirrorFolder(mirror);
  const seen = new Map<string, readonly Problem[]>();
  const look = (file: string, name: string, version: string): readonly Problem[] => {
    if (!existsSync(file)) return [missing(dirname(file), name, version)];
    const locked = verify ? lockedChart(name, version) : undefined;
    return locked ? verifyDigest(file, locked) : [];
  };
  const place = (name: string, version: string): ChartPlace => {
    if (folder === undefined) return remote(name, version, mirror ?? lockedChart(name, version)?.repository ?? '');
    const file = join(folder, `${name}-${version}.tgz`);
    if (!seen.has(file)) seen.set(file, look(file, name, version));
    return { chart: file };
  };
  // A mirror that is no folder lacks every chart: that is told once.
  const problems = () => [...new Map([...seen.values()].flat().map((found) => [found.message, found])).values()];
  return { place, problems };
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
