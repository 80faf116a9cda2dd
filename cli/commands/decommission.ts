import { resolve } from 'node:path';
import { toKeep } from '../../config/model/to-keep';
import { didYouMean, hasErrors, ProblemError, problem } from '../../config/problems';
import { type Command, type CommonOptions, printJson, sayTo } from '../command';
import { decommission } from '../decommission/decommission';
import { explainDecommission } from '../decommission/text';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { stopSwitch } from '../run/stop-switch';
import { usualPace } from '../verify/await-job';
import { stateDir } from '../work-dir';
import { drive } from './drive';
import type { DriveOptions } from './drive-run';

interface Options extends CommonOptions {
  readonly plan?: boolean;
  readonly list?: boolean;
  readonly confirm?: string;
  readonly confirmTenant?: string;
  readonly kept?: string;
  readonly manager?: string;
  readonly allowDestroy?: readonly string[];
}

/**
 * `workbench decommission`: keeps last backups, public keys and what else must be kept, removes an environment for ever and shows that nothing is left that
 * costs. Irreversible; safe to run again.
 */
export const decommissionCommand: Command<Options> = async (io, [name], options) => {
  const { plan = false, list = false, confirm, confirmTenant, kept = '', manager, allowDestroy, json, quiet } = options;
  const { model } = requireEnvironment(io, name);
  const { environment } = model.config;
  const parts = kept.split(',').filter((part) => part !== '');
  const known = toKeep(model).map(({ part }): string => part);
  for (const part of parts)
    if (!known.includes(part))
      throw new ProblemError([
        problem('DEC-KEPT', `--kept ${part} names nothing that is to be kept`, didYouMean(part, known) ?? `there are ${known.join(', ')}`),
      ]);
  const shown = options.out ?? `${environment}-kept`;
  // Standard output is for what this command ends with.
  const destroy = (more: Pick<DriveOptions, 'onlyLook'>) =>
    drive('destroy', { ...io, stdout: io.stderr }, [name ?? environment], {
      confirm: environment,
      ...more,
      ...(allowDestroy ? { allowDestroy } : {}),
      ...(quiet || more.onlyLook ? { quiet: true } : {}),
    });
  const { signal, dispose } = stopSwitch();
  const result = await decommission(model, {
    out: resolve(io.cwd, shown),
    shown,
    ...(manager === undefined ? {} : { manager }),
    now: new Date(),
    pace: usualPace,
    stop: signal,
    mode: list ? 'list' : plan ? 'plan' : 'do',
    ...(confirm === undefined ? {} : { confirm }),
    ...(confirmTenant === undefined ? {} : { confirmTenant }),
    kept: parts,
    stateDir: stateDir(io, environment),
    env: io.env,
    say: sayTo(io, { json, quiet }),
    mayDestroy: () => destroy({ onlyLook: true }),
    destroy: () => destroy({}),
  }).finally(dispose);
  const ok = !hasErrors(result.problems);
  if (json) printJson(io, { ok, ...result });
  else {
    printProblems(io, result.problems);
    if (!quiet) io.stdout.write(explainDecommission(result));
  }
  return signal.aborted ? 130 : ok ? (plan && !list ? 2 : 0) : 1;
};
