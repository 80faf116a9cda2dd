import { randomBytes } from 'node:crypto';
import type { EnvironmentModel } from '../../config/environment';
import { type BackupFacts, type BackupList, hoursBetween, readList } from '../../config/model/backup/facts';
import { backupTimes } from '../../config/model/backup/outside';
import type { BackedUp } from '../../config/model/backup/scripts';
import { type BackupStep, backupPlan } from '../../config/model/backup/steps';
import { didYouMean, type Problem, ProblemError, problem } from '../../config/problems';
import { askCloud, byHand, lastLine, typed } from '../cloud/cloud-program';
import type { Pace } from '../verify/await-job';
import { type BackupCluster, openBackupCluster } from './cluster';
import { nowJob, placeJob } from './jobs';
import type { BackupAction, BackupResult, BackupStepResult } from './result';

export interface BackupOptions {
  readonly action: BackupAction;
  /** Only these; all of the environment when left out. */
  readonly stores?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly pace: Pace;
  readonly stop: AbortSignal;
  readonly now: Date;
  readonly say: (line: string) => void;
}

const patience = 600_000;

/** Names one run: sorts by time, and is a name that clouds take. */
export const runId = (now: Date) => `w${now.toISOString().slice(0, 19).replace(/\D/g, '')}${randomBytes(2).toString('hex')}`;

export type JobStep = Extract<BackupStep, { readonly by: 'job' }>;

/** The backups of a store at its place, the newest first, and how many files of facts there are none. @throws ProblemError BACKUP-LOG */
export async function listBackups(
  cluster: BackupCluster,
  step: JobStep,
  id: string,
  { stop, say }: Pick<BackupOptions, 'stop' | 'say'>,
): Promise<BackupList> {
  const cron = await cluster.cronJob(step.namespace, step.cronJob);
  const log = await cluster.run(placeJob(cron, `${step.cronJob}-list-${id}`, ['list']), 'store', stop, say);
  const list = readList(log);
  if (!list)
    throw new ProblemError([
      problem('BACKUP-LOG', `the list of backups of ${step.store} is not whole`, 'run the same command: its log was cut off'),
    ]);
  return list;
}

async function snapshot(step: Extract<BackupStep, { readonly by: 'cloud' }>, env: NodeJS.ProcessEnv): Promise<void> {
  const said = await askCloud(step, env, patience);
  if ('failed' in said) throw new ProblemError([problem('BACKUP-CLOUD', `${step.title}: ${lastLine(said.failed)}`, byHand(step))]);
}

const bare = ({ header: _, ...facts }: BackupFacts) => facts;

/** How old the newest may be: two runs of the schedule and an hour for a run that is under way. */
function late(model: EnvironmentModel, store: BackedUp, newest: BackupFacts | undefined, now: Date): Problem | undefined {
  const { environment } = model.config;
  if (!newest) return problem('BACKUP-EMPTY', `there is no backup of ${store}`, `workbench backup now ${environment} makes one`);
  const { schedule } = backupTimes(model.config, store);
  const [age, most] = [(now.getTime() - Date.parse(newest.taken)) / 3_600_000, 2 * hoursBetween(schedule) + 1];
  if (age <= most) return undefined;
  return problem(
    'BACKUP-LATE',
    `the newest backup of ${store} is ${Math.floor(age)} hours old, and "${schedule}" allows ${most}`,
    `see why its Jobs fail: kubectl get jobs -A -l app.kubernetes.io/name=backup-${store}; then workbench backup now ${environment}`,
  );
}

interface Work {
  readonly model: EnvironmentModel;
  readonly cluster: BackupCluster;
  readonly id: string;
  readonly options: BackupOptions;
}
type Done = Omit<BackupStepResult, 'key' | 'title' | 'outcome'> & { readonly problems?: readonly Problem[] };

const ways: Readonly<Record<BackupAction, (step: JobStep, work: Work) => Promise<Done>>> = {
  now: async (step, { cluster, id, options: { stop, say } }) => {
    const cron = await cluster.cronJob(step.namespace, step.cronJob);
    const log = await cluster.run(nowJob(cron, `${step.cronJob}-${id}`), 'store', stop, say);
    return { backups: [], note: log.trim().split('\n').at(-1) ?? '' };
  },
  list: async (step, { cluster, id, options }) => ({ backups: (await listBackups(cluster, step, id, options)).backups.map(bare) }),
  verify: async (step, { model, cluster, id, options }) => {
    const { backups, unreadable } = await listBackups(cluster, step, id, options);
    const [newest] = backups;
    const { environment } = model.config;
    const problems: Problem[] = [];
    const changed = (what: string) =>
      problems.push(problem('BACKUP-CHANGED', what, `find out who may write there; workbench backup now ${environment} makes a new one`));
    if (unreadable > 0) changed(`${unreadable} files at the place of ${step.store} are not what a backup writes beside itself`);
    const trouble = late(model, step.store, newest, options.now);
    if (trouble) problems.push(trouble);
    if (!newest) return { backups: [], problems };
    // A dump may leave several files: the snapshot of Vault is of no use without the unseal key beside it.
    const together = backups.filter(({ taken }) => taken === newest.taken);
    const cron = await cluster.cronJob(step.namespace, step.cronJob);
    const job = placeJob(cron, `${step.cronJob}-check-${id}`, ['check', ...together.flatMap(({ file, sha256 }) => [file, sha256])]);
    const lines = (await cluster.run(job, 'store', options.stop, options.say)).split('\n');
    const said = together.map(({ file }) => lines.find((line) => line.startsWith(`${file} `)) ?? `nothing is said of ${file}`);
    for (const line of said) if (!line.endsWith(' is whole')) changed(line);
    return { backups: backups.map(bare), note: said.join(', '), problems };
  },
};

/**
 * Makes, lists or verifies the backups of an environment. A store that fails does not keep the others from theirs. Every backup is a Job in the cluster, so a
 * command that is killed leaves one that goes on; a dump holds nobody up.
 * @throws ProblemError BACKUP-NONE, BACKUP-STORE
 */
export async function backupEnvironment(model: EnvironmentModel, stateDir: string, options: BackupOptions): Promise<BackupResult> {
  const begun = performance.now();
  const { action, stores, env, stop, say, now } = options;
  const { environment } = model.config;
  const id = runId(now);
  const { steps: planned, none } = backupPlan(model, id);
  const ours = planned.flatMap((step) => (step.by === 'job' ? [step.store] : []));
  if (ours.length === 0)
    throw new ProblemError([
      problem(
        'BACKUP-NONE',
        `${environment} makes no backups outside of its cluster`,
        'write operations.backups.recipients and deploy (docs/backup.md)',
      ),
    ]);
  const strange = stores?.find((name) => !ours.some((store) => store === name));
  if (strange !== undefined)
    throw new ProblemError([
      problem(
        'BACKUP-STORE',
        `--store ${strange}: ${environment} brings no such backup outside`,
        didYouMean(strange, ours) ?? `there are: ${ours.join(', ')}`,
      ),
    ]);
  const steps = planned.filter((step) => (step.by === 'job' ? !stores || stores.includes(step.store) : action === 'now' && !stores));
  const cluster = await openBackupCluster(model, stateDir, options.pace);
  const results: BackupStepResult[] = [];
  const problems: Problem[] = [];
  for (const step of steps) {
    const { key, title } = step;
    if (stop.aborted) {
      results.push({ key, title, outcome: 'not-started', backups: [] });
      continue;
    }
    say(title);
    try {
      if (step.by === 'cloud') {
        await snapshot(step, env);
        results.push({ key, title, outcome: 'done', backups: [], note: typed(step) });
        continue;
      }
      const { problems: found = [], ...done } = await ways[action](step, { model, cluster, id, options });
      problems.push(...found);
      results.push({ key, title, outcome: found.length > 0 ? 'failed' : 'done', ...done });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
      results.push({ key, title, outcome: 'failed', backups: [] });
    }
  }
  return { environment, action, steps: results, none, seconds: (performance.now() - begun) / 1_000, problems };
}
