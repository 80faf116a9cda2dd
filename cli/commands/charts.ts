import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { didYouMean, hasErrors, type Problem, ProblemError, problem } from '../../config/problems';
import { mirrorFolder } from '../../config/releases/chart-source';
import { releasesFolder } from '../../config/releases/folder';
import { indexFile } from '../../config/releases/index-files';
import { formatLock, lockedChart, lockedCharts, lockFile, parseLock } from '../../config/releases/lock';
import { chartsOf } from '../charts/environment-charts';
import { indexFolder, lockWith, packagesIn } from '../charts/lock-folder';
import { failed, type VerifiedChart, verifyFolder, type WantedChart } from '../charts/verify-folder';
import { writeTogether } from '../charts/write-together';
import { type Command, type CommonOptions, type Io, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { conclude, printProblems } from '../findings';

export interface ChartsOptions extends CommonOptions {
  readonly env?: string;
  readonly repository?: string;
  readonly replace?: boolean;
}

type Action = (io: Io, folder: string | undefined, options: ChartsOptions) => Promise<number>;

/** `workbench charts lock`: pins the packages of a folder and makes the index of what values each knows. Writes everything or nothing. */
const lock: Action = async (io, folder, options) => {
  if (folder === undefined) throw noFolder('workbench charts lock <folder with the packages>');
  const out = options.out === undefined ? releasesFolder() : resolve(io.cwd, options.out);
  const there = join(out, lockFile);
  const before = existsSync(there) ? parseLock(readFileSync(there, 'utf8'), there) : [];
  const { charts, problems: unreadable } = await indexFolder(resolve(io.cwd, folder));
  const { repository, replace = false } = options;
  const { locked, problems: refused } = lockWith(charts, { before, known: lockedCharts, replace, ...(repository ? { repository } : {}) });
  const problems = [...unreadable, ...refused];
  if (hasErrors(problems)) return conclude(io, options, problems, { out, charts: [] });
  const indexes = charts.map(({ name, version, index }) => [indexFile(name, version), index] as const);
  writeTogether(out, new Map<string, string | Buffer>([...indexes, [lockFile, formatLock(locked)] as const]));
  if (options.json) {
    const rows = charts.map(({ name, version, digest, paths }) => ({ name, version, digest, paths }));
    printJson(io, { ok: true, out, charts: rows, problems });
  } else {
    for (const { name, version, digest, paths } of charts)
      io.stdout.write(`${name} ${version}  ${digest.slice(0, 12)}…  ${paths} value paths\n`);
    io.stdout.write(`${charts.length} locked in ${there}\n`);
  }
  return 0;
};

/** `workbench charts verify`: holds the packages of a folder, or of the mirror of an environment, against the lock. Writes nothing. */
const verify: Action = async (io, folder, options) => {
  const environment = options.env === undefined ? undefined : requireEnvironment(io, options.env);
  const mirror = environment?.model.config.charts.mirror;
  const place = folder ?? (mirror === undefined ? undefined : mirrorFolder(mirror));
  if (place === undefined)
    throw noFolder('workbench charts verify <folder>, or --env <env> of an environment whose charts.mirror is a folder');
  const path = resolve(io.cwd, place);
  packagesIn(path);
  const wanted: WantedChart[] = environment
    ? chartsOf(environment.model).map(({ name, version }) => ({ name, version, entry: lockedChart(name, version) }))
    : lockedCharts.map((entry) => ({ name: entry.name, version: entry.version, entry }));
  const charts = verifyFolder(path, wanted);
  const problems = charts.filter(failed).map((chart) => finding(path, chart));
  if (options.json) printJson(io, { ok: problems.length === 0, folder: path, charts, problems });
  else {
    for (const { name, version, standing } of charts) io.stdout.write(`${standing.padEnd(15)} ${name} ${version}\n`);
    printProblems(io, problems);
  }
  return problems.length === 0 ? 0 : 1;
};

function finding(folder: string, { name, version, standing, found = '', locked = '' }: VerifiedChart): Problem {
  const file = join(folder, `${name}-${version}.tgz`);
  if (standing === 'missing') {
    const repository = lockedChart(name, version)?.repository;
    const pull = repository?.startsWith('oci://') ? `${repository}/${name}` : `${name}${repository ? ` --repo ${repository}` : ''}`;
    return problem('LOCK-MISSING-PACKAGE', 'is not there', `helm pull ${pull} --version ${version}`, { file });
  }
  const digests = `has digest ${found.slice(0, 12)}…, the lock file says ${locked.slice(0, 12)}…`;
  return problem('LOCK-DIGEST', digests, 'fetch it again from its own repository; do not deploy this one', { file });
}

const noFolder = (hint: string) => new ProblemError([problem('CLI-FOLDER-MISSING', 'which folder?', hint)]);

const actions = { lock, verify } as const satisfies Record<string, Action>;

/** `workbench charts lock|verify`. */
export const charts: Command<ChartsOptions> = async (io, [action = '', folder], options) => {
  const run: Action | undefined = Object.hasOwn(actions, action) ? actions[action as keyof typeof actions] : undefined;
  if (!run) {
    const hint = didYouMean(action, Object.keys(actions)) ?? 'there are lock and verify';
    throw new ProblemError([problem('CLI-ACTION', `charts can't ${action}`, hint)]);
  }
  return run(io, folder, options);
};
