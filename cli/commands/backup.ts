import { didYouMean, ProblemError, problem } from '../../config/problems';
import { backupEnvironment } from '../backup/backup-environment';
import { restoreEnvironment } from '../backup/restore-environment';
import type { BackupAction } from '../backup/result';
import { explainBackup, explainRestore } from '../backup/text';
import { type Command, type CommonOptions, printJson, sayTo } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { stopSwitch } from '../run/stop-switch';
import { usualPace } from '../verify/await-job';
import { stateDir } from '../work-dir';

const actions = ['now', 'list', 'verify'] as const satisfies readonly BackupAction[];

function actionOf(text: string | undefined): BackupAction {
  const found = actions.find((one) => one === text);
  if (found) return found;
  throw new ProblemError([
    problem('CLI-ACTION', `backup can't ${text ?? 'do nothing'}`, didYouMean(text ?? '', actions) ?? `write one of: ${actions.join(', ')}`),
  ]);
}

interface BackupOptions extends CommonOptions {
  readonly store?: readonly string[];
}

/** `workbench backup now|list|verify`: dumps hold nobody up; a run takes as long as the largest store takes to be read once. */
export const backup: Command<BackupOptions> = async (io, [given, name], { store, json, quiet }) => {
  const action = actionOf(given);
  const { model } = requireEnvironment(io, name);
  const { signal, dispose } = stopSwitch();
  try {
    const result = await backupEnvironment(model, stateDir(io, model.config.environment), {
      action,
      ...(store ? { stores: store } : {}),
      env: io.env,
      pace: usualPace,
      stop: signal,
      now: new Date(),
      say: sayTo(io, { json, quiet }),
    });
    const ok = result.problems.length === 0;
    if (json) printJson(io, { ok, ...result });
    else {
      printProblems(io, result.problems);
      if (!quiet) io.stdout.write(explainBackup(result));
    }
    return signal.aborted ? 130 : ok ? 0 : 1;
  } finally {
    dispose();
  }
};

interface RestoreOptions extends CommonOptions {
  readonly into?: string;
  readonly identity?: string;
  readonly backup?: string;
  readonly keep?: boolean;
}

/** `workbench restore`: a copy in a namespace of its own, and whether its books are sound. The environment goes on as it is. */
export const restore: Command<RestoreOptions> = async (io, [name], { into, identity, backup: wanted, keep, json, quiet }) => {
  const { model } = requireEnvironment(io, name);
  const { environment } = model.config;
  if (into === undefined || !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(into))
    throw new ProblemError([
      problem(
        'BACKUP-INTO',
        into === undefined ? 'no namespace is named that it goes into' : `--into ${into} is no name of a namespace`,
        `workbench restore ${environment} --into restore-drill --identity key.txt`,
      ),
    ]);
  if (identity === undefined)
    throw new ProblemError([
      problem(
        'BACKUP-KEY',
        'no private key is named',
        `workbench restore ${environment} --into ${into} --identity key.txt, the file that age-keygen wrote`,
      ),
    ]);
  const { signal, dispose } = stopSwitch();
  try {
    const result = await restoreEnvironment(model, stateDir(io, environment), {
      into,
      identity,
      ...(wanted === undefined ? {} : { backup: wanted }),
      keep: keep === true,
      pace: usualPace,
      stop: signal,
      now: new Date(),
      say: sayTo(io, { json, quiet }),
    });
    const ok = result.problems.length === 0;
    if (json) printJson(io, { ok, ...result });
    else {
      printProblems(io, result.problems);
      if (!quiet) io.stdout.write(explainRestore(result));
    }
    return signal.aborted ? 130 : ok ? 0 : 1;
  } finally {
    dispose();
  }
};
