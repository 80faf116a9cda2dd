import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { mirrorFolder } from '../../config/releases/chart-source';
import { lockedChart, verifyDigest } from '../../config/releases/lock';
import { type Command, type CommonOptions, type Io, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { helmProgram } from '../images/render-chart';
import { readDigests } from '../sbom/digests';
import { environmentSbom } from '../sbom/environment-sbom';
import { refuseOtherKind, writeFileWhole } from '../write-files';

interface Options extends CommonOptions {
  readonly charts?: string;
  readonly digests?: string;
  readonly resolve?: boolean;
}

const unseen = (message: string, hint: string): Problem => ({ ...problem('SBOM-UNSEEN', message, hint), severity: 'warning' });

function helmOf(io: Io): string | Problem {
  try {
    return helmProgram(io.env);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return unseen('there is no helm: images that only the charts name are missing', 'install Helm 3.17 or newer, or set WORKBENCH_HELM');
  }
}

/** The package of a chart in a folder, where it is there and the pinned one. */
function packagesIn(folder: string | undefined, verify: boolean, problems: Problem[]) {
  const known = new Map<string, string | undefined>();
  return (name: string, version: string): string | undefined => {
    const file = folder === undefined ? undefined : join(folder, `${name}-${version}.tgz`);
    if (file === undefined) return undefined;
    if (!known.has(file)) {
      const locked = lockedChart(name, version);
      const wrong = existsSync(file)
        ? verify && locked
          ? verifyDigest(file, locked)
          : []
        : [
            problem(
              'SBOM-UNSEEN',
              `${folder} has no ${name} ${version}: its images are missing`,
              'workbench mirror --to <folder> brings every chart',
            ),
          ];
      problems.push(...wrong.map((each) => (each.code === 'SBOM-UNSEEN' ? unseen(each.message, each.hint ?? '') : each)));
      known.set(file, wrong.length === 0 ? file : undefined);
    }
    return known.get(file);
  };
}

/**
 * `workbench sbom`: charts, images, providers and test collections of an environment as CycloneDX 1.6, with digests and licences where they are known.
 * The same environment gives the same bytes: there is no time of day in it. Asks no registry without `--resolve`.
 */
export const sbom: Command<Options> = async (io, [name], { charts, digests, resolve: ask = false, out, json, quiet }) => {
  const { model } = requireEnvironment(io, name);
  const { mirror, verify } = model.config.charts;
  const folder = charts === undefined ? (mirror === undefined ? undefined : mirrorFolder(mirror)) : resolve(io.cwd, charts);
  if (charts !== undefined && !(folder !== undefined && existsSync(folder) && statSync(folder).isDirectory()))
    throw new ProblemError([problem('SBOM-FOLDER', `${charts} is no folder`, 'name the folder with the chart packages')]);
  const problems: Problem[] = [];
  const helm = folder === undefined ? undefined : helmOf(io);
  if (folder === undefined)
    problems.push(
      unseen(
        'no chart was looked into: images that only charts name are missing',
        '--charts <folder>, or charts.mirror; workbench mirror fills one',
      ),
    );
  else if (typeof helm === 'object') problems.push(helm);
  const result = await environmentSbom(model, {
    ...(typeof helm === 'string' ? { helm } : {}),
    packageOf: packagesIn(folder, verify, problems),
    digests: digests === undefined ? new Map() : readDigests(resolve(io.cwd, digests)),
    resolve: ask,
    env: io.env,
  });
  const ok = problems.every(({ severity }) => severity !== 'error');
  const text = `${JSON.stringify(result.document, null, 2)}\n`;
  // With a package that is not the pinned one the list would be about something else: nothing is written then.
  const place = out === undefined || !ok ? undefined : resolve(io.cwd, out);
  if (place !== undefined) {
    refuseOtherKind(place, text);
    writeFileWhole(place, text);
  }
  const { counts, unseen: missing, withoutDigest, withoutLicence } = result;
  if (json)
    printJson(io, { ok, environment: model.config.environment, out: place === undefined ? null : (out ?? null), ...result, problems });
  else {
    printProblems(io, problems);
    if (out === undefined && ok) io.stdout.write(text);
    if (!quiet)
      (place === undefined ? io.stderr : io.stdout).write(
        `${model.config.environment}: ${counts.charts} charts (${missing.length} not looked into), ${counts.images} images, ${counts.providers} providers; ${withoutDigest.length} without a digest, ${withoutLicence.length} without a known licence\n`,
      );
  }
  return ok ? 0 : 1;
};
