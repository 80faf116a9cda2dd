import { join } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { type Problem, ProblemError } from '../../config/problems';
import { mirrorFolder } from '../../config/releases/chart-source';
import type { Io } from '../command';
import { helmProgram } from '../images/render-chart';
import { inspectStacks } from '../synthesise';
import { stateDir } from '../work-dir';
import { airGapProblems } from './air-gap';

/**
 * What `check --air-gapped` finds, and what it could not look at: images that only charts name are seen where `charts.mirror` is a folder of packages
 * and helm is there.
 * @throws ProblemError where the stacks can't be made
 */
export async function airGapFindings(
  io: Io,
  model: EnvironmentModel,
): Promise<{ readonly found: readonly Problem[]; readonly note: string }> {
  const built = inspectStacks(model, { stateDir: stateDir(io, model.config.environment) });
  const { mirror } = model.config.charts;
  const folder = mirror === undefined ? undefined : mirrorFolder(mirror);
  const helm = (() => {
    try {
      return helmProgram(io.env);
    } catch (error) {
      if (error instanceof ProblemError) return undefined;
      throw error;
    }
  })();
  const rendering =
    folder !== undefined && helm !== undefined
      ? { helm, packageOf: (name: string, version: string) => join(folder, `${name}-${version}.tgz`) }
      : undefined;
  const why = folder === undefined ? 'charts.mirror is no folder of packages' : 'there is no helm';
  return {
    found: await airGapProblems(model, built.stacks, rendering),
    note: rendering ? '' : `; images that only the charts name were not looked at: ${why}`,
  };
}
