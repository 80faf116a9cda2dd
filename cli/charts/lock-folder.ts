import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, ProblemError, problem } from '../../config/problems';
import type { LockedChart } from '../../config/releases/lock';
import { packRows } from '../../config/releases/pack-index';
import { readChart } from './chart';
import { chartProblem } from './chart-problem';
import { limits } from './read-package';
import { valueTable } from './value-table';

/** One chart package, read. */
export interface IndexedChart {
  readonly name: string;
  readonly version: string;
  /** sha256 of the package, as Helm writes it into the index of a repository. */
  readonly digest: string;
  readonly paths: number;
  /** Bytes of its index file. */
  readonly index: Buffer;
}

/** Files of a folder that are called as packages are. @throws ProblemError when there is no such folder, or none in it */
export function packagesIn(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = code === 'ENOTDIR' ? 'is no folder' : code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new ProblemError([chartProblem('CHART-FOLDER', folder, what, 'name the folder that holds the chart packages')]);
  }
  const packages = names.filter((name) => name.endsWith('.tgz') && !name.startsWith('.')).sort();
  if (packages.length === 0)
    throw new ProblemError([chartProblem('CHART-FOLDER', folder, 'has no chart package (*.tgz) in it', 'fetch them there with helm pull')]);
  return packages;
}

/** Reads every package of a folder; what is wrong with any of them is told in one go. Nothing is written. */
export async function indexFolder(folder: string): Promise<{ charts: IndexedChart[]; problems: Problem[] }> {
  const charts: IndexedChart[] = [];
  const problems: Problem[] = [];
  for (const name of packagesIn(folder)) {
    try {
      charts.push(await indexPackage(join(folder, name), name));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { charts, problems };
}

async function indexPackage(path: string, file: string): Promise<IndexedChart> {
  const bytes = readBytes(path, file);
  const chart = await readChart(bytes, file);
  const wanted = `${chart.name}-${chart.version}.tgz`;
  if (file !== wanted)
    throw new ProblemError([
      chartProblem('CHART-NAME', file, `holds ${chart.name} ${chart.version}`, `call it ${wanted}: it is looked for under that name`),
    ]);
  const rows = valueTable(chart, file);
  return {
    name: chart.name,
    version: chart.version,
    digest: createHash('sha256').update(bytes).digest('hex'),
    paths: rows.length,
    index: packRows(rows),
  };
}

function readBytes(path: string, file: string): Buffer {
  const refuse = (code: 'CHART-READ' | 'CHART-SIZE', message: string, hint: string) =>
    new ProblemError([chartProblem(code, file, message, hint)]);
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw refuse('CHART-READ', 'is no regular file', 'only chart packages belong here');
    if (stat.size > limits.chart) throw refuse('CHART-SIZE', `has ${stat.size} bytes`, 'Helm takes no chart of that size');
    return readFileSync(path);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw refuse('CHART-READ', `cannot be read (${(error as NodeJS.ErrnoException).code})`, 'check its owner and its permissions');
  }
}

export interface LockRequest {
  /** What is locked where the result is written. */
  readonly before: readonly LockedChart[];
  /** Where repositories of charts are looked up that `before` does not know. */
  readonly known: readonly LockedChart[];
  /** Repository of charts that nobody knows yet. */
  readonly repository?: string;
  /** A package may take the place of one with another digest. */
  readonly replace: boolean;
}

/** The lock with these charts in it. A pinned digest never changes by itself, and no chart is pinned without its repository. */
export function lockWith(charts: readonly IndexedChart[], request: LockRequest): { locked: LockedChart[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const key = ({ name, version }: { name: string; version: string }) => `${name}@${version}`;
  const locked = new Map(request.before.map((chart) => [key(chart), chart]));
  for (const { name, version, digest } of charts) {
    const file = `${name}-${version}.tgz`;
    const all = [...request.before, ...request.known];
    const same = all.find((chart) => chart.name === name && chart.version === version);
    const repository = same?.repository ?? request.repository ?? all.find((chart) => chart.name === name)?.repository;
    if (repository === undefined)
      problems.push(problem('LOCK-REPOSITORY', `nothing says which repository ${name} comes from`, '--repository <address>', { file }));
    else if (same?.digest && same.digest !== digest && !request.replace)
      problems.push(
        problem(
          'LOCK-DIGEST',
          `the package has digest ${digest.slice(0, 12)}…, the lock file says ${same.digest.slice(0, 12)}…`,
          'fetch it again from its own repository; --replace when the maker published it anew and you have made sure of it',
          { file },
        ),
      );
    else locked.set(key({ name, version }), { name, version, repository, digest });
  }
  return { locked: [...locked.values()], problems };
}
