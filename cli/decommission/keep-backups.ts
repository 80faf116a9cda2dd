import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import type { BackupFacts } from '../../config/model/backup/facts';
import { backupWhere } from '../../config/model/backup/where';
import { ProblemError, problem } from '../../config/problems';
import { backupEnvironment } from '../backup/backup-environment';
import type { BackupResult } from '../backup/result';
import { askCloud, byHand, lastLine } from '../cloud/cloud-program';
import { restEnvironment } from '../rest/rest-environment';
import { onOut } from '../write-files';
import type { KeepOptions } from './keep';
import { fileDigest, type KeptFile, type KeptRecord } from './manifest';

/** A copy of some hundred gigabytes over a slow line. */
const patience = 24 * 3_600_000;

type Facts = Omit<BackupFacts, 'header'>;

/** What sleeps can't be dumped, and its Jobs would wait for pods that never come. @throws ProblemError DEC-RESTS */
async function refuseResting(model: EnvironmentModel, { stateDir, env, stop, say }: KeepOptions): Promise<void> {
  const { environment } = model.config;
  const options = { direction: 'wake', planOnly: true, drain: 0, timeout: 1, env, stopped: () => stop.aborted, say } as const;
  const { steps, problems } = await restEnvironment(model, stateDir, options);
  if (problems.length > 0) throw new ProblemError(problems);
  const resting = steps.filter(({ outcome }) => outcome === 'to-do');
  if (resting.length > 0)
    throw new ProblemError([
      problem(
        'DEC-RESTS',
        `${environment} rests, and nothing that rests can be backed up: ${resting.map(({ title }) => title).join(', ')}`,
        `workbench wake ${environment}, then the same command; or --kept backups, where a copy is kept already`,
      ),
    ]);
}

/** A backup with a fault is none. @throws ProblemError with all of them, and the way round */
function sound(result: BackupResult): BackupResult {
  if (result.problems.length === 0 && result.steps.every(({ outcome }) => outcome === 'done')) return result;
  const unfinished = result.steps.filter(({ outcome }) => outcome === 'not-started').map(({ title }) => title);
  throw new ProblemError([
    ...result.problems,
    problem(
      'DEC-BACKUP',
      `the last backup is not whole${unfinished.length > 0 ? `: ${unfinished.join(', ')} not begun` : ''}`,
      'mend what is said above, then the same command; or --kept backups, where a copy is kept already',
    ),
  ]);
}

/**
 * Brings one backup out of a bucket that goes with the environment, and holds it against the digest it was written with. One that is here and whole is not
 * fetched again. @throws ProblemError DEC-COPY, RUN-LOGIN-PROGRAM
 */
export async function fetchBackup(
  model: EnvironmentModel,
  { store, file, sha256 }: Pick<Facts, 'store' | 'file' | 'sha256'>,
  { out, env }: Pick<KeepOptions, 'out' | 'env'>,
): Promise<string | undefined> {
  const { fetch, address } = backupWhere(model.config);
  if (!fetch) return undefined;
  const own = `backups/${store}/${file}`;
  const [target, part] = [join(out, own), join(out, `${own}.part`)];
  if (existsSync(target) && (await fileDigest(target)) === sha256) return own;
  onOut(out, () => mkdirSync(dirname(target), { recursive: true }));
  const call = fetch(store, file, part);
  const refuse = (why: string) => new ProblemError([problem('DEC-COPY', `${address(store, file)}: ${why}`, byHand(call))]);
  const said = await askCloud(call, env, patience);
  if ('failed' in said) throw refuse(lastLine(said.failed));
  const digest = existsSync(part) ? await fileDigest(part) : 'nothing';
  if (digest !== sha256) throw refuse(`it arrived as ${digest}, and was written as ${sha256}`);
  renameSync(part, target);
  return own;
}

/**
 * Makes a last backup of every store, reads each back whole, and brings those out that would go with the environment. Payments that are made after it are not
 * in it. @throws ProblemError
 */
export async function keepBackups(model: EnvironmentModel, options: KeepOptions): Promise<KeptRecord> {
  const { stateDir, env, pace, stop, now, say, out } = options;
  await refuseResting(model, options);
  const run = (action: 'now' | 'verify') => backupEnvironment(model, stateDir, { action, env, pace, stop, now, say });
  const made = sound(await run('now'));
  const { steps } = sound(await run('verify'));
  const { address } = backupWhere(model.config);
  const backups: (Facts & { at: string })[] = [];
  const files: KeptFile[] = [];
  for (const { backups: there } of steps)
    for (const facts of there.filter(({ taken }) => taken === there[0]?.taken)) {
      const own = await fetchBackup(model, facts, options);
      backups.push({ ...facts, at: own ?? address(facts.store, facts.file) });
      if (own === undefined) continue;
      const what = `backup of ${facts.store} of ${facts.taken}, encrypted`;
      files.push({ file: own, what, bytes: statSync(join(out, own)).size, sha256: facts.sha256 });
    }
  const snapshots = made.steps.filter(({ key }) => !steps.some((step) => step.key === key));
  return {
    made: now.toISOString(),
    files,
    notes: [
      ...backups.map(({ file, at }) => `${file} is whole: ${at}`),
      ...snapshots.map(({ title, note }) => `${title}, which the cloud keeps until you delete it${note ? `: ${note}` : ''}`),
    ],
    backups,
    recipients: model.config.operations.backups.recipients,
    notBackedUp: made.none,
  };
}
